import Deconfliction
import Geodesy

/// What opened and closed last, in order, as much as is kept.
struct WindowRing: Sendable {
    private let capacity: Int
    /// By number, modulo the capacity.
    private var events: [WindowEvent] = []
    /// The number of the oldest that is kept.
    private(set) var first: UInt64 = 0
    /// The number that the next one gets.
    private(set) var end: UInt64 = 0
    /// Everything later than this is kept; of this instant and before, something may be gone.
    private(set) var keptAfter: Instant

    /// A ring that knows all from `keptAfter` on.
    init(capacity: Int, keptAfter: Instant) {
        self.capacity = max(1, capacity)
        self.keptAfter = keptAfter
    }

    /// The event of a number that is kept.
    subscript(number: UInt64) -> WindowEvent { events[Int(number % UInt64(capacity))] }

    /// Adds an event that is not earlier than the ones before; the oldest goes where there is no room.
    mutating func append(_ event: WindowEvent) {
        if end - first == UInt64(capacity) {
            keptAfter = max(keptAfter, self[first].instant)
            first += 1
        }
        if events.count < capacity { events.append(event) } else { events[Int(end % UInt64(capacity))] = event }
        end += 1
    }

    /// Forgets what is not later than an instant.
    mutating func forget(upTo instant: Instant) {
        guard instant > keptAfter else { return }
        keptAfter = instant
        while first < end, self[first].instant <= instant { first += 1 }
    }

    /// The number of the first event that is not earlier than an instant.
    func number(notBefore instant: Instant) -> UInt64 {
        var (low, high) = (first, end)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].instant < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
