import Hummingbird
import ParleyNode
import TransparencyLog

/// The log as c2sp.org/tlog-tiles serves it: checkpoint, tiles and entry bundles below `/log/`.
enum LogResources {
    static func checkpoint(_ exchange: Exchange) async throws -> Response {
        guard let bytes = exchange.node.publisher.state.checkpoint?.bytes else { throw Problem.notFound }
        var response = Reply.cached(bytes, type: "text/plain; charset=utf-8", .checked, for: exchange.request)
        response.headers[.cacheControl] = "public, max-age=1, must-revalidate"
        return response
    }

    static func tile(_ exchange: Exchange) async throws -> Response {
        guard let path = try? LogPath("tile/" + exchange.parameter(0)), case .tile = path else {
            throw Problem.notFound
        }
        return try await resource(path, isPublic: true, exchange)
    }

    static func bundle(_ exchange: Exchange) async throws -> Response {
        guard let path = try? LogPath("tile/entries/" + exchange.parameter(0)), case .entries = path else {
            throw Problem.notFound
        }
        return try await resource(path, isPublic: exchange.facilities.configuration.entriesArePublic, exchange)
    }

    /// What is at one of these paths never changes, partial ones included: another width is another path.
    private static func resource(_ path: LogPath, isPublic: Bool, _ exchange: Exchange) async throws -> Response {
        let node = exchange.node
        let bytes = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try node.log.resource(path) }
        guard let bytes else { throw Problem.notFound }
        return Reply.cached(
            bytes, type: "application/octet-stream", .forever(isPublic: isPublic), for: exchange.request)
    }
}
