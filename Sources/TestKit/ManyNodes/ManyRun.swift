public import TransparencyLog

/// How a world of many nodes went.
public struct ManyRun: Sendable {
    /// Promises that were broken, in sentences; a world without any kept all of them.
    public internal(set) var violations: [String] = []
    /// SHA-256 over everything that happened; the same seed gives the same.
    public internal(set) var digest = Hash.emptyTree
    /// Entries that the host holds at the end.
    public internal(set) var entries = 0
    /// Receipts with their quorum that officers hold.
    public internal(set) var receipts = 0
    /// Promises that officers were given.
    public internal(set) var promises = 0
    /// Restricted bodies that were taken.
    public internal(set) var restricted = 0
    /// Power losses, in a store or at any moment.
    public internal(set) var powerLosses = 0
    /// Replies and announcements that were tampered with.
    public internal(set) var lies = 0
    /// Starts of any node after its first.
    public internal(set) var restarts = 0
    /// Starts that a node refused because of what it found.
    public internal(set) var refusedStarts = 0
    /// Pieces of evidence, of all nodes, that convince a stranger, by their kind.
    public internal(set) var evidence: [String: Int] = [:]
    /// Whether everybody agreed at the end.
    public internal(set) var hasAgreed = false
    /// Milliseconds of the world's time from the end of the faults until everybody agreed.
    public internal(set) var settledMilliseconds: Int64 = 0
    /// The last of what happened, for whoever looks into a violation.
    public internal(set) var story: [String] = []
}
