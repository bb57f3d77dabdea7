/// That the tree of an older size is the beginning of the tree of a newer one.
///
/// Source: RFC 9162 section 2.1.4. Every tree continues the empty one, and itself; both proofs have no hashes.
public struct ConsistencyProof: Hashable, Sendable {
    /// The older tree's size.
    public let oldSize: TreeSize

    /// The newer tree's size.
    public let newSize: TreeSize

    /// The hashes in the order of the RFC; at most 64.
    public let path: [Hash]

    /// Takes a proof as it came; `verify` says whether it holds.
    public init(oldSize: TreeSize, newSize: TreeSize, path: [Hash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Computes the proof from the newer tree's tiles: at most 24 are read.
    ///
    /// - Throws: `sizesReversed`, what the reader throws, or `LogError.tileLength`.
    public init(oldSize: TreeSize, newSize: TreeSize, reader: some TileReading) throws {
        var tree = TreeReader(size: newSize, tiles: reader)
        self = try tree.consistencyProof(from: oldSize)
    }

    /// Checks that the proof leads to both roots.
    ///
    /// - Throws: `sizesReversed`, `pathLength`, `oldRootMismatch` or `rootMismatch`.
    public func verify(oldRoot: Hash, newRoot: Hash) throws(ProofError) {
        guard oldSize <= newSize else { throw .sizesReversed(old: oldSize, new: newSize) }
        let expected = ConsistencyProof.pathCount(oldSize: oldSize, newSize: newSize)
        guard path.count == expected else { throw .pathLength(expected: expected, found: path.count) }
        guard oldSize > 0 || oldRoot == .emptyTree else { throw .oldRootMismatch(size: oldSize) }
        guard oldSize < newSize else {
            guard oldRoot == newRoot else { throw .rootMismatch(size: newSize) }
            return
        }
        guard oldSize > 0 else { return }
        try walk(oldRoot: oldRoot, newRoot: newRoot)
    }

    /// RFC 9162 section 2.1.4.2, for 0 < old < new.
    private func walk(oldRoot: Hash, newRoot: Hash) throws(ProofError) {
        var siblings = path[...]
        // An older tree that is one complete subtree is its own starting point, and the RFC leaves it out.
        let isComplete = oldSize.value.nonzeroBitCount == 1
        guard let start = isComplete ? oldRoot : siblings.popFirst() else { throw .oldRootMismatch(size: oldSize) }
        var position = oldSize.value - 1
        var last = newSize.value - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var old = start
        var new = start
        for sibling in siblings {
            if position & 1 == 1 || position == last {
                old = .node(sibling, old)
                new = .node(sibling, new)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard old == oldRoot else { throw .oldRootMismatch(size: oldSize) }
        guard last == 0, new == newRoot else { throw .rootMismatch(size: newSize) }
    }

    /// How many hashes the proof has; `oldSize` is at most `newSize`.
    static func pathCount(oldSize: TreeSize, newSize: TreeSize) -> Int {
        guard oldSize > 0, oldSize < newSize else { return 0 }
        // The way starts at the root of the older tree's last complete subtree, a node `height` levels up.
        let height = oldSize.value.trailingZeroBitCount
        let position = EntryIndex((oldSize.value - 1) >> UInt64(height))
        let width = TreeSize((newSize.value - 1) >> UInt64(height) + 1)
        let isComplete = oldSize.value.nonzeroBitCount == 1
        return InclusionProof.pathCount(index: position, size: width) + (isComplete ? 0 : 1)
    }
}
