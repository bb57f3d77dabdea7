public import ParleyNode
public import Statements
import Synchronization
public import TransparencyLog

/// A store on a simulated disk, with faults drawn from a seed; one value is one process's view of the disk.
///
/// A commit is written to the journal and synced, and counts once its checksum is durable: like SQLite with a
/// write-ahead log and synchronous=FULL, torn batches are never seen again.
public final class FaultyStore: LogStore {
    private struct Shared {
        var contents = LogContents()
        var checksum: [UInt8]
        var random: SplitMix64
        var isDead = false
        var stalledSeconds: Int64 = 0
    }

    private let disk: SimulatedDisk
    private let faults: StoreFaults
    private let defect: StoreDefect?
    private let shared: Mutex<Shared>

    /// Opens what the disk holds; a torn record at the end of the journal is cut off.
    public init(disk: SimulatedDisk, faults: StoreFaults = .none, seed: UInt64, defect: StoreDefect? = nil) {
        let journal = disk.journal
        let (payloads, checksum, end) = Journal.read(journal, takesTorn: defect == .showsTornBatches)
        var shared = Shared(checksum: checksum, random: SplitMix64(seed: seed))
        for payload in payloads {
            switch BatchBytes.decode(payload) {
            case .batch(let batch): shared.contents.take(batch)
            case .note(let key, let value): shared.contents.notes[key] = value
            case nil:
                guard defect == .showsTornBatches else { continue }
                shared.contents.entries += BatchBytes.entries(ofTorn: payload)
            }
        }
        if end < journal.count { disk.replaceJournal(Array(journal.prefix(end))) }
        self.disk = disk
        self.faults = faults
        self.defect = defect
        self.shared = Mutex(shared)
    }

    /// Seconds that calls stalled since this was last asked.
    public func takeStalledSeconds() -> Int64 {
        shared.withLock { shared in
            defer { shared.stalledSeconds = 0 }
            return shared.stalledSeconds
        }
    }

    /// The bytes of the last signed checkpoint.
    ///
    /// - Throws: `PowerLoss` once the process is gone, `StoreError` for a failed call.
    public func checkpoint() throws -> [UInt8]? { try read { $0.checkpoint } }

    /// Entries from `index` on, at most `count`.
    ///
    /// - Throws: `PowerLoss` once the process is gone, `StoreError` for a failed call.
    public func entries(from index: EntryIndex, count: Int) throws -> [StoredEntry] {
        try read { $0.entries(from: index, count: count) }
    }

    /// Where a statement stands.
    ///
    /// - Throws: `PowerLoss` once the process is gone, `StoreError` for a failed call.
    public func index(of hash: StatementHash) throws -> EntryIndex? { try read { $0.places[hash] } }

    /// The bytes of a full tile.
    ///
    /// - Throws: `PowerLoss` once the process is gone, `StoreError` for a failed call.
    public func fullTile(level: Int, index: UInt64) throws -> [UInt8]? {
        try read { $0.tiles[.init(level: level, index: index)] }
    }

    /// A small value kept beside the log.
    ///
    /// - Throws: `PowerLoss` once the process is gone, `StoreError` for a failed call.
    public func note(_ key: String) throws -> [UInt8]? { try read { $0.notes[key] } }

    /// Keeps a small value beside the log.
    ///
    /// - Throws: `PowerLoss` or `StoreError`, as the faults have it.
    public func setNote(_ key: String, _ value: [UInt8]) throws {
        try shared.withLock { shared in
            try write(.note(key, value), &shared) { $0.notes[key] = value }
        }
    }

    /// Stores the whole batch, or nothing.
    ///
    /// - Throws: `StoreError` or `PowerLoss`, as the faults have it.
    public func commit(_ batch: CommitBatch) throws {
        try shared.withLock { shared in
            try shared.contents.checkContinues(batch)
            let kept = damaged(batch)
            try write(.batch(kept), &shared) { $0.take(kept) }
        }
    }

    private func read<Value>(_ body: (LogContents) -> Value) throws -> Value {
        try shared.withLock { shared in
            guard !shared.isDead else { throw PowerLoss() }
            return body(shared.contents)
        }
    }

    private func write(_ record: DiskRecord, _ shared: inout Shared, _ take: (inout LogContents) -> Void) throws {
        guard !shared.isDead else { throw PowerLoss() }
        if shared.random.happens(faults.stalls) { shared.stalledSeconds += shared.random.within(1...30) }
        if shared.random.happens(faults.failsBefore) {
            throw StoreError(
                .failed, "the disk answered with an input/output error", cause: "simulated, before the write")
        }
        let (bytes, checksum) = Journal.frame(BatchBytes.encode(record), after: shared.checksum)
        if shared.random.happens(faults.isFull) || disk.freeByteCount < bytes.count {
            throw StoreError(.full, "no space left on the simulated disk")
        }
        let powerLoss = shared.random.happens(faults.losesPower) ? shared.random.below(3) : nil
        if powerLoss == 0 { throw die(&shared) }
        disk.append(bytes)
        if powerLoss == 1 { throw die(&shared) }
        if defect != .acknowledgesBeforeSync { disk.sync() }
        if powerLoss == 2 { throw die(&shared) }
        shared.checksum = checksum
        take(&shared.contents)
        if shared.random.happens(faults.failsAfter) {
            throw StoreError(
                .failed, "the disk answered with an input/output error", cause: "simulated, after the write")
        }
    }

    private func die(_ shared: inout Shared) -> PowerLoss {
        disk.losePower(&shared.random)
        shared.isDead = true
        return PowerLoss()
    }

    /// The power goes now, whatever the process is doing.
    public func losePower() {
        shared.withLock { shared in
            guard !shared.isDead else { return }
            _ = die(&shared)
        }
    }

    private func damaged(_ batch: CommitBatch) -> CommitBatch {
        var entries = batch.entries
        switch defect {
        case .dropsEntries where entries.count > 1: entries.remove(at: entries.count / 2)
        case .changesBytes:
            guard let last = entries.last else { return batch }
            var bytes = last.entry.envelope
            bytes[bytes.count / 2] ^= 1
            entries[entries.count - 1].entry = StoredEntry(envelope: bytes)
        default: return batch
        }
        return CommitBatch(from: batch.from, entries: entries, tiles: batch.tiles, checkpoint: batch.checkpoint)
    }
}

extension BatchBytes {
    /// The entries that a torn batch still spells out whole.
    static func entries(ofTorn payload: ArraySlice<UInt8>) -> [StoredEntry] {
        var reader = Reader(rest: payload)
        guard reader.byte() == 1, reader.number() != nil, let count = reader.number(), count < 1 << 32 else {
            return []
        }
        var entries: [StoredEntry] = []
        for _ in 0..<count {
            guard reader.take(Hash.byteCount) != nil, let envelope = reader.block(), let mark = reader.byte(), mark == 0
            else { break }
            entries.append(StoredEntry(envelope: envelope))
        }
        return entries
    }
}
