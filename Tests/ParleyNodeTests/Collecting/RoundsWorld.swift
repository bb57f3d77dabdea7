import Geodesy
import ParleyNode
import TestKit
import TransparencyLog

/// A log, its witnesses with their faults, and a network that delays, stepped through by one seed without waiting.
struct RoundsWorld {
    /// What is wrong with a witness.
    enum Fault: CaseIterable {
        case none, slow, dead, forgesItsLine, claimsHugeSizes, claimsSmallSizes, refuses, aheadOfTime, restored, silent
    }

    private enum Event {
        case commit(Int)
        case wake
        case arrive(WitnessRequest)
        case heal
    }

    let policy: WitnessPolicy
    let signers: [NoteSigner]
    private(set) var faults: [Fault]
    private let tree: WitnessedTree
    private var checkpoints: [Int: SignedCheckpoint] = [:]
    private var proofs: [[Int]: [Hash]] = [:]
    private let stores: [MemoryWitnessStore]
    private var witnesses: [Witness]
    private var random: SplitMix64
    private var rounds: WitnessRounds
    private var agenda: [(time: Int64, order: Int, event: Event)] = []
    private var order = 0
    private var now: Int64 = 0
    private var committed = 0
    private var out: Set<NoteVerifierKey> = []
    private var abandoned: Set<UInt64> = []
    private var wakeAt: Int64?
    /// What was shown, in order, with the time.
    private(set) var shown: [(time: Int64, target: WitnessTarget)] = []
    private(set) var commits: [Int: Int64] = [:]
    private(set) var witnessedAt: [Int: Int64] = [:]
    private(set) var violations: [String] = []
    private(set) var halted: WitnessContradiction?
    /// How many requests each witness got.
    private(set) var requests: [Int]

    init(seed: UInt64, policy text: (([NoteSigner]) -> String), witnesses count: Int, faults: [Fault], size: Int) throws
    {
        random = SplitMix64(seed: seed)
        let log = try WitnessedLog(origin: WitnessedTree.name, keys: [WitnessedTree.log.verifierKey])
        signers = try (0..<count).map {
            WitnessedTree.signer(try KeyName("witness.example/\($0)"), .cosignatureV1, UInt8(50 + $0))
        }
        policy = try WitnessPolicy(parsing: Array(text(signers).utf8))
        stores = (0..<count).map { _ in MemoryWitnessStore() }
        witnesses = try zip(signers, stores).map {
            Witness(try WitnessCore(signer: $0, logs: [log]), store: $1)
        }
        self.faults = faults
        tree = WitnessedTree(size)
        requests = Array(repeating: 0, count: count)
        rounds = WitnessRounds(linked: Set(signers.map(\.verifierKey)), limits: NodeLimits())
    }

    /// All parties, and one of three neutrals.
    static func everybody(_ signers: [NoteSigner]) -> String {
        let lines = signers.enumerated().map { "witness w\($0) \($1.verifierKey.vkey)\n" }.joined()
        let names = signers.indices.map { "w\($0)" }
        return lines + "group parties all \(names.prefix(names.count - 3).joined(separator: " "))\n"
            + "group neutrals any \(names.suffix(3).joined(separator: " "))\ngroup q all parties neutrals\nquorum q\n"
    }

