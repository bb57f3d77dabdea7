import Geodesy
public import HashTreeCollections
public import Statements
import TransparencyLog

/// Every roster and hand-over that this node can read.
public struct RosterRegister: Sendable {
    /// Open rosters that one accord may have; those that are sealed are kept by whoever was given them.
    public static let maximumRosters = 1_000_000

    /// A party's desk at a line.
    public struct Desk: Hashable, Comparable, Sendable {
        /// The line.
        public let line: RecordID
        /// The party.
        public let party: PartyID

        /// The desk of `party` at `line`.
        public init(line: RecordID, party: PartyID) {
            self.line = line
            self.party = party
        }

        /// Orders desks by line, then by party.
        public static func < (left: Desk, right: Desk) -> Bool {
            (left.line, left.party) < (right.line, right.party)
        }
    }

    /// Rosters by name.
    public private(set) var rosters: TreeDictionary<RecordID, PublishedRoster> = [:]
    /// Hand-overs by name.
    public private(set) var handOvers: TreeDictionary<RecordID, HandOver> = [:]
    /// The names of a desk's rosters, in the order in which they were published.
    public private(set) var published: TreeDictionary<Desk, [RecordID]> = [:]
    /// Statements on rosters whose body cannot be read here, by the party that said them; they may be about any line.
    public private(set) var unread: TreeDictionary<PartyID, UInt64> = [:]

    private var openRosters = 0

    /// A register without rosters.
    public init() {}

    /// What an open or readable record of this name is; nil when there is none.
    public func mechanism(of id: RecordID) -> (name: String, isOpen: Bool)? {
        if let roster = rosters[id] { return ("roster", roster.audience == .open) }
        if let handOver = handOvers[id] { return ("hand-over", handOver.audience == .open) }
        return nil
    }

    /// Says whether a command may be taken.
    ///
    /// - Throws: the first rule broken.
    public func decide(
        _ command: RosterCommand, id: RecordID, by speaker: OfficerRef, lines: LineRegister, register: PartyRegister,
        in context: RuleContext
    ) throws(Refusal) {
        switch command {
        case .publish(let plan):
            try isNew(id)
            try desk(of: speaker.party, at: plan.line, lines)
            guard plan.until > context.now else {
                throw .alreadyEnded(field: "/until", end: plan.until, now: context.now)
            }
            for officer in Set(plan.shifts.map(\.officer)).sorted() { try know(officer, of: speaker.party, register) }
            // What is open never depends on what is sealed, and so might be unknown here.
            guard context.audience != .open || openRosters < Self.maximumRosters else {
                throw .tooMany("open rosters", limit: Self.maximumRosters)
            }
        case .override(let override):
            guard let roster = rosters[id] else {
                if let other = mechanism(of: id) { throw .otherMechanism(id, is: other.name) }
                throw .unknownRecord(id)
            }
            guard roster.audience == context.audience else { throw .audienceDiffers(id) }
            guard override.until > context.now else {
                throw .alreadyEnded(field: "/until", end: override.until, now: context.now)
            }
            guard roster.plan.from <= override.from, override.until <= roster.plan.until else {
                throw .field("/from", "is not within the roster's period, \(roster.plan.from) to \(roster.plan.until)")
            }
            try know(override.officer, of: speaker.party, register)
            if let replaced = override.replaces, !roster.has(replaced, from: override.from, until: override.until) {
                throw .field("/replaces", "'\(replaced)' is not on duty in this roster at that time")
            }
            guard roster.substitutions.count < PublishedRoster.maximumOverrides else {
                throw .tooMany("overrides of one roster", limit: PublishedRoster.maximumOverrides)
            }
        case .handOver(let note):
            try isNew(id)
            try desk(of: speaker.party, at: note.line, lines)
            try know(note.to, of: speaker.party, register)
            guard note.to != speaker.officer else { throw .field("/to", "hands over to the officer who signs") }
        case .takeOver:
            guard let handOver = handOvers[id] else {
                if let other = mechanism(of: id) { throw .otherMechanism(id, is: other.name) }
                throw .unknownRecord(id)
            }
            guard handOver.audience == context.audience else { throw .audienceDiffers(id) }
            guard handOver.taken == nil else {
                throw .notAllowed(id, state: "taken", what: "it has been taken over already")
            }
            guard handOver.note.to == speaker.officer else {
                throw .notAllowed(id, state: "given", what: "'\(handOver.note.to)' is to take over")
            }
        }
    }

    private func isNew(_ id: RecordID) throws(Refusal) {
        guard mechanism(of: id) == nil else { throw .recordExists(id) }
    }

    private func desk(of party: PartyID, at line: RecordID, _ lines: LineRegister) throws(Refusal) {
        guard let found = lines[line] else {
            throw .field("/line", "no line '\(line)' is established in this accord")
        }
        guard found.terms.cell(of: party) != nil else {
            throw .field("/line", "'\(party)' has no cell on line '\(line)'")
        }
    }

    private func know(_ officer: OfficerID, of party: PartyID, _ register: PartyRegister) throws(Refusal) {
        guard let found = register.officers[OfficerRef(party, officer)], found.releasedAt == nil else {
            throw .unknownOfficer(officer)
        }
    }

    /// Takes what was accepted.
    public mutating func apply(_ command: RosterCommand, id: RecordID, in context: RuleContext) {
        switch command {
        case .publish(let plan):
            rosters[id] = PublishedRoster(
                id: id, plan: plan, audience: context.audience, readers: context.readers,
                published: context.provenance)
            if context.audience == .open { openRosters += 1 }
            published[Desk(line: plan.line, party: id.owner), default: []].append(id)
        case .override(let override):
            rosters[id]?.substitutions.append(
                PublishedRoster.Substitution(override: override, provenance: context.provenance))
            let narrowed = (rosters[id]?.readers).narrowed(to: context.readers)
            rosters[id]?.readers = narrowed
        case .handOver(let note):
            handOvers[id] = HandOver(
                id: id, note: note, audience: context.audience, readers: context.readers, given: context.provenance)
        case .takeOver(let remark):
            handOvers[id]?.taken = context.provenance
            handOvers[id]?.remark = remark
            let narrowed = (handOvers[id]?.readers).narrowed(to: context.readers)
            handOvers[id]?.readers = narrowed
        }
    }

    /// Takes what the header of a statement of `mechanism` tells whose body cannot be read here.
    public mutating func apply(unread step: RecordStep, of mechanism: String, id: RecordID, in context: RuleContext) {
        guard mechanism == "roster" else {
            // Who signs shows in the header; it counts only from whom the note names.
            if step == .ends, handOvers[id]?.note.to == context.provenance.officer {
                handOvers[id]?.taken = context.provenance
            }
            return
        }
        if rosters[id] == nil { unread[id.owner, default: 0] += 1 } else { rosters[id]?.isIncomplete = true }
    }

    /// A body was given to further parties.
    public mutating func widen(_ id: RecordID, by parties: [PartyID]) {
        rosters[id]?.audience.widen(by: parties)
        handOvers[id]?.audience.widen(by: parties)
    }
}

extension PublishedRoster {
    /// Whether an officer is on duty at some time of a span, in the plan or as a substitute.
    func has(_ officer: OfficerID, from: Instant, until: Instant) -> Bool {
        spells(from: from, until: until).contains { $0.officer == officer }
    }
}
