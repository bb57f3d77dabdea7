import ArgumentParser
import Coordination
import Foundation
import Geodesy
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Asks to take part: makes a party's node and its keys, and the digits that its officer reads to the host's.
struct JoinCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Ask to take part in an accord with a node of your own.",
        discussion: """
            Makes the folder, the party's root key, and the node's keys, and hands the public halves to the host. Then
            telephone the host's officer on a number that you know from elsewhere and read out the digits printed here:
            they cover your keys and the log's key as this machine was told it, so nobody in between can swap either.

              parley join https://host.example:8440 --folder node --party red-crescent --role humanitarian \\
                --name "Red Crescent"
              parley admit "12345 67890 ..." --as node/host-root.json                  on the host's side
              parley serve --folder node                                               here again

            Nothing secret leaves this machine. Move keys/party-root.pem to a place without a network once officers are
            enrolled.
            """)

    @Argument(help: "The host's address.") var host: String
    @Option(help: "The folder to make.") var folder: String
    @Option(help: "Your party's machine name (a-z, 0-9, '.', '-').") var party: String
    @Option(help: "Your party's name in English.") var name: String
    @Option(help: "belligerent, guarantor, co-chair, humanitarian, monitor or observer.") var role: String
    @Option(help: "Where your own node will serve; your identity speaks to it.") var node = "http://127.0.0.1:8440"
    @Option(name: .customLong("trust-roots"), help: "CA certificates (PEM) for https.") var trustRoots: String?
    @Flag(name: .customLong("no-witness"), help: "Make no witness key: this node will not cosign the log.")
    var noWitness = false
    @Flag(help: "Print one JSON object.") var json = false

    func perform() async throws {
        let party: PartyID
        do { party = try PartyID(self.party) } catch { throw Failure(.usage, "--party: \(error)") }
        guard let role = PartyRole(rawValue: role), role != .host else {
            throw Failure(.usage, "--role: must be one of the roles above")
        }
        let clock = SystemClock()
        let client: NodeClient
        do { client = try NodeClient(baseURL: host, trustRoots: trustRoots, now: { clock.now() }) } catch {
            throw Failure(.usage, "\(error)")
        }
        let result: Result<(JoinRequest, JoiningFacts), any Error>
        do { result = .success(try await ask(client, party, role, at: clock.now())) } catch { result = .failure(error) }
        try await client.shutDown()
        let (request, facts) = try result.get()
        report(request, facts)
    }

    private func ask(
        _ client: NodeClient, _ party: PartyID, _ role: PartyRole, at now: Instant
    ) async throws -> (JoinRequest, JoiningFacts) {
        let facts = try JoiningFacts(await Self.call { try await client.get("/joining").body })
        let made = NodeFolder(path: folder)
        let keys = try made.createParty(
            party, facts: facts, upstream: try facts.upstream(from: host), isWitness: !noWitness)
        let builder = StatementBuilder(accord: facts.accord, party: party, officer: .root, key: keys.root)
        let enrolment: ParleyClient.Submission
        do {
            enrolment = try builder.statement(
                Kind.nodeEnrol.name, about: SubjectID(checked: "node"), body: keys.node.body, audience: .open,
                after: nil, seen: facts.seen, saidAt: now)
        } catch { throw Failure(.refused, "\(error)") }
        let request = try JoinRequest(
            accord: facts.accord, logKey: facts.logKey, party: party, role: role, name: [("en", name)],
            rootKey: keys.root.publicKey, nodeEnrolment: enrolment.envelopeBytes)
        try Files.write(request.bytes + [0x0A], to: folder + "/join-request.json")
        try Identity.write(
            to: folder + "/party-root.json", node: node, accord: facts.accord.rawValue,
            party: party.rawValue, officer: OfficerID.root.rawValue, key: "keys/party-root.pem", logKey: facts.logKey)
        _ = try await Self.call {
            try await client.post("/joining", contentType: "application/json", body: request.bytes)
        }
        return (request, facts)
    }

    private static func call<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as ClientError {
            throw Failure(.unavailable, "\(error)")
        } catch let problem as Problem {
            throw Failure(problem.status == 503 ? .unavailable : .refused, "refused: \(problem)")
        }
    }

    private func report(_ request: JoinRequest, _ facts: JoiningFacts) {
        if json {
            Output.json { fields in
                fields.member("folder", folder)
                fields.member("accord", facts.accord.rawValue)
                fields.member("logKey", facts.logKey)
                fields.member("fingerprint", request.fingerprint.digits)
            }
            return
        }
        print(
            """
            Asked to take part in '\(facts.accord)' as \(request.party).

            Telephone the host's officer on a number that you know from elsewhere, and read out:

                \(Terminal.bold("\(request.fingerprint)"))

            The host then admits you with these digits:  parley admit "\(request.fingerprint)" --as node/host-root.json
            After that:                                   parley serve --folder \(folder)
            """)
    }
}

/// What `GET /joining` says; believed once the digits were compared.
struct JoiningFacts {
    let accord: AccordID
    let host: PartyID
    let logKey: String
    let nodeKey: PublicKey
    let nodePort: Int?
    let seen: TreeHead

    init(_ bytes: [UInt8]) throws {
        do {
            var fields = try JSONDocument(bytes, limits: .init(maximumBytes: 65_536)).root.object()
            accord = try fields.required("accord").identifier()
            host = try fields.required("host").identifier()
            logKey = try fields.required("logKey").text(limit: 600)
            nodeKey = try fields.required("nodeKey").publicKey()
            nodePort = try fields.present("nodePort").map { Int(try $0.integer(in: 1...65_535)) }
            var seen = try fields.required("seen").object()
            self.seen = TreeHead(
                size: TreeSize(UInt64(try seen.required("size").integer(in: 0...Int64.max))),
                root: try seen.required("root").base64Hash())
            _ = try NoteVerifierKey(vkey: logKey)
        } catch { throw Failure(.refused, "the host's answer about joining: \(error)") }
    }

    /// Where a node follows from: the host's port for nodes where it has one, else the address that was asked.
    func upstream(from host: String) throws -> String {
        guard let nodePort else { return host }
        let base: BaseURL
        do { base = try BaseURL(host) } catch { throw Failure(.usage, "\(error)") }
        return "https://\(base.host):\(nodePort)"
    }
}
