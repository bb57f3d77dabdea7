public import Statements
public import TransparencyLog

/// Why a node refuses to start; each is a reason to stop and look, never to write on.
public enum StartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stored checkpoint is not signed by this node's log key.
    case checkpointNotOurs(String)
    /// The store holds entries but no checkpoint, or the other way round.
    case checkpointMissing
    /// The store is older than what was shown to others: a backup was restored.
    case olderThanPublished(stored: TreeSize, published: TreeSize)
    /// What was shown to others has the same size and another root.
    case publishedOtherRoot(size: TreeSize, stored: Hash, published: Hash)
    /// The store ends before the size that its checkpoint signs.
    case entriesMissing(found: TreeSize, signed: TreeSize)
    /// The store holds entries that its checkpoint does not sign.
    case entriesUnsigned(after: TreeSize)
    /// An entry's bytes are not those that were hashed.
    case damagedEntry(EntryIndex)
    /// The body kept for this statement is not what the statement commits to.
    case damagedBody(StatementHash)
    /// A stored tile is not what the entries below it add up to.
    case damagedTile(String)
    /// The entries do not add up to the signed root, and no tile says which; the last ones are among these.
    case damagedTail(from: EntryIndex, signed: Hash, found: Hash)
    /// A witness has cosigned a checkpoint of this log that is larger than the store: a backup was restored.
    case witnessAhead(witness: KeyName, stored: TreeSize, cosigned: TreeSize)
    /// A witness has cosigned another history of this log.
    case witnessOtherRoot(witness: KeyName, size: TreeSize, cosigned: Hash)
    /// The same log replayed to another picture than the one this node had when it stopped.
    case otherPicture(size: TreeSize, kept: String, replayed: String)

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .checkpointNotOurs(let why):
            "the stored checkpoint is not signed by this node's log key (\(why)); check the key file and the store"
        case .checkpointMissing:
            "the store has entries without a checkpoint or a checkpoint without entries; restore it from a follower"
        case .olderThanPublished(let stored, let published):
            "the store ends at \(stored) entries, but \(published) were already shown to others: a backup was "
                + "restored; refusing to sign a second history; bring the store up from a follower"
        case .publishedOtherRoot(let size, let stored, let published):
            "at \(size) entries the store has root \(stored), but root \(published) was shown to others; "
                + "refusing to start; keep both, they are evidence"
        case .entriesMissing(let found, let signed):
            "the store holds \(found) entries, but its checkpoint signs \(signed); restore it from a follower"
        case .entriesUnsigned(let size):
            "the store holds entries after the \(size) that its checkpoint signs; restore it from a follower"
        case .damagedEntry(let index): "entry \(index) is damaged in the store; restore it from a follower"
        case .damagedBody(let hash):
            "the body kept for statement \(hash) is not what the statement commits to; erase it, or restore the vault"
        case .damagedTile(let path): "\(path) is damaged in the store; restore it from a follower"
        case .damagedTail(let from, let signed, let found):
            "entries from \(from) on add up to root \(found), not to the signed \(signed); restore them from a follower"
        case .witnessAhead(let witness, let stored, let cosigned):
            "the store ends at \(stored) entries, but witness '\(witness)' has cosigned \(cosigned) of this log: a backup "
                + "was restored; refusing to sign a second history; bring the store up from a follower"
        case .witnessOtherRoot(let witness, let size, let cosigned):
            "witness '\(witness)' has cosigned root \(cosigned) of this log at \(size) entries, and the store has "
                + "another; refusing to start; keep both, they are evidence"
        case .otherPicture(let size, let kept, let replayed):
            "the picture at \(size) entries was \(kept) before and is \(replayed) now; stop: this program or the "
                + "store has changed what statements mean"
        }
    }
}
