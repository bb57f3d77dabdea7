public import Picture
public import TransparencyLog

/// What an audit that found nothing wrong says of a log.
public struct AuditReport: Sendable {
    /// The checkpoint that everything was held against, with the witnesses' cosignatures that hold.
    public let checkpoint: VerifiedCheckpoint
    /// What the statements add up to, without the bodies that lie outside the log.
    public let picture: Picture
    /// Digest of the open picture: equal on every node that has this log.
    public let digest: Hash
    /// Statements whose body lies outside the log: who said them, when and in which order was judged, content was not.
    public let sealedCount: Int
    /// Statements of kinds that this version does not know: their content was not judged either.
    public let unknownCount: Int
}

/// How far an audit has come.
public struct AuditProgress: Hashable, Sendable {
    /// Entries judged so far.
    public let done: TreeSize
    /// Entries in all.
    public let total: TreeSize
}
