import Deconfliction
import Dispatch
import Geodesy
import Glibc
import Logging
import Picture
import Statements
import Synchronization
import TransparencyLog

/// Follows a log that another node puts in order: hears of its growth, fetches, has it judged, stores, shows.
///
/// What is stored is all that it remembers, so it goes on after any interruption where it was. The upstream may be
/// anybody's copy: what it serves is shown only once it adds up to what the log's key has signed.
final class Follower: Sendable {
    private struct Shared {
        var status: FollowStatus
        var halted: String?
        var running: Task<Void, Never>?
        var isStopping = false
        /// Entries in the store, of which those up to the judged size need not be stored again.
        var stored: TreeSize
    }

    let core: Mutex<FollowerCore>
    let upstream: any LogUpstream
    let files: UpstreamFiles
    let store: any LogStore
    let limits: NodeLimits
    let counters = Counters()
    private let shared: Mutex<Shared>
    private let anchor: any CheckpointAnchor
    let publisher: Publisher
    let keeper: BodyKeeper
    /// Nil for a node that reads for no party.
    let bodies: FollowedBodies?
    let late: LateBodies
    let logger: Logger
    private let reader: LogReader
    private let alarms: Alarms
    private let clock: any WallClock
    /// Does what a batch asks of bodies kept before; called once the batch is stored.
    private let follow: Mutex<@Sendable (BodyWork) -> Void> = Mutex({ _ in })
    private let merges = IndexMerges()
    /// Judging takes its time, and asks the store now and then: both would hold up a task's thread.
    private let judging = DispatchQueue(label: "parley.follower.judge", qos: .userInitiated)
    /// In order, so that no batch overtakes another.
    private let writing = DispatchQueue(label: "parley.follower.write", qos: .userInitiated)

    init(
        core: FollowerCore, stored: TreeSize, upstream: any LogUpstream, bodies: FollowedBodies?, parts: Node.Parts,
        publisher: Publisher, reader: LogReader, alarms: Alarms
    ) {
        shared = Mutex(
            Shared(status: FollowStatus(upstream: upstream.name, judgedSize: core.judgedSize), stored: stored))
        self.core = Mutex(core)
        self.upstream = upstream
        files = UpstreamFiles(upstream: upstream)
        store = parts.store
        limits = parts.limits
        anchor = parts.anchor
        clock = parts.clock
        logger = parts.logger
        self.publisher = publisher
        self.bodies = bodies
        keeper = parts.keeper
        late = LateBodies(limit: parts.limits.lateBodies)
        self.reader = reader
        self.alarms = alarms
        if let alarm = alarms.stop { shared.withLock { $0.status.phase = .stopped(alarm.sentence) } }
    }

    /// How far it is.
    var status: FollowStatus { shared.withLock { $0.status } }
    /// Why it no longer stores what it follows, if so.
    var halted: String? { shared.withLock { $0.halted } }
    /// Entries in the store.
    var storedSize: TreeSize { shared.withLock { $0.stored } }

    private var mayFollow: Bool {
        alarms.stop == nil && shared.withLock { !$0.isStopping && $0.halted == nil }
    }

