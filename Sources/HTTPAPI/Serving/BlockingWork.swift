import Dispatch
import Statements
import Synchronization

/// Runs what blocks or computes for long on threads of its own, so that it holds up nobody else; bounded.
final class BlockingWork: Sendable {
    private let queues: [DispatchQueue]
    private let next = Atomic<Int>(0)
    private let seats: Seats
    private let rule: String

    /// Work on `width` threads, at most `limit` pieces in flight or waiting; `rule` is named to those who come on top.
    init(label: String, width: Int, limit: Int, rule: String) {
        queues = (0..<max(1, width)).map { DispatchQueue(label: "parley.http.\(label).\($0)") }
        seats = Seats(limit)
        self.rule = rule
    }

    /// Runs `work` and waits for it.
    ///
    /// - Throws: what `work` throws, or a problem when there is too much to do.
    func run<Value: Sendable>(
        retryAfterSeconds: Int, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard seats.take() else {
            var problem = Problem(rule, "too much is asked of this server at once; ask again in \(retryAfterSeconds) s")
            problem.retryAfterSeconds = retryAfterSeconds
            throw problem
        }
        defer { seats.giveBack() }
        let queue = queues[next.add(1, ordering: .relaxed).oldValue % queues.count]
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}

/// Seats, of which there are only so many.
final class Seats: Sendable {
    private let taken = Atomic<Int>(0)
    private let limit: Int

    init(_ limit: Int) { self.limit = limit }

    /// How many are taken.
    var count: Int { taken.load(ordering: .relaxed) }

    /// Takes a seat, if there is one.
    func take() -> Bool {
        guard taken.add(1, ordering: .relaxed).newValue <= limit else {
            taken.subtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Gives a seat back that was taken.
    func giveBack() { taken.subtract(1, ordering: .relaxed) }
}

/// Seats of which each party has only so many.
final class PartySeats: Sendable {
    private let taken = Mutex<[PartyID: Int]>([:])
    private let limit: Int

    init(_ limit: Int) { self.limit = limit }

    /// Takes a seat of this party's, if it has one left.
    func take(_ party: PartyID) -> Bool {
        taken.withLock { taken in
            guard taken[party, default: 0] < limit else { return false }
            taken[party, default: 0] += 1
            return true
        }
    }

    /// Gives a seat back that was taken.
    func giveBack(_ party: PartyID) {
        taken.withLock { taken in
            let left = taken[party, default: 1] - 1
            taken[party] = left > 0 ? left : nil
        }
    }
}
