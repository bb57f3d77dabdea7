public import Statements
public import StrictJSON

/// Whom a node reaches outside itself, and how: the operator's own file, never part of the log.
///
/// Nobody is in it unless the operator wrote it: enrolments carry telephone numbers for people to call, and no program
/// sends to those.
public struct AddressBook: Sendable {
    /// The file in a node's folder.
    public static let name = "address-book.json"
    /// The form that this version reads.
    public static let version: Int64 = 1
    /// Bytes of the file.
    public static let maximumBytes = 4 * 1024 * 1024
    /// Entries.
    public static let maximumRecipients = 10_000

    /// The entries, by party and officer.
    public let recipients: [Recipient]
    private let places: [RecipientID: Int]

    /// A book that holds nobody.
    public static let empty = AddressBook(sorted: [])

    /// Reads the file, strictly: every field is named where it is wrong, and none is passed over.
    ///
    /// - Throws: the first rule broken, with the pointer of the field.
    public init(json bytes: [UInt8]) throws(JSONError) {
        let document = try JSONDocument(bytes, limits: .init(maximumBytes: Self.maximumBytes, maximumDepth: 8))
        var fields = try document.root.object()
        let version = try fields.required("version")
        guard try version.integer() == Self.version else { throw version.refused("must be \(Self.version)") }
        var seen: Set<RecipientID> = []
        var recipients: [Recipient] = []
        for value in try fields.required("recipients").array(limit: Self.maximumRecipients) {
            let recipient = try Recipient(value)
            guard seen.insert(recipient.id).inserted else { throw value.refused("'\(recipient.id)' stands twice") }
            recipients.append(recipient)
        }
        try fields.finish()
        self.init(sorted: recipients.sorted { $0.id < $1.id })
    }

    private init(sorted recipients: [Recipient]) {
        self.recipients = recipients
        places = Dictionary(uniqueKeysWithValues: recipients.enumerated().map { ($1.id, $0) })
    }

    /// The entry of a recipient; nil when there is none.
    public subscript(id: RecipientID) -> Recipient? { places[id].map { recipients[$0] } }

    /// The entries of a party and of its officers.
    public func entries(of party: PartyID) -> [Recipient] { recipients.filter { $0.id.party == party } }

    /// The secrets that entries name, each once, in order.
    public var secrets: [SecretName] {
        var names: Set<SecretName> = []
        for address in recipients.flatMap(\.means) {
            if case .webhook(_, let secrets) = address.place { names.formUnion(secrets) }
        }
        return names.sorted()
    }
}
