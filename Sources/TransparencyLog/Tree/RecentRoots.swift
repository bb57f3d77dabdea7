/// A log's own roots at recent sizes, for the trees that statements say they had seen.
///
/// Kept are leaf hashes and, every 16 entries, the right edge: about 70 bytes an entry of the last ones. A root asked
/// for costs at most 15 appended hashes and is then remembered.
public struct RecentRoots: Sendable {
    /// What is known of a size.
    public enum Answer: Hashable, Sendable {
        /// The root at that size.
        case root(Hash)
        /// The log is not that large yet.
        case ahead
        /// Too long ago to be remembered.
        case forgotten
    }

    /// How many entries lie between two right edges that are kept.
    public static let edgeSpacing = 16
    /// How many roots asked for are remembered before all are forgotten.
    public static let maximumRemembered = 4096

    private let limit: Int
    /// The size before the first leaf that is kept.
    private var first: UInt64
    private var leaves: [Hash] = []
    /// The right edge before kept leaf 0, 16, 32, ...
    private var edges: [RightEdge] = []
    private var edge: RightEdge
    private var remembered: [TreeSize: Hash] = [:]

    /// Begins after the entries of `edge`; at least the last `limit` entries are remembered, rounded up to 16.
    public init(after edge: RightEdge = RightEdge(), limit: Int) {
        precondition(limit > 0, "something is remembered")
        self.limit = (limit + Self.edgeSpacing - 1) / Self.edgeSpacing * Self.edgeSpacing
        self.edge = edge
        first = edge.size.value
    }

    /// The tree's size after all that was appended.
    public var size: TreeSize { edge.size }

    /// Appends the next leaves.
    public mutating func append(_ new: [Hash]) {
        for leaf in new {
            if leaves.count % Self.edgeSpacing == 0 { edges.append(edge) }
            edge.append(leaf)
            leaves.append(leaf)
        }
        // Dropping half at a time keeps the cost of moving the rest at one move an entry.
        guard leaves.count >= 2 * limit else { return }
        let dropped = (leaves.count - limit) / Self.edgeSpacing * Self.edgeSpacing
        leaves.removeFirst(dropped)
        edges.removeFirst(dropped / Self.edgeSpacing)
        first += UInt64(dropped)
    }

    /// The root at a size, `limit` being how large the log was for whoever asks.
    public mutating func root(at size: TreeSize, limit: TreeSize) -> Answer {
        guard size <= limit, size <= edge.size else { return .ahead }
        guard size > 0 else { return .root(.emptyTree) }
        if size == edge.size { return .root(edge.root) }
        if let known = remembered[size] { return .root(known) }
        guard size.value >= first, !edges.isEmpty else { return .forgotten }
        let offset = Int(size.value - first)
        // The last stretch answers for the size that ends it, too.
        let stretch = min(offset / Self.edgeSpacing, edges.count - 1)
        var edge = edges[stretch]
        edge.append(contentsOf: leaves[(stretch * Self.edgeSpacing)..<offset])
        let root = edge.root
        remember(size, root)
        return .root(root)
    }

    /// Remembers a root that was found out elsewhere.
    public mutating func remember(_ size: TreeSize, _ root: Hash) {
        if remembered.count >= Self.maximumRemembered { remembered.removeAll(keepingCapacity: true) }
        remembered[size] = root
    }
}
