/// That the entry at an index is in the tree of a size: the siblings on the way from its leaf to the root.
///
/// Source: RFC 9162 section 2.1.3.
public struct InclusionProof: Hashable, Sendable {
    /// The entry's index.
    public let index: EntryIndex

    /// The tree's size.
    public let size: TreeSize

    /// Sibling hashes, the leaf's first, the root's child last; at most 63.
    public let path: [Hash]

    /// Takes a proof as it came; `verify` says whether it holds.
    public init(index: EntryIndex, size: TreeSize, path: [Hash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Computes the proof from the tree's tiles: at most 16 are read.
    ///
    /// - Throws: `indexBeyondTree`, what the reader throws, or `LogError.tileLength`.
    public init(index: EntryIndex, size: TreeSize, reader: some TileReading) throws {
        var tree = TreeReader(size: size, tiles: reader)
        self = try tree.inclusionProof(of: index)
    }

    /// Checks that the proof leads from the leaf hash to the root.
    ///
    /// - Throws: `indexBeyondTree`, `pathLength` or `rootMismatch`.
    public func verify(leaf: Hash, root: Hash) throws(ProofError) {
        guard size.contains(index) else { throw .indexBeyondTree(index: index, size: size) }
        let expected = InclusionProof.pathCount(index: index, size: size)
        guard path.count == expected else { throw .pathLength(expected: expected, found: path.count) }
        // RFC 9162 section 2.1.3.2; with the length right, the walk ends exactly at the root.
        var position = index.value
        var last = size.value - 1
        var node = leaf
        for sibling in path {
            if position & 1 == 1 || position == last {
                node = .node(sibling, node)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                node = .node(node, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0, node == root else { throw .rootMismatch(size: size) }
    }

    /// How many hashes the proof has: below the level where the index's way joins the tree's right edge one a level,
    /// above it one for every left sibling.
    static func pathCount(index: EntryIndex, size: TreeSize) -> Int {
        let inner = UInt64.bitWidth - (index.value ^ (size.value - 1)).leadingZeroBitCount
        return inner + (inner < 64 ? (index.value >> UInt64(inner)).nonzeroBitCount : 0)
    }
}
