import Coordination
import Picture
import ParleyNode
import Statements
import TransparencyLog

/// The host's machine: what is durable on it, and its process while there is one.
// Touched by jobs of one conductor alone, one at a time.
final class HostMachine: @unchecked Sendable {
    unowned let world: ManyWorld
    let disk = SimulatedDisk()
    var anchor = MemoryAnchor()
    let vault = MemoryVault()
    let evidence = MemoryEvidence()
    let contradictions = MemoryEvidence()
    private(set) var main: HostBranch?
    /// The second history, and the places that are shown it.
    private(set) var shadow: HostBranch?
    private(set) var deceived: Set<Int> = []
    private var shadowStore: MemoryStore?
    private var shadowState: LogState?
    /// States that the log had at some starts.
    private var past: [LogState] = []
    private var storeOfProcess: FaultyStore?
    private var starts = 0
    /// Counts up when the process or the disk is replaced, so that a start under way knows that it is over.
    private var era = 0
    /// Copies of the disk and the anchor, as backups are made.
    private var backups: [(journal: [UInt8], anchor: [UInt8]?)] = []
    /// What the operator put aside when a backup was restored.
    private var aside: (journal: [UInt8], anchor: [UInt8]?)?
    /// How many promises are still to be broken.
    var promisesToBreak = 0

    init(_ world: ManyWorld) { self.world = world }

    /// Puts the founded log on the disk.
    func found(_ founding: Founding) throws {
        try FaultyStore(disk: disk, seed: 0).commit(founding.batch)
        anchor.publish(founding.batch.checkpoint.bytes)
        world.court.committed(founding.batch, isShadow: false)
        world.court.committed(founding.batch, isShadow: true)
    }

    /// What a place is shown.
    func branch(for place: Int) -> HostBranch? { deceived.contains(place) ? shadow : main }

    /// Ends the process without a word; it comes back after a while.
    func crash(_ why: String, losesPower: Bool) {
        guard main != nil else { return }
        world.note("host: \(why)")
        main?.life.end()
        if losesPower {
            storeOfProcess?.losePower()
            disk.losePower(&world.random)
            world.result.powerLosses += 1
        } else {
            disk.sync()
        }
        restart(after: world.random.within(200...3_000))
    }

    private func restart(after milliseconds: Int64) {
        if let shadow { shadowState = shadow.core.state }
        (main, shadow, storeOfProcess) = (nil, nil, nil)
        era += 1
        world.conductor.after(milliseconds) { self.world.conductor.spawn { await self.start() } }
    }

    /// Starts as the program does: compares what is stored with what was signed and shown, asks the witnesses, goes on.
    func start() async {
        guard main == nil, !world.isOver else { return }
        starts += 1
        let era = self.era
        let life = Life()
        let store = FaultyStore(disk: disk, faults: world.storeFaults, seed: world.seed &+ UInt64(starts) &* 0x9E37)
        let keeper = BodyKeeper(vault: vault, store: store, limits: world.limits, logger: world.logger)
        do {
            let start = try await SequencerStart(
                logKey: world.logKey, store: store, keeper: keeper, anchor: anchor, limits: world.limits)
            let known = try await askWitnesses(about: start.state, store, life)
            guard main == nil, era == self.era, !world.isOver else { return }
            main = try HostBranch(
                world, self, life: life, state: start.state, store: store, known: known,
                asks: world.witnessPlaces.filter { !deceived.contains($0.value) }, isShadow: false)
            storeOfProcess = store
            world.result.restarts += starts > 1 ? 1 : 0
            world.note("host: started at \(start.state.size)")
            if let shown = try aside?.anchor.map({ try SignedCheckpoint(parsing: $0).checkpoint.size }) {
                world.court.startedFromBackup(
                    start.state.size, shown: shown, anchorToo: world.drawn.crime == .restoredHost)
                // A backup as new as what was put aside has lost nothing: the log goes on from it.
                if start.state.size >= shown { aside = nil }
            }
            backUp()
            try restartShadow()
            main?.commit(start.state) {}
        } catch let error as StartError {
            guard era == self.era else { return }
            world.note("host: refuses to start: \(error)")
            world.result.refusedStarts += 1
            world.court.require(aside != nil, "the host refused to start from its own store: \(error)")
            callOperator()
        } catch {
            guard era == self.era else { return }
            world.note("host: start failed: \(error)")
            restart(after: 1_000)
        }
    }

