import ArgumentParser
import Calendars
import Coordination
import Geodesy
import ParleyClient
import ParleyNode
import Statements
import StrictJSON

/// Who is on duty: planned, published, looked at ahead, exported, imported.
struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster", abstract: "Plan, publish, look ahead, export and import who is on duty at a line.",
        discussion: """
            Only instants count in a roster. Local times are turned into instants here, by this machine's time zone data,
            and what clock changes do to a plan is said before anything is published.
            """,
        subcommands: [
            Plan.self, Publish.self, Override.self, HandOver.self, TakeOver.self, Ahead.self, Export.self, Import.self,
        ])

    struct Plan: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a weekly pattern by local clocks into a roster; nothing is sent.")
        @Option(help: "The pattern's file.") var pattern: String?
        @Option(help: "Write the roster's body to this file.") var out: String?
        @Flag(help: "Print an example pattern and stop.") var example = false

        func perform() async throws {
            if example { return print(ExampleBodies.pattern) }
            guard let pattern else { throw Failure(.usage, "--pattern: a file is needed; see --example") }
            let plan = try RosterFile.plan(pattern)
            for note in plan.notes { Terminal.note(note.description) }
            Terminal.note("\(plan.roster.shifts.count) shifts from \(plan.roster.from) to \(plan.roster.until)")
            let body = RosterFile.body(plan.roster)
            if let out { try Files.write(body, to: out) } else { print(String(decoding: body, as: UTF8.self)) }
        }
    }

    struct Publish: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish a roster from a body or a weekly pattern.",
            discussion: """
                  parley roster publish august --pattern august.json --audience party-b,neutral-host --as duty.json
                  parley roster publish august --body roster.json --audience open --as duty.json

                Within its period the roster published last counts. An open one that is too large for one entry of the log is
                published in parts, august.1, august.2 and so on.
                """)
        @Argument(help: "Your name for the roster; a new one each time.") var subject: String
        @Option(help: "A JSON file with the body.") var body: String?
        @Option(help: "A JSON file with a weekly pattern; see `parley roster plan --example`.") var pattern: String?
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            let roster: RosterPlan
            switch (body, pattern) {
            case (let file?, nil): roster = try RosterFile.read(file)
            case (nil, let file?):
                let plan = try RosterFile.plan(file)
                for note in plan.notes { Terminal.note(note.description) }
                roster = plan.roster
            default: throw Failure(.usage, "give either --body or --pattern")
            }
            let isOpen = try AudienceOptions.read(speaker.audience) == .open
            let parts = isOpen ? roster.parts() : [roster]
            for (number, part) in parts.enumerated() {
                let name = parts.count == 1 ? subject : "\(subject).\(number + 1)"
                try await speaker.say(.rosterPublish, subject: name, body: RosterFile.body(part))
            }
        }
    }

    struct Override: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put somebody else on duty for a span of a roster, or add somebody.")
        @Argument(help: "The roster's name.") var subject: String
        @Option(help: "From when (RFC 3339, at a full minute).") var from: String
        @Option(help: "Until when.") var until: String
        @Option(help: "Who is on duty.") var officer: String
        @Option(help: "In whose place.") var replaces: String?
        @Option(help: "Without --replaces: first, second or on-call.") var post: String?
        @Option(help: "Languages that the officer speaks, separated by commas.") var languages: String?
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            let (start, end) = (try Moment.read(from, "--from"), try Moment.read(until, "--until"))
            let body = JSONBody.make { body in
                body.member("from", start)
                body.member("until", end)
                if let replaces { body.member("replaces", replaces) }
                body.member("officer", officer)
                if let post { body.member("post", post) }
                if let languages {
                    body.key("languages")
                    body.array { list in for tag in languages.split(separator: ",") { list.string(String(tag)) } }
                }
                body.member("reason", reason)
            }
            try await speaker.say(.rosterOverride, subject: subject, body: body)
        }
    }

    struct HandOver: ReportingCommand {
        static let configuration = CommandConfiguration(
            commandName: "hand-over", abstract: "Hand a line over to the officer who comes, with a note.")
        @Argument(help: "Your name for the hand-over.") var subject: String
        @Option(help: "The line, as OWNER/NAME.") var line: String
        @Option(help: "The officer who comes.") var to: String
        @Option(help: "When the line changes hands (RFC 3339, or 'now').") var at = "now"
        @Option(help: "The note, in English.") var note: String
        @Option(name: .customLong("open"), help: "What is still open. Repeat.") var openEnds: [String] = []
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            let id = try LineName.read(line)
            let time = try Moment.read(at, "--at")
            let body = JSONBody.make { body in
                body.member("line", id.description)
                body.member("at", time)
                body.member("to", to)
                body.key("note")
                body.object { $0.member("en", note) }
                if !openEnds.isEmpty {
                    body.key("openEnds")
                    body.array { list in for end in openEnds { list.string(end) } }
                }
            }
            try await speaker.say(.rosterHandOver, subject: subject, body: body)
        }
    }

    struct TakeOver: ReportingCommand {
        static let configuration = CommandConfiguration(
            commandName: "take-over", abstract: "Take a line over: sign that you read the note.")
        @Argument(help: "The hand-over's name.") var subject: String
        @Option(help: "What you add.") var remark: String?
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            let body = JSONBody.make { body in if let remark { body.member("remark", remark) } }
            try await speaker.say(.rosterTakeOver, subject: subject, body: body)
        }
    }
}

/// Rosters and patterns in files.
enum RosterFile {
    /// The largest body of a roster that is read.
    static let maximumBytes = OpenedBody.maximumBytes

    static func read(_ file: String) throws -> RosterPlan {
        let bytes = try Files.read(file, limit: maximumBytes)
        do {
            let limits = JSONDocument.Limits(maximumBytes: maximumBytes, maximumDepth: Statement.maximumDepth)
            return try RosterPlan(body: JSONDocument(bytes, limits: limits).root)
        } catch { throw Failure(.usage, "\(file): \(error)") }
    }

    static func plan(_ file: String) throws -> DutyPlanner.Plan {
        let bytes = try Files.read(file, limit: maximumBytes)
        let pattern: DutyPattern
        do { pattern = try DutyPattern(bytes) } catch { throw Failure(.usage, "\(file): \(error)") }
        do { return try DutyPlanner(pattern).plan() } catch { throw Failure(.usage, "\(file): \(error)") }
    }

    static func body(_ roster: RosterPlan) -> [UInt8] {
        var writer = JSONWriter(capacity: 16_384)
        roster.write(to: &writer)
        return writer.bytes
    }
}
