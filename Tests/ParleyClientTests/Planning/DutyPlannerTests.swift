import Coordination
import Geodesy
import ParleyClient
import Statements
import Testing

@Suite("planning by local clocks")
struct DutyPlannerTests {
    private static let days = "[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\",\"sat\",\"sun\"]"

    private static func pattern(
        zone: String, from: String, until: String, _ turns: [(from: String, end: String, officers: String)]
    ) throws -> DutyPattern {
        let list = turns.map {
            "{\"days\":\(days),\"from\":\"\($0.from)\",\($0.end),\"officers\":\($0.officers)}"
        }
        let text =
            "{\"line\":\"host/flight\",\"zone\":\"\(zone)\",\"from\":\"\(from)\",\"until\":\"\(until)\",\"turns\":["
            + list.joined(separator: ",") + "]}"
        return try DutyPattern(Array(text.utf8))
    }

    private static let twoTurns = [
        (from: "08:00", end: "\"until\":\"20:00\"", officers: "[\"day\"]"),
        (from: "20:00", end: "\"until\":\"08:00\"", officers: "[\"night\"]"),
    ]

    private func at(_ text: String) throws -> Instant { try Instant(rfc3339: text, rounding: .down) }

    @Test("given turns that end by the clocks, then a clock change makes a night longer or shorter, and no hole")
    func byTheClocks() throws {
        for (from, until, minutes) in [("2024-03-29", "2024-04-02", 660), ("2024-10-25", "2024-10-29", 780)] {
            let plan = try DutyPlanner(Self.pattern(zone: "Europe/Berlin", from: from, until: until, Self.twoTurns))
                .plan()
            let nights = plan.notes.filter { if case .length = $0 { true } else { false } }
            #expect(nights.count == 1)
            #expect(
                plan.notes.first { if case .length = $0 { true } else { false } }?.description.contains(
                    "\(minutes) minutes") == true)
            // Before the first turn of the first day nobody is on duty: the night before is in the plan before.
            let holes = plan.notes.filter { if case .hole(_, _, let isByClock) = $0 { isByClock } else { false } }
            #expect(holes.isEmpty)
            #expect(!plan.notes.contains { if case .double = $0 { true } else { false } })
        }
    }

    @Test("given turns of so many hours, then spring makes an hour double and autumn leaves an hour without anybody")
    func byHours() throws {
        let turns = [
            (from: "08:00", end: "\"minutes\":720", officers: "[\"day\"]"),
            (from: "20:00", end: "\"minutes\":720", officers: "[\"night\"]"),
        ]
        let spring = try DutyPlanner(
            Self.pattern(zone: "Europe/Berlin", from: "2024-03-29", until: "2024-04-02", turns)
        ).plan()
        #expect(
            spring.notes.contains(
                .double(from: try at("2024-03-31T06:00:00Z"), until: try at("2024-03-31T07:00:00Z"), isByClock: true)))
        let autumn = try DutyPlanner(
            Self.pattern(zone: "Europe/Berlin", from: "2024-10-25", until: "2024-10-29", turns)
        ).plan()
        #expect(
            autumn.notes.contains(
                .hole(from: try at("2024-10-27T06:00:00Z"), until: try at("2024-10-27T07:00:00Z"), isByClock: true)))
        #expect(!autumn.notes.contains { if case .double = $0 { true } else { false } })
    }

    @Test("given a time that the clocks skip or show twice, then both shifts meet at one instant and a note says which")
    func skippedAndTwice() throws {
        let turns = [
            (from: "02:30", end: "\"until\":\"14:00\"", officers: "[\"a\"]"),
            (from: "14:00", end: "\"until\":\"02:30\"", officers: "[\"b\"]"),
        ]
        let spring = try DutyPlanner(
            Self.pattern(zone: "Europe/Berlin", from: "2024-03-30", until: "2024-04-02", turns)
        ).plan()
        #expect(
            spring.notes.contains(
                .skipped(wall: try at("2024-03-31T02:30:00Z"), used: try at("2024-03-31T01:30:00Z"))))
        let autumn = try DutyPlanner(
            Self.pattern(zone: "Europe/Berlin", from: "2024-10-26", until: "2024-10-29", turns)
        ).plan()
        #expect(
            autumn.notes.contains(
                .twice(
                    wall: try at("2024-10-27T02:30:00Z"), used: try at("2024-10-27T00:30:00Z"),
                    other: try at("2024-10-27T01:30:00Z"))))
        for plan in [spring, autumn] {
            for (one, next) in zip(plan.roster.shifts, plan.roster.shifts.dropFirst()) {
                #expect(one.until == next.from)
            }
        }
    }

    @Test(
        "a year of local clocks agrees with asking the clocks around every quarter of an hour",
        arguments: [
            "Europe/Berlin", "America/New_York", "Asia/Damascus", "Australia/Lord_Howe", "Asia/Kathmandu",
        ])
    func everyQuarter(zone: String) throws {
        // 2016: a leap year in which Damascus still changed its clocks.
        let turns = [
            (from: "06:00", end: "\"until\":\"14:00\"", officers: "[\"early\"]"),
            (from: "14:00", end: "\"until\":\"22:00\"", officers: "[\"late\"]"),
            (from: "22:00", end: "\"until\":\"06:00\"", officers: "[\"night\"]"),
        ]
        let plan = try DutyPlanner(Self.pattern(zone: zone, from: "2016-01-01", until: "2017-01-01", turns)).plan()
        let clock = try ZoneClock(zone)
        var shifts = plan.roster.shifts[...]
        var wrong: [String] = []
        var time = plan.roster.from
        var minutes = 0
        while time < plan.roster.until {
            while let first = shifts.first, first.until <= time { shifts.removeFirst() }
            let wall = clock.wall(of: time)
            let minute = (wall.microsecondsSince1970 / 60_000_000) % 1_440
            let expected = minute < 360 ? "night" : minute < 840 ? "early" : minute < 1_320 ? "late" : "night"
            let onDuty = shifts.prefix { $0.from <= time }.map(\.officer.rawValue)
            // The night before the first day belongs to the plan before.
            if time >= plan.roster.from.adding(seconds: 6 * 3_600), onDuty != [expected] {
                wrong.append("\(time): \(onDuty), not \(expected)")
            }
            // Clocks and shifts turn at quarters of an hour: the minute of each, and the one before, see every turn.
            time = time.adding(seconds: minutes % 2 == 0 ? 14 * 60 : 60)
            minutes += 1
        }
        #expect(wrong.isEmpty, "\(wrong.count), such as \(wrong.first ?? "")")
        #expect(minutes == 366 * 1_440 / 15 * 2)
        let changes = plan.notes.filter { if case .length = $0 { true } else { false } }
        #expect(changes.count == (zone == "Asia/Kathmandu" ? 0 : 2))
    }

    @Test("officers take turns by the week")
    func rotation() throws {
        let turns = [(from: "00:00", end: "\"until\":\"24:00\"", officers: "[\"a\",\"b\",\"c\"]")]
        // The first day is a Thursday.
        let plan = try DutyPlanner(Self.pattern(zone: "UTC", from: "2026-10-01", until: "2026-11-01", turns)).plan()
        let names = plan.roster.shifts.map(\.officer.rawValue)
        #expect(names.prefix(4).allSatisfy { $0 == "a" })
        #expect(names[4..<11].allSatisfy { $0 == "b" } && names[11..<18].allSatisfy { $0 == "c" } && names[18] == "a")
        #expect(plan.notes.isEmpty)
    }

    @Test("a plan too large for an open statement is divided at the beginnings of shifts, and nothing is lost")
    func parts() throws {
        let plan = try DutyPlanner(
            Self.pattern(zone: "Europe/Berlin", from: "2026-01-01", until: "2026-12-31", Self.twoTurns)
        ).plan().roster
        let parts = plan.parts()
        #expect(parts.count > 3)
        #expect(parts.first?.from == plan.from && parts.last?.until == plan.until)
        for (one, next) in zip(parts, parts.dropFirst()) { #expect(one.until == next.from) }
        #expect(parts.flatMap(\.shifts) == plan.shifts)
    }

    @Test("unknown zones, abbreviations and wrong patterns are refused")
    func refused() throws {
        for zone in ["EST", "Mars/Olympus", "../etc/passwd", "CET"] {
            #expect(throws: DutyPlanner.PlanError.self) {
                try DutyPlanner(Self.pattern(zone: zone, from: "2026-01-01", until: "2026-02-01", Self.twoTurns))
            }
        }
        #expect(throws: DutyPlanner.PlanError.tooLong(days: 730)) {
            try DutyPlanner(Self.pattern(zone: "UTC", from: "2026-01-01", until: "2028-01-01", Self.twoTurns)).plan()
        }
        for (from, until) in [("2026-01-01", "2026-01-01"), ("2026-02-30", "2026-03-01"), ("x", "y")] {
            #expect(throws: (any Error).self) {
                try Self.pattern(zone: "UTC", from: from, until: until, Self.twoTurns)
            }
        }
        let clock = try ZoneClock("Europe/Berlin")
        #expect(throws: ZoneClock.ZoneError.skipped("2024-03-31T02:30:00", zone: "Europe/Berlin")) {
            try clock.onlyInstant(at("2024-03-31T02:30:00Z"))
        }
        #expect(throws: ZoneClock.ZoneError.twice("2024-10-27T02:30:00", zone: "Europe/Berlin")) {
            try clock.onlyInstant(at("2024-10-27T02:30:00Z"))
        }
    }
}
