import Synchronization
public import TransparencyLog

/// What the node shows now: one writer replaces it, readers copy one value under the lock, listeners hear of growth.
public final class Publisher: Sendable {
    private struct Shared {
        var state: LogState
        var listeners: [UInt64: AsyncStream<TreeSize>.Continuation] = [:]
        var nextListener: UInt64 = 0
        var isFinished = false
    }

    private let shared: Mutex<Shared>
    private let limit: Int

    init(_ state: LogState, listeners limit: Int) {
        shared = Mutex(Shared(state: state))
        self.limit = limit
    }

    /// The state as of the last publication; never half a batch.
    public var state: LogState { shared.withLock { $0.state } }

    /// Shows a state in the place of the one before: more entries, or more cosignatures or bodies for the same ones.
    func publish(_ state: LogState) {
        let listeners = shared.withLock { shared in
            shared.state = state
            return Array(shared.listeners.values)
        }
        for listener in listeners { listener.yield(state.size) }
    }

    /// Sizes as the log grows, the same one again when more witnesses have cosigned it; a slow listener hears the newest only and reads what lies between from the store.
    ///
    /// Ends when the node stops; nil when there are as many listeners as the node takes.
    public func growth() -> AsyncStream<TreeSize>? {
        let (stream, continuation) = AsyncStream.makeStream(of: TreeSize.self, bufferingPolicy: .bufferingNewest(1))
        let id: UInt64? = shared.withLock { shared in
            guard shared.listeners.count < limit else { return nil }
            guard !shared.isFinished else { return nil }
            let id = shared.nextListener
            shared.nextListener += 1
            shared.listeners[id] = continuation
            // Under the lock, so that this size never comes after, and hides, a later one.
            continuation.yield(shared.state.size)
            return id
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.shared.withLock { $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    /// How many listen.
    public var listenerCount: Int { shared.withLock { $0.listeners.count } }

    func finish() {
        let listeners = shared.withLock { shared in
            shared.isFinished = true
            defer { shared.listeners = [:] }
            return Array(shared.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
