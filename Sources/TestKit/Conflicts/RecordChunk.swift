import Deconfliction
import Geodesy

/// The records of 256 neighbouring slots, with the bounds of their volumes side by side for the scan.
///
/// A chunk is the unit of copying: a change after a snapshot copies the chunks that it touches and no others.
struct RecordChunk: Sendable {
    static let slotsPerChunk: UInt32 = 256

    /// `slot.rawValue / slotsPerChunk` of every record here.
    let key: UInt32
    /// By slot.
    private(set) var records: [ConflictRecord] = []
    /// By record and volume.
    private(set) var bounds: [VolumeBounds] = []
    /// Beside `bounds`.
    private(set) var boxes: [BoundingBox] = []

    init(key: UInt32) { self.key = key }

    static func key(of slot: RecordSlot) -> UInt32 { slot.rawValue / slotsPerChunk }

    /// Adds or replaces; says whether the record is new.
    mutating func upsert(_ record: ConflictRecord) -> Bool {
        let prepared = record.volumes.map { PreparedArea($0.area) }
        let isNew = !remove(record.slot)
        let place = insertionPlace(of: record.slot)
        records.insert(record, at: place)
        let first = renumber(from: place, by: 1)
        let added = zip(record.volumes, prepared).enumerated().map { index, pair in
            VolumeBounds(
                pair.1, pair.0.window, standOffMillimetres: record.standOffMillimetres, record: place, volume: index)
        }
        bounds.insert(contentsOf: added, at: first)
        boxes.insert(contentsOf: prepared.map(\.boundingBox), at: first)
        return isNew
    }

    /// Takes the record out; says whether it was here.
    mutating func remove(_ slot: RecordSlot) -> Bool {
        let place = insertionPlace(of: slot)
        guard place < records.count, records[place].slot == slot else { return false }
        let count = records[place].volumes.count
        records.remove(at: place)
        let first = bounds.firstIndex { Int($0.record) >= place } ?? bounds.count
        bounds.removeSubrange(first..<first + count)
        boxes.removeSubrange(first..<first + count)
        renumber(from: place, by: -1)
        return true
    }

    /// Shifts the record numbers at and after a place; returns where in `bounds` they begin.
    @discardableResult
    private mutating func renumber(from place: Int, by step: Int32) -> Int {
        let first = bounds.firstIndex { Int($0.record) >= place } ?? bounds.count
        for index in first..<bounds.count { bounds[index].record += step }
        return first
    }

    private func insertionPlace(of slot: RecordSlot) -> Int {
        var (low, high) = (0, records.count)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].slot < slot { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
