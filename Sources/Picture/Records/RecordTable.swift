public import Deconfliction

/// Every record by its slot: the order in which the log first named them.
///
/// Chunks are shared between copies, so a snapshot costs one reference and a change copies one chunk of 256.
public struct RecordTable: Sendable {
    private static let chunkSize = 256
    private var chunks: [[Record]] = []

    /// How many records the log ever named.
    public private(set) var count = 0

    /// The record in `slot`, which this table gave out.
    public subscript(slot: RecordSlot) -> Record {
        get { chunks[Int(slot.rawValue) / Self.chunkSize][Int(slot.rawValue) % Self.chunkSize] }
        set { chunks[Int(slot.rawValue) / Self.chunkSize][Int(slot.rawValue) % Self.chunkSize] = newValue }
    }

    /// Adds a record and returns its slot.
    mutating func append(_ record: Record) -> RecordSlot {
        let slot = RecordSlot(rawValue: UInt32(count))
        if count % Self.chunkSize == 0 {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(Self.chunkSize)
        }
        chunks[chunks.count - 1].append(record)
        count += 1
        return slot
    }

    /// Slots from `first` on, in order.
    public func slots(from first: UInt32 = 0) -> some Sequence<RecordSlot> {
        (min(Int(first), count)..<count).lazy.map { RecordSlot(rawValue: UInt32($0)) }
    }
}
