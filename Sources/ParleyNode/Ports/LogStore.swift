public import Statements
public import TransparencyLog

/// An entry as it is stored; bodies outside the log are a `BodyVault`'s.
public struct StoredEntry: Hashable, Sendable {
    /// The envelope, exactly as received.
    public let envelope: [UInt8]

    /// An entry with this envelope.
    public init(envelope: [UInt8]) { self.envelope = envelope }
}

/// Everything that becomes durable together.
public struct CommitBatch: Sendable {
    /// The size the log must have for this to be taken.
    public let from: TreeSize
    /// The entries, in order, with the names they are found by.
    public let entries: [(hash: StatementHash, entry: StoredEntry)]
    /// Tiles that these entries fill.
    public let tiles: [Tile]
    /// The signed checkpoint of the size reached.
    public let checkpoint: SignedCheckpoint

    /// A batch from its parts.
    public init(
        from: TreeSize, entries: [(hash: StatementHash, entry: StoredEntry)], tiles: [Tile],
        checkpoint: SignedCheckpoint
    ) {
        self.from = from
        self.entries = entries
        self.tiles = tiles
        self.checkpoint = checkpoint
    }
}

/// Durable entries, tiles and the last checkpoint, as the sequencer needs them; one writer, any readers.
///
/// Calls block; the node makes them where waiting is allowed.
public protocol LogStore: Sendable {
    /// The bytes of the last signed checkpoint; nil for a new log.
    func checkpoint() throws -> [UInt8]?

    /// Stores the whole batch, or nothing; once it returns, all of it survives power loss.
    ///
    /// - Throws: `StoreError`: `conflict` if the log has another size than `from`; `full` when nothing was stored for
    ///   want of room; `failed` when the outcome is unknown.
    func commit(_ batch: CommitBatch) throws

    /// Entries from `index` on, in order, at most `count`; fewer at the end of the log.
    func entries(from index: EntryIndex, count: Int) throws -> [StoredEntry]

    /// Where a statement stands in the log; nil when it does not.
    func index(of hash: StatementHash) throws -> EntryIndex?

    /// The bytes of a full tile; nil when it was never stored.
    func fullTile(level: Int, index: UInt64) throws -> [UInt8]?

    /// A small value kept beside the log; nil when never set.
    func note(_ key: String) throws -> [UInt8]?

    /// Keeps a small value beside the log; durable before it returns.
    func setNote(_ key: String, _ value: [UInt8]) throws
}

/// Why a store did not do what it was asked.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What follows from the failure.
    public enum Code: String, Sendable {
        /// Another writer moved the log: stop.
        case conflict
        /// No room; nothing was stored.
        case full
        /// The outcome is unknown: reload before anything else is written.
        case failed
    }

    /// What follows from it.
    public let code: Code
    /// One sentence for the operator.
    public let message: String
    /// What lay beneath.
    public let cause: String

    /// An error from its parts.
    public init(_ code: Code, _ message: String, cause: String = "") {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// What was expected, what was found, what to do.
    public var description: String { cause.isEmpty ? message : "\(message) (\(cause))" }
}

/// The last checkpoint that this node showed to others, kept apart from the store.
///
/// A store restored from a backup is older than what was shown; this is how the node notices.
public protocol CheckpointAnchor: Sendable {
    /// The bytes of the last published checkpoint; nil when none was.
    func published() throws -> [UInt8]?
    /// Replaces it, whole or not at all.
    func publish(_ checkpoint: [UInt8]) throws
}
