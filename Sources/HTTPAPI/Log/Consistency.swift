import Hummingbird
import ParleyNode
import StrictJSON
import TransparencyLog

/// `GET /log/consistency?from=N`: the proof that the log only grew since it had N entries.
enum Consistency {
    static func show(_ exchange: Exchange) async throws -> Response {
        guard let text = exchange.query["from"] else {
            throw Problem.query("from", "is missing: the size that you know")
        }
        guard let from = TreeSize(decimal: text) else { throw Problem.query("from", "must be a number of entries") }
        let node = exchange.node
        let found = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try node.log.consistency(from: from) }
        guard let found else {
            throw Problem(
                "log-shorter",
                "this log has \(node.publisher.state.size) entries, not \(from); if it showed you more before, keep that "
                    + "checkpoint: it is evidence")
        }
        return Reply.json { writer in
            writer.object { fields in
                fields.member("from", from.value)
                fields.member("to", found.checkpoint.checkpoint.size.value)
                fields.key("path")
                fields.array { list in for hash in found.proof.path { list.string(hash.base64) } }
                fields.member("checkpoint", String(decoding: found.checkpoint.bytes, as: UTF8.self))
            }
        }
    }
}