    /// Begins to follow, unless there is evidence against the log that nobody has looked at.
    ///
    /// `receive` takes bodies that come after their statements.
    func start(_ receive: @escaping @Sendable (SealedBody, Statement, StatementHash) async throws -> Bool) {
        guard mayFollow else { return }
        let task = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.run() }
                group.addTask { await self.fetchLate(receive) }
            }
        }
        shared.withLock { $0.running = task }
    }

    /// Follows no further; returns once what was begun is stored or given up.
    func stop() async {
        let running = shared.withLock { shared in
            shared.isStopping = true
            return shared.running
        }
        running?.cancel()
        await running?.value
        await withCheckedContinuation { done in writing.async { done.resume() } }
    }

    @concurrent
    private func run() async {
        var backoff = Backoff(
            firstMilliseconds: limits.followRetryMilliseconds,
            maximumMilliseconds: limits.followRetryMaximumMilliseconds)
        var contradictions = 0
        while mayFollow, !Task.isCancelled {
            let wait: Int64
            do {
                try await ask()
                try await listen {
                    backoff.succeed()
                    contradictions = 0
                }
                wait = limits.followPollMilliseconds
            } catch {
                if Task.isCancelled { return }
                if let divergence = error as? Divergence {
                    contradictions += 1
                    if divergence.isSigned || contradictions > limits.followContradictions {
                        return stop(for: divergence)
                    }
                }
                guard error is Divergence || error is SourceFault else { return halt("\(error)") }
                note(failure: "\(error)")
                wait = backoff.fail { Int64.random(in: 0...max($0, 0)) }
            }
            try? await Task.sleep(for: .milliseconds(wait))
        }
    }

    /// Asks for the newest checkpoint and goes up to it.
    private func ask() async throws {
        let note: [UInt8]
        do { note = try await upstream.checkpoint() } catch { throw SourceFault.upstream(error) }
        try await advance(to: note)
    }

    /// Hears of checkpoints as they are published, the newest only, until the connection ends.
    private func listen(_ heard: () -> Void) async throws {
        let (notes, inbox) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(1))
        let upstream = upstream
        let listening = Task { () -> UpstreamError? in
            defer { inbox.finish() }
            do throws(UpstreamError) {
                try await upstream.announcements { inbox.yield($0) }
                return nil
            } catch { return error }
        }
        defer { listening.cancel() }
        heard()
        for await note in notes {
            guard mayFollow else { return }
            try await advance(to: note)
            heard()
        }
        // When this node stops, it is still listening.
        listening.cancel()
        if let error = await listening.value, error.code != .notOffered { throw SourceFault.upstream(error) }
    }

    /// Takes a checkpoint as it arrived, and shows what it covers once that is verified and stored.
    private func advance(to note: [UInt8]) async throws {
        let verdict = try await judge { try $0.consider(note, tiles: self.fullTile) }
        heard(verdict)
        switch verdict {
        case .known: break
        case .older(let size):
            throw SourceFault.rolledBack(shows: size, had: publisher.state.size)
        case .cosigned(let signed):
            try await write(
                CommitBatch(from: publisher.state.size, entries: [], tiles: [], checkpoint: signed), BodyWork())
            _ = try await judge { $0.cosign(signed) }
            show()
        case .wanted(let signed):
            try await fetch(upTo: signed)
            _ = try await judge { try $0.reach(signed, tiles: self.fullTile) }
            show()
        }
        shared.withLock { shared in
            shared.status.phase = .live
            shared.status.behindSince = nil
        }
    }

    private func heard(_ verdict: FollowerCore.Verdict) {
        let now = clock.now()
        shared.withLock { shared in
            shared.status.heardAt = now
            guard case .wanted(let signed) = verdict else { return }
            shared.status.upstreamSize = max(shared.status.upstreamSize, signed.checkpoint.size)
            if shared.status.behindSince == nil { shared.status.behindSince = now }
            if shared.status.phase != .live { shared.status.phase = .catchingUp }
        }
    }

    /// Shows what the core says, under its lock: a picture made anew is never followed by one from before.
    private func show() {
        let checkpoint = core.withLock { core in
            publisher.publish(core.shown)
            return core.shown.checkpoint
        }
        guard let checkpoint else { return }
        do { try anchor.publish(checkpoint.bytes) } catch {
            logger.error("published checkpoint not kept", metadata: ["error": "\(error)"])
        }
    }
}

