import ArgumentParser
import Foundation
import Geodesy
import Inquiry
import Logging
import ParleyClient
import ParleyNode
import Statements
import StoreSQLite
import StrictJSON
import TransparencyLog

/// What a node has found out about others, and evidence made by hand.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "List, show and clear a node's evidence; make evidence of equivocation.",
        subcommands: [List.self, Show.self, Clear.self, MakeEquivocation.self])

    /// Where a node keeps evidence: what raises an alarm, and what honest officers leave, too.
    private enum Store: CaseIterable {
        case alarms, contradictions

        func path(in folder: String) -> String {
            switch self {
            case .alarms: NodeFolder(path: folder).evidencePath
            case .contradictions: NodeFolder(path: folder).contradictionsPath
            }
        }

        func folder(of node: String) -> EvidenceFolder { EvidenceFolder(path: path(in: node)) }

        /// The piece called `file`, and what it says of itself.
        static func find(_ file: String, in folder: String) throws -> (Store, [UInt8], Alarm) {
            for store in allCases {
                guard let alarm = try store.folder(of: folder).alarms().first(where: { $0.file == file }),
                    let bytes = try store.folder(of: folder).evidence(file)
                else { continue }
                return (store, bytes, alarm)
            }
            throw Failure(.usage, "\(folder) keeps no evidence called '\(file)'; see `parley evidence list`")
        }
    }

    /// Prints the alarms that a node's evidence raises.
    struct List: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "List what the node has kept, oldest first.")
        @Option(help: "The node's folder.") var folder: String
        @Flag(help: "Print one JSON object a piece.") var json = false

        func perform() async throws {
            let alarms = try Store.allCases.flatMap { try $0.folder(of: folder).alarms() }
            for alarm in alarms {
                if json {
                    Output.json { fields in
                        fields.member("file", alarm.file)
                        fields.member("kind", alarm.kind.rawValue)
                        fields.member("since", alarm.since.description)
                        fields.member("sentence", alarm.sentence)
                        fields.member("stopsFollowing", alarm.kind.stopsFollowing)
                    }
                } else {
                    print("\(Terminal.alarm(alarm.kind.rawValue))  \(alarm.since)  \(alarm.file)\n  \(alarm.sentence)")
                }
            }
            if alarms.isEmpty, !json { print("no evidence is kept in \(folder)") }
        }
    }

    /// Judges one piece and prints its path.
    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Judge one piece of evidence and say where it lies.")
        @Argument(help: "The piece, as `list` names it.") var file: String
        @Option(help: "The node's folder.") var folder: String
        @Option(help: "A witness policy (tlog-policy), for what is dated by witnesses.") var policy: String?

        func perform() async throws {
            let place = NodeFolder(path: folder)
            let (store, bytes, _) = try Store.find(file, in: folder)
            print("\(store.path(in: folder))/\(file)")
            let log = try LogKeyOptions.key(place.settings().logKey)
            do {
                print(try Evidence(parsing: bytes).judged(by: log, policy: LogKeyOptions.witnessPolicy(policy)))
            } catch let error as InquiryError {
                // A divergence is shown by the log itself; its file describes it and convinces nobody by itself.
                print("cannot be judged by itself: \(error)")
                print(String(decoding: bytes.prefix(4096), as: UTF8.self))
            }
        }
    }

    /// Puts one piece away after somebody has looked at it.
    struct Clear: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an alarm once it has been dealt with; the evidence is kept under evidence/cleared.",
            discussion: "A node that runs shows the alarm until it is started again.")
        @Argument(help: "The piece, as `list` names it.") var file: String
        @Option(help: "The node's folder.") var folder: String
        @Option(help: "Why the alarm ends, and who decided it; kept beside the evidence.") var reason: String

        func perform() async throws {
            guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= 2_000 else {
                throw Failure(.usage, "--reason: say why in 1 to 2000 bytes")
            }
            let (store, bytes, alarm) = try Store.find(file, in: folder)
            let cleared = store.path(in: folder) + "/cleared/" + file
            var writer = JSONWriter()
            writer.object { fields in
                fields.member("kind", alarm.kind.rawValue)
                fields.member("since", alarm.since.description)
                fields.member("sentence", alarm.sentence)
                fields.member("clearedAt", SystemClock().now().description)
                fields.member("reason", reason)
            }
            // Kept before it is taken from its place: whatever fails, nothing is lost.
            try Files.write(bytes, to: cleared)
            try Files.write(writer.bytes + [0x0A], to: cleared + ".reason.json")
            try store.folder(of: folder).clear(file)
            print("cleared; the evidence is kept as \(cleared)")
        }
    }

    /// Makes evidence from two statements that contradict each other.
    struct MakeEquivocation: ReportingCommand {
        static let configuration = CommandConfiguration(
            commandName: "equivocation",
            abstract: "Make evidence from two statements that one party signed for the same place of its chain.",
            discussion: """
                  parley evidence equivocation ours.statement.json theirs.statement.json --as duty.json --out pair.json

                Reads the node's log for what makes the keys known, and writes nothing that does not prove it. Any two of
                more files may be the pair.
                """)
        @Argument(help: "Statements, exactly as signed; at least two.") var statements: [String]
        @Option(help: "The file to write.") var out: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let (one, other) = try pair()
            let gathered = try await speaker.withSession { session in
                try await session.withLog { source, log in
                    let gathered = try await EntryGatherer(source: source, log: log).gather(.keys([one, other]))
                    let evidence = Equivocation(
                        checkpoint: gathered.checkpoint, entries: gathered.entries, one, other)
                    return (evidence, Evidence.equivocation(evidence).judged(by: log))
                }
            }
            guard gathered.1.isProven else { throw Failure(.refused, "\(gathered.1)") }
            try Files.write(gathered.0.bytes, to: out)
            print("\(gathered.1)\nwrote \(out)")
        }

        /// The first two files that say different things with one number in one chain.
        private func pair() throws -> (SignedStatement, SignedStatement) {
            let signed = try statements.map { file in
                do { return try SignedStatement(Files.read(file, limit: Envelope.maximumBytes)) } catch let error
                    as EnvelopeError
                { throw Failure(.usage, "\(file): \(error)") }
            }
            for (position, one) in signed.enumerated() {
                let other = signed[(position + 1)...].first { other in
                    let (first, second) = (one.statement, other.statement)
                    return first.party == second.party && first.sequence == second.sequence && one.hash != other.hash
                        && (first.officer == .node) == (second.officer == .node)
                }
                if let other { return (one, other) }
            }
            throw Failure(.refused, "no two of these statements are of one party and number; nothing is contradicted")
        }
    }
}
