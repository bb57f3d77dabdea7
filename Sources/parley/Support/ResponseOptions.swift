import ArgumentParser
import Coordination
import Delivery
import Statements
import StrictJSON

/// Which notice is answered to, in which text, and who is told.
struct ResponseOptions: ParsableArguments {
    @Argument(help: "The notice (party/name), or the reference that a message gave you.") var record: String
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

    /// The notice, looked for at the node where only a message's reference is known.
    private func recordID(in session: Session) async throws -> RecordID {
        guard RecordID(record) == nil, let reference = DeliveryReference(reading: record) else { return try recordID() }
        return try await session.record(called: reference)
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
        let accepted = try await speaker.withSession { session in
            let id = try await recordID(in: session)
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

extension Session {
    /// Pages of records that are looked through for a reference.
    private static let maximumPages = 1_000

    /// The record whose text now has this reference, among those that this officer may read.
    ///
    /// - Throws: `refused` when none has, as after an amendment.
    func record(called reference: DeliveryReference) async throws -> RecordID {
        var path: String? = "/records?limit=1000"
        var pages = 0
        while let page = path, pages < Self.maximumPages {
            pages += 1
            let bytes = try await get(page)
            do {
                var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
                for item in try fields.required("records").array() {
                    var record = try item.object()
                    let id = RecordID(try record.required("id").string())
                    let statement = try record.required("statement").statementHash()
                    if let id, DeliveryReference(statement) == reference { return id }
                }
                path = try fields.present("next")?.string()
            } catch { throw Failure(.refused, "the node's answer: \(error)") }
        }
        throw Failure(
            .refused,
            "no notice that you may read stands as \(reference) said; it may have been amended or withdrawn since: look for "
                + "the newest message about it, or name it as party/name")
    }
}
