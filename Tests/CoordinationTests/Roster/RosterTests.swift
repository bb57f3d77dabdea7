import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("rosters: who is on duty")
struct RosterTests {
    private let desk = RosterRegister.Desk(line: Bodies.flightLine, party: PartyID(checked: "party-b"))
    static let hour: Int64 = 3_600

    /// A line and three officers of party-b: `access-1` (OF-3), `duty-2` (OF-4), `flag-1` (OF-6, with a key).
    static func world(_ line: [UInt8] = Bodies.line()) throws -> Scenario {
        var world = try Scenario()
        try #require(try world.say("neutral-host", .lineEstablish, "flight", line, byRoot: true).refusal == nil)
        for (name, grade) in [("duty-2", "OF-4"), ("flag-1", "OF-6")] {
            let officer = Bodies.officer(name, grade: grade, roles: [.duty], expires: world.accord.expires)
            try #require(try world.say("party-b", .officerEnrol, name, officer, byRoot: true).refusal == nil)
            let key = Bodies.key(try TestKeys.signing("party-b/\(name)").publicKey, expires: world.accord.expires)
            try #require(try world.say("party-b", .keyEnrol, name, key, byRoot: true).refusal == nil)
        }
        return world
    }

    private func onDuty(_ world: Scenario, _ time: Int64) -> [String] {
        world.picture.rosters.onDuty(desk, at: .test(time)).spells.map(\.officer.rawValue)
    }

    private static let plan = [
        Bodies.shift(0, 8 * hour, "access-1"), Bodies.shift(0, 24 * hour, "flag-1", .onCall),
        Bodies.shift(8 * hour, 16 * hour, "duty-2"), Bodies.shift(8 * hour, 16 * hour, "access-1", .second),
    ]

