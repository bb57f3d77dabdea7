public import Geodesy
public import Statements
import StrictJSON
public import TransparencyLog

/// A party as the host enrolled it.
public struct Party: Hashable, Sendable {
    /// The party's machine name.
    public let id: PartyID
    /// The party's name.
    public let name: LocalisedText
    /// What it is to the accord.
    public let role: PartyRole
    /// The entry that enrolled it.
    public let enrolledAt: EntryIndex
}

/// An officer as the party's root key enrolled them.
public struct Officer: Hashable, Sendable {
    /// The party the officer speaks for.
    public let party: PartyID
    /// The officer's machine name within the party.
    public let id: OfficerID
    /// The name or post that others see.
    public let name: LocalisedText
    /// The grade.
    public let grade: Grade
    /// What the officer may sign for, sorted.
    public let roles: [OfficerRole]
    /// How to reach the officer, if given.
    public let contact: Contact?
    /// The end of the enrolment.
    public let expires: Instant
    /// The entry that enrolled the officer.
    public let enrolledAt: EntryIndex
    /// When the party released the officer.
    public internal(set) var releasedAt: Instant?

    /// Whether the officer stands enrolled at `time`.
    public func isOnStrength(at time: Instant) -> Bool { releasedAt == nil && time < expires }
}

/// A key, whose it is and when it holds.
public struct EnrolledKey: Hashable, Sendable {
    /// The key.
    public let key: PublicKey
    /// The party it speaks for.
    public let party: PartyID
    /// The officer it speaks for; `root` and `node` are keys of the party itself.
    public let officer: OfficerID
    /// The end of its validity; nil for root and node keys, which only the host's enrolment ends.
    public let expires: Instant?
    /// The entry that enrolled it.
    public let enrolledAt: EntryIndex
    /// When it was revoked, by the log's clock.
    public internal(set) var revokedAt: Instant?
}

/// Names an officer across parties.
public struct OfficerRef: Hashable, Sendable {
    /// The party.
    public let party: PartyID
    /// The officer.
    public let officer: OfficerID

    /// Officer `officer` of `party`.
    public init(_ party: PartyID, _ officer: OfficerID) {
        self.party = party
        self.officer = officer
    }
}

/// What a party's host or root key may say about parties, officers and keys.
public enum PartiesCommand: Sendable {
    /// The host enrols a party.
    case enrolParty(PartyID, name: LocalisedText, role: PartyRole, rootKey: PublicKey)
    /// A root key enrols an officer.
    case enrolOfficer(
        OfficerID, name: LocalisedText, grade: Grade, roles: [OfficerRole], contact: Contact?, expires: Instant)
    /// A root key releases an officer.
    case releaseOfficer(OfficerID, reason: String)
    /// A root key enrols a key for an officer.
    case enrolKey(PublicKey, officer: OfficerID, expires: Instant)
    /// A root key, or the key's own officer, revokes it.
    case revokeKey(KeyFingerprint, reason: String)

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, subject: SubjectID, body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        switch kind {
        case .partyEnrol:
            let name = try LocalisedText(fields.required("name"))
            let role: PartyRole = try fields.required("role").choice()
            self = .enrolParty(
                PartyID(checked: subject.rawValue), name: name, role: role,
                rootKey: try fields.required("rootKey").publicKey())
        case .officerEnrol:
            let name = try LocalisedText(fields.required("name"))
            let named = try fields.required("grade")
            guard let grade = Grade(try named.string()) else {
                throw named.refused("must be OR-1 to OR-9, OF-1 to OF-10 or CIV (STANAG 2116)")
            }
            let list = try fields.required("roles")
            var roles: Set<OfficerRole> = []
            for role in try list.array(limit: OfficerRole.allCases.count) { roles.insert(try role.choice()) }
            guard !roles.isEmpty else { throw list.refused("needs at least one role") }
            let contact: Contact? =
                if let contact = fields.present("contact") { try Contact(contact) } else { nil }
            self = .enrolOfficer(
                OfficerID(checked: subject.rawValue), name: name, grade: grade,
                roles: roles.sorted { $0.rawValue < $1.rawValue }, contact: contact,
                expires: try fields.required("expires").instant())
        case .officerRelease:
            self = .releaseOfficer(
                OfficerID(checked: subject.rawValue), reason: try fields.required("reason").text(limit: 400))
        case .keyEnrol:
            self = .enrolKey(
                try fields.required("key").publicKey(), officer: OfficerID(checked: subject.rawValue),
                expires: try fields.required("expires").instant())
        case .keyRevoke:
            self = .revokeKey(
                try fields.required("key").keyID(), reason: try fields.required("reason").text(limit: 400))
        default:
            return nil
        }
        try fields.finish()
    }
}
