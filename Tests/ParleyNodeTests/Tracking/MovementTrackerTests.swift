import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import Tracking
import TransparencyLog

@Suite("trackers of a node's own movements")
struct MovementTrackerTests {
    private let convoy = RecordID(owner: PartyID(checked: "neutral-host"), subject: SubjectID(checked: "c"))

    private func report(_ seconds: Int64, _ along: Int64, beside: Int64 = 0) throws -> PositionReport {
        try PositionReport(
            at: .test(seconds),
            position: Position(latitudeE7: 362_000_000 + beside, longitudeE7: 370_000_000 + along), means: .http)
    }

    /// The host's own convoy on its way, an hour for nine kilometres.
    private func underWay() async throws -> Harness {
        var harness = try await Harness()
        let body = Bodies.movement(legs: [(.test(0), .test(3_600))])
        for (kind, body) in [(Kind.movementNotify, body), (.movementDepart, Bodies.depart(at: .test(0)))] {
            let said = try harness.restricted("c", body, kind: kind, of: "neutral-host", audience: nil)
            let answer = try await harness.node.submit(said.envelope)
            if let refusal = answer.refusal { throw Scenario.Misuse(description: "\(refusal)") }
        }
        return harness
    }

    private func movement(_ harness: Harness) throws -> Movement {
        guard case .movement(let found)? = harness.node.publisher.state.picture.record(convoy) else {
            throw Scenario.Misuse(description: "no movement")
        }
        return found
    }

    /// Waits for what the node was told to say.
    private func settle(_ harness: Harness, _ isDone: (Movement) -> Bool) async throws {
        for _ in 0..<400 {
            if isDone(try movement(harness)) { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("the node did not say it")
    }

    @Test("given positions every half minute, then the log has the first, what is amiss, and the end of the leg")
    func states() async throws {
        let harness = try await underWay()
        let tracker = MovementTracker(harness.node, of: convoy.owner, logger: Harness.quiet)
        harness.clock.set(.test(30))
        #expect(await tracker.take(try report(30, 5_000), of: convoy) == .taken(isStated: true))
        try await settle(harness) { $0.lastCheckIn?.at == .test(30) }
        #expect(try movement(harness).lastCheckIn?.means == .tracker)
        harness.clock.set(.test(60))
        #expect(await tracker.take(try report(60, 12_000), of: convoy) == .taken(isStated: false))
        harness.clock.set(.test(90))
        #expect(await tracker.take(try report(90, 20_000, beside: 30_000), of: convoy) == .taken(isStated: true))
        try await settle(harness) { $0.alarms.map(\.kind) == [.offRoute] }
        harness.clock.set(.test(120))
        #expect(await tracker.take(try report(120, 30_000), of: convoy) == .taken(isStated: true))
        try await settle(harness) { $0.alarms.isEmpty }
        harness.clock.set(.test(2_400))
        #expect(await tracker.take(try report(2_400, 1_000_000), of: convoy) == .taken(isStated: true))
        try await settle(harness) { $0.legsReached == 1 }
    }

    @Test("what cannot be from the convoy changes nothing, and says why")
    func refused() async throws {
        let harness = try await underWay()
        let tracker = MovementTracker(harness.node, of: convoy.owner, logger: Harness.quiet)
        harness.clock.set(.test(60))
        _ = await tracker.take(try report(60, 5_000), of: convoy)
        for bad in [try report(3_600, 6_000), try report(60, 5_000), try report(90, 1_000_000_000)] {
            guard case .refused = await tracker.take(bad, of: convoy) else {
                Issue.record("\(bad) was taken")
                continue
            }
        }
        #expect(await tracker.take(try report(30, 4_000), of: convoy) == .enteredLate)
        let other = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "c"))
        #expect(await tracker.take(try report(90, 6_000), of: other) == .noMovement)
    }
}
