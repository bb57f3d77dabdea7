import ArgumentParser
import Coordination
import Statements
import StrictJSON

/// Says that a notice was received.
struct ReceiveCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Say that your party has a notice: received, never consent.",
        discussion: """
              parley receive un-hub/convoy-7 --as duty.json
              parley receive 7K2QD-9XN4B --as duty.json --means message
              parley receive un-hub/convoy-7 --as duty.json --means telephone --received-at 2016-09-17T14:02:00Z

            It is as open as the notice; about a restricted one it is sealed to its owner, and to others whom you name.
            """)
    @OptionGroup var options: ResponseOptions
    @Option(help: "How it came: console, line, telephone, radio, paper, in-person, email or message.")
    var means = "console"
    @Option(name: .customLong("received-at"), help: "When (RFC 3339, or 'now').") var receivedAt = "now"
    @Option(help: "What you add.") var note: String?

    func perform() async throws {
        let time = try Moment.read(receivedAt, "--received-at")
        try await options.say(.notificationReceive) { fields in
            fields.member("receivedAt", time)
            fields.member("means", means)
            if let note { fields.member("note", note) }
        }
    }
}

/// Says how far down a notice went.
struct DisseminateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "disseminate",
        abstract: "Say how far down a notice went, and declare the units that must have it.",
        discussion: """
              parley disseminate un-hub/convoy-7 --as duty.json --to operating-unit --unit battery-2 --by "battle captain"

            Depths: liaison, operations-centre, formation, operating-unit, loaded-in-system. The last two name a unit.
            """)
    @OptionGroup var options: ResponseOptions
    @Option(name: .customLong("to"), help: "How far down.") var depth: String
    @Option(help: "The unit that has it, as your party names it.") var unit: String?
    @Option(help: "When it got there (RFC 3339, or 'now').") var at = "now"
    @Option(help: "Who passed it on or confirmed it, by function.") var by: String

    func perform() async throws {
        let time = try Moment.read(at, "--at")
        try await options.say(.noticeDisseminate) { fields in
            fields.member("depth", depth)
            if let unit { fields.member("unit", unit) }
            fields.member("at", time)
            fields.member("by", by)
        }
    }
}

/// Declares a unit that will operate somewhere.
struct UnitCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Declare where a unit of yours will operate and when, so that what stands there reaches it.",
        discussion: """
              parley unit battery-2 --as duty.json --audience un-hub --body battery-2.json

            The body: {"name": {"en": "2nd battery"}, "area": {"circle": ...}, "window": {"from": ..., "until": ...}}.
            With --audience set to your own party only your own side is alarmed.
            """)
    @Argument(help: "Your name for the unit (a-z, 0-9, '.', '-').") var subject: String
    @Option(help: "A JSON file with the body; '-' reads standard input.") var body: String
    @OptionGroup var speaker: AudienceOptions

    func perform() async throws {
        try await speaker.say(.unitDeclare, subject: subject, body: try Files.read(body))
    }
}

/// Doubts a notice, or answers a doubt.
struct ChallengeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge",
        abstract: "Doubt a notice, with a reason, or answer a doubt about one of yours.",
        discussion: """
              parley challenge un-hub/hospital-3 --as duty.json --reason coordinates --text "our map shows a mill there"
              parley challenge un-hub/hospital-3 --as access.json --answer stands --challenge HASH --to party-a \\
                --text "our staff were there this morning"

            A doubt changes nothing about the notice or about what protects the place.
            """)
    @OptionGroup var options: ResponseOptions
    @Option(help: "Why: coordinates, status or identity.") var reason: String?
    @Option(help: "Answer: checking, stands, corrected or withdrawn.") var answer: String?
    @Option(help: "With --answer: the challenge, as `parley notices` shows it.") var challenge: String?
    @Option(name: .customLong("to"), help: "With --answer: the party that doubts.") var party: String?
    @Option(help: "In your own words.") var text: String

    func perform() async throws {
        if let reason {
            return try await options.say(.notificationChallenge) { fields in
                fields.member("reason", reason)
                fields.member("text", text)
            }
        }
        guard let answer, let challenge, let party, let recipient = try? PartyID(party) else {
            throw Failure(.usage, "give --reason, or --answer with --challenge and --to")
        }
        let body = JSONBody.make { fields in
            fields.member("record", options.record)
            fields.member("challenge", challenge)
            fields.member("answer", answer)
            fields.member("text", text)
        }
        let id = try options.recordID()
        let accepted = try await options.speaker.withSession { session in
            let isOpen = try await ResponseOptions.shown(id, session).isOpen
            return try await session.say(
                .notificationAnswerChallenge, subject: options.name, body: body,
                audience: options.readers(or: recipient, isOpen: isOpen))
        }
        try options.speaker.report(accepted)
    }
}

/// Shows what about notices waits for somebody.
struct NoticesCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "notices",
        abstract: "Show what about notices waits for somebody: alarms, units without them, doubts, departed recipients."
    )
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        let bytes = try await speaker.withSession { try await $0.get("/notices/open") }
        print(String(decoding: bytes, as: UTF8.self))
    }
}
