public import Geodesy
public import TransparencyLog

/// How far a follower is, and what keeps it from being farther.
public struct FollowStatus: Sendable {
    /// What it is doing.
    public enum Phase: Hashable, Sendable {
        /// It fetches and verifies what it has not seen yet.
        case catchingUp
        /// It shows all that the upstream has shown it.
        case live
        /// The upstream failed; it is asked again.
        case waiting(String)
        /// It follows no further, for this reason, until an operator has looked at the evidence.
        case stopped(String)

        /// The phase in one word, for programs.
        public var word: String {
            switch self {
            case .catchingUp: "catching-up"
            case .live: "live"
            case .waiting: "waiting"
            case .stopped: "stopped"
            }
        }

        /// What keeps it, if anything.
        public var reason: String? {
            switch self {
            case .catchingUp, .live: nil
            case .waiting(let reason), .stopped(let reason): reason
            }
        }
    }

    /// The upstream, as it is called in messages.
    public let upstream: String
    /// What it is doing.
    public internal(set) var phase: Phase = .catchingUp
    /// Entries judged, of which those that a signed checkpoint covers are shown.
    public internal(set) var judgedSize: TreeSize
    /// The largest size that the upstream has shown with the log's signature; 0 before it was heard of.
    public internal(set) var upstreamSize: TreeSize = 0
    /// When the upstream last showed a checkpoint of this log, by this node's clock; nil before.
    public internal(set) var heardAt: Instant?
    /// Since when this node has known of entries that it does not show yet; nil while it shows all it knows of.
    public internal(set) var behindSince: Instant?

    /// A follower that has not heard of its upstream yet.
    init(upstream: String, judgedSize: TreeSize) {
        self.upstream = upstream
        self.judgedSize = judgedSize
    }

    /// Entries that the upstream has shown and this node does not show yet.
    public func behindEntries(showing size: TreeSize) -> UInt64 {
        upstreamSize.value > size.value ? upstreamSize.value - size.value : 0
    }
}
