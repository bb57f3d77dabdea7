public import Geodesy
public import Statements

/// Who can be turned to at one moment, as far as whoever climbs the ladder knows.
public struct Staffing: Hashable, Sendable {
    /// A co-chair that answers for the other side.
    public struct CoChair: Hashable, Sendable {
        /// The party.
        public let party: PartyID
        /// Its officers on shift, primary first; nil where its roster is not known here.
        public let onShift: [OfficerID]?

        /// A co-chair from its parts.
        public init(_ party: PartyID, onShift: [OfficerID]?) {
            self.party = party
            self.onShift = onShift
        }
    }

    /// The recipient's officers on shift, primary first; nil where its roster is not known here.
    ///
    /// Not known is not nobody: then the step turns to the cell, and no rung is passed over.
    public let onShift: [OfficerID]?
    /// The recipient's other officers on strength, of ascending grade, each above those on shift.
    public let gradeUp: [OfficerID]
    /// Co-chairs, in the order in which they are turned to.
    public let coChairs: [CoChair]

    /// Staffing from its parts.
    public init(onShift: [OfficerID]?, gradeUp: [OfficerID], coChairs: [CoChair]) {
        self.onShift = onShift
        self.gradeUp = gradeUp
        self.coChairs = coChairs
    }

    /// Whether it is known that nobody is on shift.
    public var isUnstaffed: Bool { onShift?.isEmpty ?? false }

    func candidates(_ party: PartyID) -> [(rung: Rung, to: Addressee)] {
        var found: [(rung: Rung, to: Addressee)] = []
        if let onShift {
            for officer in onShift { found.append((.onShift, Addressee(party, officer))) }
        } else {
            found.append((.onShift, Addressee(party)))
        }
        for officer in gradeUp { found.append((.gradeUp, Addressee(party, officer))) }
        for chair in coChairs {
            guard let officers = chair.onShift, !officers.isEmpty else {
                // A co-chair without a known officer is turned to all the same: it is the last who can be.
                found.append((.coChair, Addressee(chair.party)))
                continue
            }
            for officer in officers { found.append((.coChair, Addressee(chair.party, officer))) }
        }
        return found
    }
}

/// The ladder: whom to turn to next when a message has reached nobody with authority; it has no clock and asks nobody.
public enum Escalation {
    /// The step that follows from what is known at the moment that it is due.
    ///
    /// The ladder is climbed upwards only. A rung that has nobody is passed over and named, never waited on.
    ///
    /// - Parameters:
    ///   - deadline: the step's number, time and clause.
    ///   - before: the steps stated already.
    ///   - first: whom the message itself reached, if a roster named somebody.
    ///   - staffing: who can be turned to then.
    /// - Returns: the step; its `isLast` says that there is nobody left above it.
    public static func step(
        _ deadline: Deadline, after before: [EscalationStep], first: Addressee?, staffing: Staffing
    ) -> EscalationStep {
        let party = deadline.id.party
        var asked = Set(before.compactMap(\.to))
        // The message itself went to whoever is on shift: the primary officer, or the cell.
        asked.insert(first ?? Addressee(party))
        let lowest = before.compactMap(\.rung).max() ?? .onShift
        let open = staffing.candidates(party).filter { $0.rung >= lowest && !asked.contains($0.to) }
        let candidates = staffing.candidates(party)
        let named = Set(before.flatMap(\.skipped).map(\.rung))
        let reached = open.first?.rung
        var skipped: [EscalationStep.Skipped] = []
        let isLast = open.count <= 1 || deadline.step >= EscalationStep.maximumSteps
        for rung in Rung.allCases where !named.contains(rung) && rung >= lowest {
            // What is above a last step is named with it: nothing else would.
            if let reached, rung >= reached, !isLast { break }
            guard !candidates.contains(where: { $0.rung == rung }) else { continue }
            skipped.append(.init(rung, reason(rung)))
        }
        guard let next = open.first else {
            if skipped.isEmpty { skipped.append(.init(.coChair, "everybody known was turned to")) }
            return EscalationStep(deadline, rung: nil, to: nil, skipped: skipped, isLast: true)
        }
        return EscalationStep(deadline, rung: next.rung, to: next.to, skipped: skipped, isLast: isLast)
    }

    private static func reason(_ rung: Rung) -> String {
        switch rung {
        case .onShift: "nobody is on shift"
        case .gradeUp: "no officer of a higher grade is enrolled"
        case .coChair: "the other side has no co-chair"
        }
    }

    /// Every step that is due by `now` and not stated, in order, as if each had been taken when it was due.
    public static func steps(
        of message: Message, for recipient: Message.Recipient, from deadline: Deadline, until now: Instant,
        staffing: (Instant) -> Staffing
    ) -> [EscalationStep] {
        guard let term = message.terms.escalate else { return [] }
        let first = staffing(message.sent.loggedAt).onShift?.first.map { Addressee(recipient.party, $0) }
        var found: [EscalationStep] = []
        var next = deadline
        while next.isDue(at: now) {
            let step = step(next, after: Array(recipient.ladder) + found, first: first, staffing: staffing(next.due))
            found.append(step)
            guard !step.isLast else { break }
            next = message.nextStep(after: step, for: recipient.party, under: term)
        }
        return found
    }
}
