public import Delivery
import Synchronization

/// A queue in memory whose next commits can fail, before or after they took effect.
public final class MemoryDeliveryStore: DeliveryStore {
    /// How a commit goes wrong.
    public enum Fault: Sendable {
        /// Nothing was stored.
        case before
        /// All was stored, and the caller does not learn of it.
        case after
    }

    private struct State {
        var contents: [DeliveryID: QueuedDelivery] = [:]
        var letters: [DeadLetter] = []
        var cursor: UInt64 = 0
        var faults: [Fault] = []
        var commits = 0
    }

    private let state = Mutex(State())

    /// An empty store.
    public init() {}

    /// Commits that were made.
    public var commits: Int { state.withLock { $0.commits } }

    /// Lets the next commits fail, in this order.
    public func fail(_ faults: [Fault]) { state.withLock { $0.faults += faults } }

    /// Everything that is kept.
    public func load() throws -> DeliveryContents {
        state.withLock { state in
            let kept = state.contents.values.sorted { $0.id < $1.id }
            return DeliveryContents(
                deliveries: kept.map(Self.stored), deadLetters: state.letters, cursor: state.cursor)
        }
    }

    /// What a process that died does not know any more: that something was under way.
    private static func stored(_ delivery: QueuedDelivery) -> QueuedDelivery {
        QueuedDelivery(
            notice: delivery.notice, recipient: delivery.recipient, queuedAt: delivery.queuedAt,
            legs: delivery.legs.map {
                Leg(
                    means: $0.means, attempts: $0.attempts, due: $0.due, handedOverAt: $0.handedOverAt,
                    deadAt: $0.deadAt, begunAt: $0.begunAt, fault: $0.fault)
            })
    }

    /// Makes all changes, or none.
    public func commit(_ changes: DeliveryChanges) throws {
        try state.withLock { state in
            let fault = state.faults.isEmpty ? nil : state.faults.removeFirst()
            if fault == .before { throw DeliveryError(.failed, "the store fails before") }
            for id in changes.removed { state.contents[id] = nil }
            state.letters.removeAll { changes.forgotten.contains($0.delivery.id) }
            for (id, delivery) in changes.kept { state.contents[id] = delivery }
            for letter in changes.dead {
                state.letters.removeAll { $0.delivery.id == letter.delivery.id }
                state.letters.append(letter)
            }
            if let cursor = changes.cursor { state.cursor = cursor }
            state.commits += 1
            if fault == .after { throw DeliveryError(.failed, "the store fails after") }
        }
    }
}
