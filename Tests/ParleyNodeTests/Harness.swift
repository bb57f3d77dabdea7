import Coordination
import Geodesy
import Logging
import ParleyNode
import Statements
import TestKit
import Testing
import TransparencyLog

/// A node over a store in memory, with an accord founded through it.
struct Harness {
    let accord: TestAccord
    let store: any LogStore
    let vault: any BodyVault
    let anchor: MemoryAnchor
    let clock: ManualClock
    let node: Node
    var writers: [PartyID: StatementWriter]

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Limits without a heartbeat, so that nothing happens unasked.
    static var still: NodeLimits {
        var limits = NodeLimits()
        limits.heartbeatSeconds = 0
        return limits
    }

    static func open(
        _ accord: TestAccord, _ store: any LogStore, vault: any BodyVault = MemoryVault(), _ anchor: MemoryAnchor,
        _ clock: ManualClock = ManualClock(.test(0)),
        limits: NodeLimits = still, keys: Node.Keys? = nil, witnesses: [NoteVerifierKey: any WitnessLink] = [:],
        evidence: (any EvidenceStore)? = nil
    ) async throws -> Node {
        try await Node.open(
            keys: keys
                ?? Node.Keys(
                    log: accord.logSigner, node: accord.nodeKey, sealing: [TestKeys.hostSealing()]),
            store: store, vault: vault, anchor: anchor, evidence: evidence, witnesses: witnesses, clock: clock,
            limits: limits, logger: quiet)
    }

    /// `sealingKeys` are those that parties' nodes enrol where they have one of their own; nil enrols no nodes.
    init(
        store: any LogStore = MemoryStore(), vault: any BodyVault = MemoryVault(),
        clock: ManualClock = ManualClock(.test(0)), witnesses: [NoteVerifierKey: any WitnessLink] = [:],
        evidence: (any EvidenceStore)? = nil, limits: NodeLimits = still,
        sealingKeys: [PartyID: SealingPublicKey]? = nil, accord other: TestAccord? = nil
    ) async throws {
        accord = try other ?? TestAccord()
        self.store = store
        self.vault = vault
        anchor = MemoryAnchor()
        self.clock = clock
        node = try await Self.open(
            accord, store, vault: vault, anchor, clock, limits: limits, witnesses: witnesses, evidence: evidence)
        var scenario = try Scenario(accord)
        if let sealingKeys { try scenario.enrolNodes(sealingKeys: sealingKeys) }
        writers = scenario.writers
        let opening = scenario.log.store.entries(from: EntryIndex(0), count: 100)
        for answer in try await node.submit(all: opening.map { ($0.envelope, nil) }) {
            if case .refused(let refusal) = answer { throw Scenario.Misuse(description: "\(refusal)") }
        }
    }

    /// The same accord, store and chains with another node.
    init(_ other: Harness, _ node: Node) {
        (accord, store, vault, anchor, clock) = (other.accord, other.store, other.vault, other.anchor, other.clock)
        (self.node, writers) = (node, other.writers)
    }

    /// The host's statement of a witness policy; its chain moves past it.
    mutating func policy(_ text: String) throws -> SaidStatement {
        var writer = try #require(writers[accord.host.party])
        writer.seen = TreeHead(size: node.publisher.state.size, root: node.publisher.state.tree.root)
        let said = try writer.draft(
            Kind.witnessPolicy.name, "witnesses", Bodies.policy(text), at: clock.now(), as: .root,
            with: accord.host.root)
        writer.advance(past: said)
        writers[accord.host.party] = writer
        return said
    }

    /// `count` site notices of un-hub in chain order; the chain moves past them.
    mutating func sites(_ count: Int, named prefix: String = "s", of party: String = "un-hub") throws -> [SaidStatement]
    {
        let member = try #require(accord.member(party))
        var writer = try #require(writers[member.party])
        writer.seen = TreeHead(size: node.publisher.state.size, root: node.publisher.state.tree.root)
        var said: [SaidStatement] = []
        for number in 0..<count {
            let body = Bodies.site(
                "\(prefix) \(number)", latitudeE7: 350_000_000 + Int64(number) * 10_000, from: clock.now(),
                consentAt: .test(0))
            let next = try writer.draft(
                Kind.notificationNotify.name, "\(prefix)-\(writer.sequence + 1)", body, at: clock.now(),
                as: member.officer,
                with: member.officerKey)
            writer.advance(past: next)
            said.append(next)
        }
        writers[member.party] = writer
        return said
    }
}

extension Harness {
    /// The next statement of a party about a record, for an audience; the chain moves past it.
    mutating func restricted(
        _ subject: String, _ body: [UInt8], kind: Kind = .notificationNotify, of party: String = "un-hub",
        audience: [String]?, withheld: [PartyID: Set<String>] = [:], opened: OpenedBody? = nil
    ) throws -> SaidStatement {
        let member = try #require(accord.member(party))
        var writer = try #require(writers[member.party])
        writer.seen = TreeHead(size: node.publisher.state.size, root: node.publisher.state.tree.root)
        let said = try writer.draft(
            kind.name, subject, body, at: clock.now(), as: member.officer, with: member.officerKey,
            audience: audience?.map { PartyID(checked: $0) }, withheld: withheld, opened: opened)
        writer.advance(past: said)
        writers[member.party] = writer
        return said
    }
}

extension Node.Answer {
    var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    var receipt: LogProof? { if case .accepted(_, _, let proof) = self { proof } else { nil } }
    var entry: EntryIndex? { if case .accepted(let entry, _, _) = self { entry } else { nil } }
}

/// Waits, a little at a time, until something holds; half a minute is for ever.
func eventually(_ holds: () -> Bool) async throws -> Bool {
    for _ in 0..<3_000 {
        if holds() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return holds()
}
