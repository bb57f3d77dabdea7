public import Coordination
public import Geodesy
import HashTreeCollections
public import Statements

/// Lines and rosters as a ladder needs them.
extension Picture {
    /// What is known of a line.
    func facts(of line: RecordID) -> LineFacts {
        lines[line].map { .between($0.terms.cells.map(\.party)) } ?? .unknown
    }

    /// Who can be turned to in the cell of `party` at an instant.
    ///
    /// Whoever cannot sign is left out: a step to them would be waited on in vain.
    ///
    /// - Parameters:
    ///   - party: the recipient.
    ///   - line: the line.
    ///   - sender: whose co-chair is not asked: the ladder ends with the other side's.
    ///   - openOnly: whether only what is open in the log counts, as for a message that is open itself.
    ///   - time: the instant.
    /// - Returns: those who can be turned to; officers on shift are unknown where no roster is at hand.
    public func staffing(
        of party: PartyID, on line: RecordID, besides sender: PartyID, openOnly: Bool, at time: Instant
    ) -> Staffing {
        func officers(_ party: PartyID) -> DutyOfficers {
            DutyOfficers(
                RosterRegister.Desk(line: line, party: party), at: time, rosters: rosters, register: register,
                where: { !openOnly || $0.audience == .open })
        }
        func onShift(_ party: PartyID) -> [OfficerID]? {
            let found = officers(party)
            let able = found.onShift.filter { $0.obstacle == nil }.map(\.officer)
            guard able.isEmpty else { return able }
            // Nobody in what can be read here is not nobody while there is more that cannot. Of an open message everybody
            // must think the same, so only open rosters are looked at, and what else there may be is left aside.
            let isUnknown = (!openOnly && found.isIncomplete) || !hasRoster(party, line, openOnly)
            return isUnknown ? nil : []
        }
        let here = onShift(party)
        let grades = (here ?? []).compactMap { register.officers[OfficerRef(party, $0)]?.grade }
        let above = officers(party).above(grades.max() ?? .civilian).filter { $0.obstacle == nil }.map(\.officer)
        let chairs = lines[line].map { officers(party).coChairs(on: $0, sender: sender) } ?? []
        return Staffing(
            onShift: here, gradeUp: above.filter { !(here ?? []).contains($0) },
            coChairs: chairs.map { Staffing.CoChair($0, onShift: onShift($0)) })
    }

    /// Whether a party has published any roster for its cell; without one, nobody knows who is there.
    private func hasRoster(_ party: PartyID, _ line: RecordID, _ openOnly: Bool) -> Bool {
        rosters.rosters.values.contains {
            $0.id.owner == party && $0.plan.line == line && (!openOnly || $0.audience == .open)
        }
    }
}
