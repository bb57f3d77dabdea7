import Coordination
import Foundation
import Geodesy
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("digest")
struct DigestTests {
    /// A picture with a bit of everything.
    static func full() throws -> Scenario {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "hospital", Bodies.site())
        try world.say(
            "red-crescent", .notificationNotify, "clinic",
            Bodies.site("Clinic", latitudeE7: 363_000_000, until: .test(7_200)), audience: [PartyID(checked: "un-hub")])
        try world.say(
            "un-hub", .movementNotify, "convoy",
            Bodies.movement(legs: [(.test(60), .test(600)), (.test(900), .test(1_200))]))
        try world.tick(at: .test(60))
        try world.say("un-hub", .movementDepart, "convoy", Bodies.depart(at: .test(60)))
        try world.say("un-hub", .notificationAmend, "hospital", Bodies.site("Al-Quds hospital, new wing"))
        try world.tick(at: .test(700))
        try world.say("un-hub", .movementCheckIn, "convoy", Bodies.checkIn(at: .test(700), reachedLeg: 0))
        try world.say(
            "party-a", .notificationNotify, "post", Bodies.site("Post", latitudeE7: 364_000_000, standOffClass: "other")
        )
        try world.say("party-a", .notificationWithdraw, "post", Bodies.reason("moved"))
        return world
    }

    @Test("the picture's records are spelt the same in every version")
    func golden() throws {
        let world = try Self.full()
        var text = ""
        for slot in world.picture.records.slots() {
            var writer = JSONWriter()
            world.picture.records[slot].write(to: &writer, now: world.picture.clock.now)
            text += String(decoding: writer.bytes, as: UTF8.self) + "\n"
        }
        text += "\(world.picture.digest(.open).hex)\n\(world.picture.digest(.local).hex)\n"
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden/picture.jsonl")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(text.utf8).write(to: file) }
        #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    @Test("is the same in every run, and after every replay")
    func stable() async throws {
        let world = try Self.full()
        let again = try Self.full()
        #expect(world.picture.digest(.local) == again.picture.digest(.local))
        let replayed = try await Replay(store: world.log.store, vault: world.log.vault).run(
            upTo: #require(world.log.state.checkpoint))
        for scope in [Picture.DigestScope.open, .local] {
            #expect(replayed.picture.digest(scope) == world.picture.digest(scope))
        }
    }

    @Test("changes with every statement")
    func changes() throws {
        var world = try Self.full()
        var seen: Set<Hash> = [world.picture.digest(.open)]
        let steps: [(String, Kind, String, [UInt8], Bool)] = [
            ("un-hub", .notificationNotify, "x", Bodies.site(), false),
            ("un-hub", .notificationWithdraw, "x", Bodies.reason("y"), false),
            ("un-hub", .movementDelay, "convoy", Bodies.delay(seconds: 60), false),
            ("un-hub", .officerEnrol, "o", Bodies.officer("O", expires: .test(9_000)), true),
            ("un-hub", .officerRelease, "o", Bodies.reason("left"), true),
            ("un-hub", .movementClose, "convoy", Bodies.close(.impededCompleted, at: .test(700)), false),
        ]
        for (party, kind, subject, body, byRoot) in steps {
            #expect(try world.say(party, kind, subject, body, byRoot: byRoot).refusal == nil, "\(kind)")
            #expect(seen.insert(world.picture.digest(.open)).inserted, "\(kind) left the digest as it was")
        }
        try world.tick(at: .test(5_000))
        #expect(seen.insert(world.picture.digest(.open)).inserted)
    }

    @Test(
        "what is open adds up the same with and without the restricted bodies; what was handed over shows only locally")
    func scopes() async throws {
        let world = try Self.full()
        let replayed = try await Replay(store: world.log.store).run(upTo: #require(world.log.state.checkpoint))
        #expect(replayed.tree.root == world.log.state.tree.root)
        #expect(replayed.picture.digest(.open) == world.picture.digest(.open))
        #expect(replayed.picture.digest(.local) != world.picture.digest(.local))
        #expect(replayed.picture.sealedStatements == 1)
        #expect(world.picture.sealedStatements == 0)
    }

    @Test(
        "parties that speak at once may come in either order; their records stay what they are",
        arguments: UInt64(0)..<8)
    func independent(seed: UInt64) throws {
        var world = try Scenario()
        var random = SplitMix64(seed: seed)
        var waiting = try world.accord.members.map { member in
            (
                member.party.rawValue,
                try world.draft(member.party.rawValue, .notificationNotify, "s", Bodies.site("Site of \(member.party)"))
            )
        }
        while !waiting.isEmpty {
            let (party, said) = waiting.remove(at: random.below(waiting.count))
            #expect(try world.submit(said, of: party).refusal == nil)
        }
        var spelt: [String] = []
        for slot in world.picture.records.slots() {
            guard case .notification(let site) = world.picture.records[slot] else { continue }
            var writer = JSONWriter()
            site.details.write(to: &writer)
            spelt.append("\(site.id) \(String(decoding: writer.bytes, as: UTF8.self))")
        }
        #expect(spelt.sorted().count == 4)
        #expect(spelt.sorted().allSatisfy { $0.contains("Site of") }, "SEED=\(seed)")
        // The log's order decides, and the digest says which it was.
        let order = world.picture.records.slots().map { world.picture.records[$0].id.owner.rawValue }
        #expect(Set(order).count == 4)
    }
}
