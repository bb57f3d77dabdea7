import Coordination
import Geodesy
import HashTreeCollections
public import Logging
import Picture
public import Statements
import StrictJSON
public import Tracking

/// Watches the movements of the node's own party by what trackers report, and has the node state what is worth stating.
///
/// It keeps no positions of its own: what was stated is in the log, and after a restart a watch goes on from there.
public actor MovementTracker {
    /// The longest time without a stated check-in while positions come, whatever the clause allows.
    static let longestSilenceSeconds: Int64 = 1_800

    private let node: Node
    private let party: PartyID
    private let logger: Logger
    private var fleet = WatchFleet()
    /// The text that each watch was made from, and how far the log had it.
    private var known: [RecordID: Known] = [:]
    /// Ends of legs that were to be stated and are not in the log yet, since when.
    private var unconfirmed: [RecordID: (leg: Int, since: Instant)] = [:]
    /// Seconds after which such a statement is taken to be lost.
    static let confirmationSeconds: Int64 = 60

    private struct Known: Equatable {
        let version: StatementHash?
        let legsReached: Int
        let isUnderWay: Bool
    }

    /// A tracker for the movements of `party`, whose node this is.
    public init(_ node: Node, of party: PartyID, logger: Logger) {
        self.node = node
        self.party = party
        self.logger = logger
    }

    /// Takes a position of one of the party's movements.
    public func take(_ report: PositionReport, of movement: RecordID) -> PositionAnswer {
        guard movement.owner == party, follow(movement) else { return .noMovement }
        let outcome = fleet.take(movement.description, report, receivedAt: node.clock.now())
        switch outcome.verdict {
        case .refused(let refusal): return .refused("\(refusal)")
        case .enteredLate: return .enteredLate
        case .taken:
            for change in outcome.changes { note(change, movement) }
            guard known[movement]?.isUnderWay == true else { return .taken(isStated: false) }
            let leg = outcome.reachedLegs.last ?? lostLeg(of: movement)
            guard outcome.shouldState || leg != nil else { return .taken(isStated: false) }
            if let leg { unconfirmed[movement] = (leg, node.clock.now()) }
            return .taken(isStated: state(report, reaching: leg, movement))
        }
    }

    /// The end of a leg that was to be stated a while ago and is not in the log: the statement was lost on its way.
    private func lostLeg(of movement: RecordID) -> Int? {
        guard let waiting = unconfirmed[movement] else { return nil }
        if let reached = known[movement]?.legsReached, reached > waiting.leg {
            unconfirmed[movement] = nil
            return nil
        }
        let age = waiting.since.microseconds(to: node.clock.now()) / 1_000_000
        return age >= Self.confirmationSeconds ? waiting.leg : nil
    }

    private func note(_ change: AlarmChange, _ movement: RecordID) {
        logger.notice(
            "movement",
            metadata: ["movement": "\(movement)", "alarm": "\(change.alarm.kind)", "raised": "\(change.isRaised)"])
    }

    /// Brings the watch to what the log now says of the movement; false where there is none, or it is over.
    private func follow(_ id: RecordID) -> Bool {
        let picture = node.publisher.state.picture
        guard case .movement(let movement)? = picture.record(id), !movement.isClosed else {
            fleet.remove(id.description)
            known[id] = nil
            unconfirmed[id] = nil
            return false
        }
        var departed: Instant?
        if case .underWay(let since) = movement.state { departed = since }
        let now = Known(
            version: movement.versions.latest, legsReached: movement.legsReached, isUnderWay: departed != nil)
        guard known[id] != now || fleet[id.description] == nil else { return true }
        let legs = movement.details.legs.map { leg in
            WatchPlan.Leg(
                route: leg.route, earliestDeparture: leg.planned.start,
                latestArrival: (leg.planned.end ?? leg.planned.start).adding(seconds: movement.delaySeconds))
        }
        guard let plan = try? WatchPlan(legs: legs) else { return false }
        let terms = MovementTerms(picture.instruments)
        var thresholds = WatchThresholds()
        if let every = terms.checkInEvery?.seconds {
            thresholds.silentAfterSeconds = every
            // Twice as often as the clause asks, so that one lost report makes no silence.
            thresholds.stateEverySeconds = max(60, min(every / 2, Self.longestSilenceSeconds))
        }
        if let stopped = terms.stoppedAfter?.seconds {
            thresholds.stoppedAfterSeconds = stopped
            thresholds.stateEverySeconds = min(thresholds.stateEverySeconds, max(60, stopped / 2))
        }
        let newest = fleet[id.description]?.newest ?? movement.lastCheckIn.flatMap(Self.report)
        let watch = MovementWatch(
            plan, thresholds: thresholds, setOutAt: departed, legsReached: movement.legsReached, newest: newest)
        guard (try? fleet.watch(id.description, watch)) != nil else { return false }
        known[id] = now
        return true
    }

    private static func report(_ checkIn: Movement.CheckIn) -> PositionReport? {
        guard let position = checkIn.position else { return nil }
        return try? PositionReport(at: checkIn.at, position: position, means: .tracker)
    }

    /// Has the node state a check-in; false when too much waits to be stated.
    private func state(_ report: PositionReport, reaching leg: Int?, _ id: RecordID) -> Bool {
        guard let record = node.publisher.state.picture.record(id) else { return false }
        let audience: [PartyID]? =
            if case .parties(let parties) = record.audience { parties.filter { $0 != party } } else { nil }
        return node.say(
            DutyScribe.Duty(
                kind: .movementCheckIn, subject: id.subject, body: report.checkInBody(reaching: leg),
                audience: audience))
    }
}

extension PositionReport {
    /// The body of the `movement.check-in.v1` that states what a tracker reported.
    ///
    /// - Parameter leg: The number of the leg whose end was reached, from 0; nil for none.
    /// - Returns: The body as JSON.
    public func checkInBody(reaching leg: Int?) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { body in
            body.member("at", at.description)
            body.key("position")
            body.position(position)
            if let accuracyMillimetres, accuracyMillimetres > 0 {
                body.metres("accuracyMetres", min(accuracyMillimetres, MovementReport.maximumAccuracyMillimetres))
            }
            if let leg { body.member("reachedLeg", leg) }
            body.member("means", ReportMeans.tracker.rawValue)
        }
        return writer.bytes
    }
}

extension Node {
    /// Has the node say something in its next batch; false when too much waits.
    func say(_ duty: DutyScribe.Duty) -> Bool {
        // The node that puts statements in order says nothing under seal by itself.
        if case .sequencing = role, duty.audience != nil { return false }
        guard sayings.add(duty) else { return false }
        if case .sequencing(let sequencer) = role {
            Task { _ = try? await sequencer.submit([], forcesTick: true, waitsForWitnesses: false) }
        }
        return true
    }

    /// What waits to be said by the node itself.
    private var sayings: Sayings {
        if case .sequencing(let sequencer) = role { sequencer.sayings } else { ownSayings }
    }
}
