public import Coordination
public import Geodesy
import HashTreeCollections
public import ParleyNode
public import Picture
public import Statements
public import TransparencyLog

/// An accord that was founded and whose parties are enrolled, ready for statements in chain order.
public struct Scenario: Sendable {
    /// The accord and its keys.
    public let accord: TestAccord
    /// The log.
    public var log: SteppedLog
    /// Whether the parties have enrolled nodes, all with the test host's sealing key.
    public private(set) var hasNodes = false
    /// Every party's chain.
    public var writers: [PartyID: StatementWriter] = [:]

    /// What a scenario could not do; always the test's own mistake.
    public struct Misuse: Error, CustomStringConvertible {
        /// What went wrong.
        public let description: String

        /// A misuse, in a sentence.
        public init(description: String) { self.description = description }
    }

    /// Founds `accord` and enrols its parties, officers and keys, as one batch.
    ///
    /// - Throws: `Misuse` when the rules take any of it amiss.
    public init(_ accord: TestAccord) throws {
        self.accord = accord
        log = SteppedLog(logSigner: accord.logSigner, nodeKey: accord.nodeKey, now: accord.foundedAt)
        for outcome in try log.submit(try opening()) {
            if case .refused(let refusal) = outcome { throw Misuse(description: "\(refusal.rule): \(refusal)") }
        }
        log.sealingKeys = [try TestKeys.hostSealing()]
        see()
    }

    /// Enrols a node for every party, with the sealing key that `sealingKeys` names or else the test host's.
    ///
    /// - Throws: `Misuse` when the rules take any of it amiss.
    public mutating func enrolNodes(sealingKeys: [PartyID: SealingPublicKey] = [:]) throws {
        guard !hasNodes else { return }
        var said: [SaidStatement] = []
        for member in [accord.host] + accord.members {
            let key = try sealingKeys[member.party] ?? TestKeys.hostSealing().publicKey
            let body = try Bodies.node(
                member.party.rawValue, key: member.role == .host ? accord.nodeKey.publicKey : nil, sealingKey: key)
            var writer = writers[member.party] ?? StatementWriter(accord: accord.id, party: member.party)
            // No more than its chain has seen already: so the whole opening can be logged anew as one batch.
            writer.seen = log.head(at: picture.chains[ChainID(member.party, .root)]?.seen ?? TreeSize(0))
            let next = try writer.draft(Kind.nodeEnrol.name, "node", body, at: log.now, as: .root, with: member.root)
            writer.advance(past: next)
            writer.sealingKeys = sealingKeys
            writers[member.party] = writer
            said.append(next)
        }
        for outcome in try log.submit(said) {
            if case .refused(let refusal) = outcome { throw Misuse(description: "\(refusal.rule): \(refusal)") }
        }
        hasNodes = true
        see()
    }

    /// The usual accord.
    ///
    /// - Throws: `Misuse` when the rules take any of it amiss.
    public init() throws { try self.init(TestAccord()) }

    /// The picture as it stands.
    public var picture: Picture { log.state.picture }

    /// Founding and enrolments in order; each party's chain moves past its own.
    private mutating func opening() throws -> [SaidStatement] {
        var said: [SaidStatement] = []
        let host = accord.host
        said.append(try next(.accordFound, accord.id.rawValue, accord.foundingBody, host.party, .root, host.root))
        for member in accord.members {
            let body = Bodies.party(member.party.rawValue, member.role, rootKey: member.root.publicKey)
            said.append(try next(.partyEnrol, member.party.rawValue, body, host.party, .root, host.root))
        }
        for member in [host] + accord.members {
            let officer = Bodies.officer("Officer of \(member.party)", expires: accord.expires)
            said.append(try next(.officerEnrol, member.officer.rawValue, officer, member.party, .root, member.root))
            let key = Bodies.key(member.officerKey.publicKey, expires: accord.expires)
            said.append(try next(.keyEnrol, member.officer.rawValue, key, member.party, .root, member.root))
        }
        return said
    }

    private mutating func next(
        _ kind: Kind, _ subject: String, _ body: [UInt8], _ party: PartyID, _ officer: OfficerID, _ key: SigningKey
    ) throws -> SaidStatement {
        var writer = writers[party] ?? StatementWriter(accord: accord.id, party: party)
        let said = try writer.draft(kind.name, subject, body, at: log.now, as: officer, with: key)
        writer.advance(past: said)
        writers[party] = writer
        return said
    }

    /// Lets every writer see the log as it is now.
    public mutating func see() {
        for party in writers.keys { writers[party]?.seen = log.head }
    }

    /// Drafts a statement of `party` without submitting it: by its officer, or by its root key.
    ///
    /// - Throws: `Misuse` for a party that there is not.
    public func draft(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], byRoot: Bool = false,
        audience: [PartyID]? = nil, withheld: [PartyID: Set<String>] = [:], opened: OpenedBody? = nil,
        saidAt: Instant? = nil
    ) throws -> SaidStatement {
        guard let member = accord.member(party), let writer = writers[member.party] else {
            throw Misuse(description: "no party '\(party)'")
        }
        return try writer.draft(
            kind.name, subject, body, at: saidAt ?? log.now, as: byRoot ? .root : member.officer,
            with: byRoot ? member.root : member.officerKey, audience: audience, withheld: withheld, opened: opened)
    }

    /// Says it: drafts, submits, and moves the chain on when it was taken.
    ///
    /// The first statement with an audience has all parties enrol their nodes, unless `enrolNodes` was called before.
    ///
    /// - Throws: `Misuse` for a party that there is not, and what the core throws.
    @discardableResult
    public mutating func say(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], byRoot: Bool = false,
        audience: [PartyID]? = nil, withheld: [PartyID: Set<String>] = [:], opened: OpenedBody? = nil,
        saidAt: Instant? = nil
    ) throws -> Outcome {
        if audience?.isEmpty == false { try enrolNodes() }
        let said = try draft(
            party, kind, subject, body, byRoot: byRoot, audience: audience, withheld: withheld, opened: opened,
            saidAt: saidAt)
        return try submit(said, of: party)
    }

    /// Submits a drafted statement, and moves the chain on when it was taken.
    ///
    /// - Throws: what the core throws.
    @discardableResult
    public mutating func submit(_ said: SaidStatement, of party: String) throws -> Outcome {
        guard let outcome = try log.submit([said]).first else { throw Misuse(description: "no outcome") }
        if case .accepted = outcome, let id = accord.member(party)?.party {
            writers[id]?.advance(past: said)
            see()
        }
        return outcome
    }

    /// The node logs the clock at `time`.
    ///
    /// - Throws: what the core throws.
    public mutating func tick(at time: Instant) throws {
        log.now = time
        _ = try log.submit([], forcesTick: true)
        see()
    }
}

extension Outcome {
    /// The refusal, if it is one.
    public var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    /// The entry, if it was taken.
    public var entry: EntryIndex? { if case .accepted(let entry) = self { entry } else { nil } }
}
