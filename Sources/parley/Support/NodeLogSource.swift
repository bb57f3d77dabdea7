import ParleyClient
import ParleyNode
import TransparencyLog

/// The log of a node that is open in this process, read as its files would be served.
struct NodeLogSource: LogSource {
    let node: Node

    func checkpoint() async throws -> [UInt8] { try await resource("checkpoint") }

    func resource(_ path: String) async throws -> [UInt8] {
        guard let named = try? LogPath(path), let bytes = try node.log.resource(named) else {
            throw LogSourceError(.notFound, path: path, message: "is not in this node's log")
        }
        return bytes
    }
}
