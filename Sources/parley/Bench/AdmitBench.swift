import Foundation
import Logging
import ParleyNode
import Statements
import StoreSQLite

/// Signed statements admitted in process: verified, decided, durable, published.
enum AdmitBench {
    static func run(statements: Int, clients: Int, batch: Int, folder: String) async throws -> BenchResult {
        let store = try SQLiteStore(path: folder + "/log.sqlite")
        var accord = try BenchAccord()
        let node = try await Node.open(
            keys: accord.keys, store: store, anchor: FileAnchor(path: folder + "/published"),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try await accord.found(parties: clients, on: node)
        let seen = BenchAccord.head(of: node)
        let now = node.clock.now()
        var work: [[[UInt8]]] = []
        for number in 0..<clients {
            work.append(try accord.sites(statements / clients, by: number, seen: seen, at: now))
        }
        let commitsBefore = node.counters.commits
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for envelopes in work {
                group.addTask {
                    for start in stride(from: 0, to: envelopes.count, by: batch) {
                        let part = envelopes[start..<min(start + batch, envelopes.count)].map { ($0, nil as OpenedBody?) }
                        for answer in try await node.submit(all: part) {
                            if case .refused(let refusal) = answer { throw refusal }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let seconds = (ContinuousClock.now - start).seconds
        let count = work.reduce(0) { $0 + $1.count }
        let commits = node.counters.commits - commitsBefore
        let bytes = work.first?.first?.count ?? 0
        try await node.stop()
        try store.close()
        return BenchResult(
            name: "admit", value: Double(count) / seconds, unit: "statements/s", seconds: seconds,
            conditions: "Ed25519 verified, SQLite WAL synchronous=FULL, \(clients) clients, batches of \(batch), receipts made",
            details: [
                ("statements", Double(count)), ("commits", Double(commits)), ("clients", Double(clients)),
                ("batch", Double(batch)), ("envelopeBytes", Double(bytes)),
            ])
    }
}
