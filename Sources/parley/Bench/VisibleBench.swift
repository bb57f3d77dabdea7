import Foundation
import Coordination
import Deconfliction
import Geodesy
import ParleyClient
import ParleyNode
import Picture
import Statements
import StoreSQLite
import TransparencyLog

/// How long after the host accepted a statement a check at a follower answers with it in mind.
struct VisibleBench {
    var statementsPerSecond = 300
    var seconds = 20

    func run(in folder: String) async throws -> BenchResult {
        let parties = 10
        let world = try await BenchWorld.open(in: folder, parties: parties)
        let perParty = statementsPerSecond * seconds / parties
        let work = try world.sites(perParty)
        let server = try await BenchServer(world.node)
        let client = try server.followerClient()
        let place = folder + "/follower"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let follower = try await BenchFollower(client, world.node.logKey, in: place)
        while follower.node.publisher.state.size < world.node.publisher.state.size {
            try await Task.sleep(for: .milliseconds(5))
        }
        let first = world.node.publisher.state.size.value
        let watching = Task { try await Self.watch(follower.node, from: first, statements: perParty * parties) }
        let accepted = try await send(work, to: world.node)
        let seen = try await watching.value
        let times = accepted.compactMap { entry, time in seen[entry].map { ($0 - time).seconds * 1000 } }.sorted()
        guard times.count == perParty * parties else {
            throw Failure(.refused, "\(times.count) of \(perParty * parties) statements became visible")
        }
        try await follower.close()
        try await client.shutDown()
        try await server.stop()
        try await world.close()
        func percentile(_ share: Double) -> Double { times[min(times.count - 1, Int(Double(times.count) * share))] }
        return BenchResult(
            name: "visible", value: percentile(0.99), unit: "ms", seconds: Double(seconds),
            conditions:
                "99th percentile from the host's answer to the first check at a follower that knows the statement, "
                + "\(statementsPerSecond) statements/s, host and follower in one process over HTTP",
            details: [
                ("statements", Double(times.count)), ("p50Milliseconds", percentile(0.5)),
                ("maximumMilliseconds", times[times.count - 1]),
            ])
    }

    /// Sends the statements evenly over the time; when each was answered, by entry.
    private func send(_ work: [[[UInt8]]], to node: Node) async throws -> [UInt64: ContinuousClock.Instant] {
        let pause = Duration.nanoseconds(1_000_000_000 * work.count / statementsPerSecond)
        return try await withThrowingTaskGroup(of: [(UInt64, ContinuousClock.Instant)].self) { group in
            for (number, chain) in work.enumerated() {
                let offset = Duration.nanoseconds(1_000_000_000 * number / statementsPerSecond)
                group.addTask {
                    let begin = ContinuousClock.now + offset
                    var out: [(UInt64, ContinuousClock.Instant)] = []
                    for (turn, envelope) in chain.enumerated() {
                        try await Task.sleep(until: begin + pause * turn, clock: .continuous)
                        guard case .accepted(let entry, _, _) = try await node.submit(envelope) else {
                            throw Failure(.refused, "a statement was not accepted")
                        }
                        out.append((entry.value, .now))
                    }
                    return out
                }
            }
            var all: [UInt64: ContinuousClock.Instant] = [:]
            for try await part in group { all.merge(part) { first, _ in first } }
            return all
        }
    }

    /// Checks at the follower over and over; when each entry was first known to a check.
    private static func watch(
        _ node: Node, from first: UInt64, statements: Int
    ) async throws -> [UInt64: ContinuousClock.Instant] {
        let activity = try activity(at: node.clock.now())
        var (seen, next): ([UInt64: ContinuousClock.Instant], UInt64) = ([:], first)
        var idle = ContinuousClock.now
        // Ticks are among the entries, so the count alone does not say when it is over.
        while ContinuousClock.now - idle < .seconds(5) || seen.count < statements {
            let (_, knowledge) = node.check(activity, as: nil)
            let now = ContinuousClock.now
            if next < knowledge.size.value { idle = now }
            while next < knowledge.size.value {
                seen[next] = now
                next += 1
            }
            guard now - idle < .seconds(30) else { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        return seen
    }

    private static func activity(at now: Instant) throws -> Activity {
        let place = try Circle(
            centre: try Position(latitudeE7: 352_000_000, longitudeE7: 372_000_000), radiusMillimetres: 300_000)
        let window = try TimeWindow(start: now, end: now.adding(seconds: 3_600))
        return try Activity(volumes: [Volume4D(area: .circle(place), band: .everything, window: window)])
    }
}
