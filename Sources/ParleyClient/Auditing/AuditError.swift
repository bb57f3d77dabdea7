public import Coordination
public import Statements
public import TransparencyLog

/// The first thing that is wrong with a log, and where.
public enum AuditError: Error, Hashable, Sendable {
    /// A file could not be had.
    case source(LogSourceError)
    /// The checkpoint is not one, or not signed by the log.
    case checkpoint(LogError)
    /// A tile or bundle is not of its form.
    case malformed(path: String, LogError)
    /// An entry is not the one that the tree holds.
    case entryAltered(EntryIndex, bundle: String)
    /// A tile's hash is not that of the entries below it.
    case tileAltered(path: String, entry: EntryIndex)
    /// An entry and its tile contradict each other, and the tree cannot say which of them was altered.
    case entryContradictsTile(EntryIndex, bundle: String, tile: String)
    /// The entries do not give the root that the log has signed.
    case rootMismatch(size: TreeSize, expected: Hash, found: Hash)
    /// An entry is no statement, or its signature does not hold.
    case statement(EntryIndex, EnvelopeError)
    /// The rules do not take the statement at its place.
    case refused(EntryIndex, Refusal)
    /// The founding statement names another key for the log.
    case otherLogKey(named: String, used: String)
    /// More statements than the limit name trees that are too old to be remembered.
    case tooManyOldTrees(EntryIndex, limit: Int)
}

extension AuditError {
    /// The rule's name, for programs; it never changes once released.
    public var rule: String {
        switch self {
        case .source(let error): "source-\(error.code.rawValue)"
        case .checkpoint: "checkpoint-invalid"
        case .malformed: "file-malformed"
        case .entryAltered: "entry-altered"
        case .tileAltered: "tile-altered"
        case .entryContradictsTile: "entry-contradicts-tile"
        case .rootMismatch: "root-mismatch"
        case .statement(_, let error): Refusal.envelope(error).rule
        case .refused(_, let refusal): refusal.rule
        case .otherLogKey: "other-log-key"
        case .tooManyOldTrees: "too-many-old-trees"
        }
    }

    /// The entry at fault, where there is one.
    public var entry: EntryIndex? {
        switch self {
        case .source, .checkpoint, .malformed, .rootMismatch, .otherLogKey: nil
        case .entryAltered(let entry, _), .tileAltered(_, let entry), .entryContradictsTile(let entry, _, _),
            .statement(let entry, _), .refused(let entry, _), .tooManyOldTrees(let entry, _):
            entry
        }
    }

    /// The file at fault, below the log's prefix.
    public var path: String? {
        switch self {
        case .source(let error): error.path
        case .checkpoint, .rootMismatch: "checkpoint"
        case .malformed(let path, _), .entryAltered(_, let path), .tileAltered(let path, _): path
        case .entryContradictsTile(_, let bundle, _): bundle
        case .statement, .refused, .otherLogKey, .tooManyOldTrees: nil
        }
    }
}

extension AuditError: CustomStringConvertible {
    /// What was expected, what was found, what it means.
    public var description: String {
        switch self {
        case .source(let error): "\(error)"
        case .checkpoint(let error): "checkpoint: \(error)"
        case .malformed(let path, let error): "\(path): \(error)"
        case .entryAltered(let entry, let bundle):
            "\(bundle): entry \(entry) is not the one the tree holds; it was altered after it was logged"
        case .tileAltered(let path, let entry):
            "\(path): does not hold the hash of the entries from \(entry) on; the tile was altered"
        case .entryContradictsTile(let entry, let bundle, let tile):
            "\(bundle): entry \(entry) and \(tile) contradict each other, and the tree above agrees with neither"
        case .rootMismatch(let size, let expected, let found):
            "checkpoint: the log has signed root \(expected) over \(size) entries, but they give \(found); "
                + "keep both: this is evidence"
        case .statement(let entry, let error): "entry \(entry): \(error)"
        case .refused(let entry, let refusal): "entry \(entry): rule '\(refusal.rule)' was broken: \(refusal)"
        case .otherLogKey(let named, let used):
            "entry 0: the accord was founded for the log key '\(named)', but the checkpoint is signed with '\(used)'"
        case .tooManyOldTrees(let entry, let limit):
            "entry \(entry): more than \(limit) statements name trees from long before them; audit with a higher limit"
        }
    }
}
