import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing

/// A year of rosters against an oracle that looks at every minute: slow and obvious.
@Suite("rosters: a leap year, minute by minute")
struct RosterYearTests {
    /// What one minute is like.
    private struct Minute {
        var first: Set<OfficerID> = []
        var atLine = 0
        var spoken: Set<String> = []
        var highest = -1
    }

    private static let grades = ["access-1": 3, "duty-2": 4, "flag-1": 6]
    private static let minutes = 366 * 1_440
    private let desk = RosterRegister.Desk(line: Bodies.flightLine, party: PartyID(checked: "party-b"))

    /// Shifts of a year that begins at `Instant.test(0)`: mostly in order, with holes, overlaps and odd hours.
    private func shifts(_ random: inout SplitMix64) -> [Shift] {
        var shifts: Set<Shift> = []
        let officers = Self.grades.keys.sorted()
        var minute: Int64 = 0
        while minute < Int64(Self.minutes) - 2_000 {
            let length = random.within(60...1_000)
            let languages = random.happens(850) ? ["en", "ru"] : ["en"]
            if let officer = random.one(of: officers) {
                shifts.insert(Bodies.shift(minute * 60, (minute + length) * 60, officer, .first, languages: languages))
            }
            if random.happens(300), let officer = random.one(of: officers) {
                shifts.insert(
                    Bodies.shift(
                        minute * 60, (minute + random.within(1...1_500)) * 60, officer, .onCall, languages: ["ru"]))
            }
            minute += length
            if random.happens(60) { minute += random.within(-50...50) }
            minute = max(0, minute)
        }
        return shifts.sorted { ($0.from, $0.post, $0.officer) < ($1.from, $1.post, $1.officer) }
    }

    @Test("findings agree with a look at every minute of a leap year", arguments: UInt64(0)..<1)
    func agrees(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let line = Bodies.line(
            grades: [("22:30", "05:15", "OF-4"), ("04:00", "08:00", "OF-6")], languages: ["en", "ru"])
        var world = try RosterTests.world(line)
        var published: [RosterPlan] = []
        // The year in parts of a few weeks, sealed so that they may be large; some are published anew for some days.
        let all = shifts(&random)
        let audience = [PartyID(checked: "party-a")]
        var day: Int64 = 0
        while day < 366 {
            let end = min(366, day + random.within(10...40))
            published.append(try publish(&world, all, day * 86_400, end * 86_400, audience, published.count))
            day = end
        }
        for _ in 0..<3 {
            let from = random.within(0...300) * 86_400 + random.within(0...1_439) * 60
            let until = from + random.within(60...20_000) * 60
            let other = shifts(&random)
            published.append(try publish(&world, other, from, until, audience, published.count))
        }
        let truth = minuteByMinute(published)
        let until = Int64(Self.minutes) * 60
        let timeline = world.picture.rosters.timeline(desk, from: .test(0), until: .test(until))
        let terms = try #require(world.picture.lines[Bodies.flightLine])
        let findings = RosterAhead.check(
            timeline, at: terms, of: desk.party, register: world.picture.register,
            instruments: world.picture.instruments, from: .test(0), until: .test(until))
        compare(findings, truth)
        // And who is called, at some minutes.
        for _ in 0..<500 {
            let minute = random.below(Self.minutes)
            let first = world.picture.rosters.onDuty(desk, at: .test(Int64(minute) * 60)).spells
                .filter { $0.post == .first }
            #expect(Set(first.map(\.officer)) == truth[minute].first, "minute \(minute), seed \(seed)")
        }
    }

    private func publish(
        _ world: inout Scenario, _ shifts: [Shift], _ from: Int64, _ until: Int64, _ audience: [PartyID], _ number: Int
    ) throws -> RosterPlan {
        let parts = shifts.compactMap { shift -> Shift? in
            let (first, last) = (max(shift.from, .test(from)), min(shift.until, .test(until)))
            guard first < last else { return nil }
            return Shift(from: first, until: last, officer: shift.officer, post: shift.post, support: shift.support)
        }
        var seen: Set<String> = []
        let unique = parts.filter { seen.insert("\($0.from) \($0.post) \($0.officer)").inserted }
        let plan = RosterPlan(
            line: Bodies.flightLine, from: .test(from), until: .test(until), zone: nil, shifts: unique)
        let body = Bodies.roster(from: from, until: until, unique)
        let refusal = try world.say("party-b", .rosterPublish, "r-\(number)", body, audience: audience).refusal
        #expect(refusal == nil)
        return plan
    }

    /// Every minute by itself: the roster published last that covers it, then each of its shifts that does.
    private func minuteByMinute(_ published: [RosterPlan]) -> [Minute] {
        var truth = [Minute](repeating: Minute(), count: Self.minutes)
        for plan in published {
            for minute in range(plan.from, plan.until) { truth[minute] = Minute() }
            for shift in plan.shifts {
                for minute in range(shift.from, shift.until) {
                    if shift.post == .first { truth[minute].first.insert(shift.officer) }
                    if shift.post != .onCall {
                        truth[minute].atLine += 1
                        truth[minute].spoken.formUnion(shift.support.languages)
                    }
                    truth[minute].highest = max(truth[minute].highest, Self.grades[shift.officer.rawValue] ?? -1)
                }
            }
        }
        return truth
    }

    private func range(_ from: Instant, _ until: Instant) -> Range<Int> {
        func minute(_ time: Instant) -> Int { Int(Instant.test(0).microseconds(to: time) / 60_000_000) }
        return max(0, minute(from))..<min(Self.minutes, minute(until))
    }

    private func compare(_ findings: [RosterFinding], _ truth: [Minute]) {
        let names = ["hole", "double", "without-language", "below-minimum-grade"]
        for (place, name) in names.enumerated() {
            var found = [Bool](repeating: false, count: Self.minutes)
            for finding in findings where finding.problem.name == name {
                for minute in range(finding.from, finding.until) { found[minute] = true }
            }
            let expected = truth.enumerated().map { number, minute in Self.isWrong(place, minute, number % 1_440) }
            let differences = (0..<Self.minutes).filter { found[$0] != expected[$0] }
            #expect(differences.isEmpty, "\(name): \(differences.count), such as minute \(differences.first ?? 0)")
            // The year was worth looking at.
            #expect(expected.contains(true) && expected.contains(false), "\(name)")
        }
    }

    private static func isWrong(_ place: Int, _ minute: Minute, _ ofDay: Int) -> Bool {
        switch place {
        case 0: return minute.atLine == 0
        case 1: return minute.first.count > 1
        case 2: return minute.atLine > 0 && !minute.spoken.isSuperset(of: ["en", "ru"])
        default:
            let needed = ofDay >= 240 && ofDay < 480 ? 6 : ofDay >= 1_350 || ofDay < 315 ? 4 : -1
            return minute.highest < needed
        }
    }
}
