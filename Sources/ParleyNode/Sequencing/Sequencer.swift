import Coordination
import Deconfliction
import Dispatch
import Geodesy
import Glibc
import Logging
import Picture
import Statements
import Synchronization
import TransparencyLog

/// Why a submission was neither taken nor refused; nothing was stored unless it says that this is unknown.
public enum Unavailable: Error, Hashable, Sendable, CustomStringConvertible {
    /// As many statements wait as the node takes.
    case busy(retryAfterSeconds: Int)
    /// The node is stopping.
    case stopping
    /// The store has no room; nothing was stored.
    case storeFull(retryAfterSeconds: Int)
    /// The node no longer writes, for this reason; whether this submission was stored is unknown until it restarts.
    case halted(String)
    /// The node follows a log that another node puts in order.
    case follows(String)
    /// The node that puts statements in order cannot be reached; whether it has this one is unknown.
    case upstream(String, retryAfterSeconds: Int)
    /// What that node gave for a statement does not hold.
    case upstreamLied(String)
    /// This node has not seen the party's statements before this one yet, so that it cannot judge it.
    case behind(retryAfterSeconds: Int)

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .busy(let seconds): "more statements are waiting than this node takes; send again in \(seconds) s"
        case .stopping: "this node is stopping; send again once it is back"
        case .storeFull(let seconds):
            "this node's store is full; nothing was stored; the operator must make room; send again in \(seconds) s"
        case .halted(let reason):
            "this node no longer writes (\(reason)); ask for the receipt by the statement's hash once it is back"
        case .follows(let upstream):
            "this node follows \(upstream) and puts no statements in order itself; send them to that node"
        case .upstream(let reason, let seconds):
            "the node that puts statements in order did not answer (\(reason)); send again in \(seconds) s"
        case .behind(let seconds):
            "this node has not seen your party's statements before this one yet and cannot judge it; nothing was sent; send "
                + "again in \(seconds) s"
        case .upstreamLied(let reason):
            "the node that puts statements in order gave an answer that does not hold: \(reason); keep the statement and "
                + "ask for its receipt later"
        }
    }
}

/// One writer: takes what waits, decides it, makes it durable as one batch, publishes it, answers.
///
/// While one batch is being written the next one gathers, so a loaded node commits in larger groups, not more often.
final class Sequencer: Sendable {
    struct Group: Sendable {
        let submissions: [Submission]
        let forcesTick: Bool
        /// Whether it is answered once witnesses have seen it, as far as they are asked for; else once it is durable.
        let waitsForWitnesses: Bool
        let answer: CheckedContinuation<Result<[Outcome], Unavailable>, Never>
    }

    private struct Shared {
        var waiting: [Group] = []
        var waitingStatements = 0
        var isScheduled = false
        var isStopping = false
        var halted: String?
        var drained: [CheckedContinuation<Void, Never>] = []
    }

    private let shared = Mutex(Shared())
    private let queue = DispatchQueue(label: "parley.sequencer", qos: .userInitiated)
    /// `queue` decides and adopts in it; `merges` only swaps tiers of its index.
    private let core: Mutex<SequencerCore>
    private let merges = IndexMerges()
    private let keeper: BodyKeeper
    /// Does what a batch asks of bodies kept before; called once the batch is shown.
    private let follow: Mutex<@Sendable (BodyWork) -> Void> = Mutex({ _ in })
    private let roots: Mutex<RememberedRoots>
    let signer: NoteSigner
    let store: any LogStore
    private let anchor: any CheckpointAnchor
    let publisher: Publisher
    let reader: LogReader
    let witnesses: [NoteVerifierKey: any WitnessLink]
    let clock: any WallClock
    let limits: NodeLimits
    let logger: Logger
    let collector: WitnessCollector
    let counters = Counters()
    /// What this node is to say by itself.
    let sayings = Sayings()

    init(
        core: SequencerCore, signer: NoteSigner, store: any LogStore, anchor: any CheckpointAnchor,
        publisher: Publisher, reader: LogReader, keeper: BodyKeeper, alarms: Alarms,
        witnesses: [NoteVerifierKey: any WitnessLink], clock: any WallClock, limits: NodeLimits, logger: Logger
    ) {
        self.keeper = keeper
        self.core = Mutex(core)
        roots = Mutex(RememberedRoots(limit: limits.rememberedRoots))
        self.signer = signer
        self.store = store
        self.anchor = anchor
        self.publisher = publisher
        self.reader = reader
        self.witnesses = witnesses
        self.clock = clock
        self.limits = limits
        self.logger = logger
        let brake = WitnessBrake(alarms: alarms, clock: clock)
        collector = WitnessCollector(
            links: witnesses,
            around: .init(
                publisher: publisher, reader: reader, logKey: signer.verifierKey, store: store, clock: clock,
                limits: limits, logger: logger, halt: { brake.pull(because: $0) }))
        brake.connect(self)
    }

