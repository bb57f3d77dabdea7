/// The right edge of a growing tree: the roots of its complete subtrees, enough to append and to know the root.
///
/// A tree of `n` entries is a row of complete subtrees, one for each one-bit of `n`, the largest on the left.
/// Appending costs one hash on average; a value is at most 63 hashes, whatever the tree's size.
public struct RightEdge: Hashable, Sendable {
    /// How many entries the tree has.
    public private(set) var size: TreeSize

    /// The roots of the complete subtrees, from left to right: as many as `size` has one-bits.
    public private(set) var nodes: [Hash]

    /// The right edge of the tree without entries.
    public init() {
        size = 0
        nodes = []
    }

    /// Takes up a tree where it stood.
    ///
    /// - Returns: nil when the number of nodes is not the number of one-bits of the size.
    public init?(size: TreeSize, nodes: [Hash]) {
        guard nodes.count == size.value.nonzeroBitCount, size <= .maximum else { return nil }
        self.size = size
        self.nodes = nodes
    }

    /// The tree's root.
    public var root: Hash {
        guard var root = nodes.last else { return .emptyTree }
        for left in nodes.dropLast().reversed() { root = .node(left, root) }
        return root
    }

    /// Appends one leaf hash.
    public mutating func append(_ leaf: Hash) {
        append(leaf) { _, _ in }
    }

    /// Appends leaf hashes in their order.
    public mutating func append(contentsOf leaves: some Sequence<Hash>) {
        for leaf in leaves { append(leaf) }
    }

    /// Appends one leaf hash and reports every subtree that this completes: its height, the leaf being 0, and root.
    @inline(__always)
    mutating func append(_ leaf: Hash, completing report: (_ height: Int, _ root: Hash) -> Void) {
        precondition(size < .maximum, "a log holds at most 2^63 - 1 entries")
        var node = leaf
        report(0, node)
        for height in 0..<size.value.trailingOnesCount {
            // Every low one-bit of the old size is a complete subtree that this leaf gives its right sibling.
            node = .node(nodes.removeLast(), node)
            report(height + 1, node)
        }
        nodes.append(node)
        size = size.adding(1)
    }
}

extension UInt64 {
    /// How many one-bits there are below the lowest zero-bit.
    fileprivate var trailingOnesCount: Int { (~self).trailingZeroBitCount }
}
