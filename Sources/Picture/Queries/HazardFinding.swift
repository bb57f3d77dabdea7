public import Coordination
public import Geodesy
public import Statements

/// Ground that is or was known to be dangerous near somewhere: what was stated of it, how near, and by whom.
public struct HazardFinding: Sendable {
    /// What goes with every list of findings, an empty one above all.
    public static let knownOnly =
        "only what was reported and may be read here is compared; ground that is not listed can be contaminated"

    /// One statement about the ground.
    public struct Statement: Sendable {
        /// What it says.
        public let report: HazardReport
        /// Its name.
        public let statement: StatementHash
        /// Its entry.
        public let provenance: Provenance
        /// How near its area comes; nil where that is farther than was asked.
        public let separation: Separation?
    }

    /// The dossier.
    public let id: RecordID
    /// What its owner stated last.
    public let latest: Statement
    /// What its owner stated before, oldest first; ground once confirmed does not vanish from sight by being restated.
    public let earlier: [Statement]
    /// Which of the areas asked about it comes nearest to.
    public let area: Int
    /// Millimetres from the nearest ground that any of these statements names, rounded down; 0 where they meet.
    public let distanceMillimetres: Int64
    /// Where parties do not agree with it.
    public let disputes: [Dossier.Said<DossierDispute>]
    /// Whether statements about it could not be read here.
    public let isIncomplete: Bool

    /// What is known of it, in sentences; none is leave to enter.
    public var sentences: [String] {
        var sentences = [latest.report.sentence + at(latest)]
        for statement in earlier where statement.report.status == .confirmed || statement.separation != nil {
            sentences.append("stated before: " + statement.report.sentence + at(statement))
        }
        if latest.report.status == .cleared, latest.separation == nil {
            sentences.append("what was stated last is not of the ground that comes near")
        }
        if !disputes.isEmpty {
            sentences.append(
                disputes.count == 1 ? "one party disputes it" : "it is disputed, \(disputes.count) times")
        }
        if isIncomplete { sentences.append("more was said about it that cannot be read here") }
        return sentences
    }

    private func at(_ statement: Statement) -> String {
        guard let distance = statement.separation?.distanceMillimetres else { return " (farther away)" }
        return distance == 0 ? " (on the ground asked about)" : " (\(distance / 1_000) m away)"
    }
}
