public import Coordination
public import Deconfliction
import Geodesy
public import Logging
public import Picture
public import Statements
import Synchronization
public import TransparencyLog

/// One node: follows what was said, answers checks on its own copy, and, for the host, sequences.
public final class Node: Sendable {
    /// The keys that a sequencing node holds; no officer's key is ever among them.
    public struct Keys: Sendable {
        /// Signs checkpoints; its name is the log's origin.
        public let log: NoteSigner
        /// Signs the clock.
        public let node: SigningKey
        /// Open what is sealed to the node: the key enrolled now, and those before it that something may still come for.
        public let sealing: [SealingPrivateKey]

        /// The keys of a node.
        public init(log: NoteSigner, node: SigningKey, sealing: [SealingPrivateKey] = []) {
            self.log = log
            self.node = node
            self.sealing = sealing
        }
    }

    /// What became of a statement, for whoever sent it.
    public enum Answer: Sendable {
        /// It is in the log; the receipt proves it offline.
        case accepted(EntryIndex, StatementHash, LogProof)
        /// It is in the log, but no checkpoint that holds it is witnessed yet: the log's signed promise that one will be,
        /// and who is missing.
        case promised(EntryIndex, StatementHash, PromiseNote, missing: [PolicyName])
        /// The rules did not take it.
        case refused(Refusal)
    }

    /// What the node shows now.
    public let publisher: Publisher
    /// Tiles, bundles and proofs.
    public let log: LogReader
    /// Verifies checkpoints of this log.
    public let logKey: NoteVerifierKey
    /// What was counted since the start.
    public var counters: Counters { role.counters }
    /// The node's limits.
    public let limits: NodeLimits
    /// The clock outside.
    public let clock: any WallClock
    /// What was found out about the log and its parties; stands beside every answer.
    public let alarms: Alarms
    let store: any LogStore
    let keeper: BodyKeeper
    /// Open what is sealed to this node.
    let sealing: [SealingPrivateKey]
    let role: Role
    /// What a follower is to say by itself.
    let ownSayings = Sayings()
    /// Keeps what parties say against what the log holds of them; nil for a node that keeps no evidence of it.
    let contradictions: ContradictionKeeper?
    private let heartbeat = Mutex<Task<Void, Never>?>(nil)

    /// What every node has, whatever its role.
    struct Parts {
        let logKey: NoteVerifierKey
        let store: any LogStore
        let keeper: BodyKeeper
        let sealing: [SealingPrivateKey]
        let anchor: any CheckpointAnchor
        let evidence: (any EvidenceStore)?
        var contradictions: (any EvidenceStore)?
        let clock: any WallClock
        let limits: NodeLimits
        let logger: Logger
    }

