import Foundation
import Testing

/// Lines and rosters as a duty room uses them: planned by local clocks, published, looked at ahead, taken to a telephone.
@Suite(.serialized) struct RosterCommandTests {
    private static let pattern = """
        {"line":"neutral-host/flight","zone":"Europe/Berlin","from":"2030-03-30","until":"2030-04-02","turns":[
          {"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"00:00","minutes":720,"officers":["duty"],
           "languages":["en"],"interpreters":[{"languages":["en","ru"],"qualification":"certified"}]},
          {"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"12:00","minutes":720,"officers":["duty"],
           "languages":["en","ru"]}]}
        """

    private static let line = """
        {"name":{"en":"Safety of flight line"},"cells":[{"party":"us","name":{"en":"Air operations centre"}},
         {"party":"ru","name":{"en":"Group command post"}}],"languages":["en","ru"],"means":[{"kind":"line"}],
         "checks":{"by":"us","at":["06:00","18:00"],"graceSeconds":900}}
        """

    @Test(
        "a pattern by local clocks becomes a roster, says what the clocks do, and survives the way through a calendar")
    func offline() throws {
        let program = try Program()
        defer { program.remove() }
        let pattern = program.folder + "/pattern.json"
        try Self.pattern.write(toFile: pattern, atomically: true, encoding: .utf8)
        let plan = try program.run("roster", "plan", "--pattern", pattern)
        #expect(plan.code == 0, "\(plan.err)")
        // In the night of the change the turn that began at midnight ends an hour into the next.
        #expect(plan.err.contains("two answer first from 2030-03-31T10:00:00Z to 2030-03-31T11:00:00Z"), "\(plan.err)")
        #expect(plan.err.contains("because the clocks change"))
        #expect(plan.out.contains("\"from\":\"2030-03-29T23:00:00Z\""))
        let calendar = program.folder + "/duty.ics"
        try """
        BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20300801T080000\r
        DTEND:20300801T180000Z\r\nSUMMARY:Captain Sami\\, day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
        """.write(toFile: calendar, atomically: true, encoding: .utf8)
        let import1 = try program.run(
            "roster", "import", calendar, "--line", "neutral-host/flight", "--officer", "Captain Sami=duty")
        #expect(import1.code == 0, "\(import1.err)")
        #expect(
            import1.out.contains(
                "\"from\":\"2030-08-01T06:00:00Z\",\"until\":\"2030-08-01T18:00:00Z\",\"officer\":\"duty\""))
        let unknown = try program.run("roster", "import", calendar, "--line", "neutral-host/flight")
        #expect(unknown.code == 1 && unknown.err.contains("Captain Sami"))
        try "BEGIN:VCALENDAR\r\nX".write(toFile: calendar, atomically: true, encoding: .utf8)
        let broken = try program.run("roster", "import", calendar, "--line", "neutral-host/flight")
        #expect(broken.code == 1 && broken.err.contains("line 2"), "\(broken.err)")
        for example in [["line", "establish"], ["roster", "plan"]] {
            #expect(try program.run(example + ["--example"]).code == 0)
        }
    }

    @Test("a line is set up, declared, checked; a roster is published, looked at ahead and exported")
    func served() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, _) = try program.rehearse()
        let errors = Pipe()
        let node = try program.start(["serve", "--folder", demo, "--port", "0"], errors: errors)
        defer { node.terminate() }
        var text = ""
        var address: String?
        while address == nil {
            let part = errors.fileHandleForReading.availableData
            try #require(!part.isEmpty, "the node did not start: \(text)")
            text += String(decoding: part, as: UTF8.self)
            address = text.firstMatch(of: /serves on (http:\/\/127\.0\.0\.1:[0-9]+)/).map { String($0.1) }
        }
        let url = try #require(address)
        let host = try Self.identity(demo + "/host-root.json", at: url)
        let us = try Self.identity(demo + "/parties/us-duty.json", at: url)
        let ru = try Self.identity(demo + "/parties/ru-duty.json", at: url)
        let line = program.folder + "/line.json"
        try Self.line.write(toFile: line, atomically: true, encoding: .utf8)
        func run(_ arguments: String..., code: Int32 = 0) throws -> Program.Result {
            let result = try program.run(arguments)
            #expect(result.code == code, "\(arguments): \(result.out)\(result.err)")
            return result
        }
        _ = try run("line", "establish", "flight", "--body", line, "--as", host)
        let name = "neutral-host/flight"
        _ = try run("line", "declare", name, "--state", "suspended", "--reason", "after the incident", "--as", ru)
        _ = try run("line", "check", name, "--called", "ru", "--answered-by", "duty", "--language", "en", "--as", us)
        let shown = try run("line", "show", name, "--as", us)
        #expect(shown.out.contains("ru: declares it suspended; seen answering"), "\(shown.out)")
        let roster = program.folder + "/roster.json"
        let pattern = program.folder + "/pattern.json"
        try Self.pattern.write(toFile: pattern, atomically: true, encoding: .utf8)
        _ = try run("roster", "plan", "--pattern", pattern, "--out", roster)
        _ = try run("roster", "publish", "march", "--body", roster, "--audience", "open", "--as", ru)
        let span = ["--party", "ru", "--from", "2030-03-29T23:00:00Z", "--days", "2"]
        let ahead = try program.run(["roster", "ahead", name, "--as", us] + span)
        #expect(ahead.code == 1 && ahead.out.contains("without a break"), "\(ahead.out)\(ahead.err)")
        let calendar = program.folder + "/duty.ics"
        let export = try program.run(["roster", "export", name, "--as", us, "--out", calendar] + span)
        #expect(export.code == 0, "\(export.err)")
        let back = try run("roster", "import", calendar, "--line", name)
        #expect(back.out.contains("\"interpreters\":[{\"languages\":[\"en\",\"ru\"],\"qualification\":\"certified\"}]"))
        _ = try run(
            "roster", "override", "march", "--from", "2030-03-30T00:00:00Z", "--until", "2030-03-30T01:00:00Z",
            "--officer", "nobody", "--replaces", "duty", "--reason", "ill", "--audience", "open", "--as", ru, code: 1)
    }

    /// A copy of an identity file that speaks to the node at `url`, beside the key that it names.
    private static func identity(_ path: String, at url: String) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        fields["node"] = url
        let copy = path + ".served.json"
        try JSONSerialization.data(withJSONObject: fields).write(to: URL(fileURLWithPath: copy))
        return copy
    }
}
