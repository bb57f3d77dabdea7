public import Geodesy
import Statements
public import StrictJSON

/// What is planned for a period, place by place: the whole of one `plan.submit.v1`.
public struct AccessPlan: StatedForm {
    /// Places that one plan may have.
    public static let maximumLocations = 512

    /// What is planned for one place.
    public struct Location: Hashable, Sendable {
        /// The place.
        public let place: NamedPlace
        /// People to be reached.
        public let people: Int64
        /// What is to be brought, by sector.
        public let sectors: [String]
    }

    /// Its name.
    public let name: LocalisedText
    /// The period.
    public let period: TimeWindow
    /// Whose answer is asked for.
    public let answeredBy: NamedBody
    /// The places.
    public let locations: [Location]

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        name = try LocalisedText(fields.required("name"))
        let window = try fields.required("period")
        period = try window.timeWindow()
        guard period.end != nil else { throw window.refused("needs 'until': a plan is for a period") }
        answeredBy = try NamedBody(fields.required("answeredBy"))
        let list = try fields.required("locations")
        var locations: [Location] = []
        for element in try list.array(limit: Self.maximumLocations) {
            var item = try element.object()
            let place = try NamedPlace(item.required("place"))
            let people = try item.required("people").people()
            let sectors = try Self.sectors(item.present("sectors"))
            try item.finish()
            locations.append(Location(place: place, people: people, sectors: sectors))
        }
        guard !locations.isEmpty else { throw list.refused("needs at least one place") }
        self.locations = locations
        try fields.finish()
    }

    /// The sectors of aid, in words, each once.
    static func sectors(_ value: JSONValue?) throws(JSONError) -> [String] {
        var sectors: [String] = []
        for element in try value?.array(limit: 32) ?? [] {
            let sector = try element.text(limit: 80)
            guard !sectors.contains(sector) else { throw element.refused("names '\(sector)' twice") }
            sectors.append(sector)
        }
        return sectors
    }

    /// Every place of the plan.
    public var places: [NamedPlace] { locations.map(\.place) }

    /// Says whether it may be said now: any plan may, also one entered after its period.
    public func decide(in context: RuleContext) throws(Refusal) {}

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.key("name")
            name.write(to: &fields)
            fields.key("period")
            fields.timeWindow(period)
            fields.key("answeredBy")
            answeredBy.write(to: &fields)
            fields.key("locations")
            fields.array { list in
                for location in locations {
                    list.object { item in
                        item.key("place")
                        location.place.write(to: &item)
                        item.member("people", location.people)
                        if !location.sectors.isEmpty { item.strings("sectors", location.sectors) }
                    }
                }
            }
        }
    }
}
