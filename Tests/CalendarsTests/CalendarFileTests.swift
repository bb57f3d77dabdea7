import Calendars
import Geodesy
import TestKit
import Testing

@Suite("calendar files")
struct CalendarFileTests {
    private static func event(_ summary: String, text: String = "") -> CalendarEvent {
        CalendarEvent(
            uid: "1@x", sequence: 3, stamp: .test(0), start: .test(60), end: .test(3_660), summary: summary, text: text,
            fields: [])
    }

    private static func file(_ events: [CalendarEvent]) -> CalendarFile {
        CalendarFile(name: "Line", text: "", events: events)
    }

    private func read(_ text: String) throws(CalendarError) -> CalendarFile {
        try CalendarReader { _ in .test(0) }.read(Array(text.utf8))
    }

    @Test("what is written is read back, in any script and with every character that must be escaped")
    func roundTrip() throws {
        let texts = [
            "plain", "a, b; c\\ d\ne\\n", String(repeating: "x", count: 500),
            String(repeating: "مناوب أول ", count: 40),
            "خط السلامة \u{200F}(أ)\u{200F} — дежурный, 👩🏽‍✈️" + String(repeating: "👩🏽‍✈️", count: 40), "\"quoted\": ^n",
        ]
        for text in texts {
            let file = Self.file([Self.event(text, text: text)])
            let back = try CalendarReader { _ in .test(0) }.read(file.bytes)
            #expect(back.events.first?.summary == text)
            #expect(back.events.first?.text == text)
            #expect(back.events.first?.start == .test(60) && back.events.first?.end == .test(3_660))
            #expect(back.name == "Line")
        }
    }

    @Test("no line is longer than 75 octets, every line ends with CRLF, and no character is cut")
    func folding() throws {
        for length in 0..<200 {
            let text = String(repeating: "a", count: length) + "م👩🏽‍✈️é"
            let bytes = Self.file([Self.event(text)]).bytes
            var line: [UInt8] = []
            for (position, byte) in bytes.enumerated() {
                guard byte != 0x0A else {
                    try #require(line.last == 0x0D, "line \(position)")
                    line.removeLast()
                    #expect(line.count <= 75)
                    #expect(String(validating: line, as: UTF8.self) != nil, "\(length)")
                    line = []
                    continue
                }
                line.append(byte)
            }
            #expect(line.isEmpty)
        }
    }

    @Test("what a calendar cannot hold is left out rather than breaking the file")
    func controls() throws {
        let bytes = Self.file([Self.event("a\u{0}b\u{1B}c\rd\u{7F}e\tf")]).bytes
        #expect(try CalendarReader { _ in .test(0) }.read(bytes).events.first?.summary == "abcde\tf")
    }

