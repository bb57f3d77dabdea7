public import Geodesy
public import Statements
public import StrictJSON
import TransparencyLog

/// What a party commits to when it certifies a check: what it asked, when, on which knowledge, and what it was answered.
///
/// The log shows that the party certified something, and when. What it was shows only to whom the party hands the opened
/// body, field by field if it likes: the answer names places, the checkpoint and the time name none.
public struct CheckCertificate: Sendable {
    /// The subject of every certificate, since a telling one would show what was checked.
    public static let subject = "check"

    /// When the check ran, by the clock of who ran it.
    public let checkedAt: Instant
    /// The tree that the answer rests on.
    public let checkpoint: TreeHead
    /// What was asked, a JSON object.
    public let activity: [UInt8]
    /// What was answered, a JSON object.
    public let answer: [UInt8]

    /// A certificate of a check, from what was asked and what was answered.
    ///
    /// - Throws: `JSONError` when one of them is no JSON object, or the answer does not say what it rests on.
    public init(activity: [UInt8], answer: [UInt8]) throws(JSONError) {
        let limits = JSONDocument.Limits(
            maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth - 2)
        _ = try JSONDocument(activity, limits: limits).root.object()
        var fields = try JSONDocument(answer, limits: limits).root.object()
        var knowledge = try fields.required("knowledge").object()
        checkedAt = try knowledge.required("askedAt").instant()
        checkpoint = TreeHead(
            size: TreeSize(UInt64(try knowledge.required("size").integer(in: 0...Int64.max))),
            root: try knowledge.required("root").base64Hash())
        self.activity = activity
        self.answer = answer
    }

    /// The body of `check.certify.v1`, in one fixed order of fields.
    public var body: [UInt8] {
        var writer = JSONWriter(capacity: activity.count + answer.count + 256)
        writer.object { fields in
            fields.member("checkedAt", checkedAt.description)
            fields.key("activity")
            fields.raw(activity)
            fields.key("checkpoint")
            fields.object { inner in
                inner.member("size", checkpoint.size.value)
                inner.member("root", checkpoint.root.base64)
            }
            fields.key("answer")
            fields.raw(answer)
        }
        return writer.bytes
    }

    /// The body with a random opening for every field: to be kept before anything is logged.
    ///
    /// - Throws: `JSONError` when it is larger than a restricted body may be.
    public func opened() throws(JSONError) -> OpenedBody { try OpenedBody(body: body) }
}
