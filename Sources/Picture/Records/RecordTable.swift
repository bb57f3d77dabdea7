public import Deconfliction

/// Every record by its slot: the order in which the log first named them.
///
/// A record whose body is not at hand has a slot all the same, with nothing in it: so slots follow from the log alone, and
/// a body that comes late or goes moves no other record.
///
/// Chunks are shared between copies, so a snapshot costs one reference and a change copies one chunk of 256.
public struct RecordTable: Sendable {
    private static let chunkSize = 256
    private var chunks: [[Record?]] = []

    /// How many records the log ever named.
    public private(set) var count = 0

    /// The record in `slot`, which this table gave out for a record at hand.
    public subscript(slot: RecordSlot) -> Record {
        get {
            guard let record = chunks[Int(slot.rawValue) / Self.chunkSize][Int(slot.rawValue) % Self.chunkSize] else {
                preconditionFailure("slot \(slot.rawValue) holds no record that is at hand")
            }
            return record
        }
        set { chunks[Int(slot.rawValue) / Self.chunkSize][Int(slot.rawValue) % Self.chunkSize] = newValue }
    }

    /// The record in a slot that some picture of this log gave out; nil where it is not at hand in this one.
    public func record(in slot: RecordSlot) -> Record? {
        guard slot.rawValue < count else { return nil }
        return chunks[Int(slot.rawValue) / Self.chunkSize][Int(slot.rawValue) % Self.chunkSize]
    }

    /// Adds a record, or a place for one that is not at hand, and returns its slot.
    mutating func append(_ record: Record?) -> RecordSlot {
        let slot = RecordSlot(rawValue: UInt32(count))
        if count % Self.chunkSize == 0 {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(Self.chunkSize)
        }
        chunks[chunks.count - 1].append(record)
        count += 1
        return slot
    }

    /// Slots of the records at hand, from `first` on, in order.
    public func slots(from first: UInt32 = 0) -> some Sequence<RecordSlot> {
        (min(Int(first), count)..<count).lazy.map { RecordSlot(rawValue: UInt32($0)) }
            .filter { record(in: $0) != nil }
    }
}
