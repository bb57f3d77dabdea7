/// Why two checkpoints, or a file, are no evidence against a log.
public enum EvidenceError: Error, Hashable, Sendable {
    /// The file is larger than the limit.
    case tooLong(byteCount: Int, maximum: Int)
    /// A line is not what the format has in that place; lines count from 1.
    case badLine(Int, expected: String)
    /// A checkpoint in the file cannot be read.
    case badCheckpoint(which: String, LogError)
    /// The checkpoints are of two logs, or of another than the key's.
    case otherOrigin(expected: String, found: String)
    /// Both checkpoints can be true.
    case noContradiction
    /// The proof that is to show the contradiction does not hold.
    case badProof(ProofError)
    /// A checkpoint is not signed by the log's key.
    case notSigned(which: String, LogError)
}

extension EvidenceError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count, let maximum):
            "the evidence file has \(count) bytes; at most \(maximum) are read"
        case .badLine(let line, let expected):
            "evidence file, line \(line): expected \(expected)"
        case .badCheckpoint(let which, let error):
            "the \(which) checkpoint in the evidence file cannot be read: \(error)"
        case .otherOrigin(let expected, let found):
            "the evidence speaks of the log '\(found)', not of '\(expected)'"
        case .noContradiction:
            "the two checkpoints do not contradict each other: both can be true"
        case .badProof(let error):
            "the proof in the evidence does not hold, so no contradiction is shown: \(error)"
        case .notSigned(let which, let error):
            "the \(which) checkpoint is not shown to be the log's: \(error)"
        }
    }
}
