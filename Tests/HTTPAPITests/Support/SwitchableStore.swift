import ParleyNode
import Statements
import Synchronization
import TestKit
import TransparencyLog

/// A store in memory whose commits can be made to fail.
final class SwitchableStore: LogStore {
    private let inner: MemoryStore
    private let failure = Mutex<StoreError?>(nil)

    init(_ inner: MemoryStore) { self.inner = inner }

    /// Every commit from now on fails with this; nil mends it.
    func fail(with error: StoreError?) { failure.withLock { $0 = error } }

    func checkpoint() throws -> [UInt8]? { inner.checkpoint() }

    func commit(_ batch: CommitBatch) throws {
        if let error = failure.withLock({ $0 }) { throw error }
        try inner.commit(batch)
    }

    func entries(from index: EntryIndex, count: Int) throws -> [StoredEntry] {
        inner.entries(from: index, count: count)
    }

    func index(of hash: StatementHash) throws -> EntryIndex? { inner.index(of: hash) }
    func fullTile(level: Int, index: UInt64) throws -> [UInt8]? { inner.fullTile(level: level, index: index) }
    func note(_ key: String) throws -> [UInt8]? { inner.note(key) }
    func setNote(_ key: String, _ value: [UInt8]) throws { inner.setNote(key, value) }
}
