import ArgumentParser
import Coordination
import Geodesy
import Statements
import StrictJSON

/// Notifies sites and movements, and says what happens to them.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Tell others about sites and movements.",
        discussion: """
            A notification is information, not a request: nobody approves it, and taking it back changes nothing about
            the protection of the place. Say who may read it: --audience open (whoever may read the log) or a list of
            parties; without an audience nothing is sent.
            """,
        subcommands: [Site.self, Movement.self])

    /// Sites and infrastructure.
    struct Site: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notify, amend or withdraw a site.",
            discussion: """
                  parley notify site hospital-3 --as access.json --audience open --body hospital-3.json
                  parley notify site hospital-3 --as access.json --audience open --withdraw "moved to another place"
                  parley notify site hospital-3 --as access.json --audience open --reconfirm "head of mission"

                The body's form is shown by `parley notify site --example`.
                """)
        @Argument(help: "Your name for the record (a-z, 0-9, '.', '-').") var subject: String?
        @Option(help: "A JSON file with the body; '-' reads standard input.") var body: String?
        @Flag(help: "State an existing notification anew.") var amend = false
        @Option(help: "Withdraw it, for this reason.") var withdraw: String?
        @Option(help: "With --withdraw: the submission it belongs to, which holds removals only.") var submission:
            String?
        @Option(help: "It still holds: who went and looked, by function.") var reconfirm: String?
        @Option(help: "With --reconfirm: until when it holds now (RFC 3339).") var until: String?
        @Flag(help: "Print an example body and stop.") var example = false
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            if example { return print(ExampleBodies.site) }
            guard let subject else { throw Failure(.usage, "give the record's name, or --example") }
            if let withdraw {
                let body = JSONBody.make { fields in
                    fields.member("reason", withdraw)
                    if let submission { fields.member("submission", submission) }
                }
                return try await speaker.say(.notificationWithdraw, subject: subject, body: body)
            }
            if let reconfirm {
                let now = try Moment.read("now", "--reconfirm")
                let end = try until.map { try Moment.read($0, "--until") }
                let body = JSONBody.make { fields in
                    fields.member("at", now)
                    fields.member("by", reconfirm)
                    if let end { fields.member("until", end) }
                }
                return try await speaker.say(.notificationReconfirm, subject: subject, body: body)
            }
            guard let body else { throw Failure(.usage, "--body: a file with the body is needed; see --example") }
            try await speaker.say(
                amend ? .notificationAmend : .notificationNotify, subject: subject, body: try Files.read(body))
            await NoticeWarnings.show(subject, isSite: true, speaker.speaker)
        }
    }

    /// Convoys and missions.
    struct Movement: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notify a movement, or say what it does.",
            discussion: """
                  parley notify movement convoy-7 --as access.json --audience open --body convoy-7.json
                  parley notify movement convoy-7 --as access.json --audience open --departed now
                  parley notify movement convoy-7 --as access.json --audience open --check-in now --reached-leg 0
                  parley notify movement convoy-7 --as access.json --audience open --delay-minutes 45 --reason "road"
                  parley notify movement convoy-7 --as access.json --audience open --close facilitated
                """)
        @Argument(help: "Your name for the record (a-z, 0-9, '.', '-').") var subject: String?
        @Option(help: "A JSON file with the plan; '-' reads standard input.") var body: String?
        @Flag(help: "State an existing movement anew, with the legs already travelled as they were.") var amend = false
        @Option(help: "It departed at this time (RFC 3339, or 'now').") var departed: String?
        @Option(name: .customLong("check-in"), help: "It reported at this time (RFC 3339, or 'now').")
        var checkIn: String?
        @Option(name: .customLong("reached-leg"), help: "With --check-in: the leg whose end it reached, from 0.")
        var reachedLeg: Int?
        @Option(parsing: .unconditional, help: "With --check-in: where, as LAT,LON.") var at: String?
        @Option(name: .customLong("delay-minutes"), help: "What is not yet travelled happens this much later.")
        var delayMinutes: Int64?
        @Option(
            help:
                "It is over, with this outcome: facilitated, partially-facilitated, impeded-completed, impeded-not-completed, denied, withdrawn, postponed or attacked."
        )
        var close: String?
        @Option(name: .customLong("decided-by"), help: "With --close: who stood in the way.") var decidedBy: String?
        @Option(help: "The reason given, or \"no reason given\".") var reason: String?
        @Flag(help: "Print an example plan and stop.") var example = false
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            if example { return print(ExampleBodies.movement) }
            guard let subject else { throw Failure(.usage, "give the record's name, or --example") }
            if let body {
                try await speaker.say(
                    amend ? .movementAmend : .movementNotify, subject: subject, body: try Files.read(body))
                return await NoticeWarnings.show(subject, isSite: false, speaker.speaker)
            }
            let (kind, content) = try event()
            try await speaker.say(kind, subject: subject, body: content)
        }

        private func event() throws -> (Kind, [UInt8]) {
            if let departed {
                let time = try Moment.read(departed, "--departed")
                return (.movementDepart, JSONBody.make { $0.member("at", time) })
            }
            if let checkIn {
                let time = try Moment.read(checkIn, "--check-in")
                let place = try at.map { try Places.position($0, "--at") }
                return (
                    .movementCheckIn,
                    JSONBody.make { body in
                        body.member("at", time)
                        if let place {
                            body.key("position")
                            body.position(place)
                        }
                        if let reachedLeg { body.member("reachedLeg", reachedLeg) }
                        if let reason { body.member("note", reason) }
                    }
                )
            }
            if let delayMinutes {
                guard let reason else { throw Failure(.usage, "--delay-minutes needs --reason") }
                return (
                    .movementDelay,
                    JSONBody.make { body in
                        body.member("seconds", delayMinutes * 60)
                        body.member("reason", reason)
                    }
                )
            }
            guard let close else {
                throw Failure(.usage, "say what happens: --body, --departed, --check-in, --delay-minutes or --close")
            }
            let now = try Moment.read("now", "--close")
            return (
                .movementClose,
                JSONBody.make { body in
                    body.member("outcome", close)
                    body.member("at", now)
                    if let decidedBy { body.member("decidedBy", decidedBy) }
                    if let reason { body.member("reason", reason) }
                }
            )
        }
    }
}
