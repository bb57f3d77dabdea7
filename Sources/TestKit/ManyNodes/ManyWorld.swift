import Coordination
import Crypto
import Geodesy
import Logging
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// Everything there is in a world of many nodes, and its time.
// Touched by jobs of one conductor alone, one at a time.
final class ManyWorld: @unchecked Sendable {
    let seed: UInt64
    /// What goes wrong until the faults end.
    let drawn: ManyFaults
    let defect: ManyDefect?
    let accord: TestAccord
    let policy: WitnessPolicy
    let hostSealing: SealingPrivateKey
    let conductor = Conductor()
    let network: Network
    let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
    var limits = NodeLimits()
    var storeFaults: StoreFaults
    var random: SplitMix64
    var result = ManyRun()
    /// Nobody says anything new any more.
    var isQuiet = false
    var isOver = false
    /// Everybody looks at what everybody else holds, one after the other.
    var isComparing = false
    /// How far each place's clock is off, seconds.
    var offsets: [Int: Int64] = [:]
    /// A night that passes at once, seconds.
    var nightSeconds: Int64 = 0
    private(set) var nodes: [NodeMachine] = []
    private(set) var officers: [Officer] = []
    private var trace = SHA256()
    private var story: [String] = []
    private var parts: (court: Court, host: HostMachine)?

    init(seed: UInt64, faults: ManyFaults, defect: ManyDefect?) throws {
        self.seed = seed
        drawn = faults
        self.defect = defect
        let founding = try Founding.usual.get()
        accord = founding.accord
        policy = founding.policy
        hostSealing = try TestKeys.hostSealing()
        storeFaults = faults.store
        random = SplitMix64(seed: seed)
        network = Network(conductor: conductor, seed: seed ^ 0x6E65_7477, faults: faults)
        limits.heartbeatSeconds = 20
        parts = (Court(self), HostMachine(self))
        nodes = try accord.members.enumerated().map { try NodeMachine(self, place: $0 + 1, member: $1) }
        try host.found(founding)
        officers = zip(nodes, accord.members).map { node, member in
            var writer = founding.writers[member.party] ?? StatementWriter(accord: accord.id, party: member.party)
            writer.seen = TreeHead(size: founding.state.size, root: founding.state.tree.root)
            return Officer(self, node, member, writer)
        }
        let keys = nodes.map(\.witnessKey)
        network.forge = { bytes, number in
            guard let signed = try? SignedCheckpoint(parsing: bytes) else { return bytes }
            let key = keys[Int(number % UInt64(keys.count))]
            var noise = SplitMix64(seed: number)
            var line = noise.bytes(72)
            for (at, byte) in [0, 0, 0, 0, 0x57, 0xDF, 0x2F, UInt8(truncatingIfNeeded: number)].enumerated() {
                line[at] = byte
            }
            guard let forged = NoteSignature(name: key.name, keyID: key.keyID, signature: line) else { return bytes }
            return (try? signed.adding([forged]))?.bytes ?? bytes
        }
    }

    var court: Court {
        guard let parts else { preconditionFailure("a world that was taken down is not asked") }
        return parts.court
    }

    var host: HostMachine {
        guard let parts else { preconditionFailure("a world that was taken down is not asked") }
        return parts.host
    }

    var logKey: NoteVerifierKey { accord.logSigner.verifierKey }
    var originHash: String { Hash.sha256(of: Array(logKey.name.text.utf8)).hex }

    /// The witnesses of the policy, with their places.
    var witnessPlaces: [NoteVerifierKey: Int] {
        Dictionary(nodes.map { ($0.witnessKey, $0.place) }, uniquingKeysWith: { first, _ in first })
    }

    /// The time on a place's wall.
    func wall(of place: Int) -> Instant {
        let seconds = nightSeconds + (offsets[place] ?? 0)
        let start = accord.foundedAt.microsecondsSince1970 + (conductor.now + seconds * 1_000) * 1_000
        return (try? Instant(microsecondsSince1970: start)) ?? .latest
    }

