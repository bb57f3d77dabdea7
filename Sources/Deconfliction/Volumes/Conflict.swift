public import Geodesy

/// One record that an activity intersects, or comes nearer to than the record's stand-off distance.
///
/// It holds the nearest pair of volumes among those that share time and altitude.
public struct Conflict: Hashable, Sendable {
    /// Which record.
    public let slot: RecordSlot
    /// Millimetres between the two areas along the ground, rounded down; 0 means that they intersect or touch.
    public let distanceMillimetres: Int64
    /// The distance to keep in millimetres: the record's stand-off, or the activity's where that is more.
    public let standOffMillimetres: Int64
    /// When both volumes of the pair are in force.
    public let overlap: TimeWindow
    /// The place on the record's area that is nearest to the activity; a common place if they intersect.
    public let nearestOnRecord: Position
    /// The place on the activity's area that is nearest to the record; a common place if they intersect.
    public let nearestOnActivity: Position
    /// The record's volume of the pair, by its place in `ConflictRecord.volumes`.
    public let recordVolume: Int
    /// The activity's volume of the pair, by its place in `Activity.volumes`.
    public let activityVolume: Int

    /// Joins the parts.
    public init(
        slot: RecordSlot, distanceMillimetres: Int64, standOffMillimetres: Int64, overlap: TimeWindow,
        nearestOnRecord: Position, nearestOnActivity: Position, recordVolume: Int, activityVolume: Int
    ) {
        self.slot = slot
        self.distanceMillimetres = distanceMillimetres
        self.standOffMillimetres = standOffMillimetres
        self.overlap = overlap
        self.nearestOnRecord = nearestOnRecord
        self.nearestOnActivity = nearestOnActivity
        self.recordVolume = recordVolume
        self.activityVolume = activityVolume
    }
}
