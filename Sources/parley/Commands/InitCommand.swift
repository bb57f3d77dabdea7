import ArgumentParser
import Coordination
import Foundation
import Logging
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Founds an accord: the host's keys, the log's key, and the first entry.
struct InitCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Found an accord and make the host's node folder, or a folder for a node that follows.",
        discussion: """
            The founding statement is the log's first entry. It names the host, its keys, the log's key and the
            stand-off classes; none of them can be changed quietly afterwards. The host's root key enrols parties and
            is needed for nothing else: move keys/host-root.pem to a place without a network.

              parley init --folder node --accord north-line --name "Northern line arrangement" \\
                --host neutral-host --host-name "Neutral host" --stand-off site=500 --stand-off convoy=1000

            A party's node follows the host's. The log's key comes by another way than the network:

              parley init --folder mine --follow https://host.example:8440 --log-key 'VKEY' --party our-party
              parley serve --folder mine
            """)

    @Option(help: "The folder to make.") var folder: String
    @Option(help: "The accord's machine name (a-z, 0-9, '.', '-').") var accord: String?
    @Option(help: "The accord's name in English; further languages can be given in the founding file.")
    var name: String?
    @Option(help: "The host's machine name.") var host: String?
    @Option(name: .customLong("host-name"), help: "The host's name in English.") var hostName: String?
    @Option(help: "Make a node that follows the log of the node at this address.") var follow: String?
    @Option(name: .customLong("log-key"), help: "With --follow: the log's key, had by another way.") var logKey: String?
    @Option(help: "With --follow: the party whose node this is; without it the node reads no restricted body.")
    var party: String?
    @Option(help: "The log's origin, a name like a URL without scheme; default: ACCORD.HOST/log.") var origin: String?
    @Option(name: .customLong("stand-off"), help: "A class and its distance in metres: CLASS=METRES. Repeat.")
    var standOffs: [String] = []
    @Option(help: "The clause of the arrangement that sets these distances.") var clause = "as founded"
    @Flag(help: "Mark everything in this log as a rehearsal.") var exercise = false
    @Flag(help: "Print one JSON object.") var json = false

    func perform() async throws {
        if let follow { return try initFollower(follow) }
        guard logKey == nil, party == nil else {
            throw Failure(.usage, "--log-key and --party belong to --follow URL")
        }
        guard let accord, let name, let host, let hostName else {
            throw Failure(
                .usage, "give --accord, --name, --host and --host-name, or --follow to make a node that follows")
        }
        let accordID = try named(accord, "--accord") as AccordID
        let hostID = try named(host, "--host") as PartyID
        let standOffClasses = try classes()
        let node = NodeFolder(path: folder)
        let settings = try node.create(
            accord: accordID, host: hostID, origin: origin ?? "\(accord).\(host)/log")
        let founding = Founding(
            accord: accordID, host: hostID, name: [("en", name)], hostName: [("en", hostName)],
            isExercise: exercise, standOffClasses: standOffClasses)
        let opened = try await node.open(logger: Logger(label: "parley") { _ in SwiftLogNoOpLogHandler() })
        try await founding.submit(to: opened.node, folder: node)
        try await opened.close()
        try Identity.write(
            to: folder + "/host-root.json", node: "http://127.0.0.1:8440", accord: accord, party: host,
            officer: OfficerID.root.rawValue, key: "keys/host-root.pem", logKey: settings.logKey)
        report(settings)
    }

    private func initFollower(_ upstream: String) throws {
        guard let logKey else { throw Failure(.usage, "--follow: give --log-key, too") }
        let key: NoteVerifierKey
        do { key = try NoteVerifierKey(vkey: logKey) } catch { throw Failure(.usage, "--log-key: \(error)") }
        let accord = try accord.map { try named($0, "--accord") as AccordID }
        let node = NodeFolder(path: folder)
        try node.createFollower(
            party: try party.map { try named($0, "--party") as PartyID }, accord: accord, upstream: upstream,
            logKey: key)
        let settings = try node.settings()
        let nodeKey = try NodeFolder.key(node.nodeKeyPath).publicKey
        if json {
            Output.json { fields in
                fields.member("folder", folder)
                if let party { fields.member("party", party) }
                fields.member("follows", upstream)
                fields.member("logKey", settings.logKey)
                fields.member("nodeKey", Base64.encode(nodeKey.spki))
            }
            return
        }
        print(
            """
            \(folder) is ready to follow \(settings.origin) at \(upstream).

            Compare the log's key with the one that you were given by another way:
              \(settings.logKey)

            Next:
              parley serve --folder \(folder)
            """)
    }

    private func named<ID: Identifier>(_ text: String, _ option: String) throws -> ID {
        do { return try ID(text) } catch { throw Failure(.usage, "\(option): \(error)") }
    }

    private func classes() throws -> [Founding.StandOff] {
        guard !standOffs.isEmpty else {
            throw Failure(.usage, "--stand-off: at least one class is needed, such as --stand-off site=500")
        }
        return try standOffs.map { text in
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, (try? SubjectID(parts[0])) != nil,
                let (value, isExact) = DecimalText.scaled(Array(parts[1].utf8)[...], scale: 3), isExact, value >= 0
            else { throw Failure(.usage, "--stand-off: '\(text)' is not CLASS=METRES, such as site=500") }
            return (name: String(parts[0]), millimetres: value, clause: clause)
        }
    }

    private func report(_ settings: NodeFolder.Settings) {
        if json {
            Output.json { fields in
                fields.member("folder", folder)
                fields.member("accord", settings.accord)
                fields.member("origin", settings.origin)
                fields.member("logKey", settings.logKey)
            }
            return
        }
        print(
            """
            Accord '\(settings.accord)' is founded; its log is \(settings.origin).

            Give this key to every party by another way than this node; everything is verified against it:
              \(settings.logKey)

            Next:
              parley serve --folder \(folder)
              parley party enrol PARTY --as \(folder)/host-root.json --name "..." --role humanitarian --root-key FILE
            """)
    }
}

/// The founding statement of an accord.
struct Founding {
    typealias StandOff = (name: String, millimetres: Int64, clause: String)

    let accord: AccordID
    let host: PartyID
    let name: [(language: String, text: String)]
    let hostName: [(language: String, text: String)]
    let isExercise: Bool
    let standOffClasses: [StandOff]

    func submit(to node: Node, folder: NodeFolder) async throws {
        let root = try NodeFolder.key(folder.hostRootPath)
        let nodeKey = try NodeFolder.key(folder.nodeKeyPath)
        let body = Accord.foundingBody(
            name: name, isExercise: isExercise, hostName: hostName, logKey: node.logKey.vkey,
            rootKey: root.publicKey, nodeKey: nodeKey.publicKey, standOffClasses: standOffClasses)
        let value = try JSONDocument(body, limits: .init(maximumBytes: Envelope.maximumBytes)).root
        let statement = Statement(
            accord: accord, party: host, officer: .root, kind: Kind.accordFound.name,
            subject: SubjectID(checked: accord.rawValue), sequence: 1, previous: nil, seen: .empty,
            saidAt: node.clock.now(), content: .open(value))
        let envelope = try Envelope(payload: statement.payload, signedBy: root)
        if case .refused(let refusal) = try await node.submit(envelope.bytes) {
            throw Failure(.refused, "the founding was refused (\(refusal.rule)): \(refusal)")
        }
    }
}
