import Foundation
import HTTPAPI
import Logging
import ParleyClient
import ParleyNode
import ServiceLifecycle
import StoreSQLite
import TransparencyLog

/// How long a witnessed receipt takes at a given load: the host in process, its witnesses over loopback HTTP.
///
/// Every witness stores each cosignature durably before it answers. Statements are sent when they are due, whether the
/// ones before were answered or not, and their time counts from then.
struct ReceiptBench {
    var statements = 10_000
    var perSecond = 500.0
    var witnesses = 4
    var parties = 64

    func run(in folder: String) async throws -> BenchResult {
        var world = try await BenchAccordWorld.open(in: folder, parties: parties, witnesses: witnesses)
        let work = try world.sites(statements / parties)
        let commits = world.node.counters.commits
        let start = ContinuousClock.now
        let times = try await send(work, to: world.node)
        let seconds = (ContinuousClock.now - start).seconds
        let cosigned = world.node.publisher.state.checkpoint?.note.signatures.count ?? 1
        let rounds = world.node.counters.commits - commits
        let plain = try await unwitnessed(in: folder + "/plain")
        try await world.close()
        func percentile(_ share: Double) -> Double {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(Double(times.count) * share))]
        }
        return BenchResult(
            name: "receipt", value: percentile(0.99), unit: "ms (p99)", seconds: seconds,
            conditions:
                "witnessed receipts at \(Int(perSecond)) statements/s, policy all of \(witnesses) witnesses over "
                + "loopback HTTP, host and witnesses in one process on one machine, every store synchronous=FULL",
            details: [
                ("statements", Double(times.count)), ("p50Milliseconds", percentile(0.5)),
                ("p99Milliseconds", percentile(0.99)), ("maximumMilliseconds", times.last ?? 0),
                ("commits", Double(rounds)), ("cosignatures", Double(cosigned - 1)),
                ("p50MillisecondsWithoutPolicy", plain.p50), ("p99MillisecondsWithoutPolicy", plain.p99),
            ])
    }

    /// The same load on a log that asks for no witness.
    private func unwitnessed(in folder: String) async throws -> (p50: Double, p99: Double) {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var world = try await BenchAccordWorld.open(in: folder, parties: parties, witnesses: 0)
        let times = try await send(world.sites(max(1, statements / parties / 4)), to: world.node)
        try await world.close()
        guard !times.isEmpty else { return (0, 0) }
        return (times[times.count / 2], times[min(times.count - 1, times.count * 99 / 100)])
    }

    /// Milliseconds from when each statement was due until its receipt was there, in order of length.
    private func send(_ work: [[[UInt8]]], to node: Node) async throws -> [Double] {
        let period = Duration.nanoseconds(Int64(Double(work.count) / perSecond * 1e9))
        let start = ContinuousClock.now + .milliseconds(50)
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for (number, envelopes) in work.enumerated() {
                let offset = period * number / work.count
                group.addTask {
                    var times: [Double] = []
                    for (turn, envelope) in envelopes.enumerated() {
                        let due = start + offset + period * turn
                        try await Task.sleep(until: due, clock: .continuous)
                        switch try await node.submit(envelope) {
                        case .accepted: times.append((ContinuousClock.now - due).seconds * 1_000)
                        case .refused(let refusal): throw refusal
                        case .promised(_, _, _, let missing):
                            throw Failure(.refused, "not witnessed in time; missing \(missing)")
                        }
                    }
                    return times
                }
            }
            var all: [Double] = []
            for try await times in group { all += times }
            return all.sorted()
        }
    }
}

/// A measured accord's node with witnesses that are served beside it.
private struct BenchAccordWorld {
    var accord: BenchAccord
    let node: Node
    private let store: SQLiteStore
    private let links: WitnessLinks?
    private let services: ServiceGroup?
    private let serving: Task<Void, any Error>?

    static func open(in folder: String, parties: Int, witnesses count: Int) async throws -> BenchAccordWorld {
        var accord = try BenchAccord()
        var (addresses, lines, servers): ([NoteVerifierKey: String], [String], [WitnessServer]) = ([:], [], [])
        let (ports, found) = AsyncStream.makeStream(of: (Int, Int).self)
        var keys: [NoteVerifierKey] = []
        for number in 0..<count {
            let place = WitnessFolder(path: folder + "/witness-\(number)")
            try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
            try place.makeKey()
            let opened = try place.open(
                name: "witness.example/\(number)", logs: [accord.logSigner.verifierKey], logger: BenchWorld.quiet)
            var configuration = ServerConfiguration()
            configuration.port = 0
            servers.append(
                WitnessServer(witness: opened.service, configuration: configuration, logger: BenchWorld.quiet) {
                    found.yield((number, $0))
                })
            keys.append(opened.service.verifierKey)
            lines.append("witness w\(number) \(opened.service.verifierKey.vkey)")
        }
        var (services, serving): (ServiceGroup?, Task<Void, any Error>?) = (nil, nil)
        if !servers.isEmpty {
            let group = ServiceGroup(
                configuration: .init(services: servers.map { .init(service: $0) }, logger: BenchWorld.quiet))
            services = group
            serving = Task { try await group.run() }
            var waiting = servers.count
            for await (number, port) in ports {
                addresses[keys[number]] = "http://127.0.0.1:\(port)/witness"
                waiting -= 1
                if waiting == 0 { break }
            }
        }
        let links = addresses.isEmpty ? nil : try WitnessLinks(addresses)
        let store = try SQLiteStore(path: folder + "/log.sqlite")
        let node = try await Node.open(
            keys: accord.keys, store: store, vault: MemoryVault(), anchor: FileAnchor(path: folder + "/published"),
            witnesses: links?.links ?? [:], logger: BenchWorld.quiet)
        try await accord.found(parties: parties, on: node)
        if !lines.isEmpty {
            let names = (0..<count).map { "w\($0)" }.joined(separator: " ")
            let policy = lines.joined(separator: "\n") + "\ngroup every all \(names)\nquorum every\n"
            try await accord.state(policy: policy, on: node)
        }
        return BenchAccordWorld(
            accord: accord, node: node, store: store, links: links, services: services, serving: serving)
    }

    /// The next `count` sites of every party, signed ahead of what is measured.
    mutating func sites(_ count: Int) throws -> [[[UInt8]]] {
        let (seen, now) = (BenchAccord.head(of: node), node.clock.now())
        var work: [[[UInt8]]] = []
        for number in accord.speakers.indices {
            work.append(try accord.sites(count, by: number, seen: seen, at: now))
        }
        return work
    }

    func close() async throws {
        try await node.stop()
        try await links?.close()
        await services?.triggerGracefulShutdown()
        try await serving?.value
        try store.close()
    }
}
