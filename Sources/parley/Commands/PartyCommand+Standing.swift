import ArgumentParser
import Coordination
import Statements
import StrictJSON

extension PartyCommand {
    struct Suspend: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Suspend a party; signed by the host's root key.",
            discussion: """
                Until it is reinstated only its root key speaks for it. It goes on reading and checking: to take its sight
                away would endanger those whom its next action meets. What it notified stands.
                """)
        @Argument(help: "The party.") var party: String
        @Option(help: "Why, and by which clause.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws { try await speaker.say(.partySuspend, subject: party, body: reasonBody(reason)) }
    }

    struct Reinstate: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a suspension; signed by the host's root key.")
        @Argument(help: "The party.") var party: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws { try await speaker.say(.partyReinstate, subject: party, body: reasonBody(reason)) }
    }

    struct Leave: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leave the accord; signed by your party's root key. It cannot be taken back.",
            discussion: """
                What your party said stands and stays provable. None of its keys speaks or reads any more. If its witness is
                in the policy, the host must state another policy before the log can be witnessed again.
                """)
        @Argument(help: "Your own party, so that nobody does this by a slip.") var party: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws { try await speaker.say(.partyLeave, subject: party, body: reasonBody(reason)) }
    }

    struct Rekey: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Give a party a new root key after its old one was lost or stolen; signed by the host's root key.",
            discussion: """
                The party makes a new key (parley key new) and reads out its digits on a number that you know. Every other
                key of the party falls silent: officers and node are enrolled again with the new root key.

                  parley party rekey red-crescent --root-key BASE64 --digits "12345 67890 ..." --reason "laptop stolen" \\
                    --as node/host-root.json
                """)
        @Argument(help: "The party.") var party: String
        @Option(name: .customLong("root-key"), help: "The new public root key in base64, or its key file.")
        var rootKey: String
        @Option(help: "The new key's 25 digits as you heard them on the telephone.") var digits: String
        @Option(help: "What happened.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let key = try PublicKeyArgument.read(rootKey)
            guard SpokenFingerprint(digits) == SpokenFingerprint(of: key) else {
                throw Failure(
                    .refused, "the key's digits are \(SpokenFingerprint(of: key)), not those you heard; do not enrol it"
                )
            }
            let body = JSONBody.make { body in
                body.publicKey("rootKey", key)
                body.member("reason", reason)
            }
            try await speaker.say(.partyRekey, subject: party, body: body)
        }
    }
}

private func reasonBody(_ reason: String) -> [UInt8] { JSONBody.make { $0.member("reason", reason) } }
