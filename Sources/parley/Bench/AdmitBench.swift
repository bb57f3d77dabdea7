import Foundation
import Logging
import ParleyNode
import Statements
import StoreSQLite

/// Signed statements admitted in process: verified, decided, durable, published.
struct AdmitBench {
    var statements = 80_000
    var clients = 4
    var batch = 256

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: clients)
        let work = try world.sites(statements / clients)
        let commitsBefore = world.node.counters.commits
        let start = ContinuousClock.now
        try await admit(work, to: world.node)
        let seconds = (ContinuousClock.now - start).seconds
        let count = work.reduce(0) { $0 + $1.count }
        let commits = world.node.counters.commits - commitsBefore
        try await world.close()
        return BenchResult(
            name: "admit", value: Double(count) / seconds, unit: "statements/s", seconds: seconds,
            conditions: "in process, Ed25519 verified, SQLite WAL synchronous=FULL, \(clients) clients, "
                + "batches of \(batch), a receipt made for each",
            details: [
                ("statements", Double(count)), ("commits", Double(commits)), ("clients", Double(clients)),
                ("batch", Double(batch)), ("envelopeBytes", Double(work.first?.first?.count ?? 0)),
            ])
    }

    /// Every client sends its own party's chain, batch after batch.
    func admit(_ work: [[[UInt8]]], to node: Node) async throws {
        let batch = batch
        try await withThrowingTaskGroup(of: Void.self) { group in
            for envelopes in work {
                group.addTask {
                    for start in stride(from: 0, to: envelopes.count, by: batch) {
                        let part = envelopes[start..<min(start + batch, envelopes.count)]
                        for answer in try await node.submit(all: part.map { ($0, nil as [UInt8]?) }) {
                            if case .refused(let refusal) = answer { throw refusal }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
