import Coordination
import Synchronization

/// What the node counted since it started, for metrics; no count names a party, a place or a statement.
public final class Counters: Sendable {
    private let acceptedCount = Atomic<Int>(0)
    private let refusedCount = Atomic<Int>(0)
    private let turnedAwayCount = Atomic<Int>(0)
    private let commitCount = Atomic<Int>(0)
    private let rules = Mutex<[String: Int]>([:])

    /// Statements that became entries.
    public var accepted: Int { acceptedCount.load(ordering: .relaxed) }
    /// Statements that the rules did not take.
    public var refused: Int { refusedCount.load(ordering: .relaxed) }
    /// Statements turned away because the queue was full or the node was stopping.
    public var turnedAway: Int { turnedAwayCount.load(ordering: .relaxed) }
    /// Durable commits.
    public var commits: Int { commitCount.load(ordering: .relaxed) }
    /// Refusals by rule, in order of the rules' names.
    public var refusedByRule: [(rule: String, count: Int)] {
        rules.withLock { $0.map { (rule: $0.key, count: $0.value) } }.sorted { $0.rule < $1.rule }
    }

    func count(_ outcomes: [Outcome], committed: Bool) {
        if committed { commitCount.add(1, ordering: .relaxed) }
        for outcome in outcomes {
            switch outcome {
            case .accepted: acceptedCount.add(1, ordering: .relaxed)
            case .refused(let refusal): count(refusal)
            }
        }
    }

    func count(_ refusal: Refusal) {
        refusedCount.add(1, ordering: .relaxed)
        rules.withLock { $0[refusal.rule, default: 0] += 1 }
    }

    /// Counts entries that were followed and stored in one commit.
    func count(stored entries: Int) {
        commitCount.add(1, ordering: .relaxed)
        acceptedCount.add(entries, ordering: .relaxed)
    }

    func turnedAway(_ count: Int) { turnedAwayCount.add(count, ordering: .relaxed) }
}
