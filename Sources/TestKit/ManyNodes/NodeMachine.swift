import Coordination
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// A party's machine: its follower, its witness, and what is durable of both.
// Touched by jobs of one conductor alone, one at a time.
final class NodeMachine: @unchecked Sendable {
    unowned let world: ManyWorld
    /// 1 and up; 0 is the host's.
    let place: Int
    let party: PartyID
    let sealing: SealingPrivateKey
    let signer: NoteSigner
    let disk = SimulatedDisk()
    let anchor = MemoryAnchor()
    let vault = MemoryVault()
    let witnessDisk = SimulatedDisk()
    let witnessAnchor = MemoryAnchor()
    let evidence = MemoryEvidence()
    private(set) var process: NodeProcess?
    private var starts = 0
    /// Counts up when the process or a disk is replaced, so that a start under way knows that it is over.
    private var era = 0
    /// What the operator put aside when an older store of the witness was put in.
    private var witnessAside: [UInt8]?
    /// Copies of the witness's store.
    private var witnessBackups: [[UInt8]] = []
    var hasJoined = false
    /// Whether its witness answers with sizes of its own invention.
    var isHostile = false

    init(_ world: ManyWorld, place: Int, member: TestAccord.Member) throws {
        self.world = world
        self.place = place
        party = member.party
        sealing = try TestKeys.sealing("\(member.party)/many")
        let seed = Hash.sha256(of: Array("parley/test-witness/\(member.party)".utf8)).bytes
        signer = try NoteSigner(name: KeyName("witness.example/\(member.party)"), kind: .cosignatureV1, seed: seed)
    }

    var witnessKey: NoteVerifierKey { signer.verifierKey }

    func crash(_ why: String, losesPower: Bool) {
        guard let process else { return }
        world.note("\(place): \(why)")
        process.life.end()
        self.process = nil
        if losesPower {
            process.store.losePower()
            process.witnessStore.losePower()
            disk.losePower(&world.random)
            witnessDisk.losePower(&world.random)
            world.result.powerLosses += 1
        } else {
            disk.sync()
            witnessDisk.sync()
        }
        restart(after: world.random.within(200...4_000))
    }

    private func restart(after milliseconds: Int64) {
        era += 1
        world.conductor.after(milliseconds) { self.world.conductor.spawn { await self.start() } }
    }

    /// Starts as the program does: the follower from its store, the witness beside it.
    func start() async {
        guard process == nil, !world.isOver else { return }
        hasJoined = true
        starts += 1
        let era = self.era
        let seed = world.seed &+ UInt64(place * 1_000 + starts) &* 0x5851
        let store = FaultyStore(disk: disk, faults: world.storeFaults, seed: seed)
        let keeper = BodyKeeper(vault: vault, store: store, limits: world.limits, logger: world.logger)
        let witnessStore = DiskWitnessStore(
            disk: witnessDisk, faults: world.storeFaults, seed: seed &+ 1, forgets: world.defect == .witnessForgets)
        do {
            let start = try await FollowerStart(
                logKey: world.logKey, store: store, keeper: keeper, anchor: anchor, limits: world.limits)
            guard process == nil, era == self.era, !world.isOver else { return }
            let process = try NodeProcess(self, start, store: store, keeper: keeper, witnessStore: witnessStore)
            self.process = process
            process.witness = witness(over: witnessStore, process.alarms)
            world.result.restarts += starts > 1 ? 1 : 0
            world.note("\(place): started at \(start.core.shown.size)")
            world.court.nodeStarted(self, process)
            witnessBackups.append(witnessDisk.journal)
            world.conductor.spawn { await process.follow() }
        } catch  where era != self.era {
            return
        } catch is PowerLoss {
            restart(after: 500)
        } catch {
            world.result.refusedStarts += 1
            world.court.require(false, "node \(place) refused to start from its own store: \(error)")
        }
    }

