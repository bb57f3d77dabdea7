import Coordination
import Statements
import StrictJSON

/// A record that others add to, as the node shows it: which statement stands, and who has it.
struct SharedRecord {
    /// Where the node shows it.
    enum Shelf: String {
        case dossiers
        case messages

        /// What one record is called in the answer.
        var member: StaticString {
            switch self {
            case .dossiers: "dossier"
            case .messages: "message"
            }
        }
    }

    /// The statement that stands.
    let statement: String
    private let id: RecordID
    /// Those who have it; nil for one that is open.
    private let readers: [PartyID]?

    init(_ id: RecordID, on shelf: Shelf, _ session: Session) async throws {
        self.id = id
        let reply = try await session.get("/\(shelf.rawValue)/\(id)")
        do {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            var record = try fields.required(shelf.member).object()
            statement = try record.required("statement").string()
            let audience = try record.required("audience")
            readers = audience.kind == .array ? try audience.array().map { try $0.identifier() } : nil
        } catch { throw Failure(.refused, "the node's answer: \(error)") }
    }

    /// Says it to those who have the record.
    func say(_ kind: Kind, _ body: [UInt8], _ session: Session) async throws -> Session.Accepted {
        let audience: Audience =
            if let readers {
                .parties(Set(readers).union([id.owner]).subtracting([session.identity.party]).sorted())
            } else { .open }
        return try await session.say(kind, subject: Self.name(), body: body, audience: audience)
    }

    /// A name of the speaker's own: names stand in the open, and this one tells nothing of the record.
    private static func name() -> String { "a-" + String(UInt64.random(in: .min ... .max), radix: 16) }
}