extension Follower {
    /// Changes the core on the queue that may take its time.
    func judge<Value: Sendable>(_ body: @escaping @Sendable (inout FollowerCore) throws -> Value) async throws -> Value
    {
        let (value, merge): (Value, ConflictIndex.Merge?) = try await withCheckedThrowingContinuation { answer in
            judging.async {
                answer.resume(
                    with: Result {
                        try self.core.withLock { core in
                            let value = try body(&core)
                            return (value, core.takeIndexMerge())
                        }
                    })
            }
        }
        let judged = core.withLock { $0.judgedSize }
        shared.withLock { $0.status.judgedSize = judged }
        if let merge { run(merge) }
        return value
    }

    private func run(_ merge: ConflictIndex.Merge) {
        merges.run(merge) { merged, isCurrent in
            self.core.withLock { core in
                guard isCurrent() else { return nil }
                core.completeIndexMerge(merged)
                return core.takeIndexMerge()
            }
        }
    }

    /// Stores a batch, however long the disk is full; anything else that goes wrong ends the following.
    ///
    /// Bodies go first: a body without its statement is nothing, a statement without its body is lost.
    func write(_ batch: CommitBatch, _ bodies: BodyWork) async throws {
        while true {
            let result: Result<Void, any Error> = await withCheckedContinuation { answer in
                writing.async {
                    answer.resume(
                        returning: Result {
                            try bodies.keep(in: self.keeper.vault)
                            try self.store.commit(batch)
                        })
                }
            }
            do {
                try result.get()
                if bodies.changesThePast { follow.withLock { $0 }(bodies) }
                shared.withLock { $0.stored = max($0.stored, batch.from.adding(batch.entries.count)) }
                counters.count(stored: batch.entries.count)
                return
            } catch let error as StoreError where error.code == .full && mayFollow {
                note(failure: "\(error); the operator must make room")
                try? await Task.sleep(for: .seconds(limits.retryAfterSeconds))
            }
        }
    }

    /// A full tile of what is stored.
    @Sendable
    func fullTile(level: Int, index: UInt64) throws -> [UInt8] { try reader.fullTile(level: level, index: index) }

    private func note(failure: String) {
        logger.warning("not following", metadata: ["upstream": "\(upstream.name)", "error": "\(failure)"])
        shared.withLock { $0.status.phase = .waiting(failure) }
    }

    /// Ends the following because of what the log, or the upstream, has shown; reads go on with the alarm beside them.
    private func stop(for divergence: Divergence) {
        let alarm = alarms.raise(
            divergence.kind, "\(divergence)", evidence: divergence.evidence, at: clock.now())
        shared.withLock { $0.status.phase = .stopped(alarm.sentence) }
    }

    /// Ends the following because of this node's own store.
    private func halt(_ reason: String) {
        logger.critical("follower halted", metadata: ["error": "\(reason)"])
        shared.withLock { shared in
            shared.halted = reason
            shared.status.phase = .stopped(reason)
        }
    }
}

extension Follower {
    /// Says what is done about a batch that changes what bodies are kept.
    func onBodies(_ follow: @escaping @Sendable (BodyWork) -> Void) { self.follow.withLock { $0 = follow } }

    /// Swaps in a picture made from other bodies; `catchUp` folds in what it lacks, while nothing is being judged.
    func swap(_ picture: Picture, catchUp: (inout Picture, TreeSize) throws -> Void) throws {
        try core.withLock { core in
            try waitUntilStored(core.judgedSize)
            var shown = picture
            try catchUp(&shown, core.shown.size)
            var judged = shown
            try catchUp(&judged, core.judgedSize)
            merges.pictureSwapped()
            core.replace(shown: shown, judged: judged)
            publisher.publish(core.shown)
        }
    }

    /// What was judged is stored soon after; a picture is made from what is stored.
    private func waitUntilStored(_ size: TreeSize) throws {
        for _ in 0..<limits.followStoreWaitMilliseconds {
            if storedSize >= size { return }
            usleep(1_000)
        }
        throw StoreError(.failed, "what was judged is still not stored; the picture could not be made anew")
    }
}
