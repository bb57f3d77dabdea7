public import Geodesy
import Statements
import StrictJSON

/// One step of a convoy's paper: what somebody says happened, and when.
public struct ConvoyStep: Hashable, Sendable {
    /// Trucks back and forth, and other counts, that one step may name.
    public static let maximumCount: Int64 = 10_000

    /// An amount of one line, in the line's own unit.
    public struct Amount: Hashable, Sendable {
        /// The line's key.
        public let line: String
        /// The unit, stated each time, so that nobody counts boxes as pieces.
        public let unit: String
        /// Thousandths of the unit.
        public let amount: Int64
    }

    /// How a request is answered.
    public enum Answer: String, CaseIterable, Sendable {
        case full
        case partial
        case denied
    }

    /// What became of facilitation letters.
    public enum Letters: String, CaseIterable, Sendable {
        case issued
        case refused
        case withdrawn
    }

    /// What stands still, or goes on.
    public enum Hold: String, CaseIterable, Sendable {
        case stop
        case resume
    }

    /// Which of the two clocks.
    public enum Clock: String, CaseIterable, Sendable {
        /// The answer's.
        case answer
        /// The letters'.
        case letters
    }

    /// What was seen of a seal.
    public enum SealState: String, CaseIterable, Sendable {
        case applied
        case intact
        case broken
        case missing
        case removed
    }

    /// Where it is on its way.
    public enum Progress: String, CaseIterable, Sendable {
        case dispatched
        case reachedCheckpoint = "reached-checkpoint"
        case held
        case passed
        case arrived
        case turnedBack = "turned-back"
        case aborted
        case attacked
        case returned

        /// Whether somebody decided so, who must then be named, or "no reason given" said.
        var needsDecision: Bool { self == .held || self == .turnedBack || self == .aborted }
    }

    /// What was handed over.
    public enum Offload: String, CaseIterable, Sendable {
        case full
        case partial
        case none
    }

    /// What happened.
    public enum Event: Hashable, Sendable {
        case answered(Answer)
        case letters(Letters, number: String?)
        case hold(Hold, Clock)
        case loaded
        case removed(InspectionStage)
        case seal(SealState, number: String, truck: String?)
        case inspected(InspectedThing, InspectionStage, by: NamedBody, found: String)
        case progress(Progress)
        case offloaded(Offload)
        case reported(MovementOutcome)
    }

    /// What happened.
    public let event: Event
    /// When, as whoever states it says.
    public let at: Instant
    /// Where, if it is stated.
    public let place: NamedPlace?
    /// Who decided and why, where somebody did.
    public let decision: Decision?
    /// Amounts of lines, each line once.
    public let amounts: [Amount]
    /// People: agreed to for an answer, reached for a report.
    public let people: Int64?
    /// Trucks that it is about.
    public let trucks: Int64?
    /// Trucks that came back without being fully unloaded.
    public let trucksReturned: Int64?
    /// What is added.
    public let note: String?

    /// Takes the step of this kind out of a body; nil for another kind.
    init?(_ kind: Kind, _ fields: inout JSONObject) throws(JSONError) {
        guard let event = try Self.event(kind, &fields) else { return nil }
        self.event = event
        at = try fields.required("at").instant()
        if let value = fields.present("place") { place = try NamedPlace(value) } else { place = nil }
        decision = try Self.decision(for: event, &fields)
        amounts = try Self.amounts(fields.present("lines"))
        people = try fields.present("people")?.people()
        trucks = try fields.present("trucks")?.integer(in: 0...Self.maximumCount)
        trucksReturned = try fields.present("trucksReturned")?.integer(in: 0...Self.maximumCount)
        note = try fields.present("note")?.text(limit: 1_000)
    }

    private static func event(_ kind: Kind, _ fields: inout JSONObject) throws(JSONError) -> Event? {
        switch kind {
        case .convoyRespond: return .answered(try fields.required("answer").choice())
        case .convoyLetters:
            return .letters(
                try fields.required("letters").choice(), number: try fields.present("number")?.text(limit: 120))
        case .convoyHold:
            return .hold(try fields.required("action").choice(), try fields.required("clock").choice())
        case .convoyLoad: return .loaded
        case .convoyRemove: return .removed(try fields.required("stage").choice())
        case .convoySeal:
            return .seal(
                try fields.required("seal").choice(), number: try fields.required("number").text(limit: 80),
                truck: try fields.present("truck")?.text(limit: 80))
        case .convoyInspect:
            return .inspected(
                try fields.required("what").choice(), try fields.required("stage").choice(),
                by: try NamedBody(fields.required("inspector")), found: try fields.required("found").text(limit: 1_000))
        case .convoyProgress: return .progress(try fields.required("progress").choice())
        case .convoyOffload: return .offloaded(try fields.required("offloaded").choice())
        case .convoyReport: return .reported(try fields.required("outcome").choice())
        default: return nil
        }
    }

    private static func decision(for event: Event, _ fields: inout JSONObject) throws(JSONError) -> Decision? {
        let needsOne =
            switch event {
            case .answered(let answer): answer != .full
            case .letters(let letters, number: _): letters != .issued
            case .hold(let hold, _): hold == .stop
            case .removed: true
            case .progress(let progress): progress.needsDecision
            case .offloaded(let offload): offload != .full
            case .reported(let outcome): outcome.needsDecider
            case .loaded, .seal, .inspected: false
            }
        // Who attacked is a claim about an incident, not something that a convoy's paper decides.
        let mayHaveOne: Bool =
            switch event {
            case .progress(.attacked), .reported(.attacked): false
            default: true
            }
        if needsOne { return try Decision(&fields) }
        guard mayHaveOne, let decider = fields.present("decidedBy") else { return nil }
        return try Decision(decider, reason: fields.required("reason"))
    }

    private static func amounts(_ value: JSONValue?) throws(JSONError) -> [Amount] {
        var amounts: [Amount] = []
        var keys: Set<String> = []
        for element in try value?.array(limit: ConvoyRequest.maximumLines) ?? [] {
            var item = try element.object()
            let named = try item.required("line")
            let key = try named.text(limit: 40)
            guard keys.insert(key).inserted else { throw named.refused("names line '\(key)' twice") }
            amounts.append(
                Amount(
                    line: key, unit: try item.required("unit").text(limit: 40),
                    amount: try item.required("amount").amount()))
            try item.finish()
        }
        return amounts
    }
}
