import ArgumentParser
import Couriers
import Delivery
import Foundation
import Statements
import StoreSQLite
import StrictJSON

/// What a node delivers to people outside it.
struct DeliveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Show who waits for what, and who was not reached.",
        subcommands: [Status.self, Check.self, List.self, Retry.self, Forget.self])

    /// Prints the queue and the dead letters.
    struct Status: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is queued, what was handed over and nobody signed for, and who was not reached.",
            discussion: """
                Handed over means that a machine took it; received means that the recipient's officer signed for it, \
                and then it is no longer listed here. The node may be running.
                """)
        @Option(help: "The node's folder.") var folder: String
        @Flag(help: "Print one JSON object a line.") var json = false

        func perform() async throws {
            let path = folder + "/" + SQLiteDeliveryStore.fileName
            guard FileManager.default.fileExists(atPath: path) else {
                throw Failure(
                    .usage, "\(folder) has no delivery queue; it is made when a node with an address book runs")
            }
            let contents = try SQLiteDeliveryStore(readingOnly: path).load()
            for delivery in contents.deliveries.sorted(by: { $0.queuedAt < $1.queuedAt }) { show(delivery) }
            for letter in contents.deadLetters { show(letter) }
            guard !json else { return }
            let handedOver = contents.deliveries.filter { $0.standing == .handedOver }.count
            print(
                "\(contents.deliveries.count - handedOver) on their way, \(handedOver) handed over and not signed for, "
                    + "\(contents.deadLetters.count) not reached; \(contents.cursor) entries of the log looked at")
        }

        private func show(_ delivery: QueuedDelivery) {
            guard json else {
                let ways = delivery.legs.filter(\.hasBegun).map { leg in
                    "\(leg.means), \(leg.attempts) attempts\(leg.fault.map { ": \($0)" } ?? "")"
                }
                print(
                    "\(delivery.queuedAt)  \(delivery.notice.reference)  \(delivery.notice.urgency.rawValue)  "
                        + "\(delivery.recipient)  \(delivery.standing.rawValue)  (\(ways.joined(separator: "; ")))")
                return
            }
            Output.json { fields in
                write(delivery, to: &fields)
                fields.member("standing", delivery.standing.rawValue)
            }
        }

        private func show(_ letter: DeadLetter) {
            guard json else { return print(Terminal.alarm("\(letter.at)  \(letter)")) }
            Output.json { fields in
                write(letter.delivery, to: &fields)
                fields.member("standing", letter.reason.rawValue)
                fields.member("endedAt", "\(letter.at)")
                fields.member("sentence", "\(letter)")
            }
        }

        private func write(_ delivery: QueuedDelivery, to fields: inout JSONWriter) {
            fields.member("delivery", "\(delivery.id)")
            fields.member("reference", "\(delivery.notice.reference)")
            fields.member("record", "\(delivery.notice.record)")
            fields.member("statement", "\(delivery.notice.statement)")
            fields.member("urgency", delivery.notice.urgency.rawValue)
            fields.member("recipient", "\(delivery.recipient)")
            fields.member("queuedAt", "\(delivery.queuedAt)")
        }
    }

    /// Reads the operator's files as the node would.
    struct Check: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read address-book.json, delivery.json and the secrets as the node would, and name what is wrong."
        )
        @Option(help: "The node's folder.") var folder: String

        func perform() async throws {
            let files = try DeliveryFiles(folder: folder)
            try files.checkSecrets()
            let open = openKinds(files.settings)
            for recipient in files.book.recipients {
                let ways = recipient.means.map { open.contains($0.kind) ? "\($0.name)" : "\($0.name) (not set up)" }
                print("\(recipient.id)  \(recipient.name)  \(ways.joined(separator: ", "))")
            }
            print("\(files.book.recipients.count) recipients")
        }

        private func openKinds(_ settings: DeliverySettings) -> Set<MeansKind> {
            var open: Set<MeansKind> = [.webhook]
            if settings.mail != nil { open.insert(.email) }
            if settings.smsQueue != nil { open.insert(.smsQueue) }
            if settings.smsGateway != nil { open.insert(.smsGateway) }
            return open
        }
    }
}
