import ArgumentParser
import Coordination
import Statements
import StrictJSON

/// Which notice is answered to, in which text, and who is told.
struct ResponseOptions: ParsableArguments {
    @Argument(help: "The notice (party/name).") var record: String
    @Option(help: "The statement that you have before you; by default the notice's last, as your node shows it.")
    var statement: String?
    @Option(
        help:
            "Who may read it: parties separated by commas, or 'open'; by default as open as the notice, else its owner alone."
    )
    var audience: String?
    @Option(help: "Your own name for this statement; it means nothing.") var name = "response"
    @OptionGroup var speaker: SpeakerOptions

    func recordID() throws -> RecordID {
        guard let id = RecordID(record) else { throw Failure(.usage, "'\(record)' is not a notice (party/name)") }
        return id
    }

    /// Whom it is sealed to, `other` included; open where the notice is, unless something else is asked for.
    func readers(or other: PartyID, isOpen: Bool) throws -> Audience {
        guard let audience else { return isOpen ? .open : .parties([other]) }
        let read = try AudienceOptions.read(audience)
        guard case .parties(let parties) = read else { return read }
        return .parties(Set(parties).union([other]).sorted())
    }

    /// Says it about the text named, or the last one that the node shows.
    func say(_ kind: Kind, _ body: (inout JSONWriter) throws -> Void) async throws {
        let id = try recordID()
        let accepted = try await speaker.withSession { session in
            let shown = try await Self.shown(id, session)
            let version = try statement.map(Self.hash) ?? shown.version
            let readers = try readers(or: id.owner, isOpen: shown.isOpen)
            var writer = JSONWriter(capacity: 512)
            try writer.object { fields throws in
                fields.member("record", id.description)
                fields.member("statement", version.description)
                try body(&fields)
            }
            return try await session.say(kind, subject: name, body: writer.bytes, audience: readers)
        }
        try speaker.report(accepted)
        Terminal.note("An acknowledgement means received, never consent.")
    }

    private static func hash(_ text: String) throws -> StatementHash {
        guard let hash = StatementHash(hex: text) else {
            throw Failure(.usage, "--statement: '\(text)' is not a statement's hash")
        }
        return hash
    }

    /// The notice's last text and whether it is open, as the officer's node shows it.
    static func shown(_ id: RecordID, _ session: Session) async throws -> (version: StatementHash, isOpen: Bool) {
        let bytes = try await session.get("/records/\(id)")
        do {
            var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            var record = try fields.required("record").object()
            let version = try record.required("statement").statementHash()
            return (version, try record.required("audience").kind == .string)
        } catch { throw Failure(.refused, "the node's answer: \(error)") }
    }
}