    /// As `StartWitnesses`: a witness that shows more than is stored ends the start, one that is silent is asked later.
    private func askWitnesses(
        about state: LogState, _ store: FaultyStore, _ life: Life
    ) async throws -> [NoteVerifierKey: TreeSize] {
        let reader = LogReader(
            store: store, publisher: Publisher(state, listeners: 0), limits: world.limits)
        let judge = WitnessJudge(logKey: world.logKey, reader: reader)
        var known: [NoteVerifierKey: TreeSize] = [:]
        for node in world.nodes where !deceived.contains(node.place) {
            let bytes: [UInt8]?
            do {
                bytes = try await world.network.ask(0, node.place, life, within: 5_000) { try node.lastCosigned() }
            } catch { continue }
            switch try judge.sighting(bytes, of: node.witnessKey, knowing: state) {
            case .nothing: known[node.witnessKey] = TreeSize(0)
            case .ours(let size): known[node.witnessKey] = size
            case .contradiction(let found): throw StartError.contradicted(found, stored: state.size)
            case .unproven: continue
            }
        }
        return known
    }

    /// A backup is put in the place of the store, with its anchor where the operator copied all files.
    func restoreBackup(anchorToo: Bool) {
        guard aside == nil, main != nil, backups.count > 1, let backup = backups.dropLast().last else { return }
        crash("a backup is restored\(anchorToo ? " with its anchor" : "")", losesPower: false)
        aside = (disk.journal, anchor.published())
        disk.replaceJournal(backup.journal)
        if anchorToo { anchor = MemoryAnchor(backup.anchor) }
    }

    /// Keeps a copy that may be restored later.
    func backUp() {
        guard let main else { return }
        backups.append((disk.journal, anchor.published()))
        past.append(main.core.state)
    }

    /// The operator looks, and puts the newest store back.
    func callOperator() {
        world.conductor.after(world.random.within(1_000...4_000)) {
            guard let aside = self.aside else { return }
            self.world.note("host: the newest store is put back")
            self.main?.life.end()
            self.disk.replaceJournal(aside.journal)
            self.anchor = MemoryAnchor(aside.anchor)
            self.aside = nil
            self.restart(after: 1)
        }
    }
}

/// What a dishonest host does.
extension HostMachine {
    /// From here on these places are shown a history of their own, which begins here or somewhere before.
    func split(deceiving places: Set<Int>) {
        guard let main, deceived.isEmpty else { return }
        let older = world.random.happens(400) ? world.random.one(of: past) : nil
        let base = older ?? main.core.state
        guard let entries = try? main.store.entries(from: EntryIndex(0), count: Int(base.size.value)),
            let checkpoint = base.checkpoint
        else { return }
        let named = entries.compactMap { entry in
            (try? SignedStatement(entry.envelope)).map { (hash: $0.hash, entry: entry) }
        }
        let copy = MemoryStore()
        try? copy.commit(CommitBatch(from: TreeSize(0), entries: named, tiles: [], checkpoint: checkpoint))
        world.note("host: splits the log at \(base.size) for \(places.sorted())")
        // The witnesses that were asked before go with their places.
        crash("restarts with two histories", losesPower: false)
        (deceived, shadowStore, shadowState) = (places, copy, base)
        world.court.turned(at: base.size)
    }

    private func restartShadow() throws {
        guard let shadowStore, let state = shadowState, let main else { return }
        shadow = try HostBranch(
            world, self, life: main.life, state: state, store: shadowStore,
            // It does not ask what it does not want to hear.
            known: world.witnessPlaces.mapValues { _ in state.size },
            asks: world.witnessPlaces.filter { deceived.contains($0.value) }, isShadow: true)
        shadow?.commit(state) {}
    }

    /// Promises a statement its place and drops it, where the host does such things.
    func breaksPromise(of message: HostBranch.Message, in branch: HostBranch) throws -> Bool {
        guard promisesToBreak > 0 else { return false }
        promisesToBreak -= 1
        let index = branch.core.state.size.nextIndex
        world.note("host: promises entry \(index) and drops it")
        world.court.brokenPromise(of: message.said)
        message.reply(.promise(try branch.promise(index, message.said)))
        return true
    }
}
