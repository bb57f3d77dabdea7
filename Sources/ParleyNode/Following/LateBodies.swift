import Statements
import Synchronization

/// Bodies that did not come in time: their statements are folded as sealed, and asked for again and again.
final class LateBodies: Sendable {
    private struct Shared {
        var waiting: [StatementHash: Statement] = [:]
        var order: [StatementHash] = []
    }

    private let shared = Mutex(Shared())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// How many are missing, as far as they are remembered.
    var count: Int { shared.withLock { $0.waiting.count } }

    /// Remembers one; beyond the limit it is found again by the next start's search.
    func add(_ hash: StatementHash, _ statement: Statement) {
        shared.withLock { shared in
            guard shared.waiting.count < limit, shared.waiting.updateValue(statement, forKey: hash) == nil else {
                return
            }
            shared.order.append(hash)
        }
    }

    func remove(_ hash: StatementHash) {
        shared.withLock { shared in
            guard shared.waiting.removeValue(forKey: hash) != nil else { return }
            shared.order.removeAll { $0 == hash }
        }
    }

    /// All that are missing, in the order in which they were missed.
    var all: [(hash: StatementHash, statement: Statement)] {
        shared.withLock { shared in shared.order.compactMap { hash in shared.waiting[hash].map { (hash, $0) } } }
    }
}
