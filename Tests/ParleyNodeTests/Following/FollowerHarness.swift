import Coordination
import Geodesy
import Logging
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

/// A host's log step by step, an upstream that serves it, and whatever followers are opened over it.
struct FollowerHarness {
    var scenario: Scenario
    let upstream: ImageUpstream
    let evidence = MemoryEvidence()
    /// The host's open digest at every size that it signed.
    private(set) var digests: [TreeSize: Hash] = [:]
    private var random = SplitMix64(seed: 1)

    init(seed: UInt64 = 1, announces: Bool = true) throws {
        scenario = try Scenario()
        random = SplitMix64(seed: seed)
        upstream = ImageUpstream([], signer: scenario.accord.logSigner, announces: announces)
        note()
        upstream.serve(entries)
    }

    var logKey: NoteVerifierKey { scenario.accord.logSigner.verifierKey }
    var size: TreeSize { scenario.log.state.size }

    /// All entries so far.
    var entries: [[UInt8]] {
        scenario.log.store.entries(from: EntryIndex(0), count: Int(size.value)).map(\.envelope)
    }

    private mutating func note() { digests[size] = scenario.picture.digest(.open) }

    /// The host takes further statements, one commit each, with ticks in between.
    mutating func grow(_ count: Int, serving: Bool = true) throws {
        for _ in 0..<count {
            let kind = random.next() % 4
            if kind == 0 {
                try scenario.tick(at: scenario.log.now.adding(seconds: 1 + Int64(random.next() % 90)))
            } else {
                let party = ["un-hub", "red-crescent", "party-a"][Int(random.next() % 3)]
                let outcome = try scenario.say(
                    party, .notificationNotify, "site-\(size)", Bodies.site("Site \(size)", from: scenario.log.now))
                #expect(outcome.refusal == nil)
            }
            note()
        }
        if serving { upstream.serve(entries) }
    }

    /// Limits that wait for nothing.
    static var quick: NodeLimits {
        var limits = NodeLimits()
        limits.heartbeatSeconds = 0
        limits.followPollMilliseconds = 20
        limits.followRetryMilliseconds = 2
        limits.followRetryMaximumMilliseconds = 10
        return limits
    }

    func open(
        _ store: any LogStore = MemoryStore(), vault: any BodyVault = MemoryVault(),
        _ anchor: MemoryAnchor = MemoryAnchor(), from other: (any LogUpstream)? = nil,
        limits: NodeLimits = quick
    ) async throws -> Node {
        try await Node.follow(
            other ?? upstream, logKey: logKey, store: store, vault: vault, anchor: anchor, evidence: evidence,
            clock: ManualClock(scenario.log.now), limits: limits, logger: Harness.quiet)
    }

    /// Waits until a follower shows all, and compares its picture with the host's.
    func expectEqual(_ node: Node, _ place: SourceLocation = #_sourceLocation) async throws {
        let size = size
        #expect(
            try await eventually { node.publisher.state.size == size },
            "at \(node.publisher.state.size) of \(size): \(String(describing: node.following?.phase))",
            sourceLocation: place)
        let state = node.publisher.state
        #expect(state.picture.digest(.open) == digests[size], sourceLocation: place)
        #expect(state.tree.root == scenario.log.head.root, sourceLocation: place)
        #expect(state.checkpoint?.checkpoint.size == size, sourceLocation: place)
    }
}

/// A node as somebody's upstream.
struct NodeUpstream: LogUpstream {
    let node: Node
    let name = "a follower"

    func checkpoint() async throws(UpstreamError) -> [UInt8] { try await resource(.checkpoint) }

    func resource(_ path: LogPath) async throws(UpstreamError) -> [UInt8] {
        guard let bytes = try? node.log.resource(path) else { throw UpstreamError(.notFound, path.path) }
        return bytes
    }

    func announcements(_ handle: @escaping @Sendable ([UInt8]) -> Void) async throws(UpstreamError) {
        guard let growth = node.publisher.growth() else { throw UpstreamError(.refused, "too many listen") }
        for await _ in growth { if let note = node.publisher.state.checkpoint?.bytes { handle(note) } }
    }

    func submit(_ statement: ForwardedStatement) async throws(UpstreamError) -> ForwardedAnswer {
        throw UpstreamError(.unreachable, "nobody is there")
    }
}
