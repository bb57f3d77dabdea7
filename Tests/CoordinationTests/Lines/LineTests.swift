import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing

@Suite("lines: what is declared, what was seen, which checks were missed")
struct LineTests {
    private let id = Bodies.flightLine
    private let partyA = PartyID(checked: "party-a")
    private let partyB = PartyID(checked: "party-b")
    private static let hour: Int64 = 3_600

    private func world(_ body: [UInt8] = Bodies.line(checksAt: ["06:00", "18:00"])) throws -> Scenario {
        var world = try Scenario()
        try #require(try world.say("neutral-host", .lineEstablish, "flight", body, byRoot: true).refusal == nil)
        return world
    }

    private func line(_ world: Scenario) throws -> Line { try #require(world.picture.lines[id]) }

    @Test("given a line, when a party declares it suspended and answers all the same, then both are facts")
    func declaredAndObserved() throws {
        var world = try world()
        #expect(try line(world).declared(by: partyB) == nil)
        #expect(try line(world).observed(partyB, at: .test(0)) == .unknown)
        #expect(try world.say("party-b", .lineDeclare, "flight", Bodies.declare(.suspended)).refusal == nil)
        let check = Bodies.lineCheck(calling: "party-b", at: .test(60))
        world.log.now = .test(120)
        #expect(try world.say("party-a", .lineCheck, "flight", check).refusal == nil)
        #expect(try line(world).declared(by: partyB) == .suspended)
        #expect(try line(world).observed(partyB, at: .test(120)) == .answering(at: .test(60)))
        #expect(try line(world).declared(by: partyA) == nil)
        // A day and an hour later it tells nothing any more.
        #expect(try line(world).observed(partyB, at: .test(60 + ObservedState.holdsSeconds)) == .unknown)
        #expect(
            try line(world).observed(partyB, at: .test(59 + ObservedState.holdsSeconds)) == .answering(at: .test(60)))
    }

    @Test("given unanswered calls, then nobody answers since the first of them, until somebody does")
    func notAnswering() throws {
        var world = try world()
        for (time, answered, expected) in [
            (Int64(60), false, ObservedState.notAnswering(since: .test(60))),
            (120, false, .notAnswering(since: .test(60))), (180, true, .answering(at: .test(180))),
            (240, false, .notAnswering(since: .test(240))),
        ] {
            world.log.now = .test(time)
            let body = Bodies.lineCheck(calling: "party-b", at: .test(time), answered: answered)
            #expect(try world.say("party-a", .lineCheck, "flight", body).refusal == nil)
            #expect(try line(world).observed(partyB, at: .test(time)) == expected)
        }
        // What is entered late about an earlier time does not undo what was seen since.
        let late = Bodies.lineCheck(calling: "party-b", at: .test(200))
        #expect(try world.say("party-a", .lineCheck, "flight", late).refusal == nil)
        #expect(try line(world).observed(partyB, at: .test(240)) == .notAnswering(since: .test(240)))
    }

    @Test("given a schedule, then a check that nobody made is missed by the one that was to call, just once")
    func notMade() throws {
        var world = try world()
        try world.tick(at: .test(6 * Self.hour + 900))
        #expect(try line(world).missed.isEmpty)
        try world.tick(at: .test(6 * Self.hour + 901))
        let missed = try #require(try line(world).missed.first)
        #expect(missed.due == .test(6 * Self.hour))
        #expect(missed.lapsedAt == .test(6 * Self.hour + 900))
        #expect(missed.reason == .notMade && missed.silent == partyA && missed.called == partyB)
        #expect(missed.clause?.clause == "4.1")
        try world.tick(at: .test(7 * Self.hour))
        #expect(try line(world).missed.count == 1)
    }

