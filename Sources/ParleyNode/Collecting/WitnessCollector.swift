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

    struct Shared {
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

    let shared: Mutex<Shared>
    let queue = DispatchQueue(label: "parley.witnesses", qos: .userInitiated)
    let links: [NoteVerifierKey: any WitnessLink]
    let around: Surroundings
    let judge: WitnessJudge
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

    static var now: Int64 { Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000) }

    /// Changes the rounds and does what follows; on the queue only.
    func step(_ change: (inout Shared) -> [WitnessAction]) {
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