    /// Waits until the submissions are durable and shown, or refused; outcomes in the same order.
    ///
    /// - Parameters:
    ///   - submissions: what to decide, in order.
    ///   - forcesTick: whether the clock is logged even if nothing else is.
    ///   - waitsForWitnesses: false to be answered as soon as they are durable.
    /// - Returns: what became of each, in the same order.
    /// - Throws: why none of them was taken or refused.
    func submit(
        _ submissions: [Submission], forcesTick: Bool = false, waitsForWitnesses: Bool = true
    ) async throws(Unavailable) -> [Outcome] {
        let result = await withCheckedContinuation { answer in
            enqueue(
                Group(
                    submissions: submissions, forcesTick: forcesTick, waitsForWitnesses: waitsForWitnesses,
                    answer: answer))
        }
        return try result.get()
    }

    /// How many statements wait.
    var depth: Int { shared.withLock { $0.waitingStatements } }

    /// Why the node no longer writes, if so.
    var halted: String? { shared.withLock { $0.halted } }

    private func enqueue(_ group: Group) {
        let refusal: Unavailable? = shared.withLock { shared in
            if let reason = shared.halted { return .halted(reason) }
            if shared.isStopping { return .stopping }
            guard shared.waitingStatements + group.submissions.count <= limits.queuedStatements else {
                return .busy(retryAfterSeconds: limits.retryAfterSeconds)
            }
            shared.waiting.append(group)
            shared.waitingStatements += group.submissions.count
            if !shared.isScheduled {
                shared.isScheduled = true
                queue.async { self.drain() }
            }
            return nil
        }
        if let refusal {
            counters.turnedAway(group.submissions.count)
            group.answer.resume(returning: .failure(refusal))
        }
    }

    /// Writes no more from here on: what is waiting is turned away, what is durable stays shown.
    func halt(_ reason: String) {
        shared.withLock { if $0.halted == nil { $0.halted = reason } }
    }

