import ArgumentParser
import Coordination
import Foundation
import Logging
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Restricted bodies: shown field by field, given to further parties, recalled, erased.
struct BodyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "body",
        abstract: "Show, share, recall or erase restricted bodies.",
        discussion: """
            A restricted body lies outside the log, sealed for its audience. The log holds a commitment to each of its
            fields, so that one field can be shown to a third person, who can verify it, while the others stay hidden.
            """,
        subcommands: [Show.self, Verify.self, Share.self, Recall.self, Erase.self])

    /// Prints what this party was given.
    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a body that your party was given, or some fields of it for a third person.",
            discussion: """
                  parley body show HASH --as access.json
                  parley body show HASH --as access.json --only place --save place.opened.json

                The file holds the fields named, with what opens them, and commitments in the place of all others. Hand it
                over with the statement and its receipt (parley receipt); `parley body verify` checks it offline.
                """)
        @Argument(help: "The statement's hash or its entry's number.") var statement: String
        @Option(help: "Only these fields, separated by commas.") var only: String?
        @Option(help: "Write the fields with their openings to this file instead of printing the body.")
        var save: String?
        @OptionGroup var speaker: ReaderOptions

        func perform() async throws {
            let found = try await speaker.withSession { try await $0.openedBody(of: statement) }
            var opened = found.opened
            if let only {
                let names = Set(only.split(separator: ",").map(String.init))
                let unknown = names.subtracting(opened.shownNames).sorted()
                guard unknown.isEmpty else {
                    throw Failure(.usage, "--only: the body shows no field '\(unknown.joined(separator: "', '"))'")
                }
                opened = opened.showing(only: names)
            }
            if let save { return try Files.writeSecret(String(decoding: opened.json, as: UTF8.self) + "\n", to: save) }
            print(String(decoding: opened.body, as: UTF8.self))
        }
    }

    /// Checks fields that were handed over.
    struct Verify: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check offline that fields handed over are those that a statement commits to.",
            discussion: """
                  parley body verify place.opened.json --statement notice.statement.json

                Whose statement it is and that it is in the log is for `parley verify` to say, with its receipt.
                """)
        @Argument(help: "The file with the fields, as `parley body show --save` wrote it.") var file: String
        @Option(help: "The statement's envelope.") var statement: String

        func perform() async throws {
            let signed: SignedStatement
            let opened: OpenedBody
            do { signed = try SignedStatement(Files.read(statement, limit: Envelope.maximumBytes)) } catch {
                throw Failure(.refused, "\(statement): \(error)")
            }
            do { opened = try OpenedBody(json: Files.read(file, limit: OpenedBody.maximumBytes + 1)) } catch {
                throw Failure(.refused, "\(file): \(error)")
            }
            guard opened.commitment == signed.statement.commitment else {
                throw Failure(.refused, "these fields are not what statement \(signed.hash) commits to")
            }
            let hidden = opened.fields.count - opened.shownNames.count
            print(
                "verified: \(opened.shownNames.count) fields of statement \(signed.hash); \(hidden) others are hidden")
            print(String(decoding: opened.body, as: UTF8.self))
        }
    }

    /// Gives a body to further parties.
    struct Share: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give the body of an earlier statement of yours to further parties.",
            discussion: """
                  parley body share HASH --as access.json --audience party-b

                The log shows to whom it was given, and when. What follows about the record goes to them too. Without a
                node of your own, --opened names the file that `--save` wrote when you stated it.
                """)
        @Argument(help: "The statement's hash or its entry's number.") var statement: String
        @Option(help: "A file with the body and its openings.") var opened: String?
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            let readers = try AudienceOptions.read(speaker.audience)
            guard case .parties(let parties) = readers, !parties.isEmpty else {
                throw Failure(.usage, "--audience: name the parties that get the body")
            }
            let fields = try speaker.fieldAudiences()
            let accepted = try await speaker.speaker.withSession { session in
                let found = try await session.openedBody(of: statement, file: opened)
                return try await session.say(
                    .bodyShare, subject: found.subject, body: found.opened.body, audience: readers,
                    fieldAudiences: fields, opened: found.opened)
            }
            try speaker.speaker.report(accepted)
        }
    }

    /// Asks everybody to erase a body.
    struct Recall: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask every node to erase the body of a statement of yours.",
            discussion: """
                The entry stays and says that a body was recalled, and why. Nodes that obey erase it; what somebody has
                already read or copied, nobody can take back.
                """)
        @Argument(help: "The statement's hash or its entry's number.") var statement: String
        @Option(help: "Why; open to whoever may read the log.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let accepted = try await speaker.withSession { session in
                let found = try await session.statement(statement)
                let body = JSONBody.make { body in
                    body.member("statement", found.hash.description)
                    body.member("reason", reason)
                }
                return try await session.say(
                    .bodyRecall, subject: found.statement.subject.rawValue, body: body, audience: .open)
            }
            try speaker.report(accepted)
        }
    }

    /// Erases a body from one node.
    struct Erase: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase a body from your node: from every file, index and cache.",
            discussion: """
                  parley body erase HASH --as access.json     your party's part, from the node that it asks
                  parley body erase HASH --folder node        everything, from a node that is not running

                The entry stays and still verifies. Backups of bodies.sqlite hold nothing of it that can be read as long
                as body-keys.sqlite was kept out of them.
                """)
        @Argument(help: "The statement's hash; with --as also its entry's number.") var statement: String
        @Option(help: "A node's folder on this machine; the node must not be running.") var folder: String?
        @Option(name: .customLong("as"), help: "Identity file (default: $PARLEY_AS).") var identity: String?
        @Option(name: .customLong("trust-roots"), help: "CA certificates (PEM) for https.") var trustRoots: String?

        func perform() async throws {
            if let folder {
                guard let hash = StatementHash(hex: statement) else {
                    throw Failure(.usage, "with --folder, name the statement by its hash")
                }
                let opened = try await NodeFolder(path: folder).open(
                    logger: Logger(label: "parley") { _ in SwiftLogNoOpLogHandler() })
                try await opened.node.erase(hash)
                try await opened.close()
            } else {
                var reader = ReaderOptions()
                (reader.identity, reader.trustRoots) = (identity, trustRoots)
                try await reader.withSession { try await $0.eraseBody(of: statement) }
            }
            print("erased the body of \(statement); its entry stays in the log")
        }
    }
}

/// Who reads.
struct ReaderOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "Identity file (default: $PARLEY_AS).") var identity: String?
    @Option(name: .customLong("trust-roots"), help: "CA certificates (PEM) for https.") var trustRoots: String?

    func withSession<Value>(_ body: (Session) async throws -> Value) async throws -> Value {
        guard let file = identity ?? ProcessInfo.processInfo.environment["PARLEY_AS"] else {
            throw Failure(.usage, "--as: say who asks (an identity file), or set PARLEY_AS")
        }
        return try await Session(Identity(file: file), trustRoots: trustRoots).using(body)
    }
}
