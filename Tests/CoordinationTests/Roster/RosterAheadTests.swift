import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("rosters: what is going to be wrong")
struct RosterAheadTests {
    private static let hour: Int64 = 3_600
    private let party = PartyID(checked: "party-b")

    private func findings(
        _ world: Scenario, from: Int64 = 0, until: Int64 = 24 * hour
    ) throws -> [RosterFinding] {
        let desk = RosterRegister.Desk(line: Bodies.flightLine, party: party)
        let timeline = world.picture.rosters.timeline(desk, from: .test(from), until: .test(until))
        let line = try #require(world.picture.lines[Bodies.flightLine])
        return RosterAhead.check(
            timeline, at: line, of: party, register: world.picture.register,
            instruments: world.picture.instruments, from: .test(from), until: .test(until))
    }

    private func spans(_ findings: [RosterFinding]) -> [String] {
        findings.map { "\($0.problem.name) \($0.from) \($0.until)" }
    }

    @Test("given no roster at all, then all of it is a hole, by the clause that asks for the grade")
    func nothing() throws {
        let world = try RosterTests.world(Bodies.line(grades: [("00:00", "24:00", "OF-6")]))
        let found = try findings(world)
        #expect(Set(found.map(\.problem.name)) == ["hole", "below-minimum-grade"])
        #expect(found.allSatisfy { $0.from == .test(0) && $0.until == .test(24 * Self.hour) })
        #expect(found.allSatisfy { $0.clause?.description == "mou 4.2" })
    }

