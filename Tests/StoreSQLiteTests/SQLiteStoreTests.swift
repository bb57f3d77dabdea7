import Foundation
import ParleyNode
import StoreSQLite
import Synchronization
import TestKit
import Testing
import TransparencyLog

@Suite struct SQLiteStoreTests {
    @Test("keeps what every store promises", arguments: LogStoreContract.Rule.allCases)
    func keepsTheContract(rule: LogStoreContract.Rule) throws {
        let places = Places()
        let contract = LogStoreContract {
            let path = try places.make() + "/log.sqlite"
            return { try places.open(path) }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test("keeps what every anchor promises", arguments: CheckpointAnchorContract.Rule.allCases)
    func anchorKeepsTheContract(rule: CheckpointAnchorContract.Rule) throws {
        let places = Places()
        let contract = CheckpointAnchorContract {
            let path = try places.make() + "/published"
            return { FileAnchor(path: path) }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test func refusesAnotherSchema() throws {
        let places = Places()
        let path = try places.make() + "/log.sqlite"
        try SQLiteStore(path: path).close()
        try Self.sqlite(path, "PRAGMA user_version = 7")
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    }

    @Test func runsWithFullSynchronisation() throws {
        let places = Places()
        let path = try places.make() + "/log.sqlite"
        let store = try SQLiteStore(path: path)
        #expect(try store.durability() == SQLiteStore.Durability(journal: "wal", synchronous: 2))
        try store.close()
    }

    @Test func oneProcessAFolder() throws {
        let places = Places()
        let folder = try places.make()
        let first = try DirectoryLock(folder: folder)
        #expect(throws: StoreError.self) { try DirectoryLock(folder: folder) }
        withExtendedLifetime(first) {}
    }

    /// Changes a store behind the program's back, with Debian's sqlite3.
    static func sqlite(_ path: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, sql]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "sqlite3 is needed; run scripts/setup test")
    }
}

/// Folders that go when the test ends.
final class Places: Sendable {
    private let made = Mutex<[String]>([])
    private let stores = Mutex<[SQLiteStore]>([])

    func make() throws -> String {
        let path = NSTemporaryDirectory() + "parley-store-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        made.withLock { $0.append(path) }
        return path
    }

    func open(_ path: String) throws -> SQLiteStore {
        let store = try SQLiteStore(path: path)
        stores.withLock { $0.append(store) }
        return store
    }

    deinit {
        for store in stores.withLock({ $0 }) { try? store.close() }
        for path in made.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}
