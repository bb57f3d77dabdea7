import HTTPAPI
import Synchronization

/// Lets so many in at once, and each officer once.
final class Turnstile: Sendable {
    private let inside = Mutex<Set<Caller>>([])
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Whether there was room, and this officer is not in already.
    func enter(_ caller: Caller) -> Bool {
        inside.withLock { inside in
            guard inside.count < limit else { return false }
            return inside.insert(caller).inserted
        }
    }

    /// Goes out again.
    func leave(_ caller: Caller) { inside.withLock { _ = $0.remove(caller) } }
}
