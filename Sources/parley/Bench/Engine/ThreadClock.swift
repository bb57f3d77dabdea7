import Dispatch
import Foundation

/// The processor time that the calling thread has used, which other programs on the machine do not lengthen.
///
/// It is a duration and never the time of day.
enum ThreadClock {
    static var seconds: Double {
        var time = timespec()
        // Cannot fail: the clock exists on every system that the program is built for.
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Seconds of this thread that the work took.
    static func measure<T>(_ work: () throws -> T) rethrows -> (result: T, seconds: Double) {
        let start = seconds
        let result = try work()
        return (result, seconds - start)
    }
}

/// Nanoseconds on the steady clock, to compare between threads.
enum SteadyClock {
    static var nanoseconds: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
