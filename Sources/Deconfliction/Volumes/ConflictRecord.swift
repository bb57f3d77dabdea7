/// The place of a record in the picture, an ordinal that never changes.
public struct RecordSlot: Hashable, Comparable, Sendable {
    /// The ordinal, from 0.
    public let rawValue: UInt32

    /// Wraps an ordinal.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Orders by ordinal.
    public static func < (left: RecordSlot, right: RecordSlot) -> Bool { left.rawValue < right.rawValue }
}

/// What a conflict search needs to know of a record: where, when, and how far to stand off.
public struct ConflictRecord: Sendable {
    /// The most volumes that one record may have.
    public static let maximumVolumes = 1_024
    /// The largest stand-off distance, in millimetres (1,000 km).
    public static let maximumStandOffMillimetres: Int64 = 1_000_000_000

    /// The record's place in the picture.
    public let slot: RecordSlot
    /// At least one volume; an answer names a volume by its place here.
    public let volumes: [Volume4D]
    /// Millimetres along the ground at which, and nearer than which, there is a conflict; 0 asks for intersection.
    public let standOffMillimetres: Int64

    /// Checks the number of volumes and the stand-off distance.
    ///
    /// - Throws: `noVolumes`, `tooManyVolumes` or `standOffOutOfRange`.
    public init(slot: RecordSlot, volumes: [Volume4D], standOffMillimetres: Int64) throws(DeconflictionError) {
        guard !volumes.isEmpty else { throw .noVolumes }
        guard volumes.count <= Self.maximumVolumes else {
            throw .tooManyVolumes(found: volumes.count, limit: Self.maximumVolumes)
        }
        guard (0...Self.maximumStandOffMillimetres).contains(standOffMillimetres) else {
            throw .standOffOutOfRange(
                millimetres: standOffMillimetres, limitMillimetres: Self.maximumStandOffMillimetres)
        }
        self.slot = slot
        self.volumes = volumes
        self.standOffMillimetres = standOffMillimetres
    }
}
