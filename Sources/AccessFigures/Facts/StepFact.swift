public import Geodesy

/// The steps of a convoy, in the order of its papers.
public enum Step: String, CaseIterable, Sendable {
    case answer
    case letters
    case loading
    case inspection
    case dispatch
    case travel
    /// Held at a checkpoint.
    case checkpoint
    case offload

    /// The position among all steps.
    var slot: Int {
        switch self {
        case .answer: 0
        case .letters: 1
        case .loading: 2
        case .inspection: 3
        case .dispatch: 4
        case .travel: 5
        case .checkpoint: 6
        case .offload: 7
        }
    }
}

/// A time in which a step's clock stood still.
public struct ClockStop: Hashable, Sendable {
    /// For how long.
    public let seconds: UInt32
    /// The reason as it was stated.
    public let reason: String
    /// The statement that stopped it.
    public let source: SourceRef

    /// A stop with its reason.
    public init(seconds: UInt32, reason: String, source: SourceRef) {
        self.seconds = seconds
        self.reason = reason
        self.source = source
    }
}

/// One step of one convoy, and who held it meanwhile.
public struct StepFact: Hashable, Sendable {
    /// Which step.
    public let step: Step
    /// When it began.
    public let from: Instant
    /// When it ended; nil while it is still running.
    public let to: Instant?
    /// The party or body that the convoy waited for, in words; nil where nobody is named.
    public let heldBy: String?
    /// When its clock stood still.
    public let stops: [ClockStop]
    /// The statement that says so.
    public let source: SourceRef

    /// A step from its beginning to its end.
    public init(
        _ step: Step, from: Instant, to: Instant?, heldBy: String?, stops: [ClockStop] = [], source: SourceRef
    ) {
        self.step = step
        self.from = from
        self.to = to
        self.heldBy = heldBy
        self.stops = stops
        self.source = source
    }
}
