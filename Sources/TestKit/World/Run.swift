public import ParleyNode
public import TransparencyLog

/// How a simulated world went.
public struct Run: Sendable {
    /// Promises that were broken, in sentences; a world without any kept all of them.
    public internal(set) var violations: [String] = []
    /// SHA-256 over everything that happened; the same seed gives the same, unless P-256 keys sign.
    public internal(set) var digest = Hash.emptyTree
    /// Events that happened.
    public internal(set) var steps = 0
    /// Statements that became entries and whose receipt was made.
    public internal(set) var accepted = 0
    /// Refusals by the name of their rule.
    public internal(set) var refused: [String: Int] = [:]
    /// Durable commits.
    public internal(set) var commits = 0
    /// Power losses.
    public internal(set) var powerLosses = 0
    /// Batches that were durable although the power went before anybody heard of it.
    public internal(set) var recoveredBatches = 0
    /// Restarts, after a power loss, a fault of the store or a graceful stop.
    public internal(set) var restarts = 0
    /// Entries in the log at the end.
    public internal(set) var entries = 0
    /// Why the node would not start, where the disk was made to rot.
    public internal(set) var refusedToStart: StartError?
}
