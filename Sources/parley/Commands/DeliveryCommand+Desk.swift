import ArgumentParser
import Delivery
import StrictJSON

/// The queue over the node's interface, for officers of the party whose node it is.
extension DeliveryCommand {
    /// Shows the queue and the dead letters.
    struct List: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show who waits for what, and who was not reached; for officers of the party whose node it is.",
            discussion: """
                Handed over means that a machine took it; received means that the recipient's officer signed for it, and \
                then it is no longer listed here.
                """)
        @Option(help: "Of those that are not over, only the ones that stand so: waiting, trying or handed-over.")
        var standing: String?
        @Option(help: "At most so many of each.") var limit = 100
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            var path = "/deliveries?limit=\(limit)"
            if let standing {
                guard let known = QueuedDelivery.Standing(rawValue: standing) else {
                    throw Failure(.usage, "--standing: waiting, trying or handed-over")
                }
                path += "&standing=\(known.rawValue)"
            }
            let question = path
            let reply = try await speaker.withSession { try await $0.get(question) }
            if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
            do { for text in try Self.sentences(reply) { print(text) } } catch {
                throw Failure(.refused, "the node's answer: \(error)")
            }
        }

        static func sentences(_ reply: [UInt8]) throws(JSONError) -> [String] {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            var out: [String] = []
            for delivery in try fields.required("deliveries").array() { out.append(try line(delivery, "standing")) }
            for letter in try fields.required("deadLetters").array() {
                out.append(Terminal.alarm(try line(letter, "reason")))
            }
            var counts = try fields.required("counts").object()
            out.append(
                "\(try counts.required("queued").integer()) on their way, "
                    + "\(try counts.required("handedOver").integer()) handed over and not signed for, "
                    + "\(try counts.required("deadLetters").integer()) not reached; "
                    + "\(try fields.required("entriesLookedAt").integer()) entries of the log looked at")
            if try fields.required("isCutShort").bool() { out.append("There are more; ask with a greater --limit.") }
            for name: StaticString in ["storeFault", "bookFault"] {
                if let fault = fields.present(name) { out.append(Terminal.alarm(try fault.string())) }
            }
            return out
        }

        private static func line(_ value: JSONValue, _ state: StaticString) throws(JSONError) -> String {
            var fields = try value.object()
            var ways: [String] = []
            for way in try fields.required("ways").array() {
                var leg = try way.object()
                let attempts = try leg.required("attempts").integer()
                let fault = leg.present("fault")
                guard attempts > 0 || fault != nil else { continue }
                let why = if let fault { ": \(try fault.string())" } else { "" }
                ways.append("\(try leg.required("name").string()), \(attempts) attempts\(why)")
            }
            let record = if let record = fields.present("record") { "  \(try record.string())" } else { "" }
            return "\(try fields.required("delivery").string())  \(try fields.required("queuedAt").string())  "
                + "\(try fields.required("reference").string())\(record)  \(try fields.required("urgency").string())  "
                + "\(try fields.required("recipient").string())  \(try fields.required(state).string())  "
                + "(\(ways.joined(separator: "; ")))"
        }
    }

    /// Tries a dead letter again.
    struct Retry: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try a dead letter again, by the ways that the address book has now.")
        @Argument(help: "The delivery, as 'parley delivery list' shows it.") var delivery: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try DeliveryCommand.id(delivery)
            try await speaker.withSession { try await $0.post("/deliveries/\(id)/retry") }
            print("\(id) is tried again")
        }
    }

    /// Forgets a dead letter.
    struct Forget: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget a dead letter that was dealt with by other means.")
        @Argument(help: "The delivery, as 'parley delivery list' shows it.") var delivery: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try DeliveryCommand.id(delivery)
            try await speaker.withSession { try await $0.delete("/deliveries/\(id)") }
            print("\(id) is forgotten")
        }
    }

    private static func id(_ text: String) throws -> DeliveryID {
        guard let id = DeliveryID(text) else {
            throw Failure(
                .usage, "'\(text)' is no delivery: 32 hexadecimal characters, as 'parley delivery list' shows")
        }
        return id
    }
}
