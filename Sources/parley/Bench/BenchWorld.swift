import Foundation
import Geodesy
import Logging
import ParleyNode
import Statements
import StoreSQLite
import TransparencyLog

/// A node on a fresh store with an accord made for measuring.
final class BenchWorld {
    var accord: BenchAccord
    let node: Node
    let store: SQLiteStore
    let folder: String

    private init(accord: BenchAccord, node: Node, store: SQLiteStore, folder: String) {
        self.accord = accord
        self.node = node
        self.store = store
        self.folder = folder
    }

    static func open(in folder: String, parties: Int) async throws -> BenchWorld {
        let store = try SQLiteStore(path: folder + "/log.sqlite")
        var accord = try BenchAccord()
        let node = try await Node.open(
            keys: accord.keys, store: store, vault: MemoryVault(), anchor: FileAnchor(path: folder + "/published"),
            logger: quiet)
        try await accord.found(parties: parties, on: node)
        return BenchWorld(accord: accord, node: node, store: store, folder: folder)
    }

    static let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    /// The next `count` sites of every party, signed ahead of what is measured.
    func sites(_ count: Int) throws -> [[[UInt8]]] {
        let seen = BenchAccord.head(of: node)
        let now = node.clock.now()
        var work: [[[UInt8]]] = []
        for number in accord.speakers.indices {
            work.append(try accord.sites(count, by: number, seen: seen, at: now))
        }
        return work
    }

    func close() async throws {
        try await node.stop()
        try store.close()
    }
}
