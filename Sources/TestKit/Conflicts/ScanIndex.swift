public import Deconfliction
/// The records that a check is made against, as a value: a copy is a cheap snapshot that stays as it was.
///
/// A copy costs one reference. The first change after a copy copies the list of chunks (one per 256 slots) and the chunk
/// it touches; later changes to the same chunks are made in place. A query reads every volume's bounds once, then measures
/// those that they do not rule out.
public struct ScanIndex: ConflictSearching {
    /// By key.
    private(set) var chunks: [RecordChunk] = []
    /// How many records there are.
    public private(set) var count = 0

    /// Makes an index without records.
    public init() {}

    /// Adds the record, or replaces the one with its slot; costs its preparation and a move within its chunk.
    public mutating func upsert(_ record: ConflictRecord) {
        let key = RecordChunk.key(of: record.slot)
        let place = insertionPlace(of: key)
        if place == chunks.count || chunks[place].key != key {
            chunks.insert(RecordChunk(key: key), at: place)
        }
        if chunks[place].upsert(record) { count += 1 }
    }

    /// Takes the record out; an unknown slot changes nothing.
    public mutating func remove(_ slot: RecordSlot) {
        let key = RecordChunk.key(of: slot)
        let place = insertionPlace(of: key)
        guard place < chunks.count, chunks[place].key == key, chunks[place].remove(slot) else { return }
        count -= 1
        if chunks[place].records.isEmpty { chunks.remove(at: place) }
    }

    /// The record with this slot, if there is one.
    public func record(_ slot: RecordSlot) -> ConflictRecord? {
        let key = RecordChunk.key(of: slot)
        let place = insertionPlace(of: key)
        guard place < chunks.count, chunks[place].key == key else { return nil }
        return chunks[place].records.first { $0.slot == slot }
    }

    private func insertionPlace(of key: UInt32) -> Int {
        // Slots are handed out in order, so the last chunk is the common case.
        if let last = chunks.last, last.key < key { return chunks.count }
        var (low, high) = (0, chunks.count)
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