    @Test("given a roster, then those on duty come in the order in which to call; its end is outside")
    func order() throws {
        var world = try Self.world()
        let body = Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan)
        #expect(try world.say("party-b", .rosterPublish, "week-1", body).refusal == nil)
        #expect(onDuty(world, 0) == ["access-1", "flag-1"])
        #expect(onDuty(world, 8 * Self.hour - 1) == ["access-1", "flag-1"])
        #expect(onDuty(world, 8 * Self.hour) == ["duty-2", "access-1", "flag-1"])
        #expect(onDuty(world, 16 * Self.hour) == ["flag-1"])
        #expect(onDuty(world, 24 * Self.hour) == [])
    }

    @Test("given a substitute, then the place is taken for that span only, and a substitute can be replaced")
    func overrides() throws {
        var world = try Self.world()
        try world.say("party-b", .rosterPublish, "week-1", Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan))
        let first = Bodies.override(from: 9 * Self.hour, until: 12 * Self.hour, "flag-1", replaces: "duty-2")
        #expect(try world.say("party-b", .rosterOverride, "week-1", first).refusal == nil)
        #expect(onDuty(world, 8 * Self.hour) == ["duty-2", "access-1", "flag-1"])
        #expect(onDuty(world, 9 * Self.hour) == ["flag-1", "access-1", "flag-1"])
        #expect(onDuty(world, 12 * Self.hour) == ["duty-2", "access-1", "flag-1"])
        let second = Bodies.override(from: 10 * Self.hour, until: 11 * Self.hour, "duty-2", replaces: "flag-1")
        #expect(try world.say("party-b", .rosterOverride, "week-1", second).refusal == nil)
        #expect(onDuty(world, 10 * Self.hour) == ["duty-2", "access-1", "duty-2"])
        let third = Bodies.override(from: 20 * Self.hour, until: 21 * Self.hour, "duty-2", post: .first)
        #expect(try world.say("party-b", .rosterOverride, "week-1", third).refusal == nil)
        #expect(onDuty(world, 20 * Self.hour) == ["duty-2", "flag-1"])
        let nobody = Bodies.override(from: 20 * Self.hour, until: 22 * Self.hour, "duty-2", replaces: "access-1")
        #expect(try world.say("party-b", .rosterOverride, "week-1", nobody).refusal?.pointer == "/body/replaces")
    }

    @Test(
        "given a later roster for part of the period, then it counts there with its holes, and what was before does not"
    )
    func later() throws {
        var world = try Self.world()
        try world.say("party-b", .rosterPublish, "week-1", Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan))
        let later = Bodies.roster(
            from: 4 * Self.hour, until: 12 * Self.hour,
            [Bodies.shift(4 * Self.hour, 6 * Self.hour, "duty-2")])
        #expect(try world.say("party-b", .rosterPublish, "week-1b", later).refusal == nil)
        #expect(onDuty(world, 3 * Self.hour) == ["access-1", "flag-1"])
        #expect(onDuty(world, 4 * Self.hour) == ["duty-2"])
        #expect(onDuty(world, 7 * Self.hour) == [])
        #expect(onDuty(world, 12 * Self.hour) == ["duty-2", "access-1", "flag-1"])
    }

    @Test("nobody rewrites who was on duty: what is said later counts from when it was logged")
    func notAfterTheFact() throws {
        var world = try Self.world()
        try world.say("party-b", .rosterPublish, "week-1", Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan))
        try world.tick(at: .test(9 * Self.hour))
        let other = Bodies.roster(from: 0, until: 24 * Self.hour, [Bodies.shift(0, 24 * Self.hour, "flag-1")])
        try world.say("party-b", .rosterPublish, "week-1b", other)
        #expect(onDuty(world, 8 * Self.hour) == ["duty-2", "access-1", "flag-1"])
        #expect(onDuty(world, 9 * Self.hour) == ["flag-1"])
        try world.tick(at: .test(10 * Self.hour))
        let swap = Bodies.override(from: 9 * Self.hour, until: 12 * Self.hour, "duty-2", replaces: "flag-1")
        try world.say("party-b", .rosterOverride, "week-1b", swap)
        #expect(onDuty(world, 10 * Self.hour - 1) == ["flag-1"])
        #expect(onDuty(world, 10 * Self.hour) == ["duty-2"])
    }

    @Test("given a hand-over, then only whom it names takes it, once")
    func handOver() throws {
        var world = try Self.world()
        let id = RecordID(owner: desk.party, subject: SubjectID(checked: "ho-1"))
        let body = Bodies.handOver(to: "access-1", at: .test(60))
        #expect(try world.say("party-b", .rosterHandOver, "ho-1", body).refusal?.pointer == "/body/to")
        let given = Bodies.handOver(to: "duty-2", at: .test(60))
        #expect(try world.say("party-b", .rosterHandOver, "ho-1", given).refusal == nil)
        #expect(
            try world.say("party-b", .rosterTakeOver, "ho-1", Bodies.object { _ in }).refusal?.rule
                == "not-allowed-in-state")
        let said = try #require(world.writers[desk.party]).draft(
            Kind.rosterTakeOver.name, "ho-1", Bodies.object { $0.member("remark", "read") }, at: world.log.now,
            as: OfficerID(checked: "duty-2"), with: TestKeys.signing("party-b/duty-2"))
        #expect(try world.submit(said, of: "party-b").refusal == nil)
        let found = try #require(world.picture.rosters.handOvers[id])
        #expect(found.given.officer.rawValue == "access-1" && found.taken?.officer.rawValue == "duty-2")
        #expect(
            try world.say("party-b", .rosterTakeOver, "ho-1", Bodies.object { _ in }).refusal?.rule
                == "not-allowed-in-state")
    }

    @Test(
        "given a roster for some parties only, then others are told that it is not all, and never the roster before it")
    func restricted() throws {
        var world = try Self.world()
        try world.say("party-b", .rosterPublish, "open", Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan))
        let sealed = Bodies.roster(from: 0, until: 24 * Self.hour, [Bodies.shift(0, 24 * Self.hour, "flag-1")])
        let audience = [PartyID(checked: "party-a")]
        #expect(try world.say("party-b", .rosterPublish, "sealed", sealed, audience: audience).refusal == nil)
        for (reader, officers, isIncomplete) in [
            ("party-a", ["flag-1"], false), ("party-b", ["flag-1"], false), ("un-hub", [], true),
        ] {
            let shown = world.picture.rosters.onDuty(desk, at: .test(60)) {
                $0.isReadable(by: PartyID(checked: reader))
            }
            #expect(shown.spells.map(\.officer.rawValue) == officers, "\(reader)")
            #expect(shown.isIncomplete == isIncomplete, "\(reader)")
        }
        // An override goes to the same audience as its roster.
        let swap = Bodies.override(from: 0, until: 60, "duty-2", replaces: "flag-1")
        #expect(try world.say("party-b", .rosterOverride, "sealed", swap).refusal?.rule == "audience-differs")
        #expect(try world.say("party-b", .rosterOverride, "sealed", swap, audience: audience).refusal == nil)
        #expect(onDuty(world, 0) == ["duty-2"])
        #expect(try world.say("party-b", .rosterPublish, "sealed", sealed).refusal?.rule == "record-exists")
    }

    @Test("given a node that cannot open a roster, then it says so, and what is open has the same digest")
    func unread() throws {
        let sealed = Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan)
        func published(opensBodies: Bool) throws -> Scenario {
            var world = try Self.world()
            try world.enrolNodes()
            if !opensBodies { world.log.sealingKeys = [] }
            let outcome = try world.say(
                "party-b", .rosterPublish, "sealed", sealed, audience: [PartyID(checked: "party-a")])
            try #require(outcome.refusal == nil)
            return world
        }
        let (world, blind) = (try published(opensBodies: true), try published(opensBodies: false))
        #expect(blind.picture.rosters.onDuty(desk, at: .test(60)).isIncomplete)
        #expect(blind.picture.rosters.onDuty(desk, at: .test(60)).spells.isEmpty)
        #expect(!world.picture.rosters.onDuty(desk, at: .test(60)).isIncomplete)
        #expect(world.picture.digest(.open) == blind.picture.digest(.open))
        #expect(world.picture.digest(.local) != blind.picture.digest(.local))
    }

    @Test("given an override that a node cannot open, then that roster is incomplete, and no other")
    func unreadOverride() throws {
        var world = try Self.world()
        let audience = [PartyID(checked: "party-a")]
        let sealed = Bodies.roster(from: 0, until: 24 * Self.hour, Self.plan)
        try world.say("party-b", .rosterPublish, "sealed", sealed, audience: audience)
        let next = Bodies.roster(from: 24 * Self.hour, until: 48 * Self.hour, [])
        try world.say("party-b", .rosterPublish, "next", next)
        world.log.sealingKeys = []
        let swap = Bodies.override(from: 0, until: 60, "duty-2", replaces: "access-1")
        #expect(try world.say("party-b", .rosterOverride, "sealed", swap, audience: audience).refusal == nil)
        #expect(world.picture.rosters.onDuty(desk, at: .test(0)).isIncomplete)
        #expect(!world.picture.rosters.onDuty(desk, at: .test(25 * Self.hour)).isIncomplete)
        // A note whose taking cannot be opened is taken by whom it names, and by nobody else.
        world.log.sealingKeys = [try TestKeys.hostSealing()]
        let note = Bodies.handOver(to: "duty-2", at: .test(60))
        try world.say("party-b", .rosterHandOver, "ho-1", note, audience: audience)
        world.log.sealingKeys = []
        let taken = Bodies.object { $0.member("remark", "read") }
        try world.say("party-b", .rosterTakeOver, "ho-1", taken, audience: audience)
        let id = RecordID(owner: desk.party, subject: SubjectID(checked: "ho-1"))
        #expect(world.picture.rosters.handOvers[id]?.taken == nil)
        #expect(!world.picture.rosters.onDuty(desk, at: .test(25 * Self.hour)).isIncomplete)
    }

    typealias Case = (rule: String, pointer: String, party: String, body: [UInt8])
    static let refused: [Case] = [
        ("field-rule", "/body/line", "un-hub", Bodies.roster(from: 0, until: 60, [])),
        (
            "field-rule", "/body/line", "party-b",
            Bodies.roster(
                RecordID(owner: PartyID(checked: "party-b"), subject: SubjectID(checked: "x")), from: 0, until: 60, [])
        ),
        ("already-ended", "/body/until", "party-b", Bodies.roster(from: -120, until: -60, [])),
        ("malformed-body", "/body/until", "party-b", Bodies.roster(from: 60, until: 60, [])),
        ("malformed-body", "/body/until", "party-b", Bodies.roster(from: 0, until: 400 * 86_400 + 60, [])),
        ("malformed-body", "/body/from", "party-b", Bodies.roster(from: 30, until: 600, [])),
        (
            "malformed-body", "/body/shifts/0", "party-b",
            Bodies.roster(from: 60, until: 600, [Bodies.shift(0, 120, "access-1")])
        ),
        (
            "malformed-body", "/body/shifts/0/until", "party-b",
            Bodies.roster(from: 0, until: 600, [Bodies.shift(120, 120, "access-1")])
        ),
        (
            "malformed-body", "/body/shifts/1", "party-b",
            Bodies.roster(from: 0, until: 600, [Bodies.shift(0, 60, "access-1"), Bodies.shift(0, 120, "access-1")])
        ),
        ("unknown-officer", "/subject", "party-b", Bodies.roster(from: 0, until: 600, [Bodies.shift(0, 60, "nobody")])),
    ]

    @Test("what is against the rules is refused by name", arguments: refused.indices)
    func refusals(number: Int) throws {
        var world = try Self.world()
        let item = Self.refused[number]
        let refusal = try world.say(item.party, .rosterPublish, "r", item.body).refusal
        #expect(refusal?.rule == item.rule, "\(refusal.map { "\($0)" } ?? "taken")")
        #expect(refusal?.pointer == item.pointer, "\(refusal.map { "\($0)" } ?? "taken")")
    }
}
