/// What somebody plans to do, as volumes of space and time: the question to a conflict search.
public struct Activity: Sendable {
    /// The most volumes that one activity may have.
    public static let maximumVolumes = 1_024

    /// At least one volume; an answer names a volume by its place here.
    public let volumes: [Volume4D]
    /// Millimetres to keep from every record, if that is more than the record's own stand-off distance.
    public let standOffMillimetres: Int64

    /// Checks the number of volumes and the stand-off distance.
    ///
    /// - Throws: `noVolumes`, `tooManyVolumes` or `standOffOutOfRange`.
    public init(volumes: [Volume4D], standOffMillimetres: Int64 = 0) throws(DeconflictionError) {
        guard (0...ConflictRecord.maximumStandOffMillimetres).contains(standOffMillimetres) else {
            throw .standOffOutOfRange(
                millimetres: standOffMillimetres, limitMillimetres: ConflictRecord.maximumStandOffMillimetres)
        }
        guard !volumes.isEmpty else { throw .noVolumes }
        guard volumes.count <= Self.maximumVolumes else {
            throw .tooManyVolumes(found: volumes.count, limit: Self.maximumVolumes)
        }
        self.volumes = volumes
        self.standOffMillimetres = standOffMillimetres
    }
}
