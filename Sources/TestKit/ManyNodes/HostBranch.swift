import Coordination
import Geodesy
import Picture
import ParleyNode
import Statements
import TransparencyLog

/// One history of the log while its process lives: decides, commits, collects cosignatures, shows, answers.
///
/// It does step by step what the sequencer's and the collector's shells do. An honest host has one.
// Touched by jobs of one conductor alone, one at a time.
final class HostBranch: @unchecked Sendable {
    /// A statement that arrived, and the way back to whoever sent it.
    struct Message: Sendable {
        let said: SaidStatement
        let prefersPromise: Bool
        let reply: @Sendable (Answer) -> Void
    }

    enum Answer: Sendable {
        case receipt(LogProof)
        case promise(PromiseNote)
        case refused(rule: String)
        /// Neither taken nor refused: to be sent again.
        case later
    }

    unowned let world: ManyWorld
    unowned let host: HostMachine
    let life: Life
    let store: any LogStore
    let publisher: Publisher
    let reader: LogReader
    let alarms: Alarms
    let contradictions: ContradictionKeeper
    /// The nodes whose witnesses are asked.
    let asks: [NoteVerifierKey: Int]
    let isShadow: Bool
    var core: SequencerCore
    var rounds: WitnessRounds
    var states: [LogState] = []
    var waiting: [(size: TreeSize, resume: @Sendable () -> Void)] = []
    var witnessed: WitnessedCheckpoint?
    var halted: String?
    private var inbox: [Message] = []
    private var isScheduled = false
    private var wakeAt: Int64?

    init(
        _ world: ManyWorld, _ host: HostMachine, life: Life, state: LogState, store: any LogStore,
        known: [NoteVerifierKey: TreeSize], asks: [NoteVerifierKey: Int], isShadow: Bool
    ) throws {
        self.world = world
        self.host = host
        self.life = life
        self.store = store
        self.asks = asks
        self.isShadow = isShadow
        let logKey = world.logKey
        publisher = Publisher(state, listeners: 0)
        reader = LogReader(store: store, publisher: publisher, limits: world.limits)
        alarms = try Alarms(store: host.evidence, logger: world.logger)
        contradictions = ContradictionKeeper(
            evidence: host.contradictions, store: store, publisher: publisher, reader: reader, logKey: logKey,
            clock: world.clock(of: 0), logger: world.logger)
        core = SequencerCore(state: state, logSigner: world.accord.logSigner, nodeKey: world.accord.nodeKey)
        rounds = WitnessRounds(linked: Set(asks.keys), known: known, limits: world.limits)
        var shown = state
        shown.witnessing = try WitnessedNote.read(state, in: store, reader, log: logKey)
        witnessed = shown.witnessing.witnessed
        publisher.publish(shown)
    }

    /// Takes a statement as it arrives.
    func take(_ message: Message) {
        inbox.append(message)
        guard !isScheduled else { return }
        isScheduled = true
        world.conductor.after(world.random.within(1...20)) {
            guard !self.life.isOver else { return }
            self.isScheduled = false
            self.sequence()
        }
    }

    /// Decides and commits what waits; with `forcesTick` the clock is logged in any case.
    func sequence(forcesTick: Bool = false) {
        guard !life.isOver, halted == nil else { return }
        let messages = inbox
        inbox = []
        do { try decide(messages, forcesTick: forcesTick) } catch is PowerLoss {
            host.crash("power lost in the store", losesPower: true)
        } catch let error as StoreError where error.code == .full {
            world.note("host: store full")
            for message in messages { message.reply(.later) }
        } catch {
            host.crash("halted: \(error)", losesPower: false)
        }
    }