    /// Takes no more, and returns once everything that waited was answered.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isIdle = shared.withLock { shared in
                shared.isStopping = true
                if shared.isScheduled { shared.drained.append(continuation) }
                return !shared.isScheduled
            }
            if isIdle { continuation.resume() }
        }
        await collector.stop()
    }

    private func drain() {
        var sendersBefore = 1
        while true {
            if sendersBefore > 1, depth < limits.statementsPerVerification { usleep(limits.gatherMicroseconds) }
            let (groups, finished) = shared.withLock { shared in
                var count = 0
                var taken = 0
                for group in shared.waiting {
                    if taken > 0, count + group.submissions.count > limits.statementsPerCommit { break }
                    count += group.submissions.count
                    taken += 1
                }
                let groups = Array(shared.waiting.prefix(taken))
                shared.waiting.removeFirst(taken)
                shared.waitingStatements -= count
                guard groups.isEmpty else { return (groups, [CheckedContinuation<Void, Never>]()) }
                shared.isScheduled = false
                defer { shared.drained = [] }
                return (groups, shared.drained)
            }
            guard !groups.isEmpty else {
                for continuation in finished { continuation.resume() }
                return
            }
            sendersBefore = groups.count
            switch step(groups) {
            case .done(let result): answer(groups, with: result)
            case .committed(let outcomes, let state): show(state, groups, outcomes)
            }
        }
    }

    /// Hands a durable state to the witnesses; those who do not wait for them are answered now.
    private func show(_ state: LogState, _ groups: [Group], _ outcomes: [Outcome]) {
        let needsWitnesses = state.picture.witnessPolicy?.policy.quorum != nil
        var patient: [(group: Group, outcomes: [Outcome])] = []
        var at = 0
        for group in groups {
            let own = Array(outcomes[at..<at + group.submissions.count])
            at += group.submissions.count
            if group.waitsForWitnesses || !needsWitnesses {
                patient.append((group, own))
            } else {
                group.answer.resume(returning: .success(own))
            }
        }
        collector.commit(state) { [patient] in
            for (group, outcomes) in patient { group.answer.resume(returning: .success(outcomes)) }
        }
    }

    private func answer(_ groups: [Group], with result: Result<[Outcome], Unavailable>) {
        switch result {
        case .failure(let error):
            for group in groups { group.answer.resume(returning: .failure(error)) }
        case .success(let outcomes):
            var at = 0
            for group in groups {
                let end = at + group.submissions.count
                group.answer.resume(returning: .success(Array(outcomes[at..<end])))
                at = end
            }
        }
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

    /// Says what is done about a batch that changes what bodies are kept.
    func onBodies(_ follow: @escaping @Sendable (BodyWork) -> Void) { self.follow.withLock { $0 = follow } }

    /// Swaps in a picture made from other bodies; `catchUp` folds in what it lacks, while no batch is being decided.
    func swap(_ picture: Picture, catchUp: (inout Picture, TreeSize) throws -> Void) throws {
        var picture = picture
        try core.withLock { core in
            try catchUp(&picture, core.state.size)
            merges.pictureSwapped()
            core.replace(picture)
            if collector.takes(core.state) { collector.replace(core.state) } else { publisher.publish(core.state) }
            if let merge = core.takeIndexMerge() { run(merge) }
        }
    }

    /// What a step came to.
    private enum Step {
        /// To be answered now: nothing was committed, or it is shown already.
        case done(Result<[Outcome], Unavailable>)
        /// Durable, and to be shown by way of the witnesses.
        case committed([Outcome], LogState)
    }

    /// Decides and commits one batch, and publishes it unless witnesses are to see it first.
    private func step(_ groups: [Group]) -> Step {
        if let reason = halted { return .done(.failure(.halted(reason))) }
        return core.withLock { core in
            do {
                let submissions = groups.flatMap(\.submissions)
                let before = core.state
                var staged = try core.stage(
                    submissions, at: clock.now(), forcesTick: groups.contains { $0.forcesTick },
                    saying: sayings.take(DutyScribe.maximumPerBatch),
                    rootAt: { size in try self.root(at: size, of: before) })
                var toWitnesses: LogState?
                if let batch = staged.batch {
                    // Bodies first: a body without its statement is nothing, a statement without its body is lost.
                    try staged.keepBodies(in: keeper.vault)
                    try store.commit(batch)
                    core.adopt(staged)
                    roots.withLock { $0.remember(core.state) }
                    if collector.takes(core.state) {
                        toWitnesses = core.state
                    } else {
                        publisher.publish(core.state)
                    }
                    // Before any witness sees it: what was shown to one was shown.
                    publishAnchor(batch.checkpoint.bytes)
                    if staged.bodies.changesThePast { follow.withLock { $0 }(staged.bodies) }
                    if let merge = core.takeIndexMerge() { run(merge) }
                }
                nameReplays(&staged.outcomes, submissions)
                counters.count(staged.outcomes, committed: staged.batch != nil)
                if let toWitnesses { return .committed(staged.outcomes, toWitnesses) }
                return .done(.success(staged.outcomes))
            } catch let error as StoreError where error.code == .full {
                logger.critical("store full", metadata: ["error": "\(error)"])
                return .done(.failure(.storeFull(retryAfterSeconds: limits.retryAfterSeconds)))
            } catch {
                let reason = "\(error)"
                logger.critical("sequencer halted", metadata: ["error": "\(reason)"])
                shared.withLock { $0.halted = reason }
                return .done(.failure(.halted(reason)))
            }
        }
    }

    /// The anchor only notices restored backups; failing to move it forward must not fail what is durable.
    private func publishAnchor(_ checkpoint: [UInt8]) {
        do { try anchor.publish(checkpoint) } catch {
            logger.error("published checkpoint not kept", metadata: ["error": "\(error)"])
        }
    }

    /// A statement whose number is long taken may be one that is already here; then its entry is the answer.
    ///
    /// The batch is durable by now, so a store that cannot be asked leaves the refusal as it is.
    private func nameReplays(_ outcomes: inout [Outcome], _ submissions: [Submission]) {
        for position in outcomes.indices {
            guard case .refused(let refusal) = outcomes[position] else { continue }
            switch refusal {
            case .sequenceTaken, .replayed:
                let hash = submissions[position].hash
                guard let entry = try? store.index(of: hash) else { continue }
                outcomes[position] = .refused(.replayed(hash, entry: entry))
            default: continue
            }
        }
    }

    private func root(at size: TreeSize, of state: LogState) throws -> Hash {
        if let known = roots.withLock({ $0[size] }) { return known }
        let root = try reader.root(at: size, of: state)
        roots.withLock { $0.remember(size, root) }
        return root
    }
}

/// Roots of past sizes, the oldest given up first.
private struct RememberedRoots {
    private var roots: [UInt64: Hash] = [:]
    private var order: [UInt64] = []
    private var next = 0
    private let limit: Int

    init(limit: Int) { self.limit = max(1, limit) }

    subscript(size: TreeSize) -> Hash? { roots[size.value] }

    mutating func remember(_ state: LogState) { remember(state.size, state.tree.root) }

    mutating func remember(_ size: TreeSize, _ root: Hash) {
        guard roots.updateValue(root, forKey: size.value) == nil else { return }
        if order.count < limit {
            order.append(size.value)
        } else {
            roots.removeValue(forKey: order[next])
            order[next] = size.value
            next = (next + 1) % limit
        }
    }
}
