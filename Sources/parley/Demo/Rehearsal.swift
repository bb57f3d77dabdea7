import Coordination
import Foundation
import Geodesy
import HTTPAPI
import HashTreeCollections
import ParleyClient
import ParleyNode
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// Plays a scenario into a node: keys are made, everything is signed, decided, logged and checked for real.
struct Rehearsal {
    let scenario: Scenario
    let folder: NodeFolder
    let node: Node
    let clock: ScenarioClock
    let logKey: String
    let url: String
    private var tips: [PartyID: ChainTip] = [:]
    /// Statements of steps that later ones name.
    private var statements: [String: String] = [:]
    private var keys: [OfficerRef: SigningKey] = [:]

    init(_ scenario: Scenario, folder: NodeFolder, node: Node, clock: ScenarioClock, logKey: String, url: String) {
        self.scenario = scenario
        self.folder = folder
        self.node = node
        self.clock = clock
        self.logKey = logKey
        self.url = url
    }

    mutating func run() async throws {
        try await found()
        for party in scenario.parties { try await enrol(party) }
        print("")
        for (number, step) in scenario.steps.enumerated() {
            clock.set(step.at)
            try await node.tick()
            print(Terminal.bold("\(step.at)") + "  " + step.text)
            print(Terminal.faint("  source: \(step.sources.joined(separator: ", "))"))
            try await perform(step, number: number)
        }
    }

    private mutating func found() async throws {
        let founding = Founding(
            accord: scenario.accord, host: scenario.host, name: scenario.accordName, hostName: scenario.hostName,
            isExercise: scenario.isExercise, standOffClasses: scenario.standOffClasses)
        try await founding.submit(to: node, folder: folder)
        let hash = node.publisher.state.picture.chains[ChainID(scenario.host, .root)]?.hash
        if let hash { tips[scenario.host] = ChainTip(sequence: 1, hash: hash) }
        keys[OfficerRef(scenario.host, .root)] = try NodeFolder.key(folder.hostRootPath)
        try Identity.write(
            to: folder.path + "/host-root.json", node: url, accord: scenario.accord.rawValue,
            party: scenario.host.rawValue, officer: OfficerID.root.rawValue, key: "keys/host-root.pem", logKey: logKey)
        print("founded '\(scenario.accord)', hosted by '\(scenario.host)'")
    }

    private mutating func enrol(_ party: Scenario.PartyPlan) async throws {
        let root = try key(for: party.id, .root, .ed25519)
        let body = JSONBody.make { body in
            body.key("name")
            body.object { texts in for (language, text) in party.name { texts.member(language, text) } }
            body.member("role", party.role)
            body.publicKey("rootKey", root.publicKey)
        }
        try await say(
            Kind.partyEnrol.name, SubjectID(checked: party.id.rawValue), body, by: OfficerRef(scenario.host, .root))
        for officer in party.officers { try await enrol(officer, of: party.id) }
        print("enrolled '\(party.id)' with \(party.officers.map { "'\($0.id)'" }.joined(separator: ", "))")
    }

    private mutating func enrol(_ officer: Scenario.OfficerPlan, of party: PartyID) async throws {
        let key = try key(for: party, officer.id, officer.algorithm)
        // The rehearsal goes on after its last step: whoever tries it signs with today's time.
        let expires = SystemClock().now().adding(seconds: 365 * 86_400).description
        let enrolment = JSONBody.make { body in
            body.key("name")
            body.raw(officer.name.rawBytes)
            body.member("grade", officer.grade)
            body.key("roles")
            body.array { list in for role in officer.roles { list.string(role) } }
            if let contact = officer.contact {
                body.key("contact")
                body.raw(contact.rawBytes)
            }
            body.member("expires", expires)
        }
        let keyBody = JSONBody.make { body in
            body.publicKey("key", key.publicKey)
            body.member("expires", expires)
        }
        let root = OfficerRef(party, .root)
        try await say(Kind.officerEnrol.name, SubjectID(checked: officer.id.rawValue), enrolment, by: root)
        try await say(Kind.keyEnrol.name, SubjectID(checked: officer.id.rawValue), keyBody, by: root)
    }

    /// A new key in the folder, with the identity file that the command line uses.
    private mutating func key(
        for party: PartyID, _ officer: OfficerID, _ algorithm: PublicKey.Algorithm
    ) throws -> SigningKey {
        let key = SigningKey(algorithm)
        let name = "\(party)-\(officer)"
        try Files.writeSecret(key.pem, to: folder.path + "/parties/\(name).pem")
        try Identity.write(
            to: folder.path + "/parties/\(name).json", node: url, accord: scenario.accord.rawValue,
            party: party.rawValue, officer: officer.rawValue, key: "\(name).pem", logKey: logKey)
        keys[OfficerRef(party, officer)] = key
        return key
    }

    private mutating func perform(_ step: Scenario.Step, number: Int) async throws {
        switch step.action {
        case .say(let party, let officer, let kind, let subject, let body):
            let (entry, submission, receipt) = try await say(
                kind, subject, naming(body), by: OfficerRef(party, officer))
            if let name = step.name { statements[name] = submission.tip.hash.description }
            let name = folder.path + "/receipts/\(number + 1)-\(subject)"
            try Files.write(submission.envelopeBytes, to: name + ".statement.json")
            try Files.write(receipt, to: name + ".tlog-proof")
            print(Terminal.faint("  entry \(entry), signed by \(party)/\(officer); receipt verified"))
        case .check(let reader, let activity):
            let asked = try ActivityReader.read(activity)
            let (answer, knowledge) = node.check(asked.activity, as: reader)
            try Files.write(activity, to: folder.path + "/activity.json")
            print("")
            _ = try CheckPrinter.show(CheckReply.json(asked, answer, knowledge), json: false)
            print("")
        }
    }

    /// A body in which `{statement:NAME}` stands for the statement of the step called so.
    private func naming(_ body: [UInt8]) -> [UInt8] {
        var text = String(decoding: body, as: UTF8.self)
        for (name, statement) in statements {
            text = text.replacing("{statement:\(name)}", with: statement)
        }
        return Array(text.utf8)
    }

    @discardableResult
    private mutating func say(
        _ kind: StatementKind, _ subject: SubjectID, _ body: [UInt8], by speaker: OfficerRef
    ) async throws -> (entry: EntryIndex, submission: ParleyClient.Submission, receipt: [UInt8]) {
        guard let key = keys[speaker] else { throw Failure(.usage, "no key for \(speaker.party)/\(speaker.officer)") }
        let state = node.publisher.state
        let builder = StatementBuilder(
            accord: scenario.accord, party: speaker.party, officer: speaker.officer, key: key)
        let submission = try builder.statement(
            kind, about: subject, body: body, audience: .open, after: tips[speaker.party],
            seen: TreeHead(size: state.size, root: state.tree.root), saidAt: clock.now())
        switch try await node.submit(submission.envelopeBytes) {
        case .refused(let refusal):
            throw Failure(.refused, "\(kind) '\(subject)' was refused (\(refusal.rule)): \(refusal)")
        case .promised(_, _, _, let missing):
            throw Failure(.refused, "\(kind) '\(subject)' waits for witnesses: \(missing)")
        case .accepted(let entry, _, let proof):
            tips[speaker.party] = submission.tip
            _ = try ReceiptVerifier.verify(
                statement: submission.envelopeBytes, receipt: proof.bytes, vkey: logKey)
            return (entry, submission, proof.bytes)
        }
    }
}
