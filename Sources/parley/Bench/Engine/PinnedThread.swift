import Dispatch
import Foundation
import Synchronization

/// A thread on one core where the system allows that, and what it found.
final class PinnedThread<Result: Sendable>: Sendable {
    private let result = Mutex<Result?>(nil)
    private let finished = DispatchSemaphore(value: 0)

    /// Starts the work at once; without a core it runs anywhere.
    init(core: Int?, _ work: @escaping @Sendable () -> Result) {
        Thread.detachNewThread { [self] in
            if let core { Cores.shared?.keepThisThread(on: core) }
            let found = work()
            result.withLock { $0 = found }
            finished.signal()
        }
    }

    /// Waits for the end of the work.
    func wait() -> Result {
        finished.wait()
        finished.signal()
        guard let found = result.withLock({ $0 }) else {
            preconditionFailure("a thread signals only after it has stored what it found")
        }
        return found
    }
}
