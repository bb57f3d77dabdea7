import ArgumentParser
import Coordination
import Geodesy
import ParleyNode
import Statements
import StrictJSON

/// Parties: enrolled by the host, listed for whoever may ask.
struct PartyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "party", abstract: "Enrol and list parties; suspend, reinstate, leave, new root keys.",
        subcommands: [Enrol.self, List.self, Suspend.self, Reinstate.self, Leave.self, Rekey.self])

    struct Enrol: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enrol a party with its root key; signed by the host's root key.")
        @Argument(help: "The party's machine name.") var party: String
        @Option(help: "The party's name in English.") var name: String
        @Option(help: "belligerent, guarantor, co-chair, humanitarian, monitor or observer.") var role: String
        @Option(name: .customLong("root-key"), help: "The party's public root key in base64, or its key file.")
        var rootKey: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let key = try PublicKeyArgument.read(rootKey)
            let body = JSONBody.make { body in
                body.key("name")
                body.object { $0.member("en", name) }
                body.member("role", role)
                body.publicKey("rootKey", key)
            }
            try await speaker.say(.partyEnrol, subject: party, body: body)
        }
    }

    struct List: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "List the parties of the accord.")
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let parties = try await speaker.withSession { try await $0.get("/parties") }
            print(String(decoding: parties, as: UTF8.self))
        }
    }
}

/// Officers: enrolled and released by their party's root key.
struct OfficerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer", abstract: "Enrol and release officers.", subcommands: [Enrol.self, Release.self])

    struct Enrol: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enrol an officer; signed by the party's root key. Enrol a key for the officer next.",
            discussion: """
                  parley officer enrol duty --as root.json --name "Duty officer" --grade OF-6 --role duty --phone "+41..."
                  parley key enrol duty --as root.json --key duty.pem
                """)
        @Argument(help: "The officer's machine name within the party.") var officer: String
        @Option(help: "The name or post that others see, in English.") var name: String
        @Option(help: "NATO grade code (OR-1 to OR-9, OF-1 to OF-10) or CIV.") var grade: String
        @Option(name: .customLong("role"), help: "access, duty, monitor or observer. Repeat for several.")
        var roles: [String]
        @Option(name: .customLong("phone"), help: "A number that is answered. Repeat for several.")
        var phones: [String] = []
        @Option(help: "Days until the enrolment expires.") var days = 365
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let expires = SystemClock().now().adding(seconds: Int64(days) * 86_400)
            let body = JSONBody.make { body in
                body.key("name")
                body.object { $0.member("en", name) }
                body.member("grade", grade)
                body.key("roles")
                body.array { list in for role in roles { list.string(role) } }
                if !phones.isEmpty {
                    body.key("contact")
                    body.object { contact in
                        contact.member("role", name)
                        contact.key("phones")
                        contact.array { list in for phone in phones { list.string(phone) } }
                    }
                }
                body.member("expires", expires.description)
            }
            try await speaker.say(.officerEnrol, subject: officer, body: body)
        }
    }

    struct Release: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Release an officer; signed by the party's root key.")
        @Argument(help: "The officer.") var officer: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let body = JSONBody.make { $0.member("reason", reason) }
            try await speaker.say(.officerRelease, subject: officer, body: body)
        }
    }
}
