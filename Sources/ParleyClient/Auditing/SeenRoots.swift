import TransparencyLog

/// The log's own roots at recent sizes, for the trees that statements say they had seen.
///
/// Kept are leaf hashes and, every 16 entries, the right edge: about 70 bytes an entry of the last bundles. A root asked
/// for costs at most 15 appended hashes and is then remembered.
struct SeenRoots {
    /// What is known of a size.
    enum Answer: Equatable {
        case root(Hash)
        /// The log is not that large yet.
        case ahead
        /// Too long ago to be remembered.
        case forgotten
    }

    static let edgeSpacing = 16
    static let maximumRemembered = 4096

    private struct Stretch {
        let leaves: [Hash]
        /// The right edge before leaves 0, 16, 32, ...
        let edges: [RightEdge]
    }

    private let bundleLimit: Int
    private var stretches: [Stretch] = []
    private var firstBundle = 0
    private var edge = RightEdge()
    private var remembered: [TreeSize: Hash] = [:]

    init(bundleLimit: Int) {
        precondition(bundleLimit > 0, "at least the current bundle is kept")
        self.bundleLimit = bundleLimit
    }

    /// The tree's size and root after all that was appended.
    var size: TreeSize { edge.size }

    /// Appends the next bundle's leaves; every bundle but the last is full.
    mutating func append(_ leaves: [Hash]) {
        var edges: [RightEdge] = []
        for start in stride(from: 0, to: leaves.count, by: Self.edgeSpacing) {
            edges.append(edge)
            edge.append(contentsOf: leaves[start..<min(start + Self.edgeSpacing, leaves.count)])
        }
        stretches.append(Stretch(leaves: leaves, edges: edges))
        // Dropping half at a time keeps the cost of moving the rest at one move an entry.
        if stretches.count >= 2 * bundleLimit {
            stretches.removeFirst(bundleLimit)
            firstBundle += bundleLimit
        }
    }

    /// The root at a size, `limit` being how large the log was for whoever asks.
    mutating func root(at size: TreeSize, limit: TreeSize) -> Answer {
        guard size <= limit else { return .ahead }
        guard size > 0 else { return .root(.emptyTree) }
        if let known = remembered[size] { return .root(known) }
        // A size that ends a bundle is reached from within it.
        let last = Int(size.value - 1)
        let bundle = last / TileCoordinate.fullWidth - firstBundle
        guard bundle >= 0 else { return .forgotten }
        guard bundle < stretches.count else { return .ahead }
        let stretch = stretches[bundle]
        let inside = last % TileCoordinate.fullWidth
        let start = inside / Self.edgeSpacing
        guard inside < stretch.leaves.count else { return .ahead }
        var edge = stretch.edges[start]
        edge.append(contentsOf: stretch.leaves[(start * Self.edgeSpacing)...inside])
        let root = edge.root
        if remembered.count >= Self.maximumRemembered { remembered.removeAll(keepingCapacity: true) }
        remembered[size] = root
        return .root(root)
    }
}
