import Coordination
public import Geodesy
import Picture
public import TransparencyLog

/// On what an answer rests: which log, how far, since when.
public struct Knowledge: Hashable, Sendable {
    /// The log's origin line; nil for a log without entries.
    public let origin: String?
    /// Entries known.
    public let size: TreeSize
    /// Root at that size.
    public let root: Hash
    /// The log's clock at the last entry.
    public let loggedAt: Instant?
    /// The asker's clock.
    public let askedAt: Instant
    /// What this node has found out about the log and its parties; nothing is established while there are any.
    public let alarms: [Alarm]

    init(_ state: LogState, askedAt: Instant, alarms: [Alarm]) {
        origin = state.checkpoint.map { "\($0.checkpoint.origin)" }
        size = state.size
        root = state.tree.root
        loggedAt = state.picture.clock.now
        self.askedAt = askedAt
        self.alarms = alarms
    }

    /// How old the knowledge is by the asker's clock, whole seconds, never negative; nil before the founding.
    public var ageSeconds: Int64? {
        loggedAt.map { max(0, $0.microseconds(to: askedAt) / 1_000_000) }
    }
}
