public import Geodesy

/// Whether a criterion holds, in somebody's view.
public enum CriterionView: String, CaseIterable, Sendable {
    case yes
    case no
    case unknown
}

/// What one body says of one criterion at one place on one day; no label follows from it.
public struct AreaAssessmentFact: Hashable, Sendable {
    /// Where.
    public let place: Place
    /// Which criterion.
    public let criterion: String
    /// Whether it holds.
    public let view: CriterionView
    /// Who says so.
    public let saidBy: String
    /// The day it is dated.
    public let asOf: Instant
    /// The people there, as the same body puts them; nil where it does not.
    public let people: UInt32?
    /// The statement.
    public let source: SourceRef

    /// A view.
    public init(
        place: Place, criterion: String, view: CriterionView, saidBy: String, asOf: Instant, people: UInt32? = nil,
        source: SourceRef
    ) {
        self.place = place
        self.criterion = criterion
        self.view = view
        self.saidBy = saidBy
        self.asOf = asOf
        self.people = people
        self.source = source
    }
}
