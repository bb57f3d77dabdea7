import Testing

@testable import Geodesy

@Suite("Instant and TimeWindow")
struct TimeTests {
    private func read(_ text: String, _ rounding: Instant.Rounding = .down) throws -> Instant {
        try Instant(rfc3339: text, rounding: rounding)
    }

    @Test(
        "times are read and written",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("2016-09-19T07:50:00Z", 1_474_271_400_000_000, "2016-09-19T07:50:00Z"),
            ("2016-09-19T10:50:00.250+03:00", 1_474_271_400_250_000, "2016-09-19T07:50:00.250Z"),
            ("2016-09-19T07:50:00.000001Z", 1_474_271_400_000_001, "2016-09-19T07:50:00.000001Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            ("2000-02-29T23:59:59-00:00", 951_868_799_000_000, "2000-02-29T23:59:59Z"),
            ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
            ("2024-02-29T00:00:00+23:59", 1_709_078_460_000_000, "2024-02-28T00:01:00Z"),
        ])
    func reading(text: String, microseconds: Int64, written: String) throws {
        let instant = try read(text)
        #expect(instant.microsecondsSince1970 == microseconds)
        #expect(instant.description == written)
    }

    @Test("digits beyond the microsecond are rounded as asked")
    func rounding() throws {
        #expect(try read("2020-01-01T00:00:00.1234561Z").microsecondsSince1970 % 1_000_000 == 123_456)
        #expect(try read("2020-01-01T00:00:00.1234561Z", .up).microsecondsSince1970 % 1_000_000 == 123_457)
        #expect(try read("2020-01-01T00:00:00.123456000Z", .up).microsecondsSince1970 % 1_000_000 == 123_456)
        #expect(try read("1960-01-01T00:00:00.9999999Z", .up) == read("1960-01-01T00:00:01Z"))
        #expect(throws: GeodesyError.instantOutOfRange) { try read("9999-12-31T23:59:59.9999999Z", .up) }
    }

    @Test(
        "what RFC 3339 does not allow, or we do not keep, is refused with its reason",
        arguments: [
            ("", GeodesyError.malformedTime(.tooShort)),
            ("2016-09-19T07:50:00", .malformedTime(.tooShort)),
            ("2016-09-19 07:50:00Z", .malformedTime(.form(offset: 10))),
            ("2016-09-19t07:50:00Z", .malformedTime(.form(offset: 10))),
            ("2016-09-19T07:50:00z", .malformedTime(.form(offset: 19))),
            ("2016-09-19T07:50:00.Z", .malformedTime(.form(offset: 20))),
            ("2016-09-19T07:50:00+0300", .malformedTime(.form(offset: 22))),
            ("2016-09-19T07:50:00Zx", .malformedTime(.form(offset: 20))),
            ("2016-13-19T07:50:00Z", .malformedTime(.field(.month))),
            ("2015-02-29T07:50:00Z", .malformedTime(.field(.day))),
            ("1900-02-29T07:50:00Z", .malformedTime(.field(.day))),
            ("2016-00-19T07:50:00Z", .malformedTime(.field(.month))),
            ("0000-01-01T00:00:00Z", .malformedTime(.field(.year))),
            ("2016-09-19T24:00:00Z", .malformedTime(.field(.hour))),
            ("2016-09-19T07:60:00Z", .malformedTime(.field(.minute))),
            ("2016-12-31T23:59:60Z", .malformedTime(.leapSecond)),
            ("2016-12-31T23:59:61Z", .malformedTime(.field(.second))),
            ("2016-12-31T23:59:59+24:00", .malformedTime(.field(.offset))),
            ("2016-12-31T23:59:59.1234567890Z", .malformedTime(.tooManyFractionDigits)),
            ("0001-01-01T00:00:00+00:01", .instantOutOfRange),
            ("9999-12-31T23:59:59-00:01", .instantOutOfRange),
            ("２016-09-19T07:50:00Z", .malformedTime(.form(offset: 0))),
        ])
    func refusals(text: String, expected: GeodesyError) {
        #expect(throws: expected) { try read(text) }
        #expect(!expected.description.isEmpty)
    }

