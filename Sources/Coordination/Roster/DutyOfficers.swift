public import Geodesy
import HashTreeCollections
public import Statements

/// Somebody to call, and whether they can sign that they received anything.
public struct CallableOfficer: Hashable, Sendable {
    /// Why an officer cannot sign; such a step is skipped and recorded.
    public enum Obstacle: String, CaseIterable, Sendable {
        case notEnrolled = "not-enrolled"
        case withoutDutyRole = "without-duty-role"
        case withoutKey = "without-key"
        /// The party was suspended or has left: none of its keys is taken.
        case partySilent = "party-silent"
    }

    /// The officer.
    public let officer: OfficerID
    /// The grade as enrolled; nil for somebody who is not.
    public let grade: Grade?
    /// The spell that puts the officer on duty; nil for somebody who is not on duty.
    public let spell: DutySpell?
    /// Why the officer cannot sign; nil when they can.
    public let obstacle: Obstacle?
}

/// Whom to call at a desk, step by step.
public struct DutyOfficers: Sendable {
    private let desk: RosterRegister.Desk
    private let time: Instant
    private let register: PartyRegister
    private let onDuty: DutyTimeline

    /// Whom to call at `desk` at `time`.
    public init(
        _ desk: RosterRegister.Desk, at time: Instant, rosters: RosterRegister, register: PartyRegister,
        where isShown: (PublishedRoster) -> Bool = { _ in true }
    ) {
        self.desk = desk
        self.time = time
        self.register = register
        onDuty = rosters.onDuty(desk, at: time, where: isShown)
    }

    /// Whether there are rosters that the asker may not see or this node cannot read.
    public var isIncomplete: Bool { onDuty.isIncomplete }

    /// Those on duty, in the order in which to call: the first, the second, those on call.
    public var onShift: [CallableOfficer] { onDuty.spells.map { callable($0.officer, $0) } }

    /// Officers of the party with duty and a higher grade than `grade`, nearest grade first, on duty before others.
    public func above(_ grade: Grade) -> [CallableOfficer] {
        var spells: [OfficerID: DutySpell] = [:]
        for spell in onDuty.spells where spells[spell.officer] == nil { spells[spell.officer] = spell }
        return register.officers(of: desk.party, with: .duty, at: time).filter { $0.grade > grade }
            .sorted { left, right in
                guard left.grade == right.grade else { return left.grade < right.grade }
                let (one, other) = (spells[left.id] == nil, spells[right.id] == nil)
                return one == other ? left.id < right.id : other
            }
            .map { callable($0.id, spells[$0.id]) }
    }

    /// The officers of the next grade up.
    public func nextGradeUp(from grade: Grade) -> [CallableOfficer] {
        let above = above(grade)
        return above.filter { $0.grade == above.first?.grade }
    }

    /// The co-chairs who answer for the party towards `sender`: the one that the line names while it takes part, else all.
    public func coChairs(on line: Line, sender: PartyID) -> [PartyID] {
        if let named = line.terms.cell(of: desk.party)?.coChair, named != sender, takesPart(named) { return [named] }
        let taking = register.parties.values.filter { party in
            party.role == .coChair && takesPart(party.id) && party.id != sender && party.id != desk.party
        }
        // Those on the line first.
        return taking.map(\.id).sorted { left, right in
            let (one, other) = (line.terms.cell(of: left) == nil, line.terms.cell(of: right) == nil)
            return one == other ? left < right : other
        }
    }

    private func takesPart(_ party: PartyID) -> Bool { register.parties[party]?.standing == .takesPart }

    private func callable(_ id: OfficerID, _ spell: DutySpell?) -> CallableOfficer {
        let name = OfficerRef(desk.party, id)
        let found = register.officers[name]
        var obstacle: CallableOfficer.Obstacle?
        if !takesPart(desk.party) {
            obstacle = .partySilent
        } else if let found, found.isOnStrength(at: time) {
            if !found.roles.contains(.duty) {
                obstacle = .withoutDutyRole
            } else if !(register.lastKeyExpiry(of: name).map { $0 > time } ?? false) {
                obstacle = .withoutKey
            }
        } else {
            obstacle = .notEnrolled
        }
        return CallableOfficer(officer: id, grade: found?.grade, spell: spell, obstacle: obstacle)
    }
}