    @Test("given a check at either end of the grace, then it is not missed; beyond, it is")
    func grace() throws {
        for (offset, isMissed) in [(Int64(-901), true), (-900, false), (0, false), (900, false), (901, true)] {
            var world = try world()
            let at = Instant.test(6 * Self.hour + offset)
            try world.tick(at: at)
            let body = Bodies.lineCheck(calling: "party-b", at: at)
            #expect(try world.say("party-a", .lineCheck, "flight", body).refusal == nil)
            try world.tick(at: .test(7 * Self.hour))
            #expect(try line(world).missed.isEmpty == !isMissed, "\(offset) s")
        }
    }

    @Test(
        "given a call that nobody answered, then the one that was called is missed; a second call that is answered counts"
    )
    func unanswered() throws {
        var world = try world()
        try world.tick(at: .test(6 * Self.hour))
        let none = Bodies.lineCheck(calling: "party-b", at: .test(6 * Self.hour), answered: false)
        try world.say("party-a", .lineCheck, "flight", none)
        try world.say("party-b", .lineDeclare, "flight", Bodies.declare(.suspended))
        try world.tick(at: .test(7 * Self.hour))
        let missed = try #require(try line(world).missed.first)
        #expect(missed.reason == .unanswered && missed.silent == partyB && missed.declared == .suspended)
        try world.tick(at: .test(18 * Self.hour))
        let again = Bodies.lineCheck(calling: "party-b", at: .test(18 * Self.hour), answered: false)
        try world.say("party-a", .lineCheck, "flight", again)
        world.log.now = .test(18 * Self.hour + 60)
        let reached = Bodies.lineCheck(calling: "party-b", at: .test(18 * Self.hour + 60))
        try world.say("party-a", .lineCheck, "flight", reached)
        try world.tick(at: .test(19 * Self.hour))
        #expect(try line(world).missed.count == 1)
    }

    @Test("given a check that is entered after it lapsed, then the lapse stands and says so")
    func enteredLater() throws {
        var world = try world()
        try world.tick(at: .test(8 * Self.hour))
        let body = Bodies.lineCheck(calling: "party-b", at: .test(6 * Self.hour + 30))
        #expect(try world.say("party-a", .lineCheck, "flight", body).refusal == nil)
        let missed = try #require(try line(world).missed.first)
        #expect(missed.enteredLater?.loggedAt == .test(8 * Self.hour))
        #expect(try line(world).checks.last?.isEnteredLater == true)
    }

    @Test("given a node that was down for days or years, then every check that lapsed is there, in bounded work")
    func gap() throws {
        var world = try world()
        try world.tick(at: .test(3 * 24 * Self.hour))
        #expect(try line(world).missed.map(\.due).first == .test(6 * Self.hour))
        #expect(try line(world).missed.count == 6)
        #expect(world.picture.lines.missedChecks(after: .test(2 * 24 * Self.hour)).count == 2)
        try world.tick(at: .test(3_000 * 24 * Self.hour))
        #expect(try line(world).missed.count == Line.keptMissed)
        #expect(try line(world).missedCount == 6_000)
        #expect(try line(world).missed.last?.due == .test((2_999 * 24 + 18) * Self.hour))
    }

    @Test("given a check that was missed, then the log says so once, by the clause, at the time it lapsed")
    func lapses() throws {
        var world = try world(
            Bodies.line(["party-a", "party-b", "un-hub"], checksAt: ["06:00", "18:00"]))
        let schedule = try line(world).statement
        // Nobody was called: the caller owes one check, not one for each cell.
        try world.tick(at: .test(7 * Self.hour))
        // Called in the evening: the cell that did not answer owes its own.
        for (called, isAnswered) in [("party-b", false), ("un-hub", true)] {
            world.log.now = .test(18 * Self.hour)
            let body = Bodies.lineCheck(calling: called, at: .test(18 * Self.hour), answered: isAnswered)
            try #require(try world.say("party-a", .lineCheck, "flight", body).refusal == nil)
        }
        try world.tick(at: .test(20 * Self.hour))
        try world.tick(at: .test(21 * Self.hour))
        let lapses = world.picture.clocks.lapses.values.sorted { $0.lapsedAt < $1.lapsedAt }
        #expect(lapses.map(\.id.party) == [partyA, partyB])
        #expect(lapses.map(\.id.occurrence) == [.test(6 * Self.hour), .test(18 * Self.hour)])
        #expect(lapses.map(\.lapsedAt) == [.test(6 * Self.hour + 900), .test(18 * Self.hour + 900)])
        #expect(lapses.allSatisfy { $0.id.statement == schedule && $0.clause == "4.1" && $0.record == id })
        #expect(lapses.map(\.recorded?.loggedAt) == [.test(7 * Self.hour), .test(20 * Self.hour)])
        #expect(world.picture.clocks.owed.isEmpty)
    }

