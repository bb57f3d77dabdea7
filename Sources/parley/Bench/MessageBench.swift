import Foundation
import Geodesy
import HTTPSignatures
import ParleyClient
import ParleyNode
import Picture
import Statements
import StrictJSON
import Synchronization
import TransparencyLog

/// How long an urgent message takes from one officer's client to another officer's feed, each at their own party's node.
struct MessageBench {
    var messagesPerSecond = 20
    var seconds = 20
    let followers = 3

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await world.accord.openLine(on: world.node)
        let host = try await BenchServer(world.node)
        var upstreams: [NodeClient] = []
        var nodes: [BenchFollower] = []
        for number in 0..<followers {
            let place = folder + "/follower-\(number)"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let client = try host.followerClient()
            upstreams.append(client)
            nodes.append(try await BenchFollower(client, world.node.logKey, in: place))
        }
        for follower in nodes {
            while follower.node.publisher.state.size < world.node.publisher.state.size {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let sending = try await BenchServer(nodes[0].node)
        let receiving = try await BenchServer(nodes[1].node)
        let count = messagesPerSecond * seconds
        let work = try world.accord.messages(
            count, by: 0, to: 1, seen: BenchAccord.head(of: world.node), at: world.node.clock.now())
        let last = nodes[1].node.publisher.state.size.value - 1
        let times = try await measure(
            work, from: sending, to: receiving, as: world.accord.speakers[1].key, after: last
        ).sorted()
        guard times.count == count else { throw Failure(.refused, "\(times.count) of \(count) messages arrived") }
        try await sending.stop()
        try await receiving.stop()
        for follower in nodes { try await follower.close() }
        for client in upstreams { try await client.shutDown() }
        try await host.stop()
        try await world.close()
        func percentile(_ share: Double) -> Double { times[min(times.count - 1, Int(Double(times.count) * share))] }
        return BenchResult(
            name: "message", value: percentile(0.99), unit: "ms", seconds: Double(seconds),
            conditions:
                "99th percentile from the sender's client giving a signed flash message to its own party's node until the "
                + "event of it has come to the recipient's client from the recipient's node, \(messagesPerSecond) "
                + "messages/s; a host and \(followers) followers that forward to it, all over HTTP in one process",
            details: [
                ("messages", Double(count)), ("p50Milliseconds", percentile(0.5)),
                ("maximumMilliseconds", times[times.count - 1]),
            ])
    }

    private static func hash(_ data: String) -> String? {
        guard var fields = try? BenchAccord.value(Array(data.utf8)).object() else { return nil }
        return try? fields.required("hash").string()
    }

    /// Sends one after the other at an even pace; milliseconds until each has come to the other's feed.
    ///
    /// The feed is asked for entry `last`, which is there: once that has come, the client is connected.
    private func measure(
        _ work: [[UInt8]], from sender: BenchServer, to recipient: BenchServer, as key: SigningKey, after last: UInt64
    ) async throws -> [Double] {
        let clock = SystemClock()
        let writing = try NodeClient(baseURL: sender.url, signer: nil, now: { clock.now() })
        let reading = try NodeClient(baseURL: recipient.url, signer: RequestSigner(key: key), now: { clock.now() })
        let names = try work.map { try SignedStatement($0).hash.description }
        let arrived = Mutex<[String: ContinuousClock.Instant]>([:])
        let (connected, isConnected) = AsyncStream.makeStream(of: Void.self)
        let following = Task {
            try await EventClient(client: reading).follow("/feed?from=\(last)") { event in
                let now = ContinuousClock.now
                isConnected.finish()
                guard let name = Self.hash(event.data) else { return true }
                return arrived.withLock { arrived in
                    arrived[name] = now
                    return !names.allSatisfy { arrived[$0] != nil }
                }
            }
        }
        for await _ in connected {}
        var sent: [ContinuousClock.Instant] = []
        let begin = ContinuousClock.now
        for (turn, envelope) in work.enumerated() {
            let pause = Duration.nanoseconds(1_000_000_000 * turn / messagesPerSecond)
            try await Task.sleep(until: begin + pause, clock: .continuous)
            sent.append(.now)
            _ = try await writing.post("/statements", contentType: "application/json", body: envelope)
        }
        let patience = Task {
            try await Task.sleep(for: .seconds(30))
            following.cancel()
        }
        _ = try? await following.value
        patience.cancel()
        try await writing.shutDown()
        try await reading.shutDown()
        return arrived.withLock { arrived in
            zip(names, sent).compactMap { name, sent in arrived[name].map { ($0 - sent).seconds * 1_000 } }
        }
    }
}
