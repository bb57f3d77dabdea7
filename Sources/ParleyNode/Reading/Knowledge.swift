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
    /// What witnesses say of it.
    public let witnessing: Witnessing
    /// Whether it is older than what may pass for the present, by the log's clock or by its witnesses'.
    public let isStale: Bool
    /// What this node has found out about the log and its parties; nothing is established while there are any.
    public let alarms: [Alarm]

    init(_ state: LogState, askedAt: Instant, alarms: [Alarm], staleSeconds: Int64) {
        origin = state.checkpoint.map { "\($0.checkpoint.origin)" }
        size = state.size
        root = state.tree.root
        loggedAt = state.picture.clock.now
        self.askedAt = askedAt
        self.alarms = alarms
        witnessing = state.witnessing
        let heard = witnessing.isRequired ? [loggedAt, witnessing.witnessedAt] : [loggedAt]
        isStale = heard.contains { time in
            guard let time else { return true }
            return time.microseconds(to: askedAt) / 1_000_000 > staleSeconds
        }
    }

    /// Whether everybody whom the log's policy asks for stands behind it, now, and nothing speaks against it.
    ///
    /// It says nothing about any place: only that others see the same log.
    public var isEstablished: Bool { witnessing.verdict.isWitnessed && !isStale && alarms.isEmpty }

    /// As of when a quorum stands behind the newest checkpoint that one stands behind; nil while there is none.
    public var witnessedAt: Instant? { witnessing.witnessedAt }

    /// How old the knowledge is by the asker's clock, whole seconds, never negative; nil before the founding.
    public var ageSeconds: Int64? {
        loggedAt.map { max(0, $0.microseconds(to: askedAt) / 1_000_000) }
    }
}

extension Witnessing {
    /// As of when the newest witnessed checkpoint is, by its witnesses' clocks.
    var witnessedAt: Instant? {
        witnessed.map { witnessed in
            let seconds = Int64(clamping: witnessed.asOfSeconds)
            return
                (try? Instant(microsecondsSince1970: seconds.multipliedReportingOverflow(by: 1_000_000).partialValue))
                ?? .latest
        }
    }
}
