import ArgumentParser
import Coordination
import Geodesy
import Statements
import StrictJSON

/// Lines between parties: set up, declared, checked, shown.
struct LineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "line", abstract: "Set up, declare, check and show lines between parties.",
        discussion: """
            A line's facts are open to whoever may read the log, so that a missed check is the same for everybody. What a
            party declares and whether it answers are two facts, shown side by side.
            """,
        subcommands: [Establish.self, Declare.self, Check.self, Show.self])

    struct Establish: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a line up, or state it anew, whole; by the host's root key or an access officer of one side."
        )
        @Argument(help: "Your name for the line.") var subject: String?
        @Option(help: "A JSON file with the body; '-' reads standard input.") var body: String?
        @Flag(help: "Print an example body and stop.") var example = false
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            if example { return print(ExampleBodies.line) }
            guard let subject, let body else { throw Failure(.usage, "give the line's name and --body; see --example") }
            try await speaker.say(.lineEstablish, subject: subject, body: try Files.read(body))
        }
    }

    struct Declare: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declare a line open, suspended or closed for your party.")
        @Argument(help: "The line, as OWNER/NAME.") var line: String
        @Option(help: "open, suspended or closed.") var state: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try LineName.read(line)
            let body = JSONBody.make { body in
                body.member("line", id.description)
                body.member("state", state)
                body.member("reason", reason)
            }
            try await speaker.say(.lineDeclare, subject: id.subject.rawValue, body: body)
        }
    }

    struct Check: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter a check of a line: whom you called, when, and what came of it.",
            discussion: """
                  parley line check neutral-host/flight --called party-b --answered-by duty-2 --language en --as duty.json
                  parley line check neutral-host/flight --called party-b --unanswered --at 2026-08-03T06:00:00Z

                A call that is entered afterwards keeps both times, the one it was made and the one it was logged.
                """)
        @Argument(help: "The line, as OWNER/NAME.") var line: String
        @Option(help: "The party you called.") var called: String
        @Option(name: .customLong("answered-by"), help: "Who answered.") var answeredBy: String?
        @Option(help: "The language spoken.") var language: String?
        @Flag(help: "Nobody answered.") var unanswered = false
        @Option(help: "line, telephone, radio, in-person or paper.") var means = "line"
        @Option(help: "When you called (RFC 3339, or 'now').") var at = "now"
        @Option(help: "What else is to be kept.") var note: String?
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try LineName.read(line)
            guard unanswered == (answeredBy == nil), unanswered == (language == nil) else {
                throw Failure(.usage, "give --answered-by and --language, or --unanswered")
            }
            let time = try Moment.read(at, "--at")
            let body = JSONBody.make { body in
                body.member("line", id.description)
                body.member("called", called)
                body.member("at", time)
                body.member("outcome", unanswered ? "unanswered" : "answered")
                if let answeredBy { body.member("answeredBy", answeredBy) }
                body.member("means", means)
                if let language { body.member("language", language) }
                if let note { body.member("note", note) }
            }
            try await speaker.say(.lineCheck, subject: id.subject.rawValue, body: body)
        }
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Show all lines, or one.")
        @Argument(help: "The line, as OWNER/NAME; without it, all.") var line: String?
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try line.map { try LineName.read($0) }
            let reply = try await speaker.withSession { try await $0.get(id.map { "/lines/\($0)" } ?? "/lines") }
            if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
            do { for text in try Self.sentences(reply) { print(text) } } catch {
                throw Failure(.refused, "the node's answer: \(error)")
            }
        }

        private static func sentences(_ reply: [UInt8]) throws -> [String] {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            let lines = if let one = fields.present("line") { [one] } else { try fields.required("lines").array() }
            var out: [String] = []
            for line in lines {
                var members = try line.object()
                out.append(try members.required("id").string())
                for party in try members.required("parties").array() {
                    var facts = try party.object()
                    let name = try facts.required("party").string()
                    let declared =
                        try facts.present("declared").map { "declares it \(try $0.string())" } ?? "declares nothing"
                    let standing = try facts.present("standing").map { " (\(try $0.string()))" } ?? ""
                    let observed = try facts.required("observed").string()
                    let since = try facts.present("observedAt").map { " (\(try $0.string()))" } ?? ""
                    out.append("  \(name)\(standing): \(declared); seen \(observed)\(since)")
                }
                if let due = members.present("nextCheckDue") { out.append("  next check: \(try due.string())") }
                for missed in try members.required("missed").array().suffix(5) {
                    var check = try missed.object()
                    let due = try check.required("due").string()
                    let reason = try check.required("reason").string()
                    out.append("  missed: \(due), \(reason), silent: \(try check.required("silent").string())")
                }
            }
            return out.isEmpty ? ["no line is established in this accord"] : out
        }
    }
}

/// A line's name as people type it.
enum LineName {
    static func read(_ text: String) throws -> RecordID {
        guard let id = RecordID(text) else { throw Failure(.usage, "'\(text)' is no line's name; write OWNER/NAME") }
        return id
    }
}
