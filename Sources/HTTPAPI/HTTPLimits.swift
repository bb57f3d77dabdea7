/// Every body, queue and wait of the HTTP interface, by name.
public struct HTTPLimits: Sendable {
    /// Bytes of one submitted statement, with a sealed body where it has one: 4 MiB and an envelope in base64.
    public var statementBodyBytes = 4 * 1024 * 1024 + 32 * 1024
    /// Bytes of one line of a batch, without its line feed.
    public var batchLineBytes = 4 * 1024 * 1024 + 32 * 1024
    /// Lines of one batch.
    public var batchLines = 100_000
    /// Lines handed to the node together.
    public var batchGroupLines = 256
    /// Bytes of lines that wait for the node, in one batch.
    public var batchWaitingBytes = 8 * 1024 * 1024
    /// How often a batch waits for a busy node before it gives up on the rest.
    public var batchRetries = 20
    /// Bytes of an add-checkpoint request to this node's witness.
    public var witnessBodyBytes = 256 * 1024
    /// Bytes of an activity to be checked.
    public var checkBodyBytes = 1024 * 1024
    /// Bytes of a tracker's position.
    public var positionBodyBytes = 8 * 1024
    /// Checks computed or waiting at once.
    public var checksInFlight = 64
    /// Of those, checks of one party, so that none can keep the others from asking.
    public var checksInFlightPerParty = 12
    /// Plain bytes for each compressed byte of a gzip body; deflate reaches 1,032.
    public var gzipRatio = 200
    /// Plain bytes of a whole gzip batch.
    public var gzipBatchBytes = 512 * 1024 * 1024
    /// Bytes of all header fields of a request, the target included.
    public var headerBytes = 16 * 1024
    /// Bytes of a request's target; a path of 256 positions has some 7 KiB.
    public var targetBytes = 8 * 1024
    /// Seconds that a request may take until its answer begins.
    public var requestSeconds = 30
    /// Seconds that a batch or a feed may wait for its client to take or give the next bytes.
    public var stallSeconds = 60
    /// Seconds that a connection may be idle between requests.
    public var idleSeconds = 75
    /// Connections at once; further ones wait to be accepted.
    public var connections = 8_192
    /// Clients that follow the feed at once.
    public var feedClients = 2_000
    /// Of those, clients of one party, so that none can keep the others from hearing.
    public var feedClientsPerParty = 1_000
    /// Nodes that follow the log at once.
    public var logFeedClients = 256
    /// Seconds of silence after which a feed says that it is alive.
    public var feedHeartbeatSeconds = 15
    /// Milliseconds between two writes to one feed under load, so that many clients share one commit's work.
    public var feedPaceMilliseconds = 100
    /// Entries that one step of a feed reads.
    public var feedEntriesPerStep = 32
    /// Entries that the feed keeps ready for all clients.
    public var feedEntriesKept = 1_024
    /// Milliseconds between two looks at the clock for windows that opened or closed.
    public var windowTickMilliseconds = 500
    /// Milliseconds between two looks at the boards that clients follow.
    public var boardTickMilliseconds = 250
    /// Seconds that the feed keeps what opened and closed, and that a client may ask back.
    public var windowHistorySeconds = 86_400
    /// Openings and closings that the feed keeps at most.
    public var windowEventsKept = 65_536
    /// Openings and closings that one step of a feed tells.
    public var windowEventsPerStep = 256
    /// Bytes of a request to join.
    public var joinBodyBytes = 48 * 1024
    /// Requests to join that wait at once.
    public var joinRequests = 64
    /// Seconds that a request to join waits; its enrolment is too old to be taken after a day.
    public var joinRequestSeconds = 86_400
    /// Bytes of a request to enrol a key.
    public var keyRequestBodyBytes = 2_048
    /// Keys that wait to be enrolled at once.
    public var keyRequests = 256
    /// Seconds that a key waits to be enrolled: long enough for a telephone call.
    public var keyRequestSeconds = 3_600
    /// Reads of the store in flight or waiting at once.
    public var readsInFlight = 1_024
    /// When to come back after being turned away here, seconds.
    public var retryAfterSeconds = 1

    /// The limits a server starts with.
    public init() {}
}