    private mutating func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        if let known = checkpoints[size] { return known }
        let made = try tree.checkpoint(size)
        checkpoints[size] = made
        return made
    }

    private mutating func request(_ old: Int, _ new: Int) throws -> AddCheckpointRequest {
        let proof = proofs[[old, new]] ?? tree.proof(old, new)
        proofs[[old, new]] = proof
        return try AddCheckpointRequest(oldSize: TreeSize(UInt64(old)), proof: proof, checkpoint: checkpoint(new))
    }

    private mutating func schedule(_ time: Int64, _ event: Event) {
        agenda.append((max(time, now), order, event))
        order += 1
    }

    /// Commits so many sizes, one every few milliseconds; faults end at `healAt`.
    mutating func run(commits: Int, every milliseconds: Int64, healAt: Int64, until end: Int64) throws {
        var at: Int64 = 0
        for size in 1...commits {
            schedule(at, .commit(size))
            at += 1 + Int64(random.next() % UInt64(2 * milliseconds))
        }
        schedule(healAt, .heal)
        while let next = agenda.indices.min(by: {
            (agenda[$0].time, agenda[$0].order) < (agenda[$1].time, agenda[$1].order)
        }) {
            let (time, _, event) = agenda.remove(at: next)
            guard time <= end, halted == nil else { break }
            now = time
            try step(event)
            arm()
        }
    }

    private mutating func arm() {
        guard let next = rounds.nextWake, wakeAt.map({ $0 > next || $0 < now }) ?? true else { return }
        wakeAt = next
        schedule(next, .wake)
    }

    private mutating func step(_ event: Event) throws {
        switch event {
        case .commit(let size):
            committed = size
            commits[size] = now
            take(rounds.committed(WitnessTarget(try checkpoint(size), policy: policy), at: now))
        case .wake:
            if wakeAt == now { wakeAt = nil }
            take(rounds.wake(at: now))
        case .heal:
            faults = faults.map { _ in .none }
        case .arrive(let request):
            guard !abandoned.contains(request.number) else { return }
            out.remove(request.witness)
            take(try answer(request))
        }
    }

    private mutating func take(_ actions: [WitnessAction]) {
        for action in actions {
            switch action {
            case .send(let request):
                if !out.insert(request.witness).inserted { violations.append("two requests out at one witness") }
                send(request)
            case .abandon(let request):
                out.remove(request.witness)
                abandoned.insert(request.number)
            case .publish(let target):
                if let last = shown.last, last.target.size >= target.size { violations.append("shown size went back") }
                note(target)
                shown.append((now, target))
            case .strengthen(let target): note(target)
            case .halt(let contradiction): halted = contradiction
            }
        }
    }

    /// What is shown must be true by the policy's own judge, line by line.
    private mutating func note(_ target: WitnessTarget) {
        guard let report = try? policy.judge(target.cosigned, log: WitnessedTree.log.verifierKey) else {
            return violations.append("a shown checkpoint does not verify")
        }
        if report.verdict != target.verdict { violations.append("verdict \(target.verdict) is not \(report.verdict)") }
        if report.standings != target.standings { violations.append("standings are not the policy's") }
        guard target.verdict.isWitnessed else { return }
        for size in commits.keys where size <= Int(target.size.value) && witnessedAt[size] == nil {
            witnessedAt[size] = now
        }
    }

    private mutating func send(_ request: WitnessRequest) {
        guard let index = signers.firstIndex(where: { $0.verifierKey == request.witness }) else { return }
        requests[index] += 1
        if case .cosign(let size, let old) = request.question, old > size || size > TreeSize(UInt64(committed)) {
            violations.append("asked for a proof from \(old) to \(size) of \(committed)")
        }
        let delay =
            switch faults[index] {
            case .silent: Int64(1_000_000)
            case .slow: 1_600 + Int64(random.next() % 2_000)
            default: 1 + Int64(random.next() % 20)
            }
        schedule(now + delay, .arrive(request))
    }

    private mutating func answer(_ request: WitnessRequest) throws -> [WitnessAction] {
        guard let index = signers.firstIndex(where: { $0.verifierKey == request.witness }) else { return [] }
        let fault = faults[index]
        if fault == .dead || (fault == .slow && random.next() % 5 == 0) {
            return rounds.failed(request, "connection refused", at: now)
        }
        guard case .cosign(let size, let old) = request.question else {
            return rounds.saw(request, try look(index), at: now)
        }
        let answer: AddCheckpointAnswer
        switch fault {
        case .claimsHugeSizes: answer = .conflict(TreeSize(UInt64(committed) + 1 + random.next() % (1 << 60)))
        case .claimsSmallSizes: answer = .conflict(TreeSize(random.next() % UInt64(committed)))
        case .refuses: answer = .forbidden("no")
        case .aheadOfTime: answer = try cosign(index, size, old, atSeconds: 1_000_000_000)
        case .forgesItsLine: answer = try forged(index, size)
        default: answer = try cosign(index, size, old, atSeconds: 1_000)
        }
        return rounds.answered(request, answer, at: now, wallSeconds: 1_000)
    }

    private mutating func cosign(_ index: Int, _ size: TreeSize, _ old: TreeSize, atSeconds time: Int64) throws
        -> AddCheckpointAnswer
    {
        if faults[index] == .restored, random.next() % 4 == 0 { try restore(index) }
        // A clock that lies does so beside the witness's store, so that it can be healed.
        if time > 1_000 {
            let text = try checkpoint(Int(size.value)).note.text
            return .cosigned([try signers[index].cosign(text, timestampSeconds: UInt64(time))])
        }
        let request = try request(Int(old.value), Int(size.value))
        return try witnesses[index].answer(request, at: .seconds(time)).answer
    }

    /// The witness comes back with an older store, as after a restored backup.
    private mutating func restore(_ index: Int) throws {
        let past = stores[index].history
        guard !past.isEmpty else { return }
        stores[index].tamper(WitnessedTree.name, past[Int(random.next() % UInt64(past.count))])
        let log = try WitnessedLog(origin: WitnessedTree.name, keys: [WitnessedTree.log.verifierKey])
        witnesses[index] = Witness(try WitnessCore(signer: signers[index], logs: [log]), store: stores[index])
    }

    /// A line under the witness's own name and key ID that nobody signed.
    private mutating func forged(_ index: Int, _ size: TreeSize) throws -> AddCheckpointAnswer {
        let line = try signers[index].cosign(try checkpoint(Int(size.value)).note.text, timestampSeconds: 1_000)
        var signature = line.signature
        signature[20] ^= 1
        guard let forged = NoteSignature(name: line.name, keyID: line.keyID, signature: signature) else {
            return .malformed("")
        }
        return .cosigned([forged])
    }

    private func look(_ index: Int) throws -> WitnessSighting {
        guard let note = try witnesses[index].cosigned(WitnessedTree.name) else { return .nothing }
        return .ours(try SignedCheckpoint(parsing: note).checkpoint.size)
    }
}
