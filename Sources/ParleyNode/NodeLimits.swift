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
    /// How long a round waits for the witnesses before the checkpoint is shown without them, milliseconds.
    public var witnessRoundMilliseconds: Int64 = 1_500
    /// How long one request to one witness may take, milliseconds.
    public var witnessRequestMilliseconds: Int64 = 5_000
    /// How long a witness that failed once is left alone, milliseconds; doubled with every further failure.
    public var witnessBackoffMilliseconds: Int64 = 100
    /// How long it is left alone at most, milliseconds.
    public var witnessBackoffMaximumMilliseconds: Int64 = 30_000
    /// Failures in a row after which no round waits for a witness.
    public var witnessFailuresUntilIgnored = 3
    /// Times in a row that a witness may name another size than it was asked from.
    public var witnessConflictsInARow = 3
    /// Earlier checkpoints for which late cosignatures are still taken.
    public var witnessTargetsKept = 32
    /// How far a witness's clock may be ahead of this node's, seconds.
    public var witnessClockToleranceSeconds: UInt64 = 300
    /// Seconds between two times that the newest witnessed checkpoint is kept for the next start.
    public var witnessedKeptEverySeconds: Int64 = 10
    /// By when a promised statement will be witnessed, seconds from the promise.
    public var promiseSeconds: UInt64 = 3_600
    /// When knowledge is stale: seconds since the log's clock, or its witnesses, last moved.
    public var staleSeconds: Int64 = 180

    /// Whether bodies that their authors recall are erased here; a party that must keep its records says no.
    public var obeysRecall = true
    /// Bundles of up to 256 entries that a follower fetches and verifies at the same time.
    public var followedBundlesInFlight = 24
    /// Entries of a followed log in one durable commit, while there is much to catch up with.
    public var followedEntriesPerCommit = 4_096
    /// How often an upstream that announces nothing is asked for its checkpoint, milliseconds.
    public var followPollMilliseconds: Int64 = 1_000
    /// The first wait after an upstream failed, milliseconds; it doubles with every further failure.
    public var followRetryMilliseconds: Int64 = 500
    /// The longest wait after an upstream failed, milliseconds.
    public var followRetryMaximumMilliseconds: Int64 = 15_000
    /// How long a batch of a followed log waits for the restricted bodies that are for this node, milliseconds.
    public var followBodyWaitMilliseconds: Int64 = 2_000
    /// How long a restricted statement waits for its party's statements before it to come down the log, milliseconds.
    public var followJudgeMilliseconds: Int64 = 5_000
    /// How many restricted bodies a follower fetches at the same time.
    public var followedBodiesInFlight = 8
    /// How often bodies that did not come are asked for again, milliseconds.
    public var followBodyRetryMilliseconds: Int64 = 15_000
    /// Bodies that did not come and are remembered between two starts.
    public var lateBodies = 10_000
    /// How long making a picture anew waits for entries that are being stored, milliseconds.
    public var followStoreWaitMilliseconds = 30_000
    /// How often entries that do not add up are asked for again before the follower stops.
    public var followContradictions = 3

    /// The limits a node starts with.
    public init() {}
}
