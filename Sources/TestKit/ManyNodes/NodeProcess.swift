import Coordination
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// A party's node while it runs: follows, shows, keeps bodies; step by step what the follower's shell does.
// Touched by jobs of one conductor alone, one at a time.
final class NodeProcess: @unchecked Sendable {
    unowned let world: ManyWorld
    unowned let machine: NodeMachine
    let life = Life()
    let store: FaultyStore
    let witnessStore: DiskWitnessStore
    let keeper: BodyKeeper
    let publisher: Publisher
    let reader: LogReader
    let alarms: Alarms
    var witness: WitnessService?
    var core: FollowerCore
    var stored: TreeSize
    var mailbox = Signal<[UInt8]>()
    /// Whom it follows: the host, or a node that follows it.
    var upstream = 0
    /// Bodies that did not come, in the order in which they were missed.
    var late: [(hash: StatementHash, statement: Statement)] = []
    private var contradictions = 0
    private var failures = 0

    init(
        _ machine: NodeMachine, _ start: FollowerStart, store: FaultyStore, keeper: BodyKeeper,
        witnessStore: DiskWitnessStore
    ) throws {
        world = machine.world
        self.machine = machine
        self.store = store
        self.keeper = keeper
        self.witnessStore = witnessStore
        core = start.core
        stored = start.stored
        publisher = Publisher(start.core.shown, listeners: 0)
        reader = LogReader(store: store, publisher: publisher, limits: machine.world.limits)
        alarms = try Alarms(store: machine.evidence, logger: machine.world.logger)
    }

    var place: Int { machine.place }

    /// Follows until the process ends or evidence stops it.
    func follow() async {
        do {
            try findMissing()
            while alarms.stop == nil {
                do {
                    try await ask()
                    while alarms.stop == nil {
                        let limit = world.isComparing ? 200 : world.random.within(1_500...4_000)
                        if let note = await mailbox.wait(limit, by: world.conductor) {
                            try life.check()
                            try await advance(to: note)
                        } else {
                            try life.check()
                            try await ask()
                        }
                        (failures, contradictions) = (0, 0)
                        try await fetchLate()
                        // Now and then it looks at another's copy: that is how two histories meet.
                        if world.isComparing || world.random.happens(60) { change() }
                    }
                } catch let fault as SourceFault {
                    await rest(after: "\(fault)")
                } catch let error as UpstreamError {
                    await rest(after: "\(error)")
                } catch let divergence as Divergence {
                    contradictions += 1
                    if divergence.isSigned || contradictions > world.limits.followContradictions {
                        return stop(for: divergence)
                    }
                    await rest(after: "\(divergence)")
                }
                try life.check()
            }
        } catch is Life.Over {
            return
        } catch is PowerLoss {
            guard !life.isOver else { return }
            machine.crash("power lost in the store", losesPower: true)
        } catch {
            guard !life.isOver else { return }
            machine.crash("halted: \(error)", losesPower: false)
        }
    }

    private func rest(after reason: String) async {
        world.note("\(place): waits: \(reason)")
        failures += 1
        let ceiling = min(
            world.limits.followRetryMilliseconds << Int64(min(failures, 5)),
            world.limits.followRetryMaximumMilliseconds)
        if world.isComparing || world.random.happens(300) { change() }
        if world.isComparing { return await world.conductor.sleep(300) }
        await world.conductor.sleep(ceiling / 2 + world.random.within(0...ceiling / 2))
    }

    /// Follows somebody else from now on: as a rule the host, else another party's node.
    private func change() {
        mailbox = Signal()
        if world.isComparing {
            upstream = (upstream + 1) % (world.nodes.count + 1)
            if upstream == place { upstream = (upstream + 1) % (world.nodes.count + 1) }
            return
        }
        let others = world.nodes.filter { $0.place != place && $0.hasJoined }.map(\.place)
        upstream = world.random.happens(500) ? 0 : world.random.one(of: others) ?? 0
    }

    private func ask() async throws {
        let upstream = SimulatedUpstream(process: self, place: upstream)
        let note: [UInt8]
        do { note = try await upstream.checkpoint() } catch {
            try life.check()
            throw SourceFault.upstream(error)
        }
        try life.check()
        try await advance(to: note)
    }

    /// Takes a checkpoint as it arrived, and shows what it covers once that is verified and stored.
    func advance(to note: [UInt8]) async throws {
        if world.defect == .followerSkipsConsistency { return try await believe(note) }
        switch try core.consider(note, tiles: fullTile) {
        case .known: break
        case .older(let size): throw SourceFault.rolledBack(shows: size, had: publisher.state.size)
        case .cosigned(let signed):
            let batch = CommitBatch(from: stored, entries: [], tiles: [], checkpoint: signed)
            try await write(batch)
            _ = core.cosign(signed)
            show()
        case .wanted(let signed):
            try await fetch(upTo: signed)
            _ = try core.reach(signed, tiles: fullTile)
            show()
        }
    }

    /// A follower that skips the proof: what it is shown is judged from the beginning, and shown whatever came before.
    private func believe(_ note: [UInt8]) async throws {
        let signed = try SignedCheckpoint(parsing: note)
        guard (try? signed.verified(by: world.logKey)) != nil, signed.checkpoint.size > core.shown.size else { return }
        let files = UpstreamFiles(upstream: SimulatedUpstream(process: self, place: upstream))
        guard let bundle = signed.checkpoint.size.tile(atLevel: 0, index: 0)?.entries else { return }
        let entries = try await files.entries(bundle)
        try life.check()
        var fresh = FollowerCore(shown: .empty, logKey: world.logKey)
        let checked = CheckedEntries(entries, keys: fresh.keys)
        guard let taken = try? fresh.take([checked], toward: signed, proof: nil, tiles: fullTile) else { return }
        let new = taken.batch.entries.dropFirst(Int(stored.value))
        try await write(
            CommitBatch(from: stored, entries: Array(new), tiles: [], checkpoint: taken.batch.checkpoint))
        _ = try fresh.reach(signed, tiles: fullTile)
        core = fresh
        show()
    }

    func show() {
        publisher.publish(core.shown)
        let state = core.shown
        world.note(
            "\(place): shows \(state.size) \(state.witnessing.verdict.isWitnessed ? "witnessed" : "unwitnessed")")
        world.court.shown(state, by: place, isShadow: false, reader: reader)
        guard let note = state.checkpoint?.bytes else { return }
        machine.anchor.publish(note)
        for node in world.nodes where node.place != place { node.hear(note, from: place) }
    }

    private func stop(for divergence: Divergence) {
        guard !life.isOver else { return }
        world.note("\(place): stops: \(divergence.rule)")
        alarms.raise(divergence.kind, "\(divergence)", evidence: divergence.evidence, at: world.wall(of: place))
        world.court.alarmed(divergence, at: place)
    }

    /// A full tile of what is stored.
    func fullTile(_ level: Int, _ index: UInt64) throws -> [UInt8] { try reader.fullTile(level: level, index: index) }
}
