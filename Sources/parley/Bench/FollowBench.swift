import Foundation
import ParleyClient
import ParleyNode
import Picture
import StoreSQLite
import TransparencyLog

/// A follower catching up with a log from nothing: fetched over HTTP, every hash, signature, chain and rule, stored.
struct FollowBench {
    var statements = 100_000

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await AdmitBench().admit(try world.sites(statements / 4), to: world.node)
        let host = world.node.publisher.state
        let server = try await BenchServer(world.node)
        let client = try server.followerClient()
        let place = folder + "/follower"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let follower = try await BenchFollower(client, world.node.logKey, in: place)
        let start = ContinuousClock.now
        var seconds = 0.0
        while follower.node.publisher.state.size < host.size {
            try await Task.sleep(for: .milliseconds(2))
            seconds = (ContinuousClock.now - start).seconds
            if let phase = follower.node.following?.phase, case .stopped(let reason) = phase {
                throw Failure(.refused, "the follower stopped: \(reason)")
            }
            guard seconds < 600 else { throw Failure(.refused, "the follower has not caught up in ten minutes") }
        }
        let state = follower.node.publisher.state
        guard state.size != host.size || state.picture.digest(.open) == host.picture.digest(.open) else {
            throw Failure(.refused, "the follower has another picture than the host")
        }
        try await follower.close()
        try await client.shutDown()
        try await server.stop()
        try await world.close()
        return BenchResult(
            name: "follow", value: Double(state.size.value) / seconds, unit: "entries/s", seconds: seconds,
            conditions:
                "from a host on the same machine over HTTP, every entry hashed, every Ed25519 signature, chain and "
                + "rule verified, SQLite WAL synchronous=FULL, picture digest equal",
            details: [("entries", Double(state.size.value)), ("commits", Double(follower.node.counters.commits))])
    }
}

/// A follower on a store of its own.
struct BenchFollower {
    let node: Node
    private let store: SQLiteStore
    private let vault: SQLiteVault

    init(_ client: NodeClient, _ logKey: NoteVerifierKey, in folder: String) async throws {
        store = try SQLiteStore(path: folder + "/log.sqlite")
        vault = try SQLiteVault(folder: folder)
        node = try await Node.follow(
            NodeUpstream(client: client), logKey: logKey, store: store, vault: vault,
            anchor: FileAnchor(path: folder + "/published"), logger: BenchWorld.quiet)
    }

    func close() async throws {
        try await node.stop()
        try store.close()
        try vault.close()
    }
}
