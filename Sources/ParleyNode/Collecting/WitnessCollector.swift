import Coordination
import Dispatch
import Geodesy
import Logging
import Picture
import Synchronization
import TransparencyLog

/// Carries out what the rounds ask for: sends requests, tells the time, shows what is witnessed, releases who waits.
///
/// Everything happens in order on one queue, so that what is shown never goes back.
final class WitnessCollector: Sendable {
    /// What the collector needs of the node around it.
    struct Surroundings: Sendable {
        let publisher: Publisher
        let reader: LogReader
        let logKey: NoteVerifierKey
        let store: any LogStore
        let clock: any WallClock
        let limits: NodeLimits
        let logger: Logger
        /// Called once, when nothing more may be signed.
        let halt: @Sendable (WitnessContradiction) -> Void
    }

    private struct Shared {
        var rounds: WitnessRounds
        /// Committed states from the newest shown one on, in order.
        var states: [LogState] = []
        /// The last state whose picture was made anew from other bodies.
        var replacement: LogState?
        var waiting: [(size: TreeSize, resume: @Sendable () -> Void)] = []
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var witnessed: WitnessedCheckpoint?
        var keptSize = TreeSize(0)
        var keptAt: Int64?
        var armedFor: Int64?
        var proofs: [TreeSize: ConsistencyProof] = [:]
        var proofsFor = TreeSize(0)
        var stopped: [CheckedContinuation<Void, Never>] = []
        /// What the journal has been told last.
        var toldMissing: [PolicyName] = []
        var toldTroubles: [PolicyName: String] = [:]
    }

    private let shared: Mutex<Shared>
    private let queue = DispatchQueue(label: "parley.witnesses", qos: .userInitiated)
    private let links: [NoteVerifierKey: any WitnessLink]
    private let around: Surroundings
    private let judge: WitnessJudge
    private let used = Atomic<Bool>(false)

    init(links: [NoteVerifierKey: any WitnessLink], around: Surroundings) {
        self.links = links
        self.around = around
        judge = WitnessJudge(logKey: around.logKey, reader: around.reader)
        shared = Mutex(Shared(rounds: WitnessRounds(linked: Set(links.keys), limits: around.limits)))
    }

    /// Whether states are shown by way of the collector; once they are, they always are, so that their order is kept.
    func takes(_ state: LogState) -> Bool {
        guard state.picture.witnessPolicy?.policy.quorum != nil else { return used.load(ordering: .acquiring) }
        used.store(true, ordering: .releasing)
        return true
    }

    /// What is wrong with witnesses, by name.
    var troubles: [(name: PolicyName, trouble: WitnessTrouble)] { shared.withLock { $0.rounds.troubles } }

    /// Goes on from what was found at the start, and begins a round for it that nobody waits for.
    func resume(_ state: LogState, known: [NoteVerifierKey: TreeSize]) {
        shared.withLock { shared in
            shared.rounds = WitnessRounds(linked: Set(links.keys), known: known, limits: around.limits)
            shared.witnessed = state.witnessing.witnessed
        }
        guard state.checkpoint != nil, takes(state) else { return }
        commit(state) {}
    }

    /// A picture was made anew from other bodies: it is shown at once, and no state with an older one any more.
    func replace(_ state: LogState) {
        queue.sync {
            let shown: LogState = shared.withLock { shared in
                shared.replacement = state
                shared.states.removeAll { $0.size == state.size }
                shared.states.append(state)
                var shown = around.publisher.state
                guard shown.size != state.size, let checkpoint = state.checkpoint else {
                    shown.picture = state.picture
                    return shown
                }
                let witnessing = try? Witnessing(
                    judging: checkpoint, by: state.picture.witnessPolicy?.policy, log: around.logKey,
                    latestSeconds: Cosignature.maximumTimestampSeconds, after: shown.witnessing)
                shown = state
                shown.witnessing = witnessing ?? .noneRequired
                return shown
            }
            around.publisher.publish(shown)
        }
    }

    /// A state is durable: show it, and call `shown`, once its round is over.
    func commit(_ state: LogState, shown: @escaping @Sendable () -> Void) {
        guard let checkpoint = state.checkpoint else { return shown() }
        queue.async {
            let target = WitnessTarget(checkpoint, policy: state.picture.witnessPolicy?.policy)
            self.step { shared in
                // A batch that was decided before a new picture was swapped in must not bring the old one back.
                if shared.replacement?.size != state.size { shared.states.append(state) }
                shared.waiting.append((state.size, shown))
                return shared.rounds.committed(target, at: Self.now)
            }
        }
    }

