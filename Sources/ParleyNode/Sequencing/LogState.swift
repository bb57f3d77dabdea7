public import Picture
public import TransparencyLog

/// Everything the node shows at one moment, never half a batch.
public struct LogState: Sendable {
    /// What the statements add up to.
    public internal(set) var picture: Picture
    /// The tree's right edge.
    public internal(set) var tree: TileBuilder
    /// The signed checkpoint; nil for a log without entries.
    public internal(set) var checkpoint: SignedCheckpoint?

    /// A log without entries.
    public static let empty = LogState(picture: .empty, tree: TileBuilder(), checkpoint: nil)

    /// Entries in the log.
    public var size: TreeSize { tree.size }
}
