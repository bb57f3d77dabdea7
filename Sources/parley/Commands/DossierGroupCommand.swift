import ArgumentParser
import Coordination
import Geodesy
import Statements
import StrictJSON

/// Dossiers: what several parties add to.
struct DossierGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier",
        abstract: "Open, add to, dispute and show dossiers: convoys' paper, access, returns, hazards, incidents.",
        discussion: """
            Its owner states a dossier, and states it anew, whole, when it changes. Those who have it add to it, and what \
            they add goes to just the same readers. Nobody edits what another stated: dissent is kept beside it.

              parley dossier example convoy > douma.json
              parley dossier state convoy douma-march --as access.json --audience open --body douma.json
              parley dossier add convoy.load un-ocha/douma-march --as access.json --body loaded.json
              parley dossier dispute un-ocha/douma-march --as duty.json --text "70 boxes were loaded, not 90"
              parley convoy un-ocha/douma-march --as access.json
            """,
        subcommands: [Example.self, State.self, Add.self, Dispute.self, List.self, Show.self])

    struct Example: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print an example body that can be changed.")
        @Argument(help: "A mechanism, such as convoy, or a kind of addition, such as convoy.load.") var name: String

        func run() throws {
            guard let kind = DossierWords.kind(name), let body = ExampleBodies.dossiers[kind] else {
                throw Failure(.usage, "'\(name)' is none of: \(DossierWords.all)")
            }
            print(body)
        }
    }

    struct State: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a dossier of yours, or state it anew, whole.",
            discussion: "Mechanisms: " + DossierMechanism.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        @Argument(help: "The mechanism.") var mechanism: String
        @Argument(help: "Your name for it (a-z, 0-9, '.', '-').") var subject: String
        @Option(help: "A JSON file with the body; '-' reads standard input.") var body: String
        @OptionGroup var speaker: AudienceOptions

        func perform() async throws {
            guard let kind = DossierWords.kind(mechanism), kind.dossier != nil else {
                throw Failure(.usage, "'\(mechanism)' is no mechanism; see --help")
            }
            try await speaker.say(kind, subject: subject, body: try Files.read(body))
        }
    }

    struct Add: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a step or a claim to a dossier; it goes to just those who have it.")
        @Argument(help: "What, such as convoy.load or incident.claim.") var what: String
        @OptionGroup var dossier: DossierOptions
        @Option(help: "A JSON file with the body; the dossier's name is added to it.") var body: String

        func perform() async throws {
            guard let kind = DossierWords.kind(what), kind.isDossierAddition else {
                throw Failure(.usage, "'\(what)' is none of: \(DossierWords.additions)")
            }
            let member = kind == .incidentClaim ? "incident" : "convoy"
            try await dossier.say(kind, try DossierOptions.naming(member, dossier.id(), in: try Files.read(body)))
        }
    }

    struct Dispute: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that your party does not agree with what a dossier says; it is kept beside it.")
        @OptionGroup var dossier: DossierOptions
        @Option(help: "The statement that you do not agree with (default: what its owner stated last).")
        var statement: String?
        @Option(help: "The field, as a JSON Pointer into that statement's body.") var field: String?
        @Option(help: "What your party holds instead, and on what grounds.") var text: String

        func perform() async throws {
            let id = try dossier.id()
            let named: String
            if let statement { named = statement } else { named = try await dossier.latest() }
            let body = JSONBody.make { fields in
                fields.member("dossier", id.description)
                fields.member("statement", named)
                if let field { fields.member("field", field) }
                fields.member("text", text)
            }
            try await dossier.say(.dossierDispute, body)
        }
    }

    struct List: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "List dossiers of one mechanism.")
        @Argument(help: "The mechanism.") var mechanism: String
        @Option(help: "Only those about the place with this code.") var pcode: String?
        @Option(help: "Only those after this name: the 'after' of the page before.") var after: String?
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            var path = "/dossiers?mechanism=\(mechanism)"
            if let pcode {
                guard pcode.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) })
                else { throw Failure(.usage, "--pcode: letters and digits only, such as SY020001") }
                path += "&pcode=\(pcode)"
            }
            if let after { path += "&after=\(try LineName.read(after))" }
            let asked = path
            let reply = try await speaker.withSession { try await $0.get(asked) }
            if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
            do { try Self.show(reply) } catch { throw Failure(.refused, "the node's answer: \(error)") }
        }

        private static func show(_ reply: [UInt8]) throws(JSONError) {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            let dossiers = try fields.required("dossiers").array()
            if dossiers.isEmpty { print("nothing of this that you may see") }
            for element in dossiers {
                var dossier = try element.object()
                var stated = try dossier.required("stated").object()
                let state = try dossier.present("state")?.string() ?? ""
                let disputes = try dossier.present("disputes")?.array().count ?? 0
                print(
                    Terminal.bold(try dossier.required("id").string())
                        + "  \(state)  stated \(try stated.required("loggedAt").string())"
                        + (disputes > 0 ? Terminal.warning("  disputed") : ""))
            }
            if let note = try fields.present("note")?.string() { print(Terminal.warning(note)) }
            if let after = try fields.present("after")?.string() { Terminal.note("more: --after \(after)") }
        }
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Show one dossier, as JSON.")
        @OptionGroup var dossier: DossierOptions

        func perform() async throws {
            let id = try dossier.id()
            let reply = try await dossier.speaker.withSession { try await $0.get("/dossiers/\(id)") }
            print(String(decoding: reply, as: UTF8.self))
        }
    }
}

