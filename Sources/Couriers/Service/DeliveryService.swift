public import Delivery
import Dispatch
public import Geodesy
import Statements
import Synchronization

/// The core with its store and its means: what is to be sent is stored first, sent then, and what became of it stored in
/// one transaction with everything that came back meanwhile.
public final class DeliveryService: DeliveryDesk {
    /// Named limits of the service.
    public struct Limits: Sendable {
        /// How often means are asked for reports.
        public var reportMilliseconds = 2_000
        /// The wait before the store is tried again.
        public var storeRetryMilliseconds = 5_000
        /// The longest sleep, so that a clock that was set is noticed.
        public var longestSleepMilliseconds: Int64 = 10_000

        /// The limits as stated.
        public init() {}
    }

    private struct State {
        var core: DeliveryCore
        var fault: DeliveryError?
        var bookFault: String?
        var finished: [(assignment: DeliveryCore.Assignment, outcome: DeliveryOutcome?)] = []
        var turns = 0
    }

    private let state: Mutex<State>
    private let store: any DeliveryStore
    private let means: [MeansKind: any DeliveryMeans]
    private let contents: any NoticeContents
    private let node: SendingNode
    private let limits: Limits
    private let coreLimits: DeliveryLimits
    private let now: @Sendable () -> Instant
    /// One piece of work at a time: each step is stored before the next is taken.
    private let queue = DispatchQueue(label: "parley.delivery", qos: .userInitiated)
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// A service that goes on where the store says it was; nothing is sent before `run`.
    ///
    /// - Throws: `DeliveryError` when the store cannot be read.
    public init(
        store: any DeliveryStore, means: [MeansKind: any DeliveryMeans], contents: any NoticeContents,
        book: AddressBook, node: SendingNode, limits: Limits = Limits(),
        coreLimits: DeliveryLimits = DeliveryLimits(), seed: UInt64, now: @escaping @Sendable () -> Instant
    ) throws {
        let core = DeliveryCore(try store.load(), book: book, limits: coreLimits, seed: seed, at: now())
        state = Mutex(State(core: core))
        self.store = store
        self.means = means
        self.contents = contents
        self.node = node
        self.limits = limits
        self.coreLimits = coreLimits
        self.now = now
        (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// How many entries of the log have been queued from.
    public var cursor: UInt64 { state.withLock { $0.core.cursor } }

    /// What is queued, what is dead, and what is wrong with the store; a copy that does not change.
    public var view: (core: DeliveryCore, fault: DeliveryError?) { state.withLock { ($0.core, $0.fault) } }

    /// How often the queue was looked at; one in which nothing is due is hardly looked at.
    public var turns: Int { state.withLock { $0.turns } }

    /// The same with what is wrong with the address book's file.
    public var overview: DeliveryOverview {
        state.withLock { DeliveryOverview(core: $0.core, storeFault: $0.fault, bookFault: $0.bookFault) }
    }

    /// Queues notices, durably, together with how far the log has been queued from.
    ///
    /// - Throws: `DeliveryError`: `full` when the queue takes no more for now; the caller comes back with the same.
    public func enqueue(_ notices: [(notice: Notice, recipients: [RecipientID])], cursor: UInt64) async throws {
        try await change { core, now in try core.enqueue(notices, cursor: cursor, at: now) }
    }

    /// Takes what the log says, durably and in one step; `isWanted` says of a touched record's notice whether it is still
    /// for a recipient.
    ///
    /// - Throws: `DeliveryError`: `full` when the queue takes no more for now; the caller comes back with the same.
    public func take(
        _ news: DeliveryNews, unless isWanted: @escaping @Sendable (Notice, RecipientID) -> Bool
    ) async throws {
        try await change { core, now in try core.take(news, at: now, unless: isWanted) }
    }

    /// Ends deliveries that signed statements of their recipients answer.
    ///
    /// - Throws: `DeliveryError` when it could not be stored.
    public func receive(_ receipts: [SignedReceipt]) async throws {
        guard !receipts.isEmpty else { return }
        try await change { core, now in core.receive(receipts, at: now) }
    }

    /// Takes another address book; what was wrong with its file is no more.
    ///
    /// - Throws: `DeliveryError` when what follows could not be stored.
    public func use(_ book: AddressBook) async throws {
        try await change { core, now in
            core.use(book, at: now)
            return core.step(at: now)
        }
        state.withLock { $0.bookFault = nil }
    }

    /// Keeps the address book, because its file is not as it must be.
    public func keepBook(because fault: String) { state.withLock { $0.bookFault = fault } }

    /// Tries a dead letter again; false when there is none, or its recipient is not in the book.
    ///
    /// - Throws: `DeliveryError` when it could not be stored.
    public func retry(_ id: DeliveryID) async throws -> Bool {
        try await attempt { core, now in core.retry(id, at: now) }
    }

    /// Forgets a dead letter; false when there is none.
    ///
    /// - Throws: `DeliveryError` when it could not be stored.
    public func forget(_ id: DeliveryID) async throws -> Bool {
        try await attempt { core, now in core.forget(id, at: now) }
    }

    /// Sends until the task is cancelled; what is under way then is sent again by the next run.
    public func run() async {
        let reporting = Task { [means, limits] in
            while !Task.isCancelled {
                for kind in means.keys.sorted() {
                    guard let reports = await means[kind]?.reports(), !reports.isEmpty else { continue }
                    _ = try? await self.change { core, now in core.take(reports, at: now) }
                }
                try? await Task.sleep(for: .milliseconds(limits.reportMilliseconds))
            }
        }
        defer { reporting.cancel() }
        var iterator = wakes.makeAsyncIterator()
        while !Task.isCancelled {
            let milliseconds = await turn()
            let timer = Task { [wake] in
                // A timer that was called off wakes nobody: else each turn would wake the next, for ever.
                guard (try? await Task.sleep(for: .milliseconds(milliseconds))) != nil else { return }
                wake.yield()
            }
            _ = await iterator.next()
            timer.cancel()
        }
    }

    /// Takes what came back, stores it, sends what is due; the milliseconds until something is due again.
    private func turn() async -> Int64 {
        let fault = state.withLock { $0.fault }
        if fault != nil { await reload() }
        let finished = state.withLock { state in
            defer { state.finished = [] }
            state.turns += 1
            return state.finished
        }
        do {
            let due = try await change { core, now in core.finish(finished, at: now) }
            let wait = due.map { now().microseconds(to: $0) / 1_000 + 1 } ?? limits.longestSleepMilliseconds
            return max(0, min(wait, limits.longestSleepMilliseconds))
        } catch { return Int64(limits.storeRetryMilliseconds) }
    }

    @discardableResult
    private func change(
        _ body: @escaping @Sendable (inout DeliveryCore, Instant) throws -> DeliveryCore.Step
    ) async throws -> Instant? {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.apply(body)?.wake }) }
        }
    }

    private func attempt(
        _ body: @escaping @Sendable (inout DeliveryCore, Instant) -> DeliveryCore.Step?
    ) async throws -> Bool {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.apply(body) != nil }) }
        }
    }

    /// One step: on the queue alone.
    private func apply(
        _ body: (inout DeliveryCore, Instant) throws -> DeliveryCore.Step?
    ) throws -> DeliveryCore.Step? {
        let at = now()
        let step: DeliveryCore.Step? = try state.withLock { state in
            if let fault = state.fault { throw fault }
            return try body(&state.core, at)
        }
        guard let step else { return nil }
        if !step.changes.isEmpty {
            do { try store.commit(step.changes) } catch {
                let fault =
                    error as? DeliveryError ?? DeliveryError(.failed, "the queue cannot be stored", cause: "\(error)")
                // Memory is ahead of the store: nothing goes out before the store has been read again.
                state.withLock { $0.fault = fault }
                throw fault
            }
        }
        for assignment in step.sends { launch(assignment, at) }
        if !step.sends.isEmpty || !step.changes.isEmpty { wake.yield() }
        return step
    }

    private func launch(_ assignment: DeliveryCore.Assignment, _ at: Instant) {
        Task {
            let outcome = await send(assignment, at)
            state.withLock { $0.finished.append((assignment, outcome)) }
            wake.yield()
        }
    }

    private func send(_ assignment: DeliveryCore.Assignment, _ at: Instant) async -> DeliveryOutcome? {
        guard let content = await contents.content(of: assignment.notice, for: assignment.recipient.id) else {
            return nil
        }
        guard let way = means[assignment.address.kind] else {
            return .failed(
                DeliveryFault(.notConfigured, "this node has no settings for '\(assignment.address.kind.rawValue)'"))
        }
        let parcel = Parcel(
            assignment.notice, content: content, to: assignment.address, of: assignment.recipient,
            key: assignment.key, from: node, at: at)
        return await way.send(parcel, to: assignment.address)
    }

    /// Starts again from what the store holds; what is under way is sent again.
    private func reload() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            queue.async {
                defer { continuation.resume() }
                guard let contents = try? self.store.load() else { return }
                let seed = UInt64(bitPattern: self.now().microsecondsSince1970)
                self.state.withLock { state in
                    let book = state.core.addressBook
                    state.core = DeliveryCore(
                        contents, book: book, limits: self.coreLimits, seed: seed, at: self.now())
                    state.finished = []
                    state.fault = nil
                }
            }
        }
    }
}
