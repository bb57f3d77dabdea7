/// Why a proof or a receipt does not hold, or cannot be made.
public enum ProofError: Error, Hashable, Sendable {
    /// The entry's index is not below the tree's size.
    case indexBeyondTree(index: EntryIndex, size: TreeSize)
    /// The older size is larger than the newer one.
    case sizesReversed(old: TreeSize, new: TreeSize)
    /// The proof has more or fewer hashes than the tree's shape asks for.
    case pathLength(expected: Int, found: Int)
    /// The proof does not lead from the entry to the root.
    case rootMismatch(size: TreeSize)
    /// The proof does not lead to the older root: the log has been rewritten, or the proof is damaged.
    case oldRootMismatch(size: TreeSize)
    /// A receipt does not begin with the line `c2sp.org/tlog-proof@v1`.
    case badHeader
    /// A receipt's line is not what the format has in that place; lines count from 1.
    case badLine(Int, expected: String)
    /// A receipt is larger than any honest one.
    case receiptTooLong(byteCount: Int, maximum: Int)
    /// A receipt's checkpoint is from another log.
    case unknownLog(expected: String, found: String)
    /// A receipt's checkpoint bears no valid signature of the log.
    case badSignature(NoteError)
    /// A receipt's checkpoint cannot be read.
    case badCheckpoint(LogError)
}

extension ProofError: CustomStringConvertible {
    /// What was expected, what was found, what it means.
    public var description: String {
        switch self {
        case .indexBeyondTree(let index, let size):
            "entry \(index) is not in a tree of \(size) entries"
        case .sizesReversed(let old, let new):
            "a tree of \(new) entries cannot be the continuation of one with \(old)"
        case .pathLength(let expected, let found):
            "the proof has \(found) hashes; a tree of this shape needs exactly \(expected)"
        case .rootMismatch(let size):
            "the proof does not lead to the root of the tree of \(size) entries: entry, proof or root was altered"
        case .oldRootMismatch(let size):
            "the proof does not lead to the root that the log had at \(size) entries: keep both checkpoints as evidence"
        case .badHeader:
            "not a receipt: the first line must be '\(LogProof.header)'"
        case .badLine(let line, let expected):
            "receipt line \(line): expected \(expected)"
        case .receiptTooLong(let count, let maximum):
            "the receipt has \(count) bytes; at most \(maximum) are read"
        case .unknownLog(let expected, let found):
            "the receipt is from the log '\(found)', not from '\(expected)'"
        case .badSignature(let error):
            "the receipt's checkpoint is not signed by the log: \(error)"
        case .badCheckpoint(let error):
            "the receipt's checkpoint cannot be read: \(error)"
        }
    }
}
