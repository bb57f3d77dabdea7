import HTTPTypes
import Hummingbird
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// `POST /statements`: one statement in, its receipt out.
///
/// The request needs no signature of its own: the statement is signed.
enum SubmitStatement {
    static func run(_ exchange: Exchange) async throws -> Response {
        let submitted = try SubmissionReader.read(
            exchange.body, mediaType: exchange.mediaType, limit: exchange.limits.statementBodyBytes)
        if exchange.node.following != nil {
            try await exchange.node.judge(submitted.envelope, sealed: submitted.sealed)
            return try await ForwardStatement.run(exchange, envelope: submitted.envelope)
        }
        let waits = !prefersPromise(exchange.request)
        let answer = try await exchange.node.submit(
            submitted.envelope, sealed: submitted.sealed, waitsForWitnesses: waits)
        switch answer {
        case .refused(let refusal): throw refusal
        case .accepted(let entry, let hash, let receipt): return created(entry, hash, receipt, for: exchange)
        case .promised(let entry, let hash, let promise, let missing):
            return promised(entry, hash, promise, missing, wasAsked: !waits, for: exchange)
        }
    }

    /// Whether the caller would rather have the log's promise now than a receipt later (RFC 7240).
    static func prefersPromise(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Prefer") else { return false }
        return request.headers[values: name].contains { value in
            value.split(separator: ",").contains { preference in
                preference.split(separator: ";").first.map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
                    == "respond-async"
            }
        }
    }

    private static func promised(
        _ entry: EntryIndex, _ hash: StatementHash, _ promise: PromiseNote, _ missing: [PolicyName], wasAsked: Bool,
        for exchange: Exchange
    ) -> Response {
        var headers: HTTPFields = [.location: "/statements/\(hash)/receipt"]
        if wasAsked, let name = HTTPField.Name("Preference-Applied") { headers[name] = "respond-async" }
        if exchange.prefersPlainText { return Reply.text(promise.bytes, status: .accepted, headers: headers) }
        return Reply.json(.accepted, headers: headers) { writer in
            writer.object { write(entry, hash, promise, missing, to: &$0) }
        }
    }

    /// The members that say where a statement stands that is not witnessed yet.
    static func write(
        _ entry: EntryIndex, _ hash: StatementHash, _ promise: PromiseNote, _ missing: [PolicyName],
        to fields: inout JSONWriter
    ) {
        fields.member("entry", entry.value)
        fields.member("hash", hash.description)
        fields.member("promise", String(decoding: promise.bytes, as: UTF8.self))
        fields.key("missing")
        fields.array { list in for name in missing { list.string(name.description) } }
        fields.member("receiptAt", "/statements/\(hash)/receipt")
    }

    private static func created(
        _ entry: EntryIndex, _ hash: StatementHash, _ receipt: LogProof, for exchange: Exchange
    ) -> Response {
        let headers: HTTPFields = [.location: "/statements/\(hash)"]
        if exchange.prefersPlainText { return Reply.text(receipt.bytes, status: .created, headers: headers) }
        var writer = JSONWriter(capacity: 2048)
        writer.object { write(entry, hash, receipt, to: &$0) }
        return Reply.bytes(writer.bytes, type: "application/json", status: .created, headers: headers)
    }

    /// The members that say where a statement stands.
    static func write(
        _ entry: EntryIndex, _ hash: StatementHash, _ receipt: LogProof, to fields: inout JSONWriter
    ) {
        fields.member("entry", entry.value)
        fields.member("hash", hash.description)
        fields.member("receipt", String(decoding: receipt.bytes, as: UTF8.self))
    }
}
