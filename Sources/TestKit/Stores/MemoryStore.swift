public import ParleyNode
public import Statements
import Synchronization
public import TransparencyLog

/// A log store in memory, for tests and for what need not outlive the process.
public final class MemoryStore: LogStore {
    private let contents: Mutex<LogContents>

    /// A store without entries.
    public init() { contents = Mutex(LogContents()) }

    private init(_ contents: LogContents) { self.contents = Mutex(contents) }

    /// The bytes of the last signed checkpoint.
    public func checkpoint() -> [UInt8]? { contents.withLock { $0.checkpoint } }

    /// Takes the whole batch, or nothing.
    ///
    /// - Throws: `StoreError` with `conflict` when the log has another size than the batch continues.
    public func commit(_ batch: CommitBatch) throws {
        try contents.withLock { contents in
            try contents.checkContinues(batch)
            contents.take(batch)
        }
    }

    /// Entries from `index` on, at most `count`.
    public func entries(from index: EntryIndex, count: Int) -> [StoredEntry] {
        contents.withLock { $0.entries(from: index, count: count) }
    }

    /// Where a statement stands.
    public func index(of hash: StatementHash) -> EntryIndex? { contents.withLock { $0.places[hash] } }

    /// The bytes of a full tile.
    public func fullTile(level: Int, index: UInt64) -> [UInt8]? {
        contents.withLock { $0.tiles[.init(level: level, index: index)] }
    }

    /// A small value kept beside the log.
    public func note(_ key: String) -> [UInt8]? { contents.withLock { $0.notes[key] } }

    /// Keeps a small value beside the log.
    public func setNote(_ key: String, _ value: [UInt8]) { contents.withLock { $0.notes[key] = value } }

    /// How many entries it holds.
    public var count: Int { contents.withLock { $0.entries.count } }

    /// A copy as it is now, like a backup that is restored later.
    public func backup() -> MemoryStore { MemoryStore(contents.withLock { $0 }) }
}

extension MemoryStore {
    /// Changes an entry in place, as a failing disk would; the store itself does not notice.
    public func damageEntry(_ index: EntryIndex, _ change: (inout [UInt8]) -> Void) {
        contents.withLock { contents in
            let old = contents.entries[Int(index.value)]
            var bytes = old.envelope
            change(&bytes)
            contents.entries[Int(index.value)] = StoredEntry(envelope: bytes)
        }
    }

    /// Changes a full tile in place.
    public func damageTile(level: Int, index: UInt64, _ change: (inout [UInt8]) -> Void) {
        contents.withLock { contents in
            guard var bytes = contents.tiles[.init(level: level, index: index)] else { return }
            change(&bytes)
            contents.tiles[.init(level: level, index: index)] = bytes
        }
    }

    /// Loses a full tile.
    public func removeTile(level: Int, index: UInt64) {
        contents.withLock { _ = $0.tiles.removeValue(forKey: .init(level: level, index: index)) }
    }

    /// Loses the last `count` entries and keeps the checkpoint.
    public func removeLastEntries(_ count: Int) { contents.withLock { $0.entries.removeLast(count) } }

    /// Replaces the checkpoint, or loses it.
    public func replaceCheckpoint(_ bytes: [UInt8]?) { contents.withLock { $0.checkpoint = bytes } }
}
