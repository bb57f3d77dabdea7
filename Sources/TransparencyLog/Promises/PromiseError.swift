/// Why bytes are not a log's promise, or not a promise of this log.
public enum PromiseError: Error, Hashable, Sendable {
    /// The file is larger than the limit.
    case tooLong(byteCount: Int)
    /// The signed note around the promise is not valid, or not signed by the log.
    case note(NoteError)
    /// The text is not the five lines that a promise has.
    case lines
    /// The origin line is not a valid name.
    case origin
    /// A number is not a decimal in its one spelling, or too large; which one.
    case number(String)
    /// The leaf hash is not 32 bytes in base64.
    case leaf
    /// The promise is another log's than the key's.
    case otherOrigin(expected: String, found: String)
}

extension PromiseError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count):
            "promise: \(count) bytes; at most \(PromiseNote.maximumByteCount) are read"
        case .note(let error):
            "promise: \(error)"
        case .lines:
            "promise: expected the five lines '\(PromiseNote.header)', origin, index, leaf hash and deadline"
        case .origin:
            "promise: the origin line must be a name without spaces, control characters or '+'"
        case .number(let which):
            "promise: the \(which) must be a decimal without leading zeros that is not above 2^63 - 1"
        case .leaf:
            "promise: the leaf hash must be 32 bytes in base64"
        case .otherOrigin(let expected, let found):
            "promise: its origin is '\(found)', but the key is that of the log '\(expected)'"
        }
    }
}
