public import Geodesy

/// Answers whom an activity would endanger, among the records that it was given.
///
/// A value: a copy is a snapshot that later changes never touch. Answers depend on the records alone, never on the
/// order in which they came, nor on the processor.
public protocol ConflictSearching: Sendable {
    /// How many records there are.
    var count: Int { get }

    /// Adds the record, or replaces the one with its slot.
    mutating func upsert(_ record: ConflictRecord)

    /// Takes the record out; an unknown slot changes nothing.
    mutating func remove(_ slot: RecordSlot)

    /// Every record that the activity intersects or comes nearer to than stand-off, one answer each, by slot.
    ///
    /// The answer is the nearest pair of volumes, and the first by record volume, then activity volume, among equals.
    /// Within 1 mm of the stand-off counts as a conflict.
    func conflicts(with activity: Activity) -> [Conflict]

    /// The slots alone of what `conflicts` would name, which takes a fraction of the time, in order.
    func slots(inConflictWith activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [RecordSlot]

    /// The same among the records that `isIncluded` names, asked before anything is measured.
    func conflicts(with activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [Conflict]

    /// The records with a volume whose ground may reach into the box, and whose window meets the one given, by slot.
    ///
    /// None that does is left out; what is named has a bounding box that meets the box.
    func records(overlapping box: BoundingBox, during window: TimeWindow?) -> [RecordSlot]

    /// The records with a volume at most this far from the area, and whose window meets the one given, by slot.
    func records(within millimetres: Int64, of area: Area, during window: TimeWindow?) -> [RecordSlot]
}

extension ConflictSearching {
    /// The slots of `conflicts`.
    public func slots(inConflictWith activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [RecordSlot] {
        conflicts(with: activity, where: isIncluded).map(\.slot)
    }
}
