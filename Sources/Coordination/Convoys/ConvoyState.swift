public import Geodesy
public import Statements

/// How far a convoy has come, in the field's words; none of them is leave to go.
public enum ConvoyState: String, CaseIterable, Sendable {
    case requested
    case agreedInFull = "agreed-in-full"
    case agreedInPart = "agreed-in-part"
    case denied
    case noAnswer = "no-answer"
    case lettersIssued = "letters-issued"
    case lettersRefused = "letters-refused"
    case lettersWithdrawn = "letters-withdrawn"
    case lettersLate = "letters-late"
    case loading
    case inspected
    case dispatched
    case atCheckpoint = "at-checkpoint"
    case held
    case arrived
    case offloadedInFull = "offloaded-in-full"
    case offloadedInPart = "offloaded-in-part"
    case notOffloaded = "not-offloaded"
    case turnedBack = "turned-back"
    case aborted
    case attacked
    case returned
    case reported
}

extension ConvoyPaper {
    /// Where the convoy stands; `now` is the log's clock.
    ///
    /// What it has done counts before what was said about it, and its report ends it: an answer that comes later changes
    /// nothing of what happened.
    public func state(of request: ConvoyRequest, owner: PartyID, at now: Instant) -> ConvoyState {
        let own = Set(request.operators).union([owner])
        let done = steps.filter { own.contains($0.party) }
        if done.contains(where: { if case .reported = $0.content.event { true } else { false } }) { return .reported }
        if let last = done.last(where: { Self.state($0.content.event) != nil }) {
            return Self.state(last.content.event) ?? .requested
        }
        let (answer, letters) = (answer, letters)
        if let letters, case .letters(let word, number: _) = letters.content.event,
            answer.map({ $0.provenance.entry < letters.provenance.entry }) ?? true
        {
            return word == .issued ? .lettersIssued : word == .refused ? .lettersRefused : .lettersWithdrawn
        }
        if let answer, case .answered(let word) = answer.content.event {
            if word == .denied { return .denied }
            if let clock = lettersClock, clock.hasLapsed(at: now) { return .lettersLate }
            return word == .full ? .agreedInFull : .agreedInPart
        }
        if let clock = answerClock, clock.hasLapsed(at: now) { return .noAnswer }
        return .requested
    }

    /// How far a step of the convoy's own brings it; nil where it does not.
    private static func state(_ event: ConvoyStep.Event) -> ConvoyState? {
        switch event {
        case .loaded: .loading
        case .inspected: .inspected
        case .progress(let progress): state(progress)
        case .offloaded(let offload):
            offload == .full ? .offloadedInFull : offload == .partial ? .offloadedInPart : .notOffloaded
        case .answered, .letters, .hold, .removed, .seal, .reported: nil
        }
    }

    private static func state(_ progress: ConvoyStep.Progress) -> ConvoyState {
        switch progress {
        case .dispatched, .passed: .dispatched
        case .reachedCheckpoint: .atCheckpoint
        case .held: .held
        case .arrived: .arrived
        case .turnedBack: .turnedBack
        case .aborted: .aborted
        case .attacked: .attacked
        case .returned: .returned
        }
    }
}

extension PaperClock {
    /// Whether what it waits for has not come by its time.
    func hasLapsed(at now: Instant) -> Bool { settledAt == nil && !isStopped && due <= now }
}
