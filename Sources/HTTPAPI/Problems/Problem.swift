package import HTTPTypes
import Hummingbird
import StrictJSON
import TransparencyLog

/// Why a request was not answered as asked: problem details (RFC 9457) with the rule's name.
///
/// `rule` is for programs and never changes once released; `detail` is one sentence for a person.
package struct Problem: Error, Sendable {
    /// The rule, as listed in `ProblemCatalogue`.
    package let rule: String
    /// What was expected, what was found, what to do.
    package let detail: String
    /// The HTTP status.
    package var status: Int
    /// JSON Pointer of the field at fault.
    package var pointer: String?
    /// The entry that a repeated statement already is.
    var entry: EntryIndex?
    /// Witnesses without which it cannot be answered yet.
    var missing: [String] = []
    /// When to come back.
    package var retryAfterSeconds: Int?
    /// The first line of a batch that was not dealt with.
    var resumeAtLine: Int?
    /// Names this failure in the operator's journal.
    var incident: String?
    /// Further header fields of the reply.
    package var headers: HTTPFields = [:]

    /// A problem with the status of its rule.
    package init(_ rule: String, _ detail: String, pointer: String? = nil) {
        self.rule = rule
        self.detail = detail
        self.pointer = pointer
        status = ProblemCatalogue.status(of: rule)
    }
}

extension Problem {
    /// The media type of problem details.
    static let mediaType = "application/problem+json"
    /// Where the explanation of a rule is served; a reference relative to the server.
    static func type(of rule: String) -> String { "/problems/\(rule)" }

    /// Writes the problem as one JSON object.
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("type", Self.type(of: rule))
            fields.member("title", ProblemCatalogue.title(of: rule))
            fields.member("status", status)
            fields.member("detail", detail)
            fields.member("rule", rule)
            if let pointer { fields.member("pointer", pointer) }
            if let entry {
                fields.member("entry", entry.value)
                fields.member("receipt", "/statements/\(entry)/receipt")
            }
            if !missing.isEmpty {
                fields.key("missing")
                fields.array { list in for name in missing { list.string(name) } }
            }
            if let retryAfterSeconds { fields.member("retryAfterSeconds", retryAfterSeconds) }
            if let resumeAtLine { fields.member("resumeAtLine", resumeAtLine) }
            if let incident { fields.member("incident", incident) }
        }
    }

    /// The reply that carries the problem.
    var response: Response {
        var writer = JSONWriter(capacity: 320)
        write(to: &writer)
        var fields = headers
        fields[.contentType] = Self.mediaType
        if let retryAfterSeconds { fields[.retryAfter] = String(retryAfterSeconds) }
        return Response(
            status: HTTPResponse.Status(code: status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}
