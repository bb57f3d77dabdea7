public import Geodesy
import HashTreeCollections
public import Statements

/// Looks ahead over a roster: what is going to be wrong, while there is time to put it right.
public enum RosterAhead {
    /// The longest look ahead.
    public static let maximumSeconds = RosterPlan.maximumSeconds

    /// Everything that is wrong at a party's desk in the timeline's span, in order of time.
    public static func check(
        _ timeline: DutyTimeline, at line: Line, of party: PartyID, register: PartyRegister,
        instruments: InstrumentRegister, from start: Instant, until end: Instant
    ) -> [RosterFinding] {
        guard start < end else { return [] }
        var findings: [RosterFinding] = []
        if let standing = register.parties[party]?.standing, standing != .takesPart {
            findings.append(RosterFinding(problem: .partySilent(standing), from: start, until: end, clause: nil))
        }
        findings += RosterSweep(timeline, line, party, register, instruments, from: start, until: end).findings()
        for spell in timeline.spells { findings += officer(of: spell, party, register) }
        findings += tooLong(timeline.spells, limit: line.terms.longestShiftSeconds)
        return joined(findings).sorted { left, right in
            (left.from, left.until, left.problem.name, left.problem.officers.first?.rawValue ?? "")
                < (right.from, right.until, right.problem.name, right.problem.officers.first?.rawValue ?? "")
        }
    }

    /// Whether an officer can sign throughout a spell, and if not, from when not.
    private static func officer(
        of spell: DutySpell, _ party: PartyID, _ register: PartyRegister
    ) -> [RosterFinding] {
        func finding(_ problem: RosterFinding.Problem, from: Instant) -> RosterFinding {
            RosterFinding(problem: problem, from: max(from, spell.from), until: spell.until, clause: nil)
        }
        let name = OfficerRef(party, spell.officer)
        guard let officer = register.officers[name], officer.releasedAt == nil else {
            return [finding(.notEnrolled(spell.officer), from: spell.from)]
        }
        var findings: [RosterFinding] = []
        if !officer.roles.contains(.duty) { findings.append(finding(.withoutDutyRole(officer.id), from: spell.from)) }
        if officer.expires < spell.until {
            findings.append(finding(.enrolmentExpires(officer.id), from: officer.expires))
        }
        let lastKey = register.lastKeyExpiry(of: name)
        if lastKey.map({ $0 < spell.until }) ?? true {
            findings.append(finding(.keyExpires(officer.id), from: lastKey ?? spell.from))
        }
        return findings
    }

    /// Spells at the line that follow one another without a break, whatever their posts and rosters.
    private static func tooLong(_ spells: [DutySpell], limit: Int64) -> [RosterFinding] {
        var findings: [RosterFinding] = []
        let atLine = Dictionary(grouping: spells.filter { $0.post.isAtLine }, by: \.officer)
        for (officer, spells) in atLine {
            var run: (from: Instant, until: Instant)?
            func close() {
                guard let run, run.from.adding(seconds: limit) < run.until else { return }
                findings.append(
                    RosterFinding(
                        problem: .tooLong(officer, limitSeconds: limit), from: run.from, until: run.until, clause: nil))
            }
            for spell in spells.sorted(by: { $0.from < $1.from }) {
                if let last = run, spell.from <= last.until {
                    run = (last.from, max(last.until, spell.until))
                } else {
                    close()
                    run = (spell.from, spell.until)
                }
            }
            close()
        }
        return findings
    }

    /// Findings of one problem that meet become one.
    private static func joined(_ findings: [RosterFinding]) -> [RosterFinding] {
        struct Key: Hashable {
            let problem: RosterFinding.Problem
            let clause: ClauseReference?
        }
        var joined: [RosterFinding] = []
        for (key, group) in Dictionary(grouping: findings, by: { Key(problem: $0.problem, clause: $0.clause) }) {
            var run: RosterFinding?
            for finding in group.sorted(by: { $0.from < $1.from }) {
                if let last = run, finding.from <= last.until {
                    run = RosterFinding(
                        problem: key.problem, from: last.from, until: max(last.until, finding.until),
                        clause: key.clause)
                } else {
                    if let run { joined.append(run) }
                    run = finding
                }
            }
            if let run { joined.append(run) }
        }
        return joined
    }
}
