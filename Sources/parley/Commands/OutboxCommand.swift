import ArgumentParser
import Coordination
import Inquiry
import ParleyClient
import Statements
import StrictJSON
import TransparencyLog

/// What was handed to whom, counted and proved.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Count what your party has handed to whom, and prove the list whole.",
        subcommands: [Show.self, Count.self, Prove.self])

    /// Shows the counts.
    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show how much was handed to whom, as the log counts.")
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let bytes = try await speaker.withSession { try await $0.get("/outbox") }
            print(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// States a count.
    struct Count: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "State in the log how much was handed to one recipient: a proof begins or ends there.")
        @Argument(help: "The recipient, or 'open' for what was open.") var recipient: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let accepted = try await speaker.withSession { try await OutboxCommand.count(recipient, $0) }
            try speaker.report(accepted)
        }
    }

    /// Proves a list.
    struct Prove: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Write a file that proves which of your statements were handed to a recipient, and that none is missing.",
            discussion: """
                  parley outbox prove party-a --as access.json --out handed-to-party-a.json
                  parley outbox prove party-a --as access.json --from 120 --to 480 --out handed-to-party-a.json

                Without --to it first states the count of today, in the log. `parley verify` judges the file, and so can a
                stranger by the specification. It shows the headers of what was handed over: names, times, and who else was
                in each audience.
                """)
        @Argument(help: "The recipient, or 'open' for what was open.") var recipient: String
        @Option(help: "The entry of the count that it begins after; from the first statement without it.")
        var from: String?
        @Option(help: "The entry of the count that it ends with.") var to: String?
        @Option(help: "The file to write.") var out: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let first = try from.map { try Self.entry($0, "--from") }
            let findings = try await speaker.withSession { session in
                let row = OutboxKey(
                    sender: session.identity.party, recipient: try OutboxCommand.party(recipient))
                let last: EntryIndex
                if let to {
                    last = try Self.entry(to, "--to")
                } else {
                    let counted = try await OutboxCommand.count(recipient, session)
                    guard case .receipt = counted.proof else {
                        throw Failure(
                            .unavailable,
                            "the count is entry \(counted.entry) and not witnessed yet; prove later with --to \(counted.entry)"
                        )
                    }
                    guard await session.isShown(counted.hash) else {
                        throw Failure(
                            .unavailable,
                            "this node does not show the count yet; prove later with --to \(counted.entry)")
                    }
                    last = EntryIndex(counted.entry)
                }
                return try await session.withLog { source, log in
                    try await OutboxMaker(source: source, log: log).make(row, from: first, to: last)
                }
            }
            try Files.write(findings.proof.bytes, to: out)
            if speaker.json {
                Output.json { fields in
                    fields.member("file", out)
                    fields.member("statements", findings.statements.count)
                    fields.member("number", findings.last.number)
                }
            } else {
                print("wrote \(out): \(findings.statements.count) statements, up to number \(findings.last.number)")
            }
        }

        private static func entry(_ text: String, _ option: String) throws -> EntryIndex {
            guard let index = EntryIndex(decimal: text) else {
                throw Failure(.usage, "\(option): '\(text)' is not an entry's number")
            }
            return index
        }
    }

    static func party(_ text: String) throws -> PartyID? {
        if text == "open" { return nil }
        do { return try PartyID(text) } catch { throw Failure(.usage, "the recipient \(error)") }
    }

    /// States the count of one row as the node shows it; the log's rules refuse one that is not right.
    static func count(_ recipient: String, _ session: Session) async throws -> Session.Accepted {
        let party = try party(recipient)
        let bytes = try await session.get("/outbox")
        var found: OutboxHead?
        do {
            var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            for element in try fields.required("counts").array() {
                var row = try element.object()
                let named = try row.required("recipient")
                let recipient: PartyID? = named.isNull ? nil : try named.identifier()
                guard recipient == party else { continue }
                found = OutboxHead(
                    number: try row.required("number").plainNumber(), chain: try row.required("chain").base64Hash())
            }
        } catch { throw Failure(.refused, "the node's answer: \(error)") }
        let key = OutboxKey(sender: session.identity.party, recipient: party)
        let head = found ?? .empty(key, in: session.identity.accord)
        return try await session.say(
            .outboxCount, subject: "outbox", body: OutboxCount.body([OutboxCount(recipient: party, head: head)]),
            audience: .open)
    }
}