    /// Ends once no round runs any more; no state may be committed after this.
    func stop() async {
        await withCheckedContinuation { continuation in
            queue.async {
                let isBusy = self.shared.withLock { shared in
                    if shared.rounds.isBusy { shared.stopped.append(continuation) }
                    return shared.rounds.isBusy
                }
                if !isBusy { continuation.resume() }
            }
        }
        queue.sync {
            keepWitnessed(isLast: true)
            let tasks = shared.withLock { shared in
                defer { shared.tasks = [:] }
                return shared.tasks.values
            }
            for task in tasks { task.cancel() }
        }
    }

    private static var now: Int64 { Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000) }

    /// Changes the rounds and does what follows; on the queue only.
    private func step(_ change: (inout Shared) -> [WitnessAction]) {
        let actions = shared.withLock { change(&$0) }
        for action in actions { perform(action) }
        let (stopped, forsaken) = shared.withLock { shared in
            var (stopped, forsaken) = ([CheckedContinuation<Void, Never>](), [@Sendable () -> Void]())
            if !shared.rounds.isBusy { swap(&stopped, &shared.stopped) }
            if shared.rounds.isHalted {
                forsaken = shared.waiting.map(\.resume)
                shared.waiting = []
            }
            return (stopped, forsaken)
        }
        for resume in forsaken { resume() }
        for continuation in stopped { continuation.resume() }
        tellTroubles()
        arm()
    }

    /// The journal hears of a witness's trouble when it begins or changes and when it is over, not at every round.
    private func tellTroubles() {
        let (begun, ended) = shared.withLock { shared in
            let now = Dictionary(
                shared.rounds.troubles.map { ($0.name, $0.trouble.kind) }, uniquingKeysWith: { first, _ in first })
            let before = shared.toldTroubles
            shared.toldTroubles = now
            guard now != before else { return ([(name: PolicyName, trouble: WitnessTrouble)](), [PolicyName]()) }
            let begun = shared.rounds.troubles.filter { before[$0.name] != $0.trouble.kind }
            return (begun, before.keys.filter { now[$0] == nil }.sorted())
        }
        for (name, trouble) in begun {
            around.logger.warning("witness in trouble", metadata: ["witness": "\(name)", "trouble": "\(trouble)"])
        }
        for name in ended { around.logger.notice("witness is well again", metadata: ["witness": "\(name)"]) }
    }

    private func perform(_ action: WitnessAction) {
        switch action {
        case .send(let request): send(request)
        case .abandon(let request): shared.withLock { $0.tasks.removeValue(forKey: request.number) }?.cancel()
        case .publish(let target): publish(target)
        case .strengthen(let target): strengthen(target)
        case .halt(let contradiction): around.halt(contradiction)
        }
    }

    /// Wakes the rounds when they next want it; an earlier alarm that is still set does as well.
    private func arm() {
        let due: Int64? = shared.withLock { shared in
            guard let next = shared.rounds.nextWake else { return nil }
            if let armed = shared.armedFor, armed <= next { return nil }
            shared.armedFor = next
            return next
        }
        guard let due else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(max(1, due - Self.now)))) { [weak self] in
            guard let self else { return }
            self.step { shared in
                if shared.armedFor == due { shared.armedFor = nil }
                return shared.rounds.wake(at: Self.now)
            }
        }
    }
}

extension WitnessCollector {
    private func publish(_ target: WitnessTarget) {
        let (state, due) = shared.withLock { shared in
            if let witnessed = WitnessedCheckpoint(target) { shared.witnessed = witnessed }
            let due = shared.waiting.filter { $0.size <= target.size }
            shared.waiting.removeAll { $0.size <= target.size }
            shared.states.removeAll { $0.size < target.size }
            // What is older than a picture that was made anew is not shown any more.
            let oldest = shared.replacement?.size ?? 0
            var state = shared.states.first { $0.size == target.size && $0.size >= oldest }
            if let witnessed = shared.witnessed, witnessed.size == target.size, !target.verdict.isWitnessed {
                // As after a restart: a quorum has stood behind it before, and still does as of then.
                state?.checkpoint = witnessed.signed
                state?.witnessing = Witnessing(
                    verdict: .witnessed(asOfSeconds: witnessed.asOfSeconds), standings: target.standings,
                    witnessed: witnessed)
            } else {
                state?.checkpoint = target.cosigned
                state?.witnessing = Witnessing(target, witnessed: shared.witnessed)
            }
            return (state, due)
        }
        if let state {
            around.publisher.publish(state)
        } else {
            strengthen(target)
        }
        for waiting in due { waiting.resume() }
        let missing = Witnessing(target, witnessed: nil).missing
        let isNews = shared.withLock { shared in
            defer { shared.toldMissing = missing }
            return shared.toldMissing != missing
        }
        if isNews {
            around.logger.warning(
                missing.isEmpty ? "witnessed again" : "shown without its witnesses",
                metadata: ["size": "\(target.size)", "missing": "\(missing)"])
        }
        keepWitnessed(isLast: false)
    }

