import Calendars
import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("rosters as calendars")
struct RosterCalendarTests {
    private let party = PartyID(checked: "party-b")

    private func export(_ world: Scenario, officer: String? = nil) throws -> CalendarFile {
        let timeline = world.picture.rosters.timeline(
            RosterRegister.Desk(line: Bodies.flightLine, party: party), from: .test(0), until: .test(86_400))
        let line = try #require(world.picture.lines[Bodies.flightLine])
        return RosterCalendar.file(
            timeline, at: line, of: party, in: world.accord.id, officer: officer.map(OfficerID.init(checked:)))
    }

    private func world() throws -> Scenario {
        var world = try Scenario()
        try world.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
        let other = Bodies.officer("Two", roles: [.duty], expires: world.accord.expires)
        try world.say("party-b", .officerEnrol, "duty-2", other, byRoot: true)
        let shifts = [Bodies.shift(0, 3_600, "access-1"), Bodies.shift(3_600, 7_200, "duty-2", .second)]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 86_400, shifts))
        return world
    }

    @Test("an event keeps its name over editions; an officer's own calendar has that officer's events only")
    func names() throws {
        var world = try world()
        let first = try export(world)
        #expect(first.bytes == (try export(world)).bytes)
        #expect(try export(world, officer: "duty-2").events == first.events.filter { $0.summary.hasPrefix("duty-2") })
        let swap = Bodies.override(from: 60, until: 120, "duty-2", replaces: "access-1")
        try world.say("party-b", .rosterOverride, "r", swap)
        let second = try export(world)
        #expect(second.events.count == 4)
        #expect(
            second.events.map(\.uid).contains(first.events[0].uid)
                && second.events.map(\.uid).contains(first.events[1].uid))
        #expect(Set(second.events.map(\.uid)).count == 4)
        #expect(second.text.hasPrefix("Who is on duty as published"))
    }

    @Test("given other people's calendars, then the summary names the officer, in the field's words or translated")
    func imports() throws {
        func file(_ summary: String, start: Int64 = 0, _ fields: [CalendarEvent.Field] = []) -> CalendarFile {
            let event = CalendarEvent(
                uid: "1", sequence: 0, stamp: .test(0), start: .test(start), end: .test(3_600), summary: summary,
                text: "", fields: fields)
            return CalendarFile(name: "", text: "", events: [event])
        }
        #expect(try RosterCalendar.shifts(of: file("duty-2, night")).first?.officer.rawValue == "duty-2")
        let known = ["النقيب سامي": OfficerID(checked: "duty-2")]
        #expect(try RosterCalendar.shifts(of: file("النقيب سامي"), officers: known).first?.officer.rawValue == "duty-2")
        for wrong in [
            file("Captain Sami"), file(""), file("duty-2", start: 30),
            file("duty-2", [CalendarEvent.Field("X-PARLEY-POST", "third")]),
        ] {
            #expect(throws: RosterCalendar.ImportError.self) { try RosterCalendar.shifts(of: wrong) }
        }
    }
}