    @Test("given an instrument that asks for a grade, on this line or everywhere, then rosters are held to it too")
    func gradeByInstrument() throws {
        for (lines, isHeld) in [([], true), ([Bodies.flightLine], true), ([Self.other], false)] {
            var world = try RosterTests.world(Bodies.line())
            try #require(
                try world.say("neutral-host", .lineEstablish, "other", Bodies.line(), byRoot: true).refusal == nil)
            let body = Bodies.instrument([.init("8", .minimumGrade, 0, grade: "OF-6")], lines: lines)
            try #require(try world.say("neutral-host", .instrumentClauses, "sop", body, byRoot: true).refusal == nil)
            let shifts = [
                Bodies.shift(0, 24 * Self.hour, "access-1"), Bodies.shift(0, 4 * Self.hour, "flag-1", .onCall),
            ]
            try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 24 * Self.hour, shifts))
            let found = try findings(world).filter { $0.problem.name == "below-minimum-grade" }
            #expect(
                spans(found)
                    == (isHeld ? ["below-minimum-grade 2016-09-19T04:00:00Z 2016-09-20T00:00:00Z"] : []))
            #expect(found.allSatisfy { $0.clause?.description == "sop 8" })
        }
    }

    private static let other = RecordID(
        owner: PartyID(checked: "neutral-host"), subject: SubjectID(checked: "other"))

    @Test("given a flag officer reachable round the clock, then only the hours without one are found")
    func grade() throws {
        var world = try RosterTests.world(
            Bodies.line(grades: [("18:00", "06:00", "OF-6"), ("00:00", "24:00", "OF-3")]))
        let shifts = [
            Bodies.shift(0, 12 * Self.hour, "access-1"), Bodies.shift(0, 4 * Self.hour, "flag-1", .onCall),
            Bodies.shift(12 * Self.hour, 24 * Self.hour, "duty-2"),
        ]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 24 * Self.hour, shifts))
        #expect(
            spans(try findings(world)) == [
                "below-minimum-grade 2016-09-19T04:00:00Z 2016-09-19T06:00:00Z",
                "below-minimum-grade 2016-09-19T18:00:00Z 2016-09-20T00:00:00Z",
            ])
    }

    @Test("holes, doubles and languages are found to the minute; who is on call is not at the line")
    func sweep() throws {
        var world = try RosterTests.world(Bodies.line(languages: ["en", "ru"]))
        let shifts = [
            Bodies.shift(0, 8 * Self.hour, "access-1", languages: ["en", "ru-RU"]),
            Bodies.shift(8 * Self.hour, 9 * Self.hour, "flag-1", .onCall),
            Bodies.shift(9 * Self.hour, 16 * Self.hour, "duty-2", languages: ["en"]),
            Bodies.shift(15 * Self.hour + 1_800, 24 * Self.hour, "access-1", languages: ["en", "ru"]),
        ]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 24 * Self.hour, shifts))
        #expect(
            spans(try findings(world)) == [
                "hole 2016-09-19T08:00:00Z 2016-09-19T09:00:00Z",
                "without-language 2016-09-19T09:00:00Z 2016-09-19T15:30:00Z",
                "double 2016-09-19T15:30:00Z 2016-09-19T16:00:00Z",
            ])
    }

    @Test("given an interpreter, then the language is covered")
    func interpreter() throws {
        var world = try RosterTests.world(Bodies.line(languages: ["en", "ru"]))
        let support = DutySupport(
            languages: ["en"],
            interpreters: [Interpreter(languages: ["ru", "en"], qualification: "certified, 2014", name: nil)])
        let shift = Shift(
            from: .test(0), until: .test(8 * Self.hour), officer: OfficerID(checked: "access-1"), post: .first,
            support: support)
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 8 * Self.hour, [shift]))
        #expect(try findings(world, until: 8 * Self.hour).isEmpty)
    }

    @Test("given keys and enrolments that end in a shift, then from when on nobody could sign is said")
    func expiry() throws {
        var world = try RosterTests.world()
        let officer = Bodies.officer("Short", roles: [.duty], expires: .test(10 * Self.hour))
        try world.say("party-b", .officerEnrol, "short", officer, byRoot: true)
        let key = Bodies.key(try TestKeys.signing("short").publicKey, expires: .test(9 * Self.hour))
        try world.say("party-b", .keyEnrol, "short", key, byRoot: true)
        let bare = Bodies.officer("Bare", roles: [.access], expires: world.accord.expires)
        try world.say("party-b", .officerEnrol, "bare", bare, byRoot: true)
        let shifts = [
            Bodies.shift(0, 12 * Self.hour, "short"), Bodies.shift(12 * Self.hour, 18 * Self.hour, "bare"),
            Bodies.shift(18 * Self.hour, 24 * Self.hour, "duty-2"),
        ]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 24 * Self.hour, shifts))
        #expect(
            spans(try findings(world)) == [
                "key-expires 2016-09-19T09:00:00Z 2016-09-19T12:00:00Z",
                "enrolment-expires 2016-09-19T10:00:00Z 2016-09-19T12:00:00Z",
                "key-expires 2016-09-19T12:00:00Z 2016-09-19T18:00:00Z",
                "without-duty-role 2016-09-19T12:00:00Z 2016-09-19T18:00:00Z",
            ])
        // A longer key puts it right; a released officer is found.
        let longer = Bodies.key(try TestKeys.signing("longer").publicKey, expires: world.accord.expires)
        try world.say("party-b", .keyEnrol, "short", longer, byRoot: true)
        try world.say("party-b", .officerRelease, "duty-2", Bodies.reason("posted"), byRoot: true)
        let found = spans(try findings(world))
        #expect(!found.contains("key-expires 2016-09-19T09:00:00Z 2016-09-19T12:00:00Z"))
        #expect(found.contains("officer-not-enrolled 2016-09-19T18:00:00Z 2016-09-20T00:00:00Z"))
    }

    @Test("given shifts that follow one another, then an officer's time at the line is added up")
    func tooLong() throws {
        var world = try RosterTests.world()
        let shifts = [
            Bodies.shift(0, 8 * Self.hour, "access-1"),
            Bodies.shift(8 * Self.hour, 12 * Self.hour, "access-1", .second),
            Bodies.shift(8 * Self.hour, 20 * Self.hour, "duty-2"),
            Bodies.shift(20 * Self.hour, 24 * Self.hour, "access-1"),
        ]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 24 * Self.hour, shifts))
        #expect(try findings(world).isEmpty)
        let longer = Bodies.override(from: 12 * Self.hour, until: 13 * Self.hour, "access-1", post: .second)
        try world.say("party-b", .rosterOverride, "r", longer)
        #expect(spans(try findings(world)) == ["too-long 2016-09-19T00:00:00Z 2016-09-19T13:00:00Z"])
    }

    @Test("given a suspended party, then none of its officers speaks")
    func suspended() throws {
        var world = try RosterTests.world()
        try world.say("neutral-host", .partySuspend, "party-b", Bodies.reason("clause 9"), byRoot: true)
        #expect(try findings(world).contains { $0.problem.name == "party-silent" })
    }

    @Test("whom to call: those on duty, then up the grade, then the co-chair")
    func ladder() throws {
        var world = try Scenario(
            TestAccord(parties: TestAccord.usualParties + [("chair-1", .coChair), ("chair-2", .coChair)]))
        try world.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
        for (name, grade) in [("duty-2", "OF-4"), ("flag-1", "OF-6"), ("flag-2", "OF-6"), ("no-key", "OF-5")] {
            let officer = Bodies.officer(name, grade: grade, roles: [.duty], expires: world.accord.expires)
            try world.say("party-b", .officerEnrol, name, officer, byRoot: true)
            guard name != "no-key" else { continue }
            let key = Bodies.key(try TestKeys.signing("party-b/\(name)").publicKey, expires: world.accord.expires)
            try world.say("party-b", .keyEnrol, name, key, byRoot: true)
        }
        let shifts = [
            Bodies.shift(0, 3_600, "access-1"), Bodies.shift(0, 3_600, "no-key", .second),
            Bodies.shift(0, 3_600, "flag-2", .onCall),
        ]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 3_600, shifts))
        let desk = RosterRegister.Desk(line: Bodies.flightLine, party: party)
        let officers = DutyOfficers(
            desk, at: .test(60), rosters: world.picture.rosters, register: world.picture.register)
        #expect(officers.onShift.map(\.officer.rawValue) == ["access-1", "no-key", "flag-2"])
        #expect(officers.onShift.map(\.obstacle) == [nil, .withoutKey, nil])
        let grade = try #require(officers.onShift.first?.grade)
        #expect(officers.nextGradeUp(from: grade).map(\.officer.rawValue) == ["duty-2"])
        #expect(officers.above(grade).map(\.officer.rawValue) == ["duty-2", "no-key", "flag-2", "flag-1"])
        let line = try #require(world.picture.lines[Bodies.flightLine])
        let chairs = officers.coChairs(on: line, sender: PartyID(checked: "chair-1"))
        #expect(chairs.map(\.rawValue) == ["chair-2"])
        try world.say("neutral-host", .lineEstablish, "flight", Bodies.line(coChair: "chair-1"), byRoot: true)
        let named = try #require(world.picture.lines[Bodies.flightLine])
        #expect(officers.coChairs(on: named, sender: PartyID(checked: "party-a")).map(\.rawValue) == ["chair-1"])
        #expect(officers.coChairs(on: named, sender: PartyID(checked: "chair-1")).map(\.rawValue) == ["chair-2"])
    }
}
