import Coordination
import Geodesy
import Picture
import StrictJSON
import TestKit
import Testing

@Suite("working days")
struct WorkingCalendarTests {
    private func calendar(_ text: String) throws -> WorkingCalendar {
        var world = try Scenario()
        let body =
            #"{"name":{"en":"A"},"clauses":[{"clause":"1","text":{"en":"t"},"sets":{"rule":"convoy-answer-within","workingDays":7,"calendar":\#(text)}}]}"#
        if let refusal = try world.say("neutral-host", .instrumentClauses, "a", Array(body.utf8), byRoot: true).refusal
        {
            throw refusal
        }
        return try #require(world.picture.instruments.rule(.convoyAnswerWithin)?.workingDays?.calendar)
    }

    private func time(_ text: String) throws -> Instant { try Instant(rfc3339: text, rounding: .down) }

    @Test("seven working days in a country whose weekend is Friday and Saturday, with a holiday between")
    func sevenDays() throws {
        let damascus = try calendar(
            #"{"utcOffsetMinutes":180,"weekend":["fri","sat"],"holidays":["2016-04-17"]}"#)
        // Thursday 14 April, 10:00 local. Working days after it: 18, 19, 20, 21, 24, 25, 26 (17 is the holiday).
        let due = damascus.end(ofWorkingDay: 7, after: try time("2016-04-14T07:00:00Z"))
        #expect(due == (try time("2016-04-26T21:00:00Z")))
        #expect(damascus.workingDays(after: try time("2016-04-14T07:00:00Z"), until: due) == 7)
    }

    @Test("the day is the country's: late in the evening UTC it is the next day there")
    func localDay() throws {
        let kiribati = try calendar(#"{"utcOffsetMinutes":840,"weekend":[],"holidays":[]}"#)
        let due = kiribati.end(ofWorkingDay: 1, after: try time("2026-01-01T11:00:00Z"))
        // 01:00 on the 2nd there; the first whole day after is the 3rd, which ends at 10:00 UTC of the 3rd.
        #expect(due == (try time("2026-01-03T10:00:00Z")))
    }

    @Test("counted day by day, every number of days comes to the same")
    func oracle() throws {
        let calendar = try calendar(
            #"{"utcOffsetMinutes":-210,"weekend":["thu","fri"],"holidays":["2024-02-28","2024-02-29","2024-03-02"]}"#)
        var random = SplitMix64(seed: 7)
        for _ in 0..<300 {
            let start = try time("2024-02-20T00:00:00Z").adding(seconds: Int64(random.next() % 2_000_000))
            let count = Int64(random.next() % 30) + 1
            let due = calendar.end(ofWorkingDay: count, after: start)
            // The slow way: local midnights, one after the other.
            var midnight = start
            while calendar.day(of: midnight) == calendar.day(of: start) { midnight = midnight.adding(seconds: 60) }
            var left = count
            var end = midnight
            while left > 0 {
                if calendar.isWorkingDay(calendar.day(of: end)) { left -= 1 }
                end = end.adding(seconds: 86_400)
            }
            #expect(abs(end.microseconds(to: due)) < 60_000_000)
        }
    }

    @Test(
        "a calendar that cannot be is refused",
        arguments: [
            #"{"utcOffsetMinutes":7,"weekend":[]}"#,
            #"{"utcOffsetMinutes":0,"weekend":["mon","tue","wed","thu","fri","sat","sun"]}"#,
            #"{"utcOffsetMinutes":0,"weekend":["fri","fri"]}"#,
            #"{"utcOffsetMinutes":0,"weekend":[],"holidays":["2024-02-30"]}"#,
            #"{"utcOffsetMinutes":0,"weekend":[],"holidays":["2024-03-02","2024-03-01"]}"#,
            #"{"utcOffsetMinutes":0,"weekend":[],"holidays":["12.9.2016"]}"#,
        ])
    func refused(text: String) {
        #expect(throws: (any Error).self) { try calendar(text) }
    }
}
