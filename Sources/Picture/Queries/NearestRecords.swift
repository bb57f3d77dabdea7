public import Deconfliction
public import Geodesy
public import Statements

/// A record by its distance from a place.
public struct NearestRecord: Sendable {
    /// The record's slot.
    public let slot: RecordSlot
    /// The record.
    public let record: Record
    /// Millimetres along the ground from the place to the record's nearest volume, rounded down; 0 inside it.
    ///
    /// How far off the record's own place may be is not part of it.
    public let distanceMillimetres: Int64
    /// The place of that volume that is nearest.
    public let nearest: Position
}

extension Picture {
    /// The records nearest to a place that an officer of `reader` may read, nearest first, ties in the order of the log.
    ///
    /// Ended records hold no place any more and are left out. What the reader may not read is left out before anything
    /// is measured: time tells too.
    ///
    /// - Parameters:
    ///   - limit: How many at most, no more than `ConflictIndex.mostNearest`.
    ///   - place: From where.
    ///   - window: Only volumes that hold at some time in this window; `nil` for all.
    ///   - reader: Who asks; `nil` reads only what is open.
    /// - Returns: At most `limit` records.
    public func nearest(
        _ limit: Int, to place: Position, during window: TimeWindow? = nil, as reader: PartyID?
    ) -> [NearestRecord] {
        index.nearest(limit, to: place, during: window, where: { records[$0].isReadable(by: reader) }).map { near in
            NearestRecord(
                slot: near.slot, record: records[near.slot], distanceMillimetres: near.distanceMillimetres,
                nearest: near.nearest)
        }
    }
}
