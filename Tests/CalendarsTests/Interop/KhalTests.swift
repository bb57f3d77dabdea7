import Calendars
import Coordination
import Foundation
import Geodesy
import Picture
import Statements
import TestKit
import Testing

/// Where khal is.
private enum Khal {
    static let bin: URL = {
        if let named = ProcessInfo.processInfo.environment["PARLEY_VENV"] {
            return URL(fileURLWithPath: named).appendingPathComponent("bin")
        }
        return URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(".build/venv/bin")
    }()
    static let isHere = FileManager.default.isExecutableFile(atPath: bin.appendingPathComponent("khal").path)
}

/// Rosters that this room exports, khal and the PyPI package icalendar read; what they write, this room reads.
@Suite(
    .serialized,
    .enabled(
        if: Khal.isHere,
        "khal is not at .build/venv: run scripts/setup test, or name its folder in PARLEY_VENV; calendars go unchecked")
)
struct KhalTests {
    private static let hour: Int64 = 3_600

    /// Two days with an overnight shift, one on call, a substitute and a qualification in Arabic.
    private func exported() throws -> (file: CalendarFile, spells: [DutySpell]) {
        var world = try Scenario()
        let name = "{\"en\":\"Safety of flight line\"}"
        let long =
            "{\"en\":\"Line; of flight, with a name that is rather long and so goes over one line \\\\ خط السلامة\"}"
        let line = String(decoding: Bodies.line(), as: UTF8.self).replacing(name, with: long)
        try world.say("neutral-host", .lineEstablish, "flight", Array(line.utf8), byRoot: true)
        for officer in ["duty-2", "flag-1"] {
            let body = Bodies.officer(officer, roles: [.duty], expires: world.accord.expires)
            try world.say("party-b", .officerEnrol, officer, body, byRoot: true)
        }
        let support = DutySupport(
            languages: ["en"],
            interpreters: [
                Interpreter(languages: ["ar", "ru"], qualification: "مترجمة معتمدة، درجة أولى", name: "رقم ٣")
            ])
        let shifts = [
            Bodies.shift(0, 20 * Self.hour, "access-1"),
            Shift(
                from: .test(20 * Self.hour), until: .test(32 * Self.hour), officer: OfficerID(checked: "duty-2"),
                post: .first, support: support),
            Bodies.shift(0, 48 * Self.hour, "flag-1", .onCall),
        ]
        try world.say("party-b", .rosterPublish, "r", Bodies.roster(from: 0, until: 48 * Self.hour, shifts))
        let swap = Bodies.override(from: 2 * Self.hour, until: 3 * Self.hour, "duty-2", replaces: "access-1")
        try world.say("party-b", .rosterOverride, "r", swap)
        let party = PartyID(checked: "party-b")
        let timeline = world.picture.rosters.timeline(
            RosterRegister.Desk(line: Bodies.flightLine, party: party), from: .test(0), until: .test(48 * Self.hour))
        let found = try #require(world.picture.lines[Bodies.flightLine])
        return (RosterCalendar.file(timeline, at: found, of: party, in: world.accord.id), timeline.spells)
    }

    private func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = Khal.bin.appendingPathComponent(tool)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["PYTHONUTF8"] = "1"
        environment["LC_ALL"] = "C.UTF-8"
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.standardError
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(tool) \(arguments)")
        return String(decoding: data, as: UTF8.self)
    }

    @Test("khal shows every spell of a roster at its instants, and what it keeps is read back as the same shifts")
    func khal() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parley-khal-\(UUID())")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("duty"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = """
            [calendars]
            [[duty]]
            path = \(folder.path)/duty
            type = calendar
            [locale]
            timeformat = %H:%M
            dateformat = %Y-%m-%d
            longdateformat = %Y-%m-%d
            datetimeformat = %Y-%m-%d %H:%M
            longdatetimeformat = %Y-%m-%d %H:%M
            default_timezone = UTC
            local_timezone = UTC
            [sqlite]
            path = \(folder.path)/khal.db
            """
        let settings = folder.appendingPathComponent("khal.conf")
        try Data(configuration.utf8).write(to: settings)
        let (file, spells) = try exported()
        let source = folder.appendingPathComponent("roster.ics")
        try Data(file.bytes).write(to: source)
        _ = try run("khal", ["-c", settings.path, "import", "--batch", "-a", "duty", source.path])
        let listed = try run(
            "khal",
            [
                "-c", settings.path, "list", "--once", "--day-format", "", "--format",
                "{start-long}|{end-long}|{title}|{description}", "2016-09-19", "3d",
            ])
        #expect(spells.count == 5)
        for event in file.events {
            let (start, end) = (Self.minute(event.start), Self.minute(event.end))
            #expect(listed.contains("\(start)|\(end)|\(event.summary)|"), "\(event.summary) in \(listed)")
        }
        #expect(listed.contains("مترجمة معتمدة، درجة أولى"))
        var kept: [CalendarEvent] = []
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/duty")
        for name in names {
            let bytes = try Data(contentsOf: folder.appendingPathComponent("duty/" + name))
            kept += try CalendarReader { _ in throw CocoaError(.featureUnsupported) }.read(Array(bytes)).events
        }
        let shifts = try RosterCalendar.shifts(of: CalendarFile(name: "", text: "", events: kept))
        expectSame(shifts, spells)
    }

    @Test("the package icalendar reads and writes an export without loss")
    func icalendar() throws {
        let (file, spells) = try exported()
        let source = FileManager.default.temporaryDirectory.appendingPathComponent("parley-\(UUID()).ics")
        try Data(file.bytes).write(to: source)
        defer { try? FileManager.default.removeItem(at: source) }
        let script = """
            import sys, icalendar
            calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
            assert not any(e.errors for e in calendar.walk()), [e.errors for e in calendar.walk()]
            sys.stdout.buffer.write(calendar.to_ical())
            """
        let text = try run("python3", ["-c", script, source.path])
        let back = try CalendarReader { _ in throw CocoaError(.featureUnsupported) }.read(Array(text.utf8))
        #expect(back.name == file.name && back.text == file.text)
        #expect(back.events.map(\.uid) == file.events.map(\.uid))
        #expect(back.events.map(\.text) == file.events.map(\.text))
        expectSame(try RosterCalendar.shifts(of: back), spells)
    }

    private func expectSame(_ shifts: [Shift], _ spells: [DutySpell]) {
        let expected = spells.map {
            Shift(from: $0.from, until: $0.until, officer: $0.officer, post: $0.post, support: $0.support)
        }
        #expect(shifts == expected)
    }

    private static func minute(_ instant: Instant) -> String {
        String(instant.description.prefix(16)).replacing("T", with: " ")
    }
}
