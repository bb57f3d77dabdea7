import Geodesy
import ParleyNode
import Synchronization

/// The clock of a rehearsal: stands where the scenario puts it, and follows the system once it is let go.
final class ScenarioClock: WallClock {
    private let held: Mutex<Instant?>
    private let system = SystemClock()

    init(_ start: Instant) { held = Mutex(start) }

    func now() -> Instant { held.withLock { $0 } ?? system.now() }

    func set(_ time: Instant) { held.withLock { $0 = time } }

    func letGo() { held.withLock { $0 = nil } }
}
