import Crypto
import Geodesy
import ParleyNode
import Statements
import TransparencyLog

/// Everything there is, and what happens next.
final class World {
    struct Message {
        let client: Int
        let said: SaidStatement
    }

    enum Answer {
        case taken(LogProof)
        case refused(rule: String, isOrder: Bool)
    }

    enum Event {
        case speaks(Int)
        case arrives(Message)
        case sequences(process: Int)
        case answers(Int, StatementHash, Answer)
        case powerFails
        case stops
        case starts
        case clockJumps
        case beats
    }

    /// The node while it runs; a restart makes a new one.
    struct Process {
        let number: Int
        var core: SequencerCore
        let store: FaultyStore
        var inbox: [Message] = []
        var isScheduled = false
    }

    let accord: TestAccord
    let seed: UInt64
    let disk = SimulatedDisk()
    let anchor = MemoryAnchor()
    /// Keeps bodies through every fault: what it loses is another contract's matter.
    let vault = MemoryVault()
    let sealingKeys: [SealingPrivateKey]
    let defect: StoreDefect?
    let end: Instant
    var faults: WorldFaults
    var random: SplitMix64
    var clients: [SimulatedClient] = []
    var now: Instant
    var hostOffsetSeconds: Int64 = 0
    var process: Process?
    var starts = 0
    var shown = LogState.empty
    var ledger: Ledger
    var result = Run()
    var isOver = false
    var hasRotted = false
    /// The disk rots before the next start, whatever the dice say.
    var mustRot = false
    private var trace = SHA256()
    private var queue: [(at: Instant, serial: Int, event: Event)] = []
    private var serial = 0

    init(seed: UInt64, hours: Int, faults: WorldFaults, mixesAlgorithms: Bool, defect: StoreDefect?) throws {
        self.seed = seed
        self.faults = faults
        self.defect = defect
        random = SplitMix64(seed: seed)
        accord = try TestAccord("world-\(seed)", mixesAlgorithms: mixesAlgorithms)
        now = accord.foundedAt
        end = now.adding(seconds: Int64(hours) * 3_600)
        sealingKeys = [try TestKeys.hostSealing()]
        ledger = Ledger(logKey: accord.logSigner.verifierKey)
    }

    func run() async throws -> Run {
        try await found()
        while !isOver, let next = pop(before: end) { try await happen(next) }
        if faults.hasRot, !hasRotted, !isOver {
            mustRot = true
            crash(losesPower: false)
            await start()
        }
        if !isOver { try await settle() }
        result.violations = ledger.violations
        result.entries = ledger.acknowledged.entries.count
        result.digest = Hash(bytes: [UInt8](trace.finalize())) ?? .emptyTree
        return result
    }

    /// Founds the accord and enrols everybody on a disk that has no faults yet.
    private func found() async throws {
        var opening = try Scenario(accord)
        try opening.enrolNodes()
        let later = faults
        faults = .none
        await start()
        for (number, member) in accord.members.enumerated() {
            clients.append(
                SimulatedClient(
                    member: member,
                    writer: opening.writers[member.party] ?? .init(accord: accord.id, party: member.party),
                    isHostile: number == accord.members.count - 1, skewSeconds: random.within(-60...60)))
        }
        let stored = opening.log.store.entries(from: EntryIndex(0), count: opening.log.store.count)
        process?.inbox = try stored.map { entry in
            let hash = try SignedStatement(entry.envelope).hash
            return Message(
                client: -1, said: SaidStatement(envelope: entry.envelope, hash: hash, sequence: 0))
        }
        sequence()
        ledger.require(ledger.acknowledged.entries.count == stored.count, "the founding was not taken whole")
        faults = later
        crash(losesPower: false)
        schedule(.starts, after: 1)
        for number in clients.indices { schedule(.speaks(number), after: random.within(2...120)) }
        scheduleFaults()
        schedule(.beats, after: 120)
    }

    private func scheduleFaults() {
        scheduleNext(.powerFails, everyHours: faults.hoursBetweenPowerLosses)
        scheduleNext(.stops, everyHours: faults.hoursBetweenStops)
        scheduleNext(.clockJumps, everyHours: faults.hoursBetweenClockJumps)
    }

    func scheduleNext(_ event: Event, everyHours hours: Int) {
        guard hours > 0 else { return }
        schedule(event, after: random.within(1...Int64(hours) * 7_200))
    }

    /// Faults end; whatever waits is answered; then the whole log is audited.
    private func settle() async throws {
        faults = .none
        hostOffsetSeconds = 0
        let until = end.adding(seconds: 4 * 3_600)
        while !isOver, let next = pop(before: until) {
            try await happen(next)
            if process != nil, clients.allSatisfy({ $0.isHostile || $0.pending == nil }) { break }
        }
        guard !isOver else { return }
        for client in clients where !client.isHostile {
            ledger.require(client.pending == nil, "'\(client.member.party)' never heard what became of a statement")
        }
        crash(losesPower: true)
        await start()
    }

    private func happen(_ next: (at: Instant, serial: Int, event: Event)) async throws {
        now = max(now, next.at)
        result.steps += 1
        switch next.event {
        case .speaks(let number): try speak(number)
        case .arrives(let message): arrive(message)
        case .sequences(let number): if process?.number == number { sequence() }
        case .answers(let number, let hash, let answer): hear(number, hash, answer)
        case .powerFails:
            note("power fails")
            crash(losesPower: true)
            schedule(.starts, after: random.within(5...1_200))
            scheduleNext(.powerFails, everyHours: faults.hoursBetweenPowerLosses)
        case .stops: await stop()
        case .starts: await start()
        case .clockJumps:
            hostOffsetSeconds += random.happens(300) ? random.within(-5_000...5_000) : random.within(-100...100)
            note("clock off by \(hostOffsetSeconds)")
            scheduleNext(.clockJumps, everyHours: faults.hoursBetweenClockJumps)
        case .beats:
            sequence(forcesTick: true)
            schedule(.beats, after: 120)
        }
    }

    /// The time on the host's wall.
    var hostNow: Instant { now.adding(seconds: hostOffsetSeconds) }

    func schedule(_ event: Event, after seconds: Int64) {
        serial += 1
        queue.append((now.adding(seconds: seconds), serial, event))
    }

    private func pop(before limit: Instant) -> (at: Instant, serial: Int, event: Event)? {
        guard
            let first = queue.indices.min(by: { (queue[$0].at, queue[$0].serial) < (queue[$1].at, queue[$1].serial) }),
            queue[first].at < limit
        else { return nil }
        return queue.remove(at: first)
    }

    /// Adds a line to what the digest covers.
    func note(_ line: String) { trace.update(data: Array("\(now) \(line)\n".utf8)) }
}