    func clock(of place: Int) -> ClockFace { ClockFace { [unowned self] in wall(of: place) } }

    /// Adds a line to what the digest covers.
    func note(_ line: String) {
        let line = "\(conductor.now) \(line)"
        trace.update(data: Array("\(line)\n".utf8))
        story.append(line)
    }

    /// What is still waited for.
    var whatIsOpen: String {
        var open: [String] = []
        let state = host.main?.publisher.state
        if state?.witnessing.verdict.isWitnessed != true {
            open.append("the host's newest checkpoint is not witnessed")
        }
        if state?.size != host.main?.core.state.size { open.append("the host does not show all that it committed") }
        for node in nodes where node.process?.publisher.state.tree.root != state?.tree.root {
            let size = node.process?.publisher.state.size
            open.append("node \(node.place) shows \(size.map { "\($0)" } ?? "nothing") of \(state?.size ?? 0)")
        }
        for node in nodes where node.process?.late.isEmpty == false { open.append("node \(node.place) lacks bodies") }
        for officer in officers where !officer.isSettled { open.append("officer \(officer.node.place) waits") }
        return open.joined(separator: "; ")
    }

    /// Ends everything and gives the account of it.
    func takeDown() -> ManyRun {
        isOver = true
        host.main?.life.end()
        for node in nodes { node.process?.life.end() }
        for officer in officers { officer.life.end() }
        conductor.run(until: .max)
        result.violations = court.violations
        result.receipts = court.receipts.count
        result.promises = court.promises.count
        result.restricted = court.secrets.count
        result.lies = network.lies
        result.digest = Hash(bytes: [UInt8](trace.finalize())) ?? .emptyTree
        if !result.violations.isEmpty { result.story = Array(story.suffix(400)) }
        (nodes, officers, parts) = ([], [], nil)
        return result
    }
}

/// A clock that reads the world's time.
struct ClockFace: WallClock {
    let read: @Sendable () -> Instant

    func now() -> Instant { read() }
}

/// The accord that every world begins with: founded once, copied to each host's disk.
struct Founding: Sendable {
    let accord: TestAccord
    let policy: WitnessPolicy
    let state: LogState
    let batch: CommitBatch
    let writers: [PartyID: StatementWriter]

    static let usual = Result { try Founding() }

    private init() throws {
        accord = try TestAccord("many-nodes")
        var scenario = try Scenario(accord)
        var keys: [PartyID: SealingPublicKey] = [:]
        var text = ""
        for (number, member) in accord.members.enumerated() {
            keys[member.party] = try TestKeys.sealing("\(member.party)/many").publicKey
            let seed = Hash.sha256(of: Array("parley/test-witness/\(member.party)".utf8)).bytes
            let name = try KeyName("witness.example/\(member.party)")
            let signer = try NoteSigner(name: name, kind: .cosignatureV1, seed: seed)
            text += "witness w\(number + 1) \(signer.verifierKey.vkey)\n"
        }
        let names = accord.members.indices.map { "w\($0 + 1)" }.joined(separator: " ")
        text += "group everybody all \(names)\nquorum everybody\n"
        try scenario.enrolNodes(sealingKeys: keys)
        policy = try WitnessPolicy(parsing: Array(text.utf8))
        let outcome = try scenario.say(
            accord.host.party.rawValue, .witnessPolicy, "witnesses", Bodies.policy(text), byRoot: true)
        if let refusal = outcome.refusal { throw Scenario.Misuse(description: "\(refusal)") }
        state = scenario.log.state
        writers = scenario.writers
        let stored = scenario.log.store.entries(from: EntryIndex(0), count: scenario.log.store.count)
        guard let checkpoint = state.checkpoint else { throw Scenario.Misuse(description: "nothing was founded") }
        batch = CommitBatch(
            from: TreeSize(0),
            entries: try stored.map { (hash: try SignedStatement($0.envelope).hash, entry: $0) }, tiles: [],
            checkpoint: checkpoint)
    }
}