    /// Something shown already has more cosignatures: it takes its place, and nobody is told.
    private func strengthen(_ target: WitnessTarget) {
        var state = around.publisher.state
        shared.withLock { shared in
            if let witnessed = WitnessedCheckpoint(target), witnessed.size >= shared.witnessed?.size ?? 0 {
                shared.witnessed = witnessed
            }
            if state.size == target.size {
                state.checkpoint = target.cosigned
                state.witnessing = Witnessing(target, witnessed: shared.witnessed)
            } else {
                state.witnessing.witnessed = shared.witnessed
            }
        }
        around.publisher.replace(state)
        keepWitnessed(isLast: false)
    }

    /// Keeps the newest witnessed checkpoint for the next start, not too often; losing it costs a round.
    private func keepWitnessed(isLast: Bool) {
        let bytes: [UInt8]? = shared.withLock { shared in
            guard let witnessed = shared.witnessed, witnessed.size > shared.keptSize else { return nil }
            let due = shared.keptAt.map { $0 + around.limits.witnessedKeptEverySeconds * 1_000 <= Self.now } ?? true
            guard isLast || due else { return nil }
            shared.keptSize = witnessed.size
            shared.keptAt = Self.now
            return witnessed.signed.bytes
        }
        guard let bytes else { return }
        do { try around.store.setNote(WitnessedNote.key, bytes) } catch {
            around.logger.error("witnessed checkpoint not kept", metadata: ["error": "\(error)"])
        }
    }
}

extension WitnessCollector {
    private func send(_ request: WitnessRequest) {
        guard let link = links[request.witness] else { return }
        switch request.question {
        case .lastCosigned:
            start(request) {
                let bytes = try await link.lastCosigned(self.around.logKey.name)
                let state = self.shared.withLock { $0.states.last } ?? self.around.publisher.state
                let sighting = try self.judge.sighting(bytes, of: request.witness, knowing: state)
                return { $0.rounds.saw(request, sighting, at: Self.now) }
            }
        case .cosign(let size, let old):
            let body: [UInt8]
            do { body = try self.body(size, from: old) } catch {
                around.logger.error("no proof for a witness", metadata: ["error": "\(error)"])
                step { $0.rounds.failed(request, "this node could not make the request", at: Self.now) }
                return
            }
            start(request) {
                let answer = try await link.addCheckpoint(body)
                let seconds = UInt64(max(0, self.around.clock.now().microsecondsSince1970 / 1_000_000))
                return { $0.rounds.answered(request, answer, at: Self.now, wallSeconds: seconds) }
            }
        }
    }

    /// Asks in a task of its own, and takes the result on the queue.
    private func start(
        _ request: WitnessRequest,
        _ ask: @escaping @Sendable () async throws -> @Sendable (inout Shared) -> [WitnessAction]
    ) {
        let task = Task { @concurrent in
            let change: @Sendable (inout Shared) -> [WitnessAction]
            do { change = try await ask() } catch {
                let reason = "\(error)"
                change = { $0.rounds.failed(request, reason, at: Self.now) }
            }
            self.queue.async {
                self.step { shared in
                    shared.tasks[request.number] = nil
                    return change(&shared)
                }
            }
        }
        shared.withLock { $0.tasks[request.number] = task }
    }

    /// The request's body; witnesses that stand at the same size share the proof.
    private func body(_ size: TreeSize, from old: TreeSize) throws -> [UInt8] {
        let (state, known) = shared.withLock { shared in
            if shared.proofsFor != size {
                shared.proofs = [:]
                shared.proofsFor = size
            }
            return (shared.states.first { $0.size == size }, shared.proofs[old])
        }
        guard let state, let checkpoint = state.checkpoint else {
            throw StoreError(.failed, "the state of size \(size) is gone")
        }
        let proof = try known ?? around.reader.consistency(from: old, of: state)
        shared.withLock { $0.proofs[old] = proof }
        return try AddCheckpointRequest(oldSize: old, proof: proof.path, checkpoint: checkpoint).bytes
    }
}
