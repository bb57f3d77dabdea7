import Geodesy
public import Statements

extension Movement {
    /// Says whether a command may be taken; `current` is the record of that name, if any.
    public static func decide(
        _ command: MovementCommand, on current: Movement?, id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        if case .notify(let details) = command {
            guard current == nil else { throw .recordExists(id) }
            return try check(details, id, in: context)
        }
        guard let current else { throw .unknownRecord(id) }
        if case .amend(let details) = command {
            guard !current.isClosed else {
                throw .notAllowed(id, state: "closed", what: "nothing more can be said about it; notify a new movement")
            }
            // Between open and restricted nothing is amended: those without the bodies could no longer tell what is open.
            guard (current.audience == .open) == (context.audience == .open) else { throw .audienceDiffers(id) }
            try check(details, id, in: context)
            return try current.checkTravelled(details)
        }
        guard current.audience == context.audience else { throw .audienceDiffers(id) }
        try current.decide(command, in: context)
    }

    private static func check(
        _ details: MovementDetails, _ id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        guard context.accord.standOff(details.standOffClass) != nil else {
            throw .unknownStandOffClass(details.standOffClass)
        }
        guard let end = details.legs.last?.planned.end, end > context.now else {
            throw .alreadyEnded(
                field: "/legs/\(details.legs.count - 1)/arrives",
                end: details.legs.last?.planned.end ?? context.now, now: context.now)
        }
        try details.form.decide(owner: id.owner, audience: context.audience)
    }

    /// What is behind it cannot be planned otherwise.
    private func checkTravelled(_ planned: MovementDetails) throws(Refusal) {
        guard planned.legs.count > legsReached else {
            throw .field("/legs", "must go on after the \(legsReached) legs that are already travelled")
        }
        for number in 0..<legsReached where planned.legs[number] != details.legs[number] {
            throw .field("/legs/\(number)", "is already travelled and stays as it was")
        }
    }

    private func decide(_ command: MovementCommand, in context: RuleContext) throws(Refusal) {
        switch (state, command) {
        case (.closed, _):
            throw .notAllowed(id, state: "closed", what: "nothing more can be said about it; notify a new movement")
        case (.planned, .depart(let time)):
            try checkPast(time, field: "/at", context)
        case (.underWay, .checkIn(let report)):
            try checkPast(report.at, field: "/at", context)
            guard context.provenance.officer != .node || report.means == .tracker else {
                throw .field("/means", "a node states what a tracker reports; what people say an officer states")
            }
            try decide(report)
            if let leg = report.reachedLeg, leg >= details.legs.count || leg + 1 < legsReached {
                throw .field("/reachedLeg", "must be from \(max(0, legsReached - 1)) to \(details.legs.count - 1)")
            }
        case (_, .delay): break
        case (_, .close(let closure)):
            try checkPast(closure.at, field: "/at", context)
            let wasPlanned = if case .planned = state { true } else { false }
            if wasPlanned, closure.outcome == .facilitated || closure.outcome == .impededCompleted {
                throw .notAllowed(id, state: "planned", what: "it has not departed, so it cannot have been completed")
            }
        case (.planned, .checkIn):
            throw .notAllowed(id, state: "planned", what: "depart first")
        case (.underWay, .depart):
            throw .notAllowed(id, state: "under way", what: "it has already departed")
        case (_, .notify), (_, .amend):
            throw .recordExists(id)
        }
    }

    private func checkPast(_ time: Instant, field: String, _ context: RuleContext) throws(Refusal) {
        guard time <= context.now.adding(seconds: LogClock.toleranceSeconds) else {
            throw .field(field, "\(time) is after the log's clock, \(context.now): only what has happened is stated")
        }
    }
}
