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
        _ accord: TestAccord, _ store: any LogStore, _ anchor: MemoryAnchor,
        _ clock: ManualClock = ManualClock(.test(0)),
        limits: NodeLimits = still, keys: Node.Keys? = nil
    ) async throws -> Node {
        try await Node.open(
            keys: keys ?? Node.Keys(log: accord.logSigner, node: accord.nodeKey), store: store, anchor: anchor,
            clock: clock,
            limits: limits, logger: quiet)
    }

    init(store: any LogStore = MemoryStore(), limits: NodeLimits = still) async throws {
        accord = try TestAccord()
        self.store = store
        anchor = MemoryAnchor()
        clock = ManualClock(.test(0))
        node = try await Self.open(accord, store, anchor, clock, limits: limits)
        let scenario = try Scenario(accord)
        writers = scenario.writers
        let opening = scenario.log.store.entries(from: EntryIndex(0), count: 100)
        for answer in try await node.submit(all: opening.map { ($0.envelope, $0.opened) }) {
            if case .refused(let refusal) = answer { throw Scenario.Misuse(description: "\(refusal)") }
        }
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