/// The words by which the command line names kinds of dossier statements.
enum DossierWords {
    /// The kind called so: a mechanism's word, or the kind's own name without its version.
    static func kind(_ word: String) -> Kind? {
        if let mechanism = DossierMechanism(rawValue: word) { return Kind.allCases.first { $0.dossier == mechanism } }
        return Kind.allCases.first { ($0.dossier != nil || $0.isDossierAddition) && $0.rawValue == word + ".v1" }
    }

    static var additions: String {
        Kind.allCases.filter { $0.isDossierAddition && $0 != .dossierDispute }.map { String($0.rawValue.dropLast(3)) }
            .joined(separator: ", ")
    }

    static var all: String {
        DossierMechanism.allCases.map(\.rawValue).joined(separator: ", ") + ", " + additions
    }
}

/// Which dossier, and who speaks about it.
struct DossierOptions: ParsableArguments {
    @Argument(help: "The dossier, as OWNER/NAME.") var dossier: String
    @OptionGroup var speaker: SpeakerOptions

    func id() throws -> RecordID { try LineName.read(dossier) }

    /// The statement by which its owner stated it last.
    func latest() async throws -> String {
        let id = try id()
        return try await speaker.withSession { try await SharedRecord(id, on: .dossiers, $0).statement }
    }

    /// Says it to those who have the dossier.
    func say(_ kind: Kind, _ body: [UInt8]) async throws {
        let id = try id()
        try speaker.report(
            try await speaker.withSession { try await SharedRecord(id, on: .dossiers, $0).say(kind, body, $0) })
    }

    /// A body with the dossier's name put in front, where it does not name one already.
    static func naming(_ member: String, _ id: RecordID, in body: [UInt8]) throws -> [UInt8] {
        let members: [(key: String, value: JSONValue)]
        do {
            members = try JSONDocument(body, limits: .init(maximumBytes: Files.maximumBytes)).root.object().members
        } catch { throw Failure(.usage, "--body: \(error)") }
        guard !members.contains(where: { $0.key == member }) else { return body }
        return JSONBody.make { fields in
            fields.member(member, id.description)
            for (key, value) in members {
                fields.key(key)
                fields.raw(value.rawBytes)
            }
        }
    }
}
