import Geodesy
import HashTreeCollections
import Statements

/// Goes through a timeline from one moment at which anything changes to the next.
struct RosterSweep {
    private let spells: [DutySpell]
    private let terms: LineTerms
    /// The grades that the line's terms and the instruments' clauses ask for.
    private let rules: [LineTerms.GradeRule]
    private let start: Instant
    private let end: Instant
    private let grades: [OfficerID: Grade]

    init(
        _ timeline: DutyTimeline, _ line: Line, _ party: PartyID, _ register: PartyRegister,
        _ instruments: InstrumentRegister, from start: Instant, until end: Instant
    ) {
        spells = timeline.spells
        terms = line.terms
        rules = line.terms.grades + instruments.gradeRules(on: line.id)
        self.start = start
        self.end = end
        var grades: [OfficerID: Grade] = [:]
        for officer in Set(spells.map(\.officer)) {
            grades[officer] = register.officers[OfficerRef(party, officer)]?.grade
        }
        self.grades = grades
    }

    func findings() -> [RosterFinding] {
        var moments: Set<Instant> = [start]
        for spell in spells { moments.formUnion([spell.from, spell.until].filter { start < $0 && $0 < end }) }
        for rule in rules { moments.formUnion(rule.hours.boundaries(from: start, until: end)) }
        let ordered = moments.sorted()
        var findings: [RosterFinding] = []
        var upcoming = spells[...]
        var onDuty: [DutySpell] = []
        for (number, moment) in ordered.enumerated() {
            onDuty.removeAll { $0.until <= moment }
            while let next = upcoming.first, next.from <= moment {
                if moment < next.until { onDuty.append(next) }
                upcoming.removeFirst()
            }
            let until = number + 1 < ordered.count ? ordered[number + 1] : end
            for (problem, clause) in problems(onDuty, at: moment) {
                findings.append(RosterFinding(problem: problem, from: moment, until: until, clause: clause))
            }
        }
        return findings
    }

    private func problems(
        _ onDuty: [DutySpell], at moment: Instant
    ) -> [(RosterFinding.Problem, ClauseReference?)] {
        let rule = rules.highest(at: moment)
        let atLine = onDuty.filter { $0.post.isAtLine }
        var problems: [(RosterFinding.Problem, ClauseReference?)] = []
        if atLine.isEmpty {
            problems.append((.hole, rule?.clause))
        } else {
            for language in terms.languages where !atLine.contains(where: { $0.support.covers(language) }) {
                problems.append((.withoutLanguage(language), nil))
            }
        }
        if let rule {
            let highest = onDuty.compactMap { grades[$0.officer] }.max()
            if highest.map({ $0 < rule.grade }) ?? true {
                problems.append((.belowGrade(needed: rule.grade, found: highest), rule.clause))
            }
        }
        let first = Set(onDuty.filter { $0.post == .first }.map(\.officer)).sorted()
        if first.count > 1 { problems.append((.double(first), nil)) }
        return problems
    }
}
