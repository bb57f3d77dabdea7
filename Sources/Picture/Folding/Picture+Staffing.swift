public import Coordination
import Geodesy
import HashTreeCollections
public import Statements

/// The seam to lines and rosters: what a ladder is climbed by.
extension Picture {
    /// What is known of a line.
    func facts(of line: RecordID) -> LineFacts { .notJudged }

    /// Who can be turned to in the cell of `party`, by the log's clock.
    ///
    /// - Parameters:
    ///   - party: the recipient.
    ///   - line: the line.
    ///   - sender: whose co-chair is not asked: the ladder ends with the other side's.
    ///   - openOnly: whether only what is open in the log counts, as for a message that is open itself.
    public func staffing(
        of party: PartyID, on line: RecordID, besides sender: PartyID, openOnly: Bool
    ) -> Staffing {
        let now = clock.now ?? .earliest
        let onShift: [OfficerID]? = nil
        let highest = (onShift ?? []).compactMap { register.officers[OfficerRef(party, $0)]?.grade }.max()
        let above = register.officers(of: party, with: .duty, at: now)
            .filter { officer in highest.map { officer.grade > $0 } ?? true }
            .sorted { ($0.grade, $0.id) < ($1.grade, $1.id) }
        let chairs = register.parties.values
            .filter { $0.role == .coChair && $0.id != sender && $0.id != party && $0.standing == .takesPart }
            .map(\.id).sorted()
        return Staffing(
            onShift: onShift, gradeUp: above.map(\.id), coChairs: chairs.map { Staffing.CoChair($0, onShift: nil) })
    }
}
