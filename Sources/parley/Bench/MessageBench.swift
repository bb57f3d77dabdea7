import Foundation
import Geodesy
import ParleyClient
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// How long an urgent message takes from one officer's client to what another party's node shows.
struct MessageBench {
    var messagesPerSecond = 20
    var seconds = 20
    let followers = 3

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await world.accord.openLine(on: world.node)
        let server = try await BenchServer(world.node)
        var clients: [NodeClient] = []
        var nodes: [BenchFollower] = []
        for number in 0..<followers {
            let place = folder + "/follower-\(number)"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let client = try server.followerClient()
            clients.append(client)
            nodes.append(try await BenchFollower(client, world.node.logKey, in: place))
        }
        for follower in nodes {
            while follower.node.publisher.state.size < world.node.publisher.state.size {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let count = messagesPerSecond * seconds
        let work = try world.accord.messages(
            count, by: 0, to: 1, seen: BenchAccord.head(of: world.node), at: world.node.clock.now())
        var times = try await measure(work, from: world.node, to: nodes[followers - 1].node)
        times.sort()
        guard times.count == count else { throw Failure(.refused, "\(times.count) of \(count) messages arrived") }
        for follower in nodes { try await follower.close() }
        for client in clients { try await client.shutDown() }
        try await server.stop()
        try await world.close()
        func percentile(_ share: Double) -> Double { times[min(times.count - 1, Int(Double(times.count) * share))] }
        return BenchResult(
            name: "message", value: percentile(0.99), unit: "ms", seconds: Double(seconds),
            conditions:
                "99th percentile from handing a signed flash message to the host's node until the recipient's node shows "
                + "it, judged and stored, \(messagesPerSecond) messages/s, a host and \(followers) followers in one "
                + "process over HTTP",
            details: [
                ("messages", Double(count)), ("p50Milliseconds", percentile(0.5)),
                ("maximumMilliseconds", times[times.count - 1]),
            ])
    }

    /// Sends one after the other at an even pace; milliseconds until each is shown.
    private func measure(_ work: [[UInt8]], from host: Node, to recipient: Node) async throws -> [Double] {
        var times: [Double] = []
        let begin = ContinuousClock.now
        for (turn, envelope) in work.enumerated() {
            let pause = Duration.nanoseconds(1_000_000_000 * turn / messagesPerSecond)
            try await Task.sleep(until: begin + pause, clock: .continuous)
            let sent = ContinuousClock.now
            guard case .accepted(let entry, _, _) = try await host.submit(envelope) else {
                throw Failure(.refused, "a message was not accepted")
            }
            while recipient.publisher.state.size.value <= entry.value {
                guard ContinuousClock.now - sent < .seconds(30) else { return times }
                try await Task.sleep(for: .milliseconds(1))
            }
            times.append((ContinuousClock.now - sent).seconds * 1_000)
        }
        return times
    }
}
