import HashTreeCollections
public import Statements

extension Kind {
    /// Says whether the speaker may sign this kind; the key has already been checked.
    ///
    /// - Throws: `notAuthorised`, naming who may.
    public func authorise(
        _ speaker: OfficerRef, in register: PartyRegister, host: PartyID
    ) throws(Refusal) {
        switch authority {
        case .hostRoot:
            guard speaker.party == host, speaker.officer == .root else {
                throw .notAuthorised(self, needs: "the host's root key")
            }
        case .hostNode:
            guard speaker.party == host, speaker.officer == .node else {
                throw .notAuthorised(self, needs: "the host's node")
            }
        case .partyRoot:
            guard speaker.officer == .root else { throw .notAuthorised(self, needs: "a party's root key") }
        case .partyRootOrSelf:
            guard speaker.officer != .node else {
                throw .notAuthorised(self, needs: "a party's root key or the key's own officer")
            }
        case .anyOfficer:
            guard register.officers[speaker] != nil else { throw .notAuthorised(self, needs: "an enrolled officer") }
        case .hostRootOrOfficer(let role):
            let isHost = speaker.party == host && speaker.officer == .root
            guard isHost || register.officers[speaker]?.roles.contains(role) == true else {
                throw .notAuthorised(self, needs: "the host's root key or an officer with the role '\(role.rawValue)'")
            }
        case .officer(let role), .nodeOrOfficer(let role):
            if case .nodeOrOfficer = authority, speaker.officer == .node { return }
            guard let officer = register.officers[speaker], officer.roles.contains(role) else {
                throw .notAuthorised(self, needs: "an officer with the role '\(role.rawValue)'")
            }
        case .lineOfficer, .nodeOrLineOfficer:
            if authority == .nodeOrLineOfficer, speaker.officer == .node { return }
            let roles = register.officers[speaker]?.roles ?? []
            guard roles.contains(.duty) || roles.contains(.access) else {
                throw .notAuthorised(self, needs: "an officer with the role 'duty' or 'access'")
            }
        case .fieldOfficer:
            let roles = register.officers[speaker]?.roles ?? []
            guard roles.contains(where: { $0 != .observer }) else {
                throw .notAuthorised(self, needs: "an officer with the role 'access', 'duty' or 'monitor'")
            }
        case .anyNode:
            guard speaker.officer == .node else { throw .notAuthorised(self, needs: "a party's node") }
        }
    }
}
