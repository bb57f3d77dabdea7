/// Every queue, batch and cache of a node, by name.
public struct NodeLimits: Sendable {
    /// Statements that wait for the sequencer; beyond it a submission is turned away with a time to come back.
    public var queuedStatements = 8_192
    /// Statements in one durable commit.
    public var statementsPerCommit = 1_024
    /// How long the sequencer lets a batch gather when several senders are waiting, microseconds; 0 is not at all.
    ///
    /// A commit costs the same for one statement and for fifty. A lone sender never waits.
    public var gatherMicroseconds: UInt32 = 1_000
    /// Statements verified as one piece of work when they come in bulk.
    public var statementsPerVerification = 64
    /// Full tiles kept in memory, 8 KiB each.
    public var cachedTiles = 2_048
    /// Roots of past sizes kept in memory.
    public var rememberedRoots = 4_096
    /// Entries one page of a feed or bundle reads.
    public var entriesPerRead = 256
    /// Entries one step of a replay reads.
    public var entriesPerReplayStep = 2_048
    /// Listeners to the feed.
    public var listeners = 10_000
    /// When to come back after being turned away, seconds.
    public var retryAfterSeconds = 1
    /// Without statements, the clock is logged this often, so that "how old is this knowledge" has an answer; 0 is never.
    public var heartbeatSeconds: Int64 = 60

    /// Whether bodies that their authors recall are erased here; a party that must keep its records says no.
    public var obeysRecall = true

    /// The limits a node starts with.
    public init() {}
}
