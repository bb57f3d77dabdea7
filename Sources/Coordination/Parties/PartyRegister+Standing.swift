import Geodesy
import HashTreeCollections
public import Statements
import TransparencyLog

/// Nodes, new root keys, suspension and leaving: procedures that every party can follow in the log.
extension PartyRegister {
    /// Says whether an officer of `party` may state anything; requests to read are not asked this.
    ///
    /// - Throws: `partySuspended` for a suspended party's officers and node; its root key still speaks.
    public func mayState(_ speaker: OfficerRef) throws(Refusal) {
        guard speaker.officer != .root, case .suspended(let since) = parties[speaker.party]?.standing else { return }
        throw .partySuspended(speaker.party, since: since)
    }

    /// A party to which something may be given now.
    ///
    /// - Throws: `unknownParty`, or `partyLeft`.
    public func recipient(_ party: PartyID, field: String) throws(Refusal) -> Party {
        guard let found = parties[party] else { throw .unknownParty(party, field: field) }
        if case .left(let since) = found.standing { throw .partyLeft(party, at: since) }
        return found
    }

    func decideStanding(_ command: PartiesCommand, by speaker: OfficerRef) throws(Refusal) {
        switch command {
        case .enrolNode(let node):
            if let known = keys[node.key.id] {
                guard known.party == speaker.party, known.officer == .node, known.revokedAt == nil else {
                    throw .keyExists(node.key.id)
                }
            } else if parties[speaker.party]?.role == .host {
                throw .field("/key", "must be the node key of the founding: it signs the clock of this log")
            }
        case .revokeNode:
            guard parties[speaker.party]?.node != nil, parties[speaker.party]?.role != .host else {
                throw .field("/reason", "your party has no node that could be revoked")
            }
        case .rekey(let party, let rootKey, _):
            try notHost(party)
            guard keys[rootKey.id] == nil else { throw .keyExists(rootKey.id) }
        case .suspend(let party, _):
            try notHost(party)
            if case .suspended(let since) = parties[party]?.standing { throw .partySuspended(party, since: since) }
        case .reinstate(let party, _):
            try notHost(party)
            guard case .suspended = parties[party]?.standing else { throw .partyNotSuspended(party) }
        case .leave(let party, _):
            guard party == speaker.party else { throw .field("/subject", "a party leaves for itself only") }
            try notHost(party)
        default: break
        }
    }

    private func notHost(_ party: PartyID) throws(Refusal) {
        guard try recipient(party, field: "/subject").role != .host else {
            throw .field("/subject", "the host cannot be suspended, leave or get another root key in its own log")
        }
    }

    mutating func applyStanding(
        _ command: PartiesCommand, by party: PartyID, at index: EntryIndex, now: Instant
    ) {
        switch command {
        case .enrolNode(let node):
            silence(party, except: node.key.id, now) { $0 == .node }
            if keys[node.key.id] == nil {
                keys[node.key.id] = EnrolledKey(
                    key: node.key, party: party, officer: .node, expires: nil, enrolledAt: index)
            }
            parties[party]?.node = PartyNode(node, enrolledAt: index)
        case .revokeNode:
            silence(party, except: nil, now) { $0 == .node }
            parties[party]?.node = nil
        case .rekey(let party, let rootKey, _):
            silence(party, except: nil, now) { _ in true }
            parties[party]?.node = nil
            keys[rootKey.id] = EnrolledKey(
                key: rootKey, party: party, officer: .root, expires: nil, enrolledAt: index)
        case .suspend(let party, _): parties[party]?.standing = .suspended(since: now)
        case .reinstate(let party, _): parties[party]?.standing = .takesPart
        case .leave(let party, _):
            silence(party, except: nil, now) { _ in true }
            parties[party]?.node = nil
            parties[party]?.standing = .left(since: now)
        default: break
        }
    }

    /// Revokes the keys of a party that speak for one of these officers.
    private mutating func silence(
        _ party: PartyID, except kept: KeyFingerprint?, _ now: Instant, _ isMeant: (OfficerID) -> Bool
    ) {
        for key in keys.values where key.party == party && isMeant(key.officer) && key.key.id != kept {
            if key.revokedAt == nil { keys[key.key.id]?.revokedAt = now }
        }
    }
}
