import NIOCore
import Synchronization

/// Closes the connections of requests that take too long; one sweep a second for all of them.
final class RequestDeadlines: Sendable {
    private struct Entry {
        let channel: any Channel
        var at: ContinuousClock.Instant
    }

    private struct State {
        var next: UInt64 = 0
        var entries: [UInt64: Entry] = [:]
    }

    private let state = Mutex(State())

    /// Watches a connection until `leave`.
    func enter(_ channel: any Channel, seconds: Int) -> UInt64 {
        let at = ContinuousClock.now.advanced(by: .seconds(seconds))
        return state.withLock { state in
            state.next += 1
            state.entries[state.next] = Entry(channel: channel, at: at)
            return state.next
        }
    }

    /// Moves the deadline of what has shown that it goes on.
    func extend(_ id: UInt64, seconds: Int) {
        let at = ContinuousClock.now.advanced(by: .seconds(seconds))
        state.withLock { $0.entries[id]?.at = at }
    }

    /// Stops watching.
    func leave(_ id: UInt64) { _ = state.withLock { $0.entries.removeValue(forKey: id) } }

    /// How many are watched.
    var count: Int { state.withLock { $0.entries.count } }

    /// Sweeps until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            sweep(at: .now)
        }
    }

    /// Closes what is over its time.
    func sweep(at now: ContinuousClock.Instant) {
        let over = state.withLock { state in
            let over = state.entries.filter { $0.value.at <= now }
            for id in over.keys { state.entries.removeValue(forKey: id) }
            return over.values.map(\.channel)
        }
        for channel in over { channel.close(promise: nil) }
    }
}

/// Whether the server is stopping, for what goes on for long; once set, it stays so.
final class Stopping: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Whether the server is stopping.
    var isSet: Bool { flag.load(ordering: .relaxed) }

    /// The server is stopping.
    func set() { flag.store(true, ordering: .relaxed) }

    /// Sets the flag; false when it was set before.
    func setOnce() -> Bool { !flag.exchange(true, ordering: .acquiringAndReleasing) }
}
