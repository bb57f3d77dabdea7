import Synchronization

/// What a node is to say by itself besides what is due, such as where a tracker saw a convoy; it waits for the next batch.
final class Sayings: Sendable {
    /// How much may wait; what trackers report next says more than what waited too long.
    static let maximum = 1_024

    private let waiting = Mutex<[DutyScribe.Duty]>([])

    /// Adds what is to be said; false when too much waits.
    func add(_ duty: DutyScribe.Duty) -> Bool {
        waiting.withLock { list in
            guard list.count < Self.maximum else { return false }
            list.append(duty)
            return true
        }
    }

    /// Takes what waits, oldest first, at most `limit`.
    func take(_ limit: Int) -> [DutyScribe.Duty] {
        waiting.withLock { list in
            let taken = Array(list.prefix(limit))
            list.removeFirst(taken.count)
            return taken
        }
    }

    /// Whether anything waits.
    var isEmpty: Bool { waiting.withLock(\.isEmpty) }
}
