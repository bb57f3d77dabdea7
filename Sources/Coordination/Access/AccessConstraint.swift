public import Geodesy
public import Statements
public import StrictJSON

/// Something that stands, or stood, in the way of access: the whole of one `constraint.report.v1`.
public struct AccessConstraint: StatedForm {
    /// Movements that one constraint may name.
    public static let maximumMovements = 64
    /// The most days that can be lost by one, a hundred years.
    public static let maximumDays: Int64 = 36_525

    /// What came of it; what nobody counted is nil, never zero.
    public struct Effect: Hashable, Sendable {
        /// People who were not reached.
        public let people: Int64?
        /// Movements and convoys that were affected.
        public let movements: [RecordID]
        /// Whole days lost.
        public let daysLost: Int64?
    }

    /// Its type.
    public let type: ConstraintType
    /// Whom it affects.
    public let affects: ConstrainedGroup
    /// Which bureaucratic impediment it is; nil when it is none.
    public let impediment: BureaucraticImpediment?
    /// The impediment in words, for `other` above all.
    public let impedimentText: String?
    /// Whether a policy behind it is written down; nil when it follows from none that is known.
    public let policy: PolicyForm?
    /// Where.
    public let place: NamedPlace
    /// The ground that it covers; nil when not stated.
    public let area: Area?
    /// Since when.
    public let from: Instant
    /// Until when; nil while it goes on.
    public let until: Instant?
    /// Who decided and why; nil for what nobody decides.
    public let decision: Decision?
    /// What came of it; nil when not stated.
    public let effect: Effect?
    /// Sectors of aid that it concerns.
    public let sectors: [String]
    /// Which type of organisation it concerns, such as "international NGO".
    public let organisationType: String?
    /// What was done about it.
    public let actionTaken: String?
    /// Where this is known from.
    public let source: String
    /// How it was established.
    public let method: String?
    /// What is added.
    public let text: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        type = try fields.required("type").choice()
        affects = try fields.required("affects").choice()
        (impediment, impedimentText) = try Self.impediment(&fields, type)
        policy = try fields.present("policy")?.choice()
        place = try NamedPlace(fields.required("place"))
        area = try fields.present("area")?.area()
        from = try fields.required("from").instant()
        if let end = fields.present("until") {
            let until = try end.instant(rounding: .up)
            guard until > from else { throw end.refused("is not after 'from', \(from)") }
            self.until = until
        } else {
            until = nil
        }
        decision = try Self.decision(&fields, type)
        effect = try Self.effect(fields.present("effect"))
        sectors = try AccessPlan.sectors(fields.present("sectors"))
        organisationType = try fields.present("organisationType")?.text(limit: 80)
        actionTaken = try fields.present("actionTaken")?.text(limit: 1_000)
        source = try fields.required("source").text(limit: 400)
        method = try fields.present("method")?.text(limit: 200)
        text = try fields.present("text")?.text(limit: 2_000)
        try fields.finish()
    }

    private static func impediment(
        _ fields: inout JSONObject, _ type: ConstraintType
    ) throws(JSONError) -> (BureaucraticImpediment?, String?) {
        guard let value = fields.present("impediment") else {
            if type == .entryImpediment { _ = try fields.required("impediment").object() }
            return (nil, nil)
        }
        guard type.isDecided else {
            throw value.refused("is an authority's doing; '\(type.rawValue)' has none")
        }
        var item = try value.object()
        let kind: BureaucraticImpediment = try item.required("kind").choice()
        let text =
            kind == .other
            ? try item.required("text").text(limit: 400) : try item.present("text")?.text(limit: 400)
        try item.finish()
        return (kind, text)
    }

    private static func decision(
        _ fields: inout JSONObject, _ type: ConstraintType
    ) throws(JSONError) -> Decision? {
        if type.isDecided { return try Decision(&fields) }
        if let decider = fields.present("decidedBy") {
            throw decider.refused(
                type == .violence
                    ? "who was violent is a claim about an incident (incident.claim.v1), not a decision"
                    : "nobody decides '\(type.rawValue)'; an order to stay away is a 'movement-restriction'")
        }
        return nil
    }

    private static func effect(_ value: JSONValue?) throws(JSONError) -> Effect? {
        guard let value else { return nil }
        var item = try value.object()
        let people = try item.present("peopleNotReached")?.people()
        var movements: [RecordID] = []
        for element in try item.present("movements")?.array(limit: maximumMovements) ?? [] {
            let id = try element.recordName()
            guard !movements.contains(id) else { throw element.refused("names '\(id)' twice") }
            movements.append(id)
        }
        let daysLost = try item.present("daysLost")?.integer(in: 0...maximumDays)
        try item.finish()
        guard people != nil || !movements.isEmpty || daysLost != nil else {
            throw value.refused("says nothing; leave it out where nothing is known")
        }
        return Effect(people: people, movements: movements, daysLost: daysLost)
    }

    /// Says whether it may be said now: what is decided may be announced, all else has begun.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) {
        if !type.isDecided || effect != nil { try context.requirePast(from, "/from") }
    }

    /// Whether it goes on at `now`.
    public func isOngoing(at now: Instant) -> Bool { from <= now && until.map { $0 > now } ?? true }
}

extension AccessConstraint {
    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("type", type.rawValue)
            fields.member("affects", affects.rawValue)
            if let impediment {
                fields.key("impediment")
                fields.object { item in
                    item.member("kind", impediment.rawValue)
                    if let impedimentText { item.member("text", impedimentText) }
                }
            }
            if let policy { fields.member("policy", policy.rawValue) }
            fields.place("place", place)
            if let area {
                fields.key("area")
                fields.area(area)
            }
            fields.time("from", from)
            if let until { fields.time("until", until) }
            decision?.write(to: &fields)
            if let effect {
                fields.key("effect")
                fields.object { item in
                    if let people = effect.people { item.member("peopleNotReached", people) }
                    if !effect.movements.isEmpty { item.strings("movements", effect.movements.map(\.description)) }
                    if let days = effect.daysLost { item.member("daysLost", days) }
                }
            }
            if !sectors.isEmpty { fields.strings("sectors", sectors) }
            if let organisationType { fields.member("organisationType", organisationType) }
            if let actionTaken { fields.member("actionTaken", actionTaken) }
            fields.member("source", source)
            if let method { fields.member("method", method) }
            if let text { fields.member("text", text) }
        }
    }
}