    private func decide(_ messages: [Message], forcesTick: Bool) throws {
        var waiting: [Message] = []
        var submissions: [Submission] = []
        for message in messages {
            if try host.breaksPromise(of: message, in: self) { continue }
            do throws(Refusal) {
                let register = core.state.picture.register
                submissions.append(
                    try Submission(
                        message.said.envelope, sealed: message.said.sealed, keys: [world.hostSealing],
                        knowing: register))
                waiting.append(message)
            } catch { refuse(message, error) }
        }
        guard forcesTick || !submissions.isEmpty else { return }
        let before = core.state
        let staged = try core.stage(
            submissions, at: world.wall(of: 0), forcesTick: forcesTick,
            rootAt: { size in try self.reader.root(at: size, of: before) })
        guard let batch = staged.batch else {
            for (message, outcome) in zip(waiting, zip(submissions, staged.outcomes)) {
                answer(message, outcome.0, outcome.1)
            }
            return
        }
        try staged.keepBodies(in: host.vault)
        try store.commit(batch)
        core.adopt(staged)
        world.court.committed(batch, isShadow: isShadow)
        world.note("host\(isShadow ? "'" : ""): committed \(core.state.size) \(core.state.tree.root)")
        if !isShadow { host.anchor.publish(batch.checkpoint.bytes) }
        for hash in staged.bodies.recalled { host.vault.dropSealed(hash) }
        let outcomes = staged.outcomes
        // Whoever prefers a promise is answered as soon as it is durable.
        let decided = Array(zip(waiting, zip(submissions, outcomes)))
        for (message, outcome) in decided where message.prefersPromise { answer(message, outcome.0, outcome.1) }
        commit(core.state) { [self] in
            for (message, outcome) in decided where !message.prefersPromise { answer(message, outcome.0, outcome.1) }
        }
    }

    private func answer(_ message: Message, _ submission: Submission, _ outcome: Outcome) {
        guard !life.isOver else { return }
        switch outcome {
        case .accepted(let index):
            reply(to: message, index)
        case .refused(let refusal):
            if ["sequence-taken", "replayed"].contains(refusal.rule),
                let index = try? store.index(of: message.said.hash)
            {
                return reply(to: message, index)
            }
            contradictions.considerNow(submission, refusal)
            refuse(message, refusal)
        }
    }

    private func refuse(_ message: Message, _ refusal: Refusal) {
        world.note("host: refused \(refusal.rule)")
        message.reply(.refused(rule: refusal.rule))
    }

    /// Answers as `Sequencer.answer` does: with the receipt, or with the log's promise that there will be one.
    private func reply(to message: Message, _ index: EntryIndex) {
        do {
            if let receipt = try receipt(of: index) { return message.reply(.receipt(receipt)) }
            guard halted == nil else { return message.reply(.later) }
            message.reply(.promise(try promise(index, message.said)))
        } catch { message.reply(.later) }
    }

    func promise(_ index: EntryIndex, _ said: SaidStatement) throws -> PromiseNote {
        let now = UInt64(max(0, world.wall(of: 0).microsecondsSince1970 / 1_000_000))
        return try PromiseNote(
            index: index, leaf: Hash.leaf(of: said.envelope), deadlineSeconds: now + world.limits.promiseSeconds,
            signedBy: world.accord.logSigner)
    }

    /// The receipt of an entry, as far as one may be given.
    func receipt(of index: EntryIndex) throws -> LogProof? {
        if let receipt = try reader.receipt(of: index) { return receipt }
        guard world.defect == .hostReleasesEarly, let checkpoint = publisher.state.checkpoint,
            checkpoint.checkpoint.size.contains(index)
        else { return nil }
        let tiles = StateTiles(state: publisher.state, store: store)
        return try LogProof(
            inclusion: InclusionProof(index: index, size: checkpoint.checkpoint.size, reader: tiles),
            checkpoint: checkpoint)
    }

    /// Logs the clock where it is due, as the heartbeat does.
    func beat() {
        guard !life.isOver else { return }
        let picture = core.state.picture
        guard let logged = picture.clock.now else { return }
        let now = world.wall(of: 0)
        let isDue = picture.nextDeadline.map { $0 <= now } ?? false
        if isDue || logged.adding(seconds: world.limits.heartbeatSeconds) <= now { sequence(forcesTick: true) }
    }

    /// Wakes the rounds when they next want it.
    func arm() {
        guard !life.isOver, let next = rounds.nextWake else { return }
        if let wakeAt, wakeAt <= next, wakeAt > world.conductor.now { return }
        wakeAt = next
        world.conductor.after(max(1, next - world.conductor.now)) {
            guard !self.life.isOver else { return }
            if self.wakeAt == next { self.wakeAt = nil }
            self.step { $0.wake(at: self.world.conductor.now) }
        }
    }
}
