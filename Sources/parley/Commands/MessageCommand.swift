import ArgumentParser
import Coordination
import Geodesy
import Statements
import StrictJSON

/// Messages on a line, and what is said back.
struct MessageGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Send messages on a line, read back, acknowledge, answer.",
        discussion: """
            An acknowledgement means received, and nothing more; an answer consents to nothing. What is said back goes to
            those who have the message, and to nobody else. A message that says where or when is read back first.

              parley message send m-12 --as duty.json --audience open --body m-12.json
              parley message read-back party-a/m-12 --as duty.json --position 35.33,40.14 --about incident
              parley message acknowledge party-a/m-12 --as duty.json
              parley message answer party-a/m-12 --as duty.json --answer stopping --by "Battle director"
            """,
        subcommands: [Send.self, ReadBack.self, Acknowledge.self, Answer.self, Close.self, Show.self])

    struct Send: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Send a message, or correct one.")
        @Argument(help: "Your name for the message.") var subject: String?
        @Option(help: "A JSON file with the body; '-' reads standard input.") var body: String?
        @Flag(help: "State a message anew, whole: nobody has received it yet then.") var correct = false
        @Flag(help: "Print an example body and stop.") var example = false
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            if example { return print(ExampleBodies.message) }
            guard let subject, let body else {
                throw Failure(.usage, "give the message's name and --body; see --example")
            }
            try await speaker.say(
                correct ? .messageCorrect : .messageSend, subject: subject, body: try Files.read(body))
        }
    }

    struct ReadBack: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Repeat a message as you understood it; it is compared field by field.")
        @OptionGroup var reply: ReplyOptions
        @Option(
            parsing: .unconditionalSingleValue, help: "A position as heard, LAT,LON; repeat in the message's order.")
        var position: [String] = []
        @Option(help: "A position as heard, as a grid reference; repeat, instead of --position.") var grid: [String] =
            []
        @Option(
            help: "record:OWNER/NAME, alarm:KIND:OWNER/NAME, activity or incident: what it is about, as understood.")
        var about: String
        @Option(help: "With --about activity or incident: in your words.") var words = "as understood"
        @Option(help: "From when (RFC 3339), where the message says so.") var from: String?
        @Option(help: "Until when.") var until: String?

        func perform() async throws {
            guard position.isEmpty || grid.isEmpty else { throw Failure(.usage, "--position or --grid, not both") }
            let places = try position.map { try Places.position($0, "--position") }
            let window = try self.window()
            try await reply.say(.messageReadBack) { body in
                body.key("about")
                body.object { fields in
                    if about.hasPrefix("record:") {
                        fields.member("record", String(about.dropFirst("record:".count)))
                    } else if about.hasPrefix("alarm:") {
                        let parts = about.split(separator: ":", maxSplits: 2).map(String.init)
                        fields.key("alarm")
                        fields.object { named in
                            named.member("movement", parts.count > 2 ? parts[2] : "")
                            named.member("kind", parts.count > 1 ? parts[1] : "")
                        }
                    } else {
                        fields.key(about)
                        fields.object { $0.member("en", words) }
                    }
                }
                if !places.isEmpty || !grid.isEmpty {
                    body.key("positions")
                    body.array { list in
                        for place in places {
                            list.object { fields in
                                fields.key("position")
                                fields.position(place)
                            }
                        }
                        for text in grid {
                            list.object { fields in
                                fields.key("second")
                                fields.object { second in
                                    second.member("format", "mgrs")
                                    second.member("text", text)
                                }
                            }
                        }
                    }
                }
                guard let window else { return }
                body.key("time")
                body.timeWindow(window)
            }
            try await reply.compare()
        }

        private func window() throws -> TimeWindow? {
            guard let from else { return nil }
            do {
                return try TimeWindow(
                    start: Instant(rfc3339: from, rounding: .down),
                    end: until.map { text throws(GeodesyError) in try Instant(rfc3339: text, rounding: .up) })
            } catch { throw Failure(.usage, "--from, --until: \(error)") }
        }
    }

    struct Acknowledge: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that you have received a message; this is not consent to anything.")
        @OptionGroup var reply: ReplyOptions
        @Option(help: "With --entered-later: the officer who received it.") var officer: String?
        @Option(help: "What you add.") var note: String?

        func perform() async throws {
            try await reply.say(.messageAcknowledge) { body in
                if let officer { body.member("officer", officer) }
                if let note { body.member("note", note) }
            }
        }
    }

    struct Answer: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer a message, with who answers and when.",
            discussion: "Answers: " + AnswerChoice.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        @OptionGroup var reply: ReplyOptions
        @Option(help: "One of the answers below.") var answer: String
        @Option(help: "Who gives it, by name or post.") var by: String
        @Option(help: "When it was given (RFC 3339, or 'now').") var at = "now"
        @Option(help: "In words.") var text: String?

        func perform() async throws {
            let time = try Moment.read(at, "--at")
            try await reply.say(.messageAnswer) { body in
                body.member("answer", answer)
                body.member("at", time)
                body.member("by", by)
                guard let text else { return }
                body.key("text")
                body.object { $0.member("en", text) }
            }
        }
    }

    struct Close: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "End a message of yours.")
        @Argument(help: "Your name for the message.") var subject: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            let body = JSONBody.make { $0.member("reason", reason) }
            try await speaker.say(.messageClose, subject: subject, body: body)
        }
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Show messages, or one, as JSON.")
        @Argument(help: "The message, as SENDER/NAME; without it, the newest.") var message: String?
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try message.map { try LineName.read($0) }
            let reply = try await speaker.withSession { try await $0.get(id.map { "/messages/\($0)" } ?? "/messages") }
            print(String(decoding: reply, as: UTF8.self))
        }
    }
}

/// What every reply to a message needs: the message, the version that was read, and how it was said.
struct ReplyOptions: ParsableArguments {
    @Argument(help: "The message, as SENDER/NAME.") var message: String
    @Option(help: "The statement that you read (default: the one that stands now).") var statement: String?
    @Option(
        name: .customLong("entered-later"),
        help: "It was said by other means: MEANS@TIME, such as telephone@2016-09-17T13:55:00Z.")
    var enteredLater: String?
    @OptionGroup var speaker: SpeakerOptions

    /// Says it to those who have the message.
    func say(_ kind: Kind, _ write: @escaping (inout JSONWriter) throws -> Void) async throws {
        let id = try LineName.read(message)
        let accepted = try await speaker.withSession { session in
            let record = try await SharedRecord(id, on: .messages, session)
            return try await record.say(kind, try body(of: id, statement ?? record.statement, write), session)
        }
        try speaker.report(accepted)
    }

    private func body(
        of id: RecordID, _ statement: String, _ write: (inout JSONWriter) throws -> Void
    ) throws -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        try writer.object { body in
            body.member("message", id.description)
            body.member("statement", statement)
            try write(&body)
            guard let enteredLater else { return }
            let parts = enteredLater.split(separator: "@", maxSplits: 1)
            guard parts.count == 2 else { throw Failure(.usage, "--entered-later: write MEANS@TIME") }
            body.key("enteredLater")
            body.object { fields in
                fields.member("means", String(parts[0]))
                fields.member("at", String(parts[1]))
            }
        }
        return writer.bytes
    }
}
