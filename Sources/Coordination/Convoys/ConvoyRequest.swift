public import Geodesy
public import Statements
public import StrictJSON

/// What a convoy is asked for: the whole of one `convoy.request.v1`.
public struct ConvoyRequest: StatedForm {
    /// Lines that one manifest may have.
    public static let maximumLines = 512
    /// Trucks that one convoy may have.
    public static let maximumTrucks: Int64 = 10_000
    /// Parties that may carry it out.
    public static let maximumOperators = 16

    /// Whose leave the way needs.
    public enum Crossing: String, CaseIterable, Sendable {
        /// Across a line of contact: an answer is waited for.
        case crossLine = "cross-line"
        /// Over a border on notification: nobody is asked.
        case crossBorder = "cross-border"
    }

    /// How the cargo travels.
    public enum Cargo: String, CaseIterable, Sendable {
        /// Under seal; only who the instrument names may open it.
        case sealed
        case open
    }

    /// One line of the manifest.
    public struct Line: Hashable, Sendable {
        /// Its key, the same in every later statement.
        public let key: String
        /// What it is.
        public let item: String
        /// Its category or sector, such as "surgical".
        public let category: String
        /// The unit of every amount of this line.
        public let unit: String
        /// What the plan had, thousandths of the unit; nil when no plan said.
        public let planned: Int64?
        /// What is asked for, thousandths of the unit.
        public let requested: Int64
        /// Whose supplies they are, such as "WHO"; nil when not stated.
        public let supplier: String?
    }

    /// Its name.
    public let name: LocalisedText
    /// Whose leave it needs.
    public let crossing: Crossing
    /// Where it goes.
    public let destination: NamedPlace
    /// When it is to go.
    public let period: TimeWindow
    /// People for whom it is.
    public let people: Int64
    /// By sector.
    public let sectors: [String]
    /// Who is to answer.
    public let answeredBy: NamedBody
    /// How the cargo travels.
    public let cargo: Cargo
    /// Trucks foreseen; nil when not stated.
    public let trucks: Int64?
    /// The manifest.
    public let lines: [Line]
    /// Parties that carry it out with its owner; what they state of loading and travel counts as the convoy's own.
    public let operators: [PartyID]
    /// The plan that it belongs to.
    public let plan: RecordID?
    /// The notified movement that it travels as.
    public let movement: RecordID?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        name = try LocalisedText(fields.required("name"))
        crossing = try fields.required("crossing").choice()
        destination = try NamedPlace(fields.required("destination"))
        period = try fields.required("period").timeWindow()
        people = try fields.required("people").people()
        sectors = try AccessPlan.sectors(fields.present("sectors"))
        answeredBy = try NamedBody(fields.required("answeredBy"))
        cargo = try fields.required("cargo").choice()
        trucks = try fields.present("trucks")?.integer(in: 1...Self.maximumTrucks)
        lines = try Self.lines(fields.required("lines"))
        var operators: [PartyID] = []
        for element in try fields.present("operators")?.array(limit: Self.maximumOperators) ?? [] {
            operators.append(try element.identifier())
        }
        self.operators = operators
        plan = try fields.present("plan")?.recordName()
        movement = try fields.present("movement")?.recordName()
        try fields.finish()
    }

    private static func lines(_ value: JSONValue) throws(JSONError) -> [Line] {
        var lines: [Line] = []
        var keys: Set<String> = []
        for element in try value.array(limit: maximumLines) {
            var item = try element.object()
            let named = try item.required("line")
            let key = try named.text(limit: 40)
            guard keys.insert(key).inserted else { throw named.refused("names line '\(key)' twice") }
            lines.append(
                Line(
                    key: key, item: try item.required("item").text(limit: 200),
                    category: try item.required("category").text(limit: 80),
                    unit: try item.required("unit").text(limit: 40),
                    planned: try item.present("planned")?.amount(), requested: try item.required("requested").amount(),
                    supplier: try item.present("supplier")?.text(limit: 120)))
            try item.finish()
        }
        guard !lines.isEmpty else { throw value.refused("needs at least one line") }
        return lines
    }

    /// Where it goes.
    public var places: [NamedPlace] { [destination] }

    /// Says whether it may be said now: any request may, also one entered after the fact.
    public func decide(in context: RuleContext) throws(Refusal) {}

    /// The line with this key.
    public func line(_ key: String) -> Line? { lines.first { $0.key == key } }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.key("name")
            name.write(to: &fields)
            fields.member("crossing", crossing.rawValue)
            fields.key("destination")
            destination.write(to: &fields)
            fields.key("period")
            fields.timeWindow(period)
            fields.member("people", people)
            if !sectors.isEmpty { fields.strings("sectors", sectors) }
            fields.key("answeredBy")
            answeredBy.write(to: &fields)
            fields.member("cargo", cargo.rawValue)
            if let trucks { fields.member("trucks", trucks) }
            fields.key("lines")
            fields.array { list in
                for line in lines {
                    list.object { item in
                        item.member("line", line.key)
                        item.member("item", line.item)
                        item.member("category", line.category)
                        item.member("unit", line.unit)
                        if let planned = line.planned { item.amount("planned", planned) }
                        item.amount("requested", line.requested)
                        if let supplier = line.supplier { item.member("supplier", supplier) }
                    }
                }
            }
            if !operators.isEmpty { fields.strings("operators", operators.map(\.rawValue)) }
            if let plan { fields.member("plan", plan.description) }
            if let movement { fields.member("movement", movement.description) }
        }
    }
}

extension JSONWriter {
    /// A key and an amount from thousandths.
    mutating func amount(_ name: String, _ thousandths: Int64) {
        key(name)
        decimal(thousandths, scale: 3)
    }
}
