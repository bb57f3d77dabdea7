public import Picture
public import TransparencyLog

/// Everything the node shows at one moment, never half a batch.
public struct LogState: Sendable {
    /// What the statements add up to.
    public internal(set) var picture: Picture
    /// The tree's right edge.
    public internal(set) var tree: TileBuilder
    /// The signed checkpoint, as published with its witnesses' cosignatures; nil for a log without entries.
    public package(set) var checkpoint: SignedCheckpoint?
    /// What witnesses say of it.
    public package(set) var witnessing = Witnessing.noneRequired

    /// A log without entries.
    public static let empty = LogState(picture: .empty, tree: TileBuilder(), checkpoint: nil)

    /// Entries in the log.
    public var size: TreeSize { tree.size }
}
