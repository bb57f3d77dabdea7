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
    /// Where the convoy stands, by the last step of its own that says so; `now` is the log's clock.
    public func state(of request: ConvoyRequest, owner: PartyID, at now: Instant) -> ConvoyState {
        let own = Set(request.operators).union([owner])
        var state = ConvoyState.requested
        for step in steps {
            switch step.content.event {
            case .answered(let answer):
                state = answer == .full ? .agreedInFull : answer == .partial ? .agreedInPart : .denied
            case .letters(let letters, number: _):
                state =
                    letters == .issued ? .lettersIssued : letters == .refused ? .lettersRefused : .lettersWithdrawn
            case .hold, .seal, .removed: continue
            case _ where !own.contains(step.party): continue
            case .loaded: state = .loading
            case .inspected: state = .inspected
            case .progress(let progress): state = Self.state(progress)
            case .offloaded(let offload):
                state =
                    offload == .full ? .offloadedInFull : offload == .partial ? .offloadedInPart : .notOffloaded
            case .reported: state = .reported
            }
        }
        if state == .requested, let clock = answerClock, clock.settledAt == nil, !clock.isStopped, clock.due <= now {
            return .noAnswer
        }
        if state == .agreedInFull || state == .agreedInPart, let clock = lettersClock, clock.settledAt == nil,
            !clock.isStopped, clock.due <= now
        {
            return .lettersLate
        }
        return state
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

    /// The answer that counts: of who was asked, else what the owner entered of it; the last of them.
    public func answer(of request: ConvoyRequest) -> Dossier.Said<ConvoyStep>? {
        let answers = steps.filter { if case .answered = $0.content.event { true } else { false } }
        return answers.last { $0.party == request.answeredBy.party } ?? answers.last
    }

    /// Whether it had been agreed to, in full or in part, when `statement` was logged, and somebody stood in the way all
    /// the same: that is a fact of its own.
    public var impededAfterAgreement: [Dossier.Said<ConvoyStep>] {
        var isAgreed = false
        var found: [Dossier.Said<ConvoyStep>] = []
        for step in steps {
            switch step.content.event {
            case .answered(let answer): isAgreed = answer != .denied
            case .removed, .progress(.held), .progress(.turnedBack), .progress(.aborted), .letters(.refused, number: _),
                .letters(.withdrawn, number: _):
                if isAgreed { found.append(step) }
            case .offloaded(let offload):
                if isAgreed, offload != .full { found.append(step) }
            case .reported(let outcome):
                if isAgreed, outcome.needsDecider { found.append(step) }
            default: continue
            }
        }
        return found
    }
}
