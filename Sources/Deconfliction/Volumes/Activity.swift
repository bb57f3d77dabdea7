/// What somebody plans to do, as volumes of space and time: the question to a conflict search.
public struct Activity: Sendable {
    /// The most volumes that one activity may have.
    public static let maximumVolumes = 1_024

    /// At least one volume; an answer names a volume by its place here.
    public let volumes: [Volume4D]

    /// Checks the number of volumes.
    ///
    /// - Throws: `noVolumes` or `tooManyVolumes`.
    public init(volumes: [Volume4D]) throws(DeconflictionError) {
        guard !volumes.isEmpty else { throw .noVolumes }
        guard volumes.count <= Self.maximumVolumes else {
            throw .tooManyVolumes(found: volumes.count, limit: Self.maximumVolumes)
        }
        self.volumes = volumes
    }
}
