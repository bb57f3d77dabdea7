public import Geodesy
public import ParleyNode
import Synchronization

/// A clock that shows what it was told to, so that a test says what time it is.
public final class ManualClock: WallClock {
    private let time: Mutex<Instant>

    /// A clock that shows `start` until it is moved.
    public init(_ start: Instant) { time = Mutex(start) }

    /// The time it was last set to.
    public func now() -> Instant { time.withLock { $0 } }

    /// Shows `instant` from now on, earlier or later than before.
    public func set(_ instant: Instant) { time.withLock { $0 = instant } }

    /// Moves by `seconds`, back if negative.
    public func advance(seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}