    /// A node that shows `state`; its role is made over what it shows.
    init(_ state: LogState, _ parts: Parts, role make: (Publisher, LogReader, Alarms) -> Role) throws {
        let publisher = Publisher(state, listeners: parts.limits.listeners)
        let reader = LogReader(store: parts.store, publisher: publisher, limits: parts.limits)
        let alarms = try Alarms(store: parts.evidence, logger: parts.logger)
        self.publisher = publisher
        self.alarms = alarms
        log = reader
        logKey = parts.logKey
        limits = parts.limits
        clock = parts.clock
        store = parts.store
        keeper = parts.keeper
        sealing = parts.sealing
        role = make(publisher, reader, alarms)
        contradictions = parts.contradictions.map { store in
            ContradictionKeeper(
                evidence: store, store: parts.store, publisher: publisher, reader: reader, logKey: parts.logKey,
                clock: parts.clock, logger: parts.logger)
        }
        // What the log asks of bodies is done beside the writer, which goes on.
        role.onBodies { [weak self, logger = parts.logger] work in
            guard let self else { return }
            Task {
                do { try await self.follow(work) } catch {
                    logger.critical("bodies not brought up to date", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Opens a log: checks what is stored against what was signed and shown, replays it, goes on from there.
    ///
    /// - Throws: `StartError` when anything does not add up; `StoreError` from the store.
    public static func open(
        keys: Keys, store: any LogStore, vault: any BodyVault, anchor: any CheckpointAnchor,
        evidence: (any EvidenceStore)? = nil, contradictions: (any EvidenceStore)? = nil,
        witnesses: [NoteVerifierKey: any WitnessLink] = [:],
        clock: any WallClock = SystemClock(), limits: NodeLimits = NodeLimits(), logger: Logger,
        progress: (@Sendable (Replay.Progress) -> Void)? = nil
    ) async throws -> Node {
        let keeper = BodyKeeper(vault: vault, store: store, limits: limits, logger: logger)
        let state = try await SequencerStart(
            logKey: keys.log.verifierKey, store: store, keeper: keeper, anchor: anchor, limits: limits,
            progress: progress
        ).state
        let parts = Parts(
            logKey: keys.log.verifierKey, store: store, keeper: keeper, sealing: keys.sealing, anchor: anchor,
            evidence: evidence,
            contradictions: contradictions, clock: clock, limits: limits, logger: logger)
        let node = try Node(state, parts) { publisher, reader, alarms in
            .sequencing(
                Sequencer(
                    core: SequencerCore(state: state, logSigner: keys.log, nodeKey: keys.node), signer: keys.log,
                    store: store, anchor: anchor, publisher: publisher, reader: reader, keeper: keeper, alarms: alarms,
                    witnesses: witnesses, clock: clock, limits: limits, logger: logger))
        }
        try await node.role.sequencer().askWitnesses(about: state)
        node.startHeartbeat()
        return node
    }

    /// Stops taking statements, answers those that wait, keeps the picture's digest, ends the feeds.
    public func stop() async throws {
        heartbeat.withLock { $0?.cancel() }
        await role.stop()
        await contradictions?.drain()
        publisher.finish()
        guard role.halted == nil, !role.isReadingOnly else { return }
        try PictureNote.keep(publisher.state, in: store)
    }

    /// Statements that wait for the sequencer.
    public var queueDepth: Int { role.queueDepth }

    /// What is wrong with the witnesses of the policy in force, by name, in its order.
    public var witnessTroubles: [(name: PolicyName, trouble: WitnessTrouble)] { role.witnessTroubles }

    /// Why the node no longer writes; nil while it does.
    public var halted: String? { role.halted }
}

extension Node {
    /// Takes one statement: verified here, decided by the sequencer, durable before this returns.
    ///
    /// `sealed` is the sealed body that a restricted statement names. Where the log's policy asks for witnesses, it waits
    /// for them a while; with `waitsForWitnesses` false it does not, and the answer is a promise.
    ///
    /// - Throws: `Unavailable`; a node that follows a log takes none itself, see `forward`.
    public func submit(
        _ envelope: [UInt8], sealed: [UInt8]? = nil, waitsForWitnesses: Bool = true
    ) async throws -> Answer {
        let sequencer = try role.sequencer()
        let submission: Submission
        do {
            submission = try Submission(
                envelope, sealed: sealed, keys: sealing, knowing: publisher.state.picture.register)
        } catch {
            counters.count(error)
            return .refused(error)
        }
        let outcomes = try await sequencer.submit([submission], waitsForWitnesses: waitsForWitnesses)
        guard let outcome = outcomes.first else { throw Unavailable.stopping }
        if case .refused(let refusal) = outcome { contradictions?.consider(submission, refusal) }
        return try sequencer.answer(outcome, submission)
    }

    /// Takes many statements in order, verified in parallel; refused ones do not hold up the others.
    ///
    /// - Throws: `Unavailable`; a node that follows a log takes none itself.
    public func submit(all envelopes: [(envelope: [UInt8], sealed: [UInt8]?)]) async throws -> [Answer] {
        let sequencer = try role.sequencer()
        let checked = await verify(envelopes)
        let submissions = checked.compactMap { try? $0.get() }
        let outcomes = submissions.isEmpty ? [] : try await sequencer.submit(submissions)
        var answers: [Answer] = []
        answers.reserveCapacity(checked.count)
        var at = 0
        for item in checked {
            switch item {
            case .failure(let refusal):
                counters.count(refusal)
                answers.append(.refused(refusal))
            case .success(let submission):
                if case .refused(let refusal) = outcomes[at] { contradictions?.consider(submission, refusal) }
                answers.append(try sequencer.answer(outcomes[at], submission))
                at += 1
            }
        }
        return answers
    }

    private func verify(
        _ envelopes: [(envelope: [UInt8], sealed: [UInt8]?)]
    ) async -> [Result<Submission, Refusal>] {
        let register = publisher.state.picture.register
        let width = limits.statementsPerVerification
        let keys = sealing
        return await withTaskGroup(of: (Int, [Result<Submission, Refusal>]).self) { group in
            for start in stride(from: 0, to: envelopes.count, by: width) {
                let part = envelopes[start..<min(start + width, envelopes.count)]
                group.addTask {
                    let results = part.map { item in
                        Result { () throws(Refusal) in
                            try Submission(item.envelope, sealed: item.sealed, keys: keys, knowing: register)
                        }
                    }
                    return (start, results)
                }
            }
            var parts: [(Int, [Result<Submission, Refusal>])] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    /// Logs the clock now, if its second has changed.
    public func tick() async throws(Unavailable) {
        _ = try await role.sequencer().submit([], forcesTick: true, waitsForWitnesses: false)
    }

    /// Runs beside everything else until the node stops.
    func keepDoing(_ work: @escaping @Sendable () async -> Void) {
        let task = Task { await work() }
        heartbeat.withLock { $0 = task }
    }

    /// Ticks when a deadline is due, and every so often so that the age of what is known is known.
    private func startHeartbeat() {
        let task = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard let self, !Task.isCancelled else { return }
                guard self.needsTick else { continue }
                try? await self.tick()
                await self.writeWhatIsLeft()
            }
        }
        heartbeat.withLock { $0 = task }
    }

    /// After an outage more may be due than one batch takes; it is written while there is progress.
    private func writeWhatIsLeft() async {
        for _ in 0..<64 where DutyScribe.hasWork(in: publisher.state.picture) {
            let size = publisher.state.size
            try? await tick()
            guard publisher.state.size > size else { return }
        }
    }

    private var needsTick: Bool {
        let picture = publisher.state.picture
        guard let logged = picture.clock.now else { return false }
        let now = clock.now()
        if let due = picture.nextDue, due <= now { return true }
        // What is due and open in the log is for this node to write down; one batch may not have taken all of it.
        if DutyScribe.hasWork(in: picture) { return true }
        return limits.heartbeatSeconds > 0 && logged.adding(seconds: limits.heartbeatSeconds) <= now
    }
}

extension Node {
    /// An entry with what this node knows about it.
    public struct Entry: Sendable {
        /// Where it stands.
        public let index: EntryIndex
        /// As stored.
        public let stored: StoredEntry
        /// As read.
        public let signed: SignedStatement
        /// What this node opened of its body, where that lies outside the log: each party reads its own part.
        public let body: OpenedParts?
        /// The statement under whose name the body is kept: this one, or the one whose body it shares.
        public let bodyName: StatementHash
    }

    /// Entries from `index` on, at most `count` and at most what one read takes.
    ///
    /// Blocks on the store.
    public func entries(from index: EntryIndex, count: Int) throws -> [Entry] {
        let size = publisher.state.size
        guard size.contains(index) else { return [] }
        let wanted = min(count, limits.entriesPerRead, Int(size.value - index.value))
        let stored = try store.entries(from: index, count: wanted)
        var statements: [SignedStatement] = []
        statements.reserveCapacity(stored.count)
        for (offset, entry) in stored.enumerated() {
            guard let signed = try? SignedStatement(entry.envelope) else {
                throw StoreError(.failed, "\(StartError.damagedEntry(EntryIndex(index.value + UInt64(offset))))")
            }
            statements.append(signed)
        }
        let names = statements.map(bodyName)
        let restricted = zip(statements, names).compactMap { $0.0.statement.audience == nil ? nil : $0.1 }
        let bodies = restricted.isEmpty ? [:] : try keeper.vault.opened(restricted)
        return statements.indices.map { offset in
            Entry(
                index: EntryIndex(index.value + UInt64(offset)), stored: stored[offset], signed: statements[offset],
                body: bodies[names[offset]], bodyName: names[offset])
        }
    }

    /// A share's body is that of the statement that it shares.
    private func bodyName(of signed: SignedStatement) -> StatementHash {
        publisher.state.picture.bodies.name(of: signed)
    }

    /// Where a statement stands; nil when it is not in the published log.
    ///
    /// Blocks on the store.
    public func index(of hash: StatementHash) throws -> EntryIndex? {
        guard let index = try store.index(of: hash), publisher.state.size.contains(index) else { return nil }
        // Names are looked up in a table that nothing signs, so what it points to is read and compared.
        guard try entries(from: index, count: 1).first?.signed.hash == hash else {
            throw StoreError(.failed, "\(StartError.damagedEntry(index))")
        }
        return index
    }

    /// What an activity would endanger, as far as `reader` may know, and on what knowledge; computed here.
    public func check(_ activity: Activity, as reader: PartyID?) -> (answer: CheckAnswer, knowledge: Knowledge) {
        let state = publisher.state
        return (state.picture.check(activity, as: reader), knowledge(of: state))
    }

    /// On what an answer from `state` rests, and what must be said beside it.
    public func knowledge(of state: LogState) -> Knowledge {
        Knowledge(state, askedAt: clock.now(), alarms: alarms.all, staleSeconds: limits.staleSeconds)
    }
}
