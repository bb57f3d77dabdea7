import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("following a log that breaks its rules")
struct DivergentLogTests {
    /// What a dishonest host may sign into its log.
    enum Crime: CaseIterable {
        case garbage, badSignature, unknownKey, brokenChain, replay, forgedTime

        /// The entry, and the rule that it breaks.
        func entry(_ world: inout FollowerHarness) throws -> (bytes: [UInt8], rule: String) {
            let body = Bodies.site("Site", from: world.scenario.log.now)
            let honest = try world.scenario.draft("un-hub", .notificationNotify, "crime", body)
            switch self {
            case .garbage: return (Array("{}".utf8), "malformed-statement")
            case .badSignature:
                let member = try #require(world.scenario.accord.member("un-hub"))
                let envelope = try Envelope(honest.envelope)
                let forged = try Envelope(payload: envelope.payload, signedBy: try TestKeys.signing("somebody"))
                let swapped = String(decoding: forged.bytes, as: UTF8.self).replacing(
                    "\(forged.keyID)", with: "\(member.officerKey.publicKey.id)")
                return (Array(swapped.utf8), "bad-signature")
            case .unknownKey:
                let envelope = try Envelope(honest.envelope)
                return (
                    try Envelope(payload: envelope.payload, signedBy: try TestKeys.signing("somebody")).bytes,
                    "unknown-key"
                )
            case .brokenChain:
                var writer = try #require(world.scenario.writers[PartyID("un-hub")])
                writer.sequence += 3
                let member = try #require(world.scenario.accord.member("un-hub"))
                let said = try writer.draft(
                    Kind.notificationNotify.name, "crime", body, at: world.scenario.log.now, as: member.officer,
                    with: member.officerKey)
                return (said.envelope, "out-of-order")
            case .replay: return (world.entries[world.entries.count - 1], "replayed")
            case .forgedTime:
                let said = try world.scenario.draft(
                    "un-hub", .notificationNotify, "crime", body,
                    saidAt: world.scenario.log.now.adding(seconds: 86_400))
                return (said.envelope, "from-the-future")
            }
        }
    }

    @Test(
        "an entry that its own rules do not allow stops the follower, which names it and why", arguments: Crime.allCases
    )
    func crimes(crime: Crime) async throws {
        var world = try FollowerHarness()
        try world.grow(12)
        // The last honest entry is a statement of the party whose next one is the crime.
        let outcome = try world.scenario.say(
            "un-hub", .notificationNotify, "last", Bodies.site("Last", from: world.scenario.log.now))
        #expect(outcome.refusal == nil)
        world.upstream.serve(world.entries)
        let follower = try await world.open()
        #expect(try await eventually { follower.publisher.state.size == world.size })
        let (bytes, rule) = try crime.entry(&world)
        world.upstream.serve(world.entries + [bytes])
        #expect(try await eventually { follower.alarms.stop != nil })
        let alarm = try #require(follower.alarms.stop)
        #expect(alarm.kind == .divergence)
        #expect(alarm.sentence.contains("entry \(world.size) may not stand"), "\(alarm.sentence)")
        let file = try #require(world.evidence.evidence(alarm.file))
        var report = try JSONDocument(file, limits: .init(maximumBytes: 1 << 20)).root.object()
        #expect(try report.required("rule").string() == rule)
        #expect(try report.required("entry").integer() == Int64(world.size.value))
        let checkpoint = try SignedCheckpoint(parsing: Array(report.required("checkpoint").string().utf8))
        _ = try checkpoint.verified(by: world.logKey)
        // The report proves that the log has signed this very entry.
        let envelope = try Base64.decode(report.required("envelope").stringBytes())
        #expect(envelope == bytes)
        let path = try report.required("path").array().map { try $0.base64Hash() }
        try InclusionProof(index: world.size.nextIndex, size: checkpoint.checkpoint.size, path: path)
            .verify(leaf: Hash.leaf(of: envelope), root: checkpoint.checkpoint.root)
        #expect(follower.publisher.state.size == world.size)
        #expect(follower.halted == nil)
        try await follower.stop()
    }

    @Test("an accord that was founded for another log's key is not followed")
    func otherLogKey() async throws {
        let accord = try TestAccord()
        let scenario = try Scenario(accord)
        let entries = scenario.log.store.entries(from: EntryIndex(0), count: 1).map(\.envelope)
        let thief = try TestKeys.log("log.example/other")
        let evidence = MemoryEvidence()
        let follower = try await Node.follow(
            ImageUpstream(entries, signer: thief), logKey: thief.verifierKey, store: MemoryStore(),
            vault: MemoryVault(),
            anchor: MemoryAnchor(), evidence: evidence, clock: ManualClock(.test(0)), limits: FollowerHarness.quick,
            logger: Harness.quiet)
        #expect(try await eventually { follower.alarms.stop != nil })
        let alarm = try #require(follower.alarms.stop)
        let file = try #require(evidence.evidence(alarm.file))
        var report = try JSONDocument(file, limits: .init(maximumBytes: 1 << 20)).root.object()
        #expect(try report.required("rule").string() == "other-log-key")
        try await follower.stop()
    }
}
