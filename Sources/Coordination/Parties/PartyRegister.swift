public import Geodesy
public import HashTreeCollections
public import Statements
public import TransparencyLog

/// Parties, officers and keys, so that "was this key valid at that point of the log" has one answer.
public struct PartyRegister: Sendable {
    /// Parties one accord may have.
    public static let maximumParties = 256
    /// Officers and keys one accord may have, each.
    public static let maximumOfficers = 100_000

    /// Parties by name.
    public internal(set) var parties: TreeDictionary<PartyID, Party> = [:]
    /// Officers by party and name, released ones included.
    public private(set) var officers: TreeDictionary<OfficerRef, Officer> = [:]
    /// Keys by their names, revoked ones included.
    public internal(set) var keys: TreeDictionary<KeyFingerprint, EnrolledKey> = [:]

    /// The keys ever enrolled for an officer, in their order.
    private var officerKeys: TreeDictionary<OfficerRef, [KeyFingerprint]> = [:]

    /// A register without anybody.
    public init() {}

    /// The officers of `party` who stand enrolled at `time` and have `role`, in order of their names.
    public func officers(of party: PartyID, with role: OfficerRole, at time: Instant) -> [Officer] {
        officers.values
            .filter { $0.party == party && $0.isOnStrength(at: time) && $0.roles.contains(role) }
            .sorted { $0.id < $1.id }
    }

    /// Until when an officer can sign with any of the keys enrolled now; nil when there is none that speaks.
    public func lastKeyExpiry(of name: OfficerRef) -> Instant? {
        guard let officer = officers[name] else { return nil }
        return (officerKeys[name] ?? []).compactMap { id -> Instant? in
            guard let key = keys[id], key.revokedAt == nil, key.enrolledAt.value > officer.enrolledAt.value else {
                return nil
            }
            return key.expires
        }.max()
    }

    /// Says whether a command may be taken; `speaker` has been checked to be the host's or a party's root, or itself.
    public func decide(_ command: PartiesCommand, by speaker: OfficerRef, at now: Instant) throws(Refusal) {
        switch command {
        case .enrolParty(let party, name: _, let role, let key):
            guard parties[party] == nil else { throw .partyExists(party) }
            guard role != .host else { throw .field("/role", "an accord has one host, named when it was founded") }
            guard keys[key.id] == nil else { throw .keyExists(key.id) }
            guard parties.count < Self.maximumParties else { throw .tooMany("parties", limit: Self.maximumParties) }
        case .enrolOfficer(let officer, name: _, grade: _, roles: _, contact: _, let expires):
            guard officer != .root, officer != .node else { throw .reservedName(officer.rawValue) }
            if let standing = officers[OfficerRef(speaker.party, officer)], standing.isOnStrength(at: now) {
                throw .officerExists(officer)
            }
            guard expires > now else { throw .expiryNotAhead(expires, now: now) }
            guard officers.count < Self.maximumOfficers else {
                throw .tooMany("officers", limit: Self.maximumOfficers)
            }
        case .releaseOfficer(let officer, _):
            guard let standing = officers[OfficerRef(speaker.party, officer)], standing.releasedAt == nil else {
                throw .unknownOfficer(officer)
            }
        case .enrolKey(let key, let officer, let expires):
            guard let standing = officers[OfficerRef(speaker.party, officer)], standing.isOnStrength(at: now) else {
                throw .unknownOfficer(officer)
            }
            guard keys[key.id] == nil else { throw .keyExists(key.id) }
            guard expires > now else { throw .expiryNotAhead(expires, now: now) }
            guard keys.count < Self.maximumOfficers else { throw .tooMany("keys", limit: Self.maximumOfficers) }
        case .revokeKey(let id, _):
            let isRoot = speaker.officer == .root
            guard let key = keys[id], key.party == speaker.party, isRoot || key.officer == speaker.officer,
                key.officer != .root, key.officer != .node
            else { throw .unknownKey(id) }
            guard key.revokedAt == nil else { throw .keyAlreadyRevoked(id) }
        case .enrolNode, .revokeNode, .rekey, .suspend, .reinstate, .leave:
            try decideStanding(command, by: speaker)
        }
    }

    /// Takes what was accepted; cannot fail, since it has happened.
    public mutating func apply(_ command: PartiesCommand, by party: PartyID, at index: EntryIndex, now: Instant) {
        switch command {
        case .enrolParty(let id, let name, let role, let key):
            enrol(Party(id: id, name: name, role: role, enrolledAt: index), rootKey: key)
        case .enrolOfficer(let officer, let name, let grade, let roles, let contact, let expires):
            officers[OfficerRef(party, officer)] = Officer(
                party: party, id: officer, name: name, grade: grade, roles: roles, contact: contact,
                expires: expires, enrolledAt: index)
        case .releaseOfficer(let officer, _):
            officers[OfficerRef(party, officer)]?.releasedAt = now
        case .enrolKey(let key, let officer, let expires):
            keys[key.id] = EnrolledKey(
                key: key, party: party, officer: officer, expires: expires, enrolledAt: index)
            officerKeys[OfficerRef(party, officer), default: []].append(key.id)
        case .revokeKey(let id, _):
            keys[id]?.revokedAt = now
        case .enrolNode, .revokeNode, .rekey, .suspend, .reinstate, .leave:
            applyStanding(command, by: party, at: index, now: now)
        }
    }

    /// Takes the founding: the host, its root key and its node's key.
    public mutating func apply(founding accord: Accord, at index: EntryIndex) {
        let host = Party(id: accord.host, name: accord.hostName, role: .host, enrolledAt: index)
        enrol(host, rootKey: accord.rootKey)
        keys[accord.nodeKey.id] = EnrolledKey(
            key: accord.nodeKey, party: accord.host, officer: .node, expires: nil, enrolledAt: index)
    }

    private mutating func enrol(_ party: Party, rootKey: PublicKey) {
        parties[party.id] = party
        keys[rootKey.id] = EnrolledKey(
            key: rootKey, party: party.id, officer: .root, expires: nil, enrolledAt: party.enrolledAt)
    }
}

extension PartyRegister {
    /// Who a key speaks for at `now`, if it may speak at all.
    ///
    /// - Throws: the rule that silences it.
    public func speaker(_ key: KeyFingerprint, as named: OfficerRef, at now: Instant) throws(Refusal) -> EnrolledKey {
        guard let enrolled = keys[key] else { throw .envelope(.unknownKey(key)) }
        if case .left(let since) = parties[enrolled.party]?.standing { throw .partyLeft(enrolled.party, at: since) }
        guard enrolled.party == named.party, enrolled.officer == named.officer else {
            throw .keyOfAnother(key, party: named.party, officer: named.officer)
        }
        if let revoked = enrolled.revokedAt { throw .keyRevoked(key, at: revoked) }
        if let expires = enrolled.expires, expires <= now { throw .keyExpired(key, at: expires) }
        guard named.officer != .root, named.officer != .node else { return enrolled }
        guard let officer = officers[named] else { throw .unknownOfficer(named.officer) }
        if let released = officer.releasedAt { throw .officerReleased(officer.id, at: released) }
        guard now < officer.expires else { throw .officerExpired(officer.id, at: officer.expires) }
        // A name enrolled anew starts with new keys: those of the time before stay silent.
        guard enrolled.enrolledAt.value > officer.enrolledAt.value else {
            throw .keyOfAnother(key, party: named.party, officer: named.officer)
        }
        return enrolled
    }
}