    private func witness(over store: DiskWitnessStore, _ alarms: Alarms) -> WitnessService? {
        let anchored: any WitnessStore =
            world.defect == .witnessForgets ? store : AnchoredWitnessStore(store) { _ in self.witnessAnchor }
        do {
            let log = try WitnessedLog(origin: world.logKey.name, keys: [world.logKey])
            return try WitnessService(
                signer: signer, logs: [log], store: anchored, evidence: evidence, alarms: alarms,
                clock: world.clock(of: place))
        } catch {
            world.note("\(place): the witness refuses to start: \(error)")
            world.result.refusedStarts += 1
            world.court.require(witnessAside != nil, "witness \(place) refused to start from its own store: \(error)")
            callOperator()
            return nil
        }
    }

    /// An older store of the witness is put in, without its anchor, as a backup would be.
    func restoreWitness() {
        guard witnessAside == nil, process != nil, let backup = world.random.one(of: witnessBackups),
            backup.count < witnessDisk.journal.count
        else { return }
        crash("the witness's backup is restored", losesPower: false)
        witnessAside = witnessDisk.journal
        witnessDisk.replaceJournal(backup)
    }

    /// The operator looks, and puts the newest store of the witness back.
    func callOperator() {
        world.conductor.after(world.random.within(1_000...4_000)) {
            guard let aside = self.witnessAside else { return }
            self.crash("the witness's newest store is put back", losesPower: false)
            self.witnessDisk.replaceJournal(aside)
            self.witnessAside = nil
            if self.process == nil { self.restart(after: 100) }
        }
    }

    /// An older store of the log is put in; the anchor stays.
    func restoreFollower() {
        guard process != nil else { return }
        crash("the follower's backup is restored", losesPower: false)
        _ = disk.damage(.commitsLost(after: 1 + world.random.below(4)))
    }

    /// The operator has looked at what was found and clears what proves nothing against the log.
    func clearUnproven() {
        let alarms = evidence.alarms().filter { alarm in
            !(evidence.evidence(alarm.file).map { world.court.isProven($0) } ?? false)
        }
        guard !alarms.isEmpty else { return }
        for alarm in alarms { evidence.clear(alarm.file) }
        crash("the operator clears \(alarms.count) reports", losesPower: false)
    }
}

/// What others ask of the node.
extension NodeMachine {
    private func running() throws -> NodeProcess {
        guard let process else { throw UpstreamError(.unreachable, "node \(place) is not running") }
        return process
    }

    /// A file of the log, for whoever follows this follower.
    func resource(_ path: LogPath) throws -> [UInt8] {
        guard let bytes = try? running().reader.resource(path) else {
            throw UpstreamError(process == nil ? .unreachable : .notFound, path.path)
        }
        return bytes
    }

    /// What the witness shows to monitors.
    func lastCosigned() throws -> [UInt8]? {
        guard let witness = try running().witness else { throw UpstreamError(.refused, "there is no witness here") }
        let hash = Hash.sha256(of: Array(world.logKey.name.text.utf8)).hex
        return try surviving { try witness.cosigned(originHash: hash) }
    }

    /// The witness's answer to an add-checkpoint request.
    func cosign(_ body: [UInt8]) throws -> (status: Int, contentType: String, body: [UInt8]) {
        guard let witness = try running().witness else { throw UpstreamError(.refused, "there is no witness here") }
        if isHostile, world.random.happens(700) {
            let size = TreeSize(world.random.happens(500) ? world.random.next() >> 2 : world.random.next() % 40)
            return (409, AddCheckpointAnswer.sizeContentType, AddCheckpointAnswer.conflict(size).body)
        }
        let answer = try surviving { try witness.answer(body) }
        if case .cosigned = answer, let request = try? AddCheckpointRequest(parsing: body) {
            world.court.cosigned(request.checkpoint.checkpoint, by: self)
        }
        world.note("\(place): cosigning: \(answer.status)")
        return (answer.status, answer.contentType, answer.body)
    }

    private func surviving<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch is PowerLoss {
            crash("power lost in the witness's store", losesPower: true)
            throw UpstreamError(.unreachable, "node \(place) is gone")
        }
    }

    /// A checkpoint is announced by the place that it follows.
    func hear(_ note: [UInt8], from: Int) {
        guard process?.upstream == from else { return }
        world.network.post(from, place) {
            guard let process = self.process, process.upstream == from else { return }
            process.mailbox.fire(self.world.network.carry(note, .checkpoint, from: from, to: self.place))
        }
    }
}