    @Test(
        "given a schedule without a clause, then an instrument's clause for that line makes a lapse, and none for another"
    )
    func lapsesByInstrument() throws {
        for (lines, isHeld) in [([id], true), ([], true), (nil, false)] as [([RecordID]?, Bool)] {
            var world = try world(Bodies.line(checksAt: ["06:00"], checkClause: nil))
            try #require(
                try world.say("neutral-host", .lineEstablish, "other", Bodies.line(), byRoot: true).refusal == nil)
            let other = RecordID(owner: id.owner, subject: SubjectID(checked: "other"))
            let body = Bodies.instrument([.init("7", .lineCheckEvery, 86_400)], lines: lines ?? [other])
            try #require(try world.say("neutral-host", .instrumentClauses, "sop", body, byRoot: true).refusal == nil)
            try world.tick(at: .test(7 * Self.hour))
            #expect(try line(world).missed.count == 1)
            #expect(world.picture.clocks.lapses.values.map(\.clause) == (isHeld ? ["7"] : []))
        }
    }

    /// The Joint Duty Office at Panmunjom checked its line twice a day through a leap year: 732 checks.
    @Test("given a line checked twice a day in 2020, then 732 checks are due, and each that nobody made is counted")
    func leapYear() throws {
        var world = try world()
        let start = try Instant(rfc3339: "2020-01-01T00:00:00Z", rounding: .down)
        let end = try Instant(rfc3339: "2021-01-01T00:00:00Z", rounding: .down)
        let schedule = try #require(try line(world).terms.checks)
        var due: [Instant] = []
        while case let next = schedule.next(after: due.last ?? start), next < end { due.append(next) }
        #expect(due.count == 732)
        try world.tick(at: start)
        let before = try line(world).missedCount
        // The clock moves in steps of odd lengths, some over several checks.
        for time in due.enumerated().filter({ $0.offset % 7 == 3 }).map(\.element) { try world.tick(at: time) }
        try world.tick(at: end)
        #expect(try line(world).missedCount - before == 732)
    }

    @Test("given new terms while a check is due, then it is judged by the schedule under which it was due")
    func restated() throws {
        var world = try world()
        try world.tick(at: .test(6 * Self.hour + 60))
        let body = Bodies.line(checksAt: ["12:00"])
        #expect(try world.say("neutral-host", .lineEstablish, "flight", body, byRoot: true).refusal == nil)
        #expect(try line(world).revision == 2)
        try world.tick(at: .test(11 * Self.hour))
        #expect(try line(world).missed.map(\.due) == [.test(6 * Self.hour)])
        try world.tick(at: .test(20 * Self.hour))
        #expect(try line(world).missed.map(\.due) == [.test(6 * Self.hour), .test(12 * Self.hour)])
    }

    @Test("nobody is missed who has left")
    func left() throws {
        var world = try world()
        #expect(
            try world.say("party-b", .partyLeave, "party-b", Bodies.reason("withdraws"), byRoot: true).refusal == nil)
        try world.tick(at: .test(24 * Self.hour))
        #expect(try line(world).missed.isEmpty)
        #expect(try line(world).missedCount == 0)
    }

    typealias Case = (rule: String, pointer: String, party: String, kind: Kind, subject: String, body: [UInt8])
    static let refused: [Case] = [
        ("field-rule", "/body/cells", "un-hub", .lineEstablish, "x", Bodies.line()),
        ("unknown-party", "/body/cells/1/party", "party-a", .lineEstablish, "x", Bodies.line(["party-a", "nobody"])),
        ("field-rule", "/body/cells/0/coChair", "party-a", .lineEstablish, "x", Bodies.line(coChair: "un-hub")),
        ("malformed-body", "/body/cells", "party-a", .lineEstablish, "x", Bodies.line(["party-a"])),
        (
            "malformed-body", "/body/cells/1/party", "party-a", .lineEstablish, "x",
            Bodies.line(["party-a", "party-a"])
        ),
        (
            "malformed-body", "/body/checks", "party-a", .lineEstablish, "x",
            Bodies.line(checksAt: ["06:00"], caller: "un-hub")
        ),
        (
            "malformed-body", "/body/checks/at/1", "party-a", .lineEstablish, "x",
            Bodies.line(checksAt: ["06:00", "06:14"])
        ),
        ("malformed-body", "/body/checks/at/0", "party-a", .lineEstablish, "x", Bodies.line(checksAt: ["24:00"])),
        (
            "malformed-body", "/body/checks/graceSeconds", "party-a", .lineEstablish, "x",
            Bodies.line(checksAt: ["06:00", "06:30"], graceSeconds: 901)
        ),
        (
            "malformed-body", "/body/grades/0/until", "party-a", .lineEstablish, "x",
            Bodies.line(grades: [("00:00", "24:01", "OF-6")])
        ),
        (
            "malformed-body", "/body/grades/0/grade", "party-a", .lineEstablish, "x",
            Bodies.line(grades: [("00:00", "24:00", "OF-11")])
        ),
        ("malformed-body", "/body/languages/0", "party-a", .lineEstablish, "x", Bodies.line(languages: ["!"])),
        ("field-rule", "/body/line", "un-hub", .lineDeclare, "flight", Bodies.declare(.closed)),
        ("field-rule", "/body/line", "party-a", .lineDeclare, "other", Bodies.declare(.closed)),
        ("field-rule", "/body/line", "party-a", .lineDeclare, "flight", Bodies.declare(.closed, on: "party-a/flight")),
        (
            "field-rule", "/body/called", "party-a", .lineCheck, "flight",
            Bodies.lineCheck(calling: "party-a", at: .test(0))
        ),
        (
            "field-rule", "/body/called", "party-a", .lineCheck, "flight",
            Bodies.lineCheck(calling: "un-hub", at: .test(0))
        ),
        (
            "field-rule", "/body/at", "party-a", .lineCheck, "flight",
            Bodies.lineCheck(calling: "party-b", at: .test(301))
        ),
        (
            "field-rule", "/body/at", "party-a", .lineCheck, "flight",
            Bodies.lineCheck(calling: "party-b", at: .test(-604_801))
        ),
    ]

    @Test("what is against the rules is refused by name", arguments: refused.indices)
    func refusals(number: Int) throws {
        var world = try world()
        let item = Self.refused[number]
        let refusal = try world.say(item.party, item.kind, item.subject, item.body).refusal
        #expect(refusal?.rule == item.rule, "\(refusal.map { "\($0)" } ?? "taken")")
        #expect(refusal?.pointer == item.pointer, "\(refusal.map { "\($0)" } ?? "taken")")
    }

    @Test("a line is open, and its name is taken")
    func names() throws {
        var world = try world()
        try world.say("party-a", .lineEstablish, "ground", Bodies.line())
        #expect(
            try world.say("party-a", .notificationNotify, "ground", Bodies.site()).refusal?.rule == "other-mechanism")
        try world.say("party-a", .notificationNotify, "site", Bodies.site(), audience: [PartyID(checked: "party-b")])
        #expect(try world.say("party-a", .lineEstablish, "site", Bodies.line()).refusal?.rule == "other-mechanism")
        let sealed = try world.say("party-a", .lineEstablish, "air", Bodies.line(), audience: [partyB])
        #expect(sealed.refusal?.rule == "may-not-be-restricted")
        #expect(
            try world.say("un-hub", .lineEstablish, "x", Bodies.line(), byRoot: true).refusal?.rule == "not-authorised")
    }
}