    @Test("local days, days of the week and their texts, before 1970 as well")
    func localDays() throws {
        let late = try read("1969-12-31T22:30:00Z")
        #expect(CivilDate.day(of: late, utcOffsetMinutes: 0) == -1)
        #expect(CivilDate.day(of: late, utcOffsetMinutes: 120) == 0)
        #expect(CivilDate.text(daysSince1970: -1) == "1969-12-31" && CivilDate.text(daysSince1970: 0) == "1970-01-01")
        #expect(CivilDate.text(daysSince1970: -719_162) == "0001-01-01")
        // 1970-01-01 was a Thursday, 2016-09-19 a Monday.
        #expect([-4, -3, -1, 0, 3, 4].map(CivilDate.weekday) == [6, 0, 2, 3, 6, 0])
        #expect(CivilDate.weekday(ofDay: CivilDate.daysSince1970(year: 2016, month: 9, day: 19)) == 0)
    }

    @Test("every day of the range has its own date, and writing and reading are inverse")
    func calendar() throws {
        var expected = (year: 1, month: 1, day: 1)
        for day in -719_162...2_932_896 {
            if day % 97 == 0 || expected.month == 3 && expected.day == 1 || expected.month == 2 && expected.day > 27 {
                let date = CivilDate.date(daysSince1970: day)
                guard date == expected else {
                    Issue.record("day \(day): \(date), not \(expected)")
                    return
                }
                let back = CivilDate.daysSince1970(year: date.year, month: date.month, day: date.day)
                guard back == day else {
                    Issue.record("day \(day) came back as \(back)")
                    return
                }
            }
            expected.day += 1
            if expected.day > CivilDate.daysInMonth(expected.month, year: expected.year) {
                expected = (expected.year, expected.month + 1, 1)
                if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
            }
        }
        #expect(expected == (10_000, 1, 1))
        var random = SplitMix64(seed: 21)
        let range = Instant.earliest.microsecondsSince1970...Instant.latest.microsecondsSince1970
        for _ in 0..<2_000 {
            let instant = try Instant(microsecondsSince1970: Int64.random(in: range, using: &random))
            #expect(try read(instant.description) == instant)
        }
    }

    @Test("changed bytes never crash the reader, and what it accepts it writes back as the same instant")
    func fuzz() {
        var random = SplitMix64(seed: 22)
        let seedText = Array("2016-09-19T07:50:00.123456+03:00".utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seedText
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0 where !bytes.isEmpty: bytes.remove(at: min(place, bytes.count - 1))
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0...12, using: &random)
                }
            }
            guard let instant = try? Instant(rfc3339UTF8: bytes, rounding: .down) else { continue }
            accepted += 1
            #expect((try? Instant(rfc3339: instant.description, rounding: .down)) == instant)
        }
        #expect(accepted > 1_000)
    }

    @Test("adding seconds stops at the ends of the range")
    func adding() throws {
        let start = try read("2020-01-01T00:00:00Z")
        #expect(start.adding(seconds: 86_400).description == "2020-01-02T00:00:00Z")
        #expect(start.adding(seconds: .max) == .latest)
        #expect(start.adding(seconds: .min) == .earliest)
        #expect(start.adding(seconds: -1).microseconds(to: start) == 1_000_000)
    }

    @Test("windows are half-open, and intersection agrees with counting instants")
    func windows() throws {
        func window(_ start: Int64, _ end: Int64?) throws -> TimeWindow {
            try TimeWindow(
                start: Instant(microsecondsSince1970: start), end: end.map { try Instant(microsecondsSince1970: $0) })
        }
        let instant = try Instant(microsecondsSince1970: 5)
        #expect(throws: GeodesyError.windowEndNotAfterStart(start: instant, end: instant)) { try window(5, 5) }
        let ends: [Int64?] = [1, 2, 3, 4, 5, nil]
        var all: [TimeWindow] = []
        for start in Int64(0)..<5 {
            for end in ends where end.map({ $0 > start }) ?? true { all.append(try window(start, end)) }
        }
        for a in all {
            for b in all {
                let both = try (Int64(0)...8).filter {
                    let instant = try Instant(microsecondsSince1970: $0)
                    return a.contains(instant) && b.contains(instant)
                }
                #expect(a.overlaps(b) == !both.isEmpty)
                let common = a.intersection(b)
                #expect(common?.start.microsecondsSince1970 == both.first)
                #expect(common == b.intersection(a))
                if let common {
                    #expect((common.end?.microsecondsSince1970 ?? 9) - 1 == both[both.count - 1])
                }
            }
        }
    }
}
