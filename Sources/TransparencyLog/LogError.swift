/// Why bytes are not the part of a log that they are meant to be.
public enum LogError: Error, Hashable, Sendable {
    /// A path is not one that tlog-tiles defines, or not in its one spelling.
    case badPath(String)
    /// A tile's bytes are not as many as its width asks for.
    case tileLength(path: String, expectedByteCount: Int, foundByteCount: Int)
    /// A tile is not among those at hand.
    case tileMissing(path: String)
    /// A tile was asked for that a tree of this size does not have.
    case tileBeyondTree(path: String, size: TreeSize)
    /// The leaf hashes after the last full tile are not as many as the size says.
    case tailLength(size: TreeSize, expected: Int, found: Int)
    /// A bundle ends inside an entry.
    case bundleTruncated(entry: Int, offset: Int)
    /// A bundle holds more bytes than its entries take.
    case bundleOverlong(entryCount: Int, offset: Int)
    /// A bundle holds no entry or more than 256.
    case bundleCount(Int)
    /// An entry is longer than two bytes can say.
    case entryTooLong(entry: Int, byteCount: Int)
    /// A checkpoint's text has more or fewer than the three lines origin, size and root.
    case checkpointLines(Int)
    /// A checkpoint's origin is empty or not a valid name.
    case checkpointOrigin
    /// A checkpoint's size is not a decimal without leading zeros up to 2^63 - 1.
    case checkpointSize
    /// A checkpoint's root is not 32 bytes in base64, or not the empty tree's root at size 0.
    case checkpointRoot
    /// A checkpoint speaks for another log than the key that is to verify it.
    case otherOrigin(expected: String, found: String)
    /// The signed note around a checkpoint is not valid.
    case note(NoteError)
}

extension LogError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .badPath(let path):
            "'\(path)' is not a path of the log: expected checkpoint, tile/<level>/<index>[.p/<width>] or tile/entries/..."
        case .tileLength(let path, let expected, let found):
            "\(path): expected \(expected) bytes, found \(found); the tile is damaged or incomplete"
        case .tileMissing(let path):
            "\(path): the tile is missing"
        case .tileBeyondTree(let path, let size):
            "\(path): a tree of \(size) entries has no such tile"
        case .tailLength(let size, let expected, let found):
            "a log of \(size) entries has \(expected) leaf hashes after its last full tile, found \(found)"
        case .bundleTruncated(let entry, let offset):
            "entry bundle: entry \(entry) is cut off at byte \(offset)"
        case .bundleOverlong(let count, let offset):
            "entry bundle: bytes follow entry \(count - 1), the last one, from byte \(offset)"
        case .bundleCount(let count):
            "entry bundle: holds \(count) entries; expected the asked-for width, from 1 to 256"
        case .entryTooLong(let entry, let count):
            "entry \(entry) of the bundle has \(count) bytes; the log's format allows at most 65535"
        case .checkpointLines(let count):
            "checkpoint: expected the three lines origin, size and root, found \(count); extension lines are not accepted"
        case .checkpointOrigin:
            "checkpoint: the origin line must be a name without spaces, control characters or '+'"
        case .checkpointSize:
            "checkpoint: the size line must be a decimal without leading zeros, at most 2^63 - 1"
        case .checkpointRoot:
            "checkpoint: the root line must be 32 bytes in base64, and the empty tree's root at size 0"
        case .otherOrigin(let expected, let found):
            "checkpoint: its origin is '\(found)', but the key is that of the log '\(expected)'"
        case .note(let error):
            "checkpoint: \(error)"
        }
    }
}
