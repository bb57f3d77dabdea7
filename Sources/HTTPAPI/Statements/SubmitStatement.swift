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
        switch try await exchange.node.submit(submitted.envelope, sealed: submitted.sealed) {
        case .refused(let refusal): throw refusal
        case .accepted(let entry, let hash, let receipt): return created(entry, hash, receipt, for: exchange)
        }
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
