public import Geodesy
public import Statements
public import StrictJSON

/// The rungs of the ladder, in the order in which they are climbed.
public enum Rung: String, CaseIterable, Comparable, Sendable {
    /// Another officer on shift in the recipient's cell.
    case onShift = "on-shift"
    /// An officer of the recipient of a higher grade.
    case gradeUp = "grade-up"
    /// The co-chair of the other side.
    case coChair = "co-chair"

    /// Orders from the lowest.
    public static func < (left: Rung, right: Rung) -> Bool { left.height < right.height }

    private var height: Int {
        switch self {
        case .onShift: 0
        case .gradeUp: 1
        case .coChair: 2
        }
    }
}

/// Whom a step turns to: an officer, or a party's cell where no roster names one.
public struct Addressee: Hashable, Sendable {
    /// The party.
    public let party: PartyID
    /// The officer; nil for whoever answers there.
    public let officer: OfficerID?

    /// An addressee from its parts.
    public init(_ party: PartyID, _ officer: OfficerID? = nil) {
        self.party = party
        self.officer = officer
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("party", party.rawValue)
            if let officer { fields.member("officer", officer.rawValue) }
        }
    }
}

/// One step up the ladder, as stated: whom it turns to, and which rungs had nobody and were not waited on.
public struct EscalationStep: Hashable, Sendable {
    /// Steps that one ladder may have.
    public static let maximumSteps = 16

    /// A rung that had nobody.
    public struct Skipped: Hashable, Sendable {
        /// The rung.
        public let rung: Rung
        /// Why, such as "nobody is on shift".
        public let reason: String

        /// A rung that was passed over.
        public init(_ rung: Rung, _ reason: String) {
            self.rung = rung
            self.reason = reason
        }
    }

    /// The recipient who has not answered.
    public let party: PartyID
    /// The number of the step, from 1.
    public let number: Int
    /// When it was due, by the log's clock.
    public let dueAt: Instant
    /// The rung; nil when there was nobody on any.
    public let rung: Rung?
    /// Whom it turns to; nil when there was nobody on any rung.
    public let to: Addressee?
    /// Rungs passed over.
    public let skipped: [Skipped]
    /// Whether nothing is left above it.
    public let isLast: Bool
    /// The instrument that sets the time.
    public let instrument: SubjectID
    /// Its clause.
    public let clause: String

    init(_ fields: inout JSONObject) throws(JSONError) {
        party = try fields.required("party").identifier()
        number = Int(try fields.required("step").integer(in: 1...Int64(Self.maximumSteps)))
        dueAt = try fields.required("dueAt").instant()
        let rung = fields.present("rung")
        let to = fields.present("to")
        self.rung = if let rung { try rung.choice() } else { nil }
        self.to = if let to { try Addressee(to) } else { nil }
        var skipped: [Skipped] = []
        for element in try fields.present("skipped")?.array(limit: Rung.allCases.count) ?? [] {
            skipped.append(try Skipped(element))
        }
        self.skipped = skipped
        isLast = try fields.present("last")?.bool() ?? false
        instrument = try fields.required("instrument").identifier()
        clause = try fields.required("clause").text(limit: 100)
        guard (self.rung == nil) == (self.to == nil) else {
            throw fields.value.refused("has 'rung' and 'to' together, or neither where there was nobody to turn to")
        }
        guard self.to != nil || !skipped.isEmpty else {
            throw fields.value.refused("turns to nobody and does not say which rungs were 'skipped'")
        }
    }

    init(_ deadline: Deadline, rung: Rung?, to: Addressee?, skipped: [Skipped], isLast: Bool) {
        party = deadline.id.party
        number = deadline.step
        dueAt = deadline.due
        self.rung = rung
        self.to = to
        self.skipped = skipped
        self.isLast = isLast
        instrument = deadline.instrument
        clause = deadline.clause
    }

    /// Writes its members.
    public func write(to fields: inout JSONWriter) {
        fields.member("party", party.rawValue)
        fields.member("step", number)
        fields.member("dueAt", dueAt.description)
        if let rung { fields.member("rung", rung.rawValue) }
        if let to {
            fields.key("to")
            to.write(to: &fields)
        }
        if !skipped.isEmpty {
            fields.key("skipped")
            fields.array { list in
                for item in skipped {
                    list.object { inner in
                        inner.member("rung", item.rung.rawValue)
                        inner.member("reason", item.reason)
                    }
                }
            }
        }
        if isLast { fields.member("last", true) }
        fields.member("instrument", instrument.rawValue)
        fields.member("clause", clause)
    }
}

extension Addressee {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        party = try fields.required("party").identifier()
        officer = try fields.present("officer")?.identifier()
        try fields.finish()
    }
}

extension EscalationStep.Skipped {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        rung = try fields.required("rung").choice()
        reason = try fields.required("reason").text(limit: 200)
        try fields.finish()
    }
}
