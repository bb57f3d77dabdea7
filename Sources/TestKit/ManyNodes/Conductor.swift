import Synchronization

/// Time and tasks of a simulated world: all of it on one thread, in one order, and nothing waits for real time.
///
/// Tasks that a world spawns run here job by job, and so do their children; when none can go on, time jumps to the next
/// event. So the same seed gives the same run, whatever the machine does besides.
final class Conductor: TaskExecutor {
    private struct Event: Sendable {
        let at: Int64
        let serial: Int
        let action: @Sendable () -> Void
    }

    private struct Shared {
        var jobs: [UnownedJob] = []
        /// Latest first, so that the next one is taken from the end.
        var events: [Event] = []
        var now: Int64 = 0
        var serial = 0
    }

    private let shared = Mutex(Shared())

    /// Milliseconds since the world began.
    var now: Int64 { shared.withLock { $0.now } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        shared.withLock { $0.jobs.append(job) }
    }

    /// Does something after so many milliseconds; of two at the same time the one that was asked for first.
    func after(_ milliseconds: Int64, _ action: @escaping @Sendable () -> Void) {
        shared.withLock { shared in
            let event = Event(at: shared.now + max(0, milliseconds), serial: shared.serial, action: action)
            shared.serial += 1
            var (low, high) = (0, shared.events.count)
            while low < high {
                let middle = (low + high) / 2
                if shared.events[middle].at > event.at { low = middle + 1 } else { high = middle }
            }
            shared.events.insert(event, at: low)
        }
    }

    /// Begins a task; it runs when the event that began it is over.
    func spawn(_ work: @escaping @Sendable () async -> Void) { Task(executorPreference: self) { await work() } }

    /// Lets time pass for one task.
    func sleep(_ milliseconds: Int64) async {
        await withCheckedContinuation { continuation in after(milliseconds) { continuation.resume() } }
    }

    /// Runs what is due until `end`, which it is then, or with `.max` until nothing is left.
    func run(until end: Int64) {
        while true {
            while let job = shared.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) {
                job.runSynchronously(on: asUnownedTaskExecutor())
            }
            let event: Event? = shared.withLock { shared in
                guard let next = shared.events.last, next.at <= end else {
                    if end < .max { shared.now = max(shared.now, end) }
                    return nil
                }
                shared.now = max(shared.now, next.at)
                return shared.events.removeLast()
            }
            guard let event else { return }
            event.action()
        }
    }
}

/// Something that is waited for once, for a while.
// Touched by jobs of one conductor alone, one at a time.
final class Signal<Value: Sendable>: @unchecked Sendable {
    private var continuation: CheckedContinuation<Value?, Never>?
    private var value: Value?
    private var waits = 0

    /// Gives the value to whoever waits, or keeps it for whoever will.
    func fire(_ value: Value) {
        guard let waiting = continuation else {
            self.value = value
            return
        }
        continuation = nil
        waiting.resume(returning: value)
    }

    /// Nil when nothing came within the time.
    func wait(_ milliseconds: Int64, by conductor: Conductor) async -> Value? {
        if let value {
            self.value = nil
            return value
        }
        return await withCheckedContinuation { continuation in
            self.continuation = continuation
            waits += 1
            let number = waits
            conductor.after(milliseconds) {
                guard self.waits == number, let waiting = self.continuation else { return }
                self.continuation = nil
                waiting.resume(returning: nil)
            }
        }
    }
}

/// The life of one process: what it began ends with it.
final class Life: Sendable {
    private let ended = Atomic<Bool>(false)

    /// The process is gone.
    struct Over: Error {}

    var isOver: Bool { ended.load(ordering: .relaxed) }

    func end() { ended.store(true, ordering: .relaxed) }

    func check() throws { if isOver { throw Over() } }
}