    private static func calendar(_ event: [String]) -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0"] + event + ["END:VCALENDAR"]).joined(separator: "\r\n") + "\r\n"
    }

    private static let usual = [
        "BEGIN:VEVENT", "UID:a", "DTSTART:20160919T000100Z", "DTEND:20160919T010000Z", "SUMMARY:x", "END:VEVENT",
    ]

    @Test("durations, folded lines, quoted parameters, bare line feeds, zones and alarms are read")
    func reads() throws {
        let lines = [
            "BEGIN:VTIMEZONE", "TZID:Asia/Damascus", "BEGIN:STANDARD", "DTSTART:19701025T030000", "END:STANDARD",
            "END:VTIMEZONE", "BEGIN:VEVENT", "UID:a", "DTSTART;TZID=\"Asia/Damascus\";X-A=\"b:c,d;e\":20160919T030000",
            "DURATION:P1DT2H", "BEGIN:VALARM", "TRIGGER:-PT15M", "SUMMARY:alarm", "END:VALARM", "SUMMARY:first ",
            "  part", "END:VEVENT",
        ]
        var asked: [CalendarTime.Local] = []
        let reader = CalendarReader { local in
            asked.append(local)
            return .test(0)
        }
        let file = try reader.read(Array(Self.calendar(lines).replacing("\r\n", with: "\n").utf8))
        #expect(file.events.first?.summary == "first  part")
        #expect(file.events.first?.end == .test(26 * 3_600))
        #expect(asked.first?.zone == "Asia/Damascus" && asked.first?.hour == 3)
    }

    typealias Case = (line: Int, word: String, text: String)
    private static func with(_ number: Int, _ line: String) -> String {
        var lines = usual
        lines[number] = line
        return calendar(lines)
    }
    static let broken: [Case] = [
        (1, "no calendar", ""), (1, "must be BEGIN:VCALENDAR", "VERSION:2.0\r\n"),
        (1, "cut short", "BEGIN:VCALENDAR\r\n"),
        (3, "cut short", "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a"),
        (2, "version", "BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR"),
        (2, "JULIAN", "BEGIN:VCALENDAR\nCALSCALE:JULIAN\nEND:VCALENDAR"),
        (2, "cancels", "BEGIN:VCALENDAR\nMETHOD:CANCEL\nEND:VCALENDAR"),
        (2, "not what is open", "BEGIN:VCALENDAR\nEND:VEVENT"), (1, "may not stand here", "BEGIN:VEVENT"),
        (4, "after the end", calendar([]) + "X:y"), (2, "may not stand here", "BEGIN:VCALENDAR\nBEGIN:VCALENDAR"),
        (5, "time such as", with(2, "DTSTART:20160919")), (5, "DATE", with(2, "DTSTART;VALUE=DATE:20160919")),
        (5, "no zone", with(2, "DTSTART:20160919T000000")),
        (5, "names a zone", with(2, "DTSTART;TZID=X:20160919T000000Z")),
        (5, "DTSTART", with(2, "DTSTART:20160231T000000Z")), (5, "DTSTART", with(2, "DTSTART:20160919T000060Z")),
        (3, "no DTSTART", with(2, "X-A:b")), (3, "neither DTEND", with(3, "X-A:b")), (3, "no UID", with(1, "X-A:b")),
        (3, "not after", with(3, "DTEND:20160919T000100Z")), (6, "length such as", with(3, "DURATION:8H")),
        (6, "length such as", with(3, "DURATION:PT")), (6, "length such as", with(3, "DURATION:P")),
        (6, "length such as", with(3, "DURATION:P999999999W")), (6, "length such as", with(3, "DURATION:-PT8H")),
        (6, "length such as", with(3, "DURATION:PT0S")), (7, "recurs", with(4, "RRULE:FREQ=WEEKLY")),
        (7, "escapes nothing", with(4, "SUMMARY:a\\q")), (7, "escapes nothing", with(4, "SUMMARY:a\\")),
        (7, "needs ':'", with(4, "SUMMARY")), (7, "quotation mark", with(4, "SUMMARY;A=\"b:c")),
        (7, "parameter", with(4, "SUMMARY;=b:c")), (7, "property's name", with(4, ":b")),
        (7, "control character", with(4, "SUMMARY:a\u{1}")), (7, "twice", with(4, "DTSTART:20160919T000100Z")),
        (7, "whole number", with(4, "SEQUENCE:-1")), (9, "UID of an event before", calendar(usual + usual)),
        (1, "property's name", " BEGIN:VCALENDAR"),
    ]

    @Test("what is wrong is named by line and rule", arguments: broken.indices)
    func refuses(number: Int) {
        let item = Self.broken[number]
        do throws(CalendarError) {
            _ = try read(item.text)
            Issue.record("was read: \(item.text)")
        } catch {
            #expect(error.line == item.line, "\(error)")
            #expect(error.rule.contains(item.word), "\(error)")
        }
    }

    @Test("bytes that are no UTF-8, too long or too many are refused before they cost anything")
    func limits() {
        var limits = CalendarLimits()
        limits.bytes = 1_000
        limits.lineBytes = 100
        limits.events = 1
        func rule(_ bytes: [UInt8]) -> String? {
            do throws(CalendarError) {
                _ = try CalendarReader(limits: limits, resolve: { _ in .test(0) }).read(bytes)
                return nil
            } catch { return error.rule }
        }
        #expect(rule([UInt8](repeating: 0x41, count: 1_001))?.contains("1001 bytes") == true)
        #expect(rule([UInt8](repeating: 0x41, count: 101))?.contains("more than 100 bytes") == true)
        #expect(rule(Array("BEGIN:VCALENDAR\nX:".utf8) + [0xFF, 0x0A])?.contains("UTF-8") == true)
        let second = Self.usual.map { $0.replacing("UID:a", with: "UID:b") }
        #expect(rule(Array(Self.calendar(Self.usual + second).utf8))?.contains("more than 1 events") == true)
        let deep = "BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: 20)
        #expect(rule(Array(deep.utf8))?.contains("deeper than 8") == true)
    }

    @Test("any prefix and any changed byte is read or refused, and never stops the program", arguments: UInt64(0)..<20)
    func hostile(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let whole = Self.file([Self.event("a, b; c\\ مناوب", text: String(repeating: "é", count: 200))]).bytes
        let reader = CalendarReader { _ in .test(0) }
        for _ in 0..<200 {
            var bytes = Array(whole.prefix(random.below(whole.count + 1)))
            for _ in 0..<random.below(4) where !bytes.isEmpty {
                bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = try? reader.read(bytes)
        }
        #expect(try reader.read(whole).events.count == 1)
    }
}
