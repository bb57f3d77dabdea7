public import Geodesy
public import HashTreeCollections
public import Statements
public import TransparencyLog

/// What everybody knows of restricted statements, from their headers: which records they are about, who was given what,
/// what was recalled.
///
/// It is the same on every node that has the log, whichever bodies a node may read; so what is open never depends on
/// what is sealed.
public struct BodyRegister: Sendable {
    /// A record whose statements are restricted.
    public struct RestrictedRecord: Hashable, Sendable {
        /// The mechanism's name.
        public let mechanism: String
        /// Who may read it now, in order, besides its owner.
        public internal(set) var audience: [PartyID]
        /// Whether it was withdrawn or closed.
        public internal(set) var hasEnded = false
        /// The last statement that made it what it is, and when that was logged.
        public internal(set) var version: LoggedVersion
    }

    /// A restricted statement that may be shared or recalled.
    public struct CommittedStatement: Hashable, Sendable {
        /// Who said it.
        public let party: PartyID
        /// About which record.
        public let record: RecordID
        /// Where it stands.
        public let entry: EntryIndex
        /// What it commits to.
        public let commitment: Commitment
        /// Who was given its body, by itself or later, in order, besides its author.
        public internal(set) var audience: [PartyID]
        /// The statements that gave its body to further parties.
        public internal(set) var shares: [StatementHash] = []
        /// The entry that recalled it; nil while it stands.
        public internal(set) var recalledAt: EntryIndex?
    }

    /// A statement that made a notice what it is.
    public struct LoggedVersion: Hashable, Sendable {
        /// Its name.
        public let statement: StatementHash
        /// Its entry.
        public let entry: EntryIndex
        /// The log's clock there.
        public let loggedAt: Instant
    }

    /// Names a body: who committed, and to what.
    struct Key: Hashable, Sendable {
        let party: PartyID
        let commitment: Commitment
    }

    /// Records by their names.
    public private(set) var records: TreeDictionary<RecordID, RestrictedRecord> = [:]
    /// Restricted statements by their names.
    public private(set) var statements: TreeDictionary<StatementHash, CommittedStatement> = [:]
    /// The first statement of a party with a commitment.
    private var first: TreeDictionary<Key, StatementHash> = [:]

    /// A register without statements.
    public init() {}

    /// The statement of `party` whose body this commitment is to; nil when there is none.
    public func statement(of party: PartyID, with commitment: Commitment) -> StatementHash? {
        first[Key(party: party, commitment: commitment)]
    }
}

extension BodyRegister {
    /// The name under which a statement's body is kept: its own, or that of the statement whose body it shares.
    public func name(of signed: SignedStatement) -> StatementHash {
        guard signed.statement.kind == Kind.bodyShare.name, let commitment = signed.statement.commitment else {
            return signed.hash
        }
        return statement(of: signed.statement.party, with: commitment) ?? signed.hash
    }

    /// Every name under which the body of a statement may be kept or handed out: its own and those of its shares.
    public func names(ofBodyOf hash: StatementHash) -> [StatementHash] { [hash] + (statements[hash]?.shares ?? []) }

    /// Says whether a restricted statement may be taken, by its header; `openMechanism` is what an open record of its
    /// name is, if there is one.
    ///
    /// - Throws: the first rule broken.
    public func decide(_ kind: Kind, _ statement: Statement, openMechanism: String?) throws(Refusal) {
        guard let commitment = statement.commitment, let audience = statement.audience else { return }
        if kind.confidentiality == .committed, !audience.isEmpty { throw .mayNotHaveAudience(kind) }
        let id = RecordID(owner: statement.party, subject: statement.subject)
        if kind == .bodyShare { return try decideShare(commitment, audience, id) }
        guard let (mechanism, step) = kind.record else { return }
        let current = records[id]
        if let known = current?.mechanism ?? openMechanism, known != mechanism { throw .otherMechanism(id, is: known) }
        if step == .begins {
            guard current == nil, openMechanism == nil else { throw .recordExists(id) }
            return
        }
        guard openMechanism == nil else { throw .audienceDiffers(id) }
        guard let current else {
            if step == .states { return }
            throw .unknownRecord(id)
        }
        guard !current.hasEnded else {
            throw .notAllowed(id, state: "ended", what: "nothing more can be said about it; notify a new one")
        }
        guard step == .restates || current.audience == audience else { throw .audienceDiffers(id) }
    }

    private func decideShare(_ commitment: Commitment, _ audience: [PartyID], _ id: RecordID) throws(Refusal) {
        guard !audience.isEmpty else { throw .mustHaveAudience(.bodyShare) }
        guard let hash = statement(of: id.owner, with: commitment), let shared = statements[hash],
            shared.record == id
        else { throw .unknownCommitment(id) }
        guard shared.recalledAt == nil else { throw .alreadyRecalled(hash) }
    }

    /// Says whether `party` may recall the body of this statement.
    ///
    /// - Throws: `unknownStatement` or `alreadyRecalled`.
    public func decideRecall(of hash: StatementHash, by party: PartyID) throws(Refusal) {
        guard let found = statements[hash], found.party == party else { throw .unknownStatement(hash) }
        guard found.recalledAt == nil else { throw .alreadyRecalled(hash) }
    }

    /// Takes a restricted statement that was accepted as entry `index`.
    public mutating func apply(
        _ kind: Kind, _ statement: Statement, hash: StatementHash, at index: EntryIndex, now: Instant
    ) {
        guard let commitment = statement.commitment, let audience = statement.audience else { return }
        let id = RecordID(owner: statement.party, subject: statement.subject)
        if kind == .bodyShare {
            guard let shared = self.statement(of: statement.party, with: commitment) else { return }
            statements[shared]?.audience.widen(by: audience)
            statements[shared]?.shares.append(hash)
            records[id]?.audience.widen(by: audience)
            return
        }
        statements[hash] = CommittedStatement(
            party: statement.party, record: id, entry: index, commitment: commitment, audience: audience)
        let key = Key(party: statement.party, commitment: commitment)
        if first[key] == nil { first[key] = hash }
        guard let (mechanism, step) = kind.record else { return }
        let version = LoggedVersion(statement: hash, entry: index, loggedAt: now)
        if kind.isVersion { records[id]?.version = version }
        switch step {
        case .begins: records[id] = RestrictedRecord(mechanism: mechanism, audience: audience, version: version)
        case .restates: records[id]?.audience = audience
        case .states:
            records[id] = RestrictedRecord(
                mechanism: mechanism, audience: records[id]?.audience ?? audience, version: version)
        case .continues: break
        case .ends: records[id]?.hasEnded = true
        }
    }

    /// Takes a recall that was accepted as entry `index`.
    public mutating func applyRecall(of hash: StatementHash, at index: EntryIndex) {
        statements[hash]?.recalledAt = index
    }
}

extension [PartyID] {
    /// Adds parties, keeping the order and each once.
    mutating func widen(by others: [PartyID]) { self = Set(self).union(others).sorted() }
}
