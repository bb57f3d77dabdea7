public import Statements
import StrictJSON
public import Geodesy
import TransparencyLog

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
    /// A root key enrols its party's node, in the place of the one before.
    case enrolNode(PartyNode.Keys)
    /// A root key ends its party's node.
    case revokeNode(reason: String)
    /// The host replaces a party's root key; every other key of the party falls silent.
    case rekey(PartyID, rootKey: PublicKey, reason: String)
    /// The host suspends a party.
    case suspend(PartyID, reason: String)
    /// The host ends a suspension.
    case reinstate(PartyID, reason: String)
    /// A party leaves.
    case leave(PartyID, reason: String)

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
        case .nodeEnrol: self = .enrolNode(try PartyNode.Keys(&fields))
        case .nodeRevoke: self = .revokeNode(reason: try fields.required("reason").text(limit: 400))
        case .partyRekey:
            self = .rekey(
                PartyID(checked: subject.rawValue), rootKey: try fields.required("rootKey").publicKey(),
                reason: try fields.required("reason").text(limit: 400))
        case .partySuspend:
            self = .suspend(
                PartyID(checked: subject.rawValue), reason: try fields.required("reason").text(limit: 400))
        case .partyReinstate:
            self = .reinstate(
                PartyID(checked: subject.rawValue), reason: try fields.required("reason").text(limit: 400))
        case .partyLeave:
            self = .leave(PartyID(checked: subject.rawValue), reason: try fields.required("reason").text(limit: 400))
        default:
            return nil
        }
        try fields.finish()
    }
}
