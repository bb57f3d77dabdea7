import Coordination
import Geodesy
import Statements
import StrictJSON
import TransparencyLog

extension SpeakerTable {
    /// The kinds that say whose key it is, what time it is and who must witness; every other kind has no effect here.
    enum Effect: String, CaseIterable, Sendable {
        case clockTick = "clock.tick.v1"
        case partyEnrol = "party.enrol.v1"
        case officerEnrol = "officer.enrol.v1"
        case officerRelease = "officer.release.v1"
        case keyEnrol = "key.enrol.v1"
        case keyRevoke = "key.revoke.v1"
        case nodeEnrol = "node.enrol.v1"
        case nodeRevoke = "node.revoke.v1"
        case partyRekey = "party.rekey.v1"
        case partySuspend = "party.suspend.v1"
        case partyReinstate = "party.reinstate.v1"
        case partyLeave = "party.leave.v1"
        case witnessPolicy = "witness.policy.v1"

        /// Who must have signed it.
        enum Signer { case hostNode, hostRoot, partyRoot, partyRootOrOfficer }

        var signer: Signer {
            switch self {
            case .clockTick: .hostNode
            case .partyEnrol, .partyRekey, .partySuspend, .partyReinstate, .witnessPolicy: .hostRoot
            case .officerEnrol, .officerRelease, .keyEnrol, .nodeEnrol, .nodeRevoke, .partyLeave: .partyRoot
            case .keyRevoke: .partyRootOrOfficer
            }
        }
    }

    /// Takes the effect of a statement whose signature was checked.
    ///
    /// - Throws: what is wrong with it.
    mutating func take(_ statement: Statement, at index: EntryIndex) throws(EntryError) {
        guard statement.kind != Kind.accordFound.name else { throw .enrolment("an accord is founded once, in entry 0") }
        guard let effect = Effect(rawValue: statement.kind.rawValue) else { return }
        try authorise(effect, statement)
        guard case .open(let body) = statement.content else {
            throw .enrolment("'\(statement.kind)' must carry its body in the open")
        }
        let members: JSONObject
        do { members = try body.object() } catch { throw .body(error) }
        switch effect {
        case .clockTick, .witnessPolicy: try takeHost(effect, members)
        case .officerEnrol, .officerRelease, .keyEnrol, .keyRevoke: try takeOfficer(effect, statement, members, index)
        case .partyEnrol, .partyRekey, .partySuspend, .partyReinstate, .partyLeave:
            try takeParty(effect, statement, members, index)
        case .nodeEnrol, .nodeRevoke: try takeNode(effect, statement, members, index)
        }
    }

    private func authorise(_ effect: Effect, _ statement: Statement) throws(EntryError) {
        let (isHost, officer) = (statement.party == host, statement.officer)
        let (isSigned, needs) =
            switch effect.signer {
            case .hostNode: (isHost && officer == .node, "the host's node")
            case .hostRoot: (isHost && officer == .root, "the host's root key")
            case .partyRoot: (officer == .root, "a party's root key")
            case .partyRootOrOfficer: (officer != .node, "a party's root key or the key's own officer")
            }
        guard isSigned else { throw .notAuthorised(statement.kind, needs: needs) }
    }

    private mutating func takeHost(_ effect: Effect, _ body: JSONObject) throws(EntryError) {
        var body = body
        let time: Instant
        do throws(JSONError) {
            if effect == .witnessPolicy {
                policy = try body.required("policy").string()
                return
            }
            time = try body.required("time").instant()
        } catch { throw .body(error) }
        guard time >= clock else { throw .clockWentBack(time, before: clock) }
        clock = time
    }

    private mutating func takeOfficer(
        _ effect: Effect, _ statement: Statement, _ body: JSONObject, _ index: EntryIndex
    ) throws(EntryError) {
        let owner = OfficerRef(statement.party, OfficerID(checked: statement.subject.rawValue))
        var body = body
        do throws(JSONError) {
            switch effect {
            case .officerEnrol:
                officers[owner] = OfficerState(enrolledAt: index, expires: try body.required("expires").instant())
            case .officerRelease: officers[owner]?.isReleased = true
            default: break
            }
        } catch { throw .body(error) }
        if effect == .keyRevoke { return try revoke(statement, body) }
        guard owner.officer != .root, owner.officer != .node else {
            throw .enrolment("'\(owner.officer)' is the name of a party's own key, not of an officer")
        }
        guard effect == .keyEnrol else { return }
        guard let officer = officers[owner], !officer.isReleased, clock < officer.expires else {
            throw .enrolment("it enrols a key for '\(owner.officer)', who is not enrolled")
        }
        let (key, expires): (PublicKey, Instant)
        do throws(JSONError) {
            key = try body.required("key").publicKey()
            expires = try body.required("expires").instant()
        } catch { throw .body(error) }
        add(key, for: owner, at: index, until: expires)
    }

    /// Silences a key for the signer's own party; an officer revokes only what is enrolled for them.
    private mutating func revoke(_ statement: Statement, _ body: JSONObject) throws(EntryError) {
        let id: KeyFingerprint
        var body = body
        do { id = try body.required("key").keyID() } catch { throw .body(error) }
        let speaker = OfficerRef(statement.party, statement.officer)
        guard speaker.officer == .root || keys[KeyRef(owner: speaker, id: id)] != nil else {
            throw .notAuthorised(statement.kind, needs: "a party's root key or the key's own officer")
        }
        parties[speaker.party]?.revoked.insert(id)
    }

    private mutating func takeParty(
        _ effect: Effect, _ statement: Statement, _ body: JSONObject, _ index: EntryIndex
    ) throws(EntryError) {
        let party = PartyID(checked: statement.subject.rawValue)
        let takesPart = parties[party].map { !$0.hasLeft } ?? false
        guard takesPart != (effect == .partyEnrol) else {
            throw .enrolment(
                takesPart ? "party '\(party)' was enrolled before" : "party '\(party)' is not enrolled, or has left")
        }
        switch effect {
        case .partySuspend: parties[party]?.isSuspended = true
        case .partyReinstate: parties[party]?.isSuspended = false
        case .partyLeave:
            guard party == statement.party else { throw .notAuthorised(statement.kind, needs: "the party that leaves") }
            parties[party]?.hasLeft = true
            replaceKeys { $0.owner.party == party }
            for officer in officers.keys where officer.party == party { officers[officer] = nil }
        default:
            let root: PublicKey
            var body = body
            do { root = try body.required("rootKey").publicKey() } catch { throw .body(error) }
            // A party that comes back is not suspended; what it revoked stays revoked.
            if effect == .partyRekey {
                replaceKeys { $0.owner.party == party }
            } else {
                parties[party] = PartyState(revoked: parties[party]?.revoked ?? [])
            }
            add(root, for: OfficerRef(party, .root), at: index, until: nil)
        }
    }

    private mutating func replaceKeys(where isMeant: (KeyRef) -> Bool) {
        for ref in keys.keys where isMeant(ref) { keys[ref]?.isReplaced = true }
    }

    private mutating func takeNode(
        _ effect: Effect, _ statement: Statement, _ body: JSONObject, _ index: EntryIndex
    ) throws(EntryError) {
        let owner = OfficerRef(statement.party, .node)
        var enrolled: PublicKey?
        if effect == .nodeEnrol {
            var body = body
            do { enrolled = try body.required("key").publicKey() } catch { throw .body(error) }
        }
        replaceKeys { $0.owner == owner }
        if let enrolled { add(enrolled, for: owner, at: index, until: nil) }
    }
}
