import HTTPTypes
import Hummingbird
import ParleyNode
import Statements
import StrictJSON

/// `GET /sealed/{hash}`: the sealed body of a statement, for those it is sealed for.
///
/// To everybody else it is not there: who gets what is in the log, but what lies here is nobody else's to copy.
enum ShowSealed {
    /// The media type of a sealed body.
    static let mediaType = "application/vnd.parley.sealed+json"

    static func show(_ exchange: Exchange) async throws -> Response {
        guard let hash = StatementHash(hex: exchange.parameter(0)), let reader = exchange.reader else {
            throw Problem.notFound
        }
        let node = exchange.node
        let bytes = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try node.sealedBody(of: hash, for: reader) }
        guard let bytes else { throw Problem.notFound }
        return Reply.bytes(bytes, type: mediaType, status: .ok, headers: [.cacheControl: "no-store"])
    }
}

/// `DELETE /statements/{statement}/body`: the caller's party has its part of a body erased from this node.
///
/// The entry stays and still verifies. Where the node acts for several parties, the others keep their parts.
enum EraseBody {
    static func run(_ exchange: Exchange) async throws -> Response {
        guard let reader = exchange.reader else { throw Problem.notFound }
        let entry = try await ShowStatement.entry(of: exchange)
        guard entry.body?.body(for: reader) != nil else { throw Problem.notFound }
        try await exchange.node.erase(entry.bodyName, for: reader)
        return Reply.json { writer in
            writer.object { fields in
                fields.member("erased", entry.bodyName.description)
                fields.member("party", reader.rawValue)
            }
        }
    }
}
