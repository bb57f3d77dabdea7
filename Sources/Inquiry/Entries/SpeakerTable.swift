import Coordination
public import Geodesy
public import Statements
import StrictJSON
import TransparencyLog

/// Whose key it is, from the log's own statements and from nothing else: section 2.3 of the specification.
///
/// Made for a few entries out of a log. It follows the effects of the statements it is given and cannot know of a
/// revocation, a release or a clock statement that was left out; the register of a whole log is `PartyRegister`, and
/// both say the same wherever they are given the same entries.
public struct SpeakerTable: Sendable {
    struct PartyState: Sendable {
        var isSuspended = false
        var hasLeft = false
        /// Keys that the party revoked, for good: enrolling one of them again gives it no voice.
        var revoked: Set<KeyFingerprint> = []
    }

    struct OfficerState: Sendable {
        let enrolledAt: EntryIndex
        let expires: Instant
        var isReleased = false
    }

    struct KeyState: Sendable {
        let key: PublicKey
        let enrolledAt: EntryIndex
        let expires: Instant?
        /// Another key took its place, or its party's keys were all replaced.
        var isReplaced = false
    }

    /// A key as it was enrolled for somebody.
    struct KeyRef: Hashable, Sendable {
        let owner: OfficerRef
        let id: KeyFingerprint
    }

    /// The accord that the log belongs to.
    public let accord: AccordID
    /// The party that hosts the log.
    public let host: PartyID
    /// The log's clock: the last time that one of the entries states.
    public internal(set) var clock: Instant
    /// The witness policy as the host states it; nil while it has stated none.
    public internal(set) var policy: String?
    var parties: [PartyID: PartyState] = [:]
    var officers: [OfficerRef: OfficerState] = [:]
    var keys: [KeyRef: KeyState] = [:]

    /// Begins with the founding, entry 0.
    ///
    /// - Parameters:
    ///   - signed: the founding statement.
    ///   - log: the log's key, as the reader has it.
    /// - Returns: the table, and the founding with its signature checked.
    /// - Throws: `notTheFounding`, `otherLogKey`, or what is wrong with the statement.
    static func begin(
        _ signed: SignedStatement, of log: NoteVerifierKey
    ) throws(EntryError) -> (SpeakerTable, VerifiedStatement) {
        let statement = signed.statement
        guard statement.kind == Kind.accordFound.name, statement.officer == .root,
            case .open(let body) = statement.content
        else { throw .notTheFounding }
        let logKey: String
        let (rootKey, nodeKey): (PublicKey, PublicKey)
        do throws(JSONError) {
            var fields = try body.object()
            logKey = try fields.required("logKey").string()
            rootKey = try fields.required("rootKey").publicKey()
            nodeKey = try fields.required("nodeKey").publicKey()
        } catch { throw .body(error) }
        guard (try? NoteVerifierKey(vkey: logKey)) == log else { throw .otherLogKey(named: logKey) }
        let verified: VerifiedStatement
        do { verified = try VerifiedStatement(signed, by: rootKey) } catch { throw .statement(error) }
        var table = SpeakerTable(accord: statement.accord, host: statement.party, clock: statement.saidAt)
        table.parties[table.host] = PartyState()
        table.add(rootKey, for: OfficerRef(table.host, .root), at: EntryIndex(0), until: nil)
        table.add(nodeKey, for: OfficerRef(table.host, .node), at: EntryIndex(0), until: nil)
        return (table, verified)
    }

    private init(accord: AccordID, host: PartyID, clock: Instant) {
        self.accord = accord
        self.host = host
        self.clock = clock
    }

    mutating func add(_ key: PublicKey, for owner: OfficerRef, at index: EntryIndex, until expires: Instant?) {
        keys[KeyRef(owner: owner, id: key.id)] = KeyState(key: key, enrolledAt: index, expires: expires)
    }
}

extension SpeakerTable {
    /// The key that a statement names, whether or not it still speaks, if it was enrolled for the one who speaks.
    ///
    /// - Throws: `statement` for a key that no entry enrols, `keyOfAnother`.
    func enrolled(_ signed: SignedStatement) throws(EntryError) -> PublicKey {
        let (id, statement) = (signed.envelope.keyID, signed.statement)
        let owner = OfficerRef(statement.party, statement.officer)
        if let state = keys[KeyRef(owner: owner, id: id)] { return state.key }
        guard keys.keys.contains(where: { $0.id == id }) else { throw .statement(.unknownKey(id)) }
        throw .keyOfAnother(id)
    }

    /// Checks the signature of the next entry, by a key that speaks at this place.
    ///
    /// - Throws: what is wrong.
    func verify(_ signed: SignedStatement) throws(EntryError) -> VerifiedStatement {
        let key = try enrolled(signed)
        let owner = OfficerRef(signed.statement.party, signed.statement.officer)
        if let silence = silence(of: KeyRef(owner: owner, id: key.id)) { throw .keySilent(key.id, silence) }
        do { return try VerifiedStatement(signed, by: key) } catch { throw .statement(error) }
    }

    /// Why an enrolled key does not speak now; nil when it does.
    func silence(of ref: KeyRef) -> Silence? {
        guard let state = keys[ref], let party = parties[ref.owner.party] else { return .revoked }
        if party.hasLeft { return .left }
        if state.isReplaced || party.revoked.contains(ref.id) { return .revoked }
        if ref.owner.officer == .root { return nil }
        if party.isSuspended { return .suspended }
        if ref.owner.officer == .node { return nil }
        if let expires = state.expires, expires <= clock { return .expired }
        guard let officer = officers[ref.owner], !officer.isReleased, clock < officer.expires,
            officer.enrolledAt < state.enrolledAt
        else { return .officer }
        return nil
    }
}
