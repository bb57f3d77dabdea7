/// Two checkpoints of one log that cannot both be true.
///
/// Either both have the same size and different roots, or the newer one is shown to contain, at the older one's size,
/// another tree than the older one states.
public struct SplitView: Hashable, Sendable {
    /// What the newer tree was at the older one's size, with the proof of it.
    public struct Branch: Hashable, Sendable {
        /// The root of the newer tree's first `older.size` entries.
        public let root: Hash
        /// The consistency proof of RFC 9162 from that root to the newer checkpoint's; at most 63 hashes.
        public let path: [Hash]

        /// A branch from its parts.
        public init(root: Hash, path: [Hash]) {
            self.root = root
            self.path = path
        }
    }

    /// The smaller checkpoint; of two equally large ones that with the smaller root.
    public let older: SignedCheckpoint

    /// The other one.
    public let newer: SignedCheckpoint

    /// How the newer one contradicts the older one; nil when their sizes are equal.
    public let branch: Branch?

    /// Two checkpoints of the same size with different roots, in either order.
    ///
    /// Nil when their origins or sizes differ, or their roots do not.
    public init?(_ one: SignedCheckpoint, _ other: SignedCheckpoint) {
        guard one.checkpoint.size == other.checkpoint.size else { return nil }
        let inOrder = one.checkpoint.root < other.checkpoint.root
        do { try self.init(older: inOrder ? one : other, newer: inOrder ? other : one, branch: nil) } catch {
            return nil
        }
    }

    /// Takes a contradiction whose parts belong together and whose proof holds; signatures are not looked at.
    ///
    /// - Throws: what is amiss.
    public init(older: SignedCheckpoint, newer: SignedCheckpoint, branch: Branch?) throws(EvidenceError) {
        let (old, new) = (older.checkpoint, newer.checkpoint)
        guard old.origin == new.origin else { throw .otherOrigin(expected: old.origin.text, found: new.origin.text) }
        guard let branch else {
            guard old.size == new.size, old.root < new.root else { throw .noContradiction }
            self.init(checked: older, newer, nil)
            return
        }
        guard old.size < new.size, branch.root != old.root else { throw .noContradiction }
        let proof = ConsistencyProof(oldSize: old.size, newSize: new.size, path: branch.path)
        // At size 0 only the empty tree's root is a checkpoint, and this check takes no other.
        do { try proof.verify(oldRoot: branch.root, newRoot: new.root) } catch { throw .badProof(error) }
        guard old.size > 0 else { throw .noContradiction }
        self.init(checked: older, newer, branch)
    }

    /// The contradiction that a consistency proof shows when it leads to the newer root, but from another older one.
    ///
    /// Nil when the proof shows no such thing. Where the older tree is one complete subtree, the path does not say what
    /// its root was, and a proof from the newer tree's tiles is needed.
    ///
    /// - Parameters:
    ///   - older: what the log stated first.
    ///   - newer: what it states now.
    ///   - path: a proof from the older to the newer size, as a log submits it.
    public init?(older: SignedCheckpoint, newer: SignedCheckpoint, failingPath path: [Hash]) {
        let proof = ConsistencyProof(oldSize: older.checkpoint.size, newSize: newer.checkpoint.size, path: path)
        guard let root = proof.statedOldRoot else { return nil }
        do { try self.init(older: older, newer: newer, branch: Branch(root: root, path: path)) } catch { return nil }
    }

    private init(checked older: SignedCheckpoint, _ newer: SignedCheckpoint, _ branch: Branch?) {
        self.older = older
        self.newer = newer
        self.branch = branch
    }
}

extension ConsistencyProof {
    /// The older root that the path itself leads to; nil when it says nothing of it or has the wrong length.
    ///
    /// The older half of RFC 9162 section 2.1.4.2.
    var statedOldRoot: Hash? {
        guard oldSize > 0, oldSize < newSize, oldSize.value.nonzeroBitCount > 1,
            path.count == ConsistencyProof.pathCount(oldSize: oldSize, newSize: newSize), var root = path.first
        else { return nil }
        let height = UInt64(oldSize.value.trailingZeroBitCount)
        var position = (oldSize.value - 1) >> height
        var last = (newSize.value - 1) >> height
        for sibling in path.dropFirst() {
            if position & 1 == 1 || position == last {
                root = .node(sibling, root)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            }
            position >>= 1
            last >>= 1
        }
        return root
    }
}
