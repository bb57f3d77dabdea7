public import Geodesy
import Statements
public import StrictJSON

/// What an organiser tells about a movement before it sets out.
public struct MovementDetails: Hashable, Sendable {
    /// Legs one movement may have.
    public static let maximumLegs = 64
    /// Kinds of vehicle one movement may list.
    public static let maximumVehicleKinds = 64

    /// One leg: a line with its planned times.
    public struct Leg: Hashable, Sendable {
        /// Where it begins, in words.
        public let from: String
        /// Where it ends, in words.
        public let to: String
        /// The line travelled, with the half-width of the whole movement.
        public let route: Route
        /// Planned departure and arrival.
        public let planned: TimeWindow
        /// Whether it is on the way back.
        public let isReturn: Bool
    }

    /// Vehicles of one kind.
    public struct Vehicles: Hashable, Sendable {
        /// Such as "truck".
        public let kind: String
        /// How many.
        public let count: Int64
        /// How they are marked, and whether the marking shows at night.
        public let marking: String?
        /// Their colour.
        public let colour: String?
        /// Their number plates, in order; no more than there are vehicles.
        public let plates: [String]
    }

    /// Its name.
    public let name: LocalisedText
    /// What it is for.
    public let purpose: String
    /// What it carries.
    public let cargo: String?
    /// The legs, in order of travel.
    public let legs: [Leg]
    /// The accord's class that sets how far others keep away.
    public let standOffClass: String
    /// The vehicles.
    public let vehicles: [Vehicles]
    /// People aboard, without their names; nil when not stated.
    public let people: Int64?
    /// Whom to call while it is under way.
    public let contact: Contact
    /// What else the form says; kept apart, since many movements say nothing more.
    private let more: Kept

    private indirect enum Kept: Hashable, Sendable {
        case nothing
        case form(MovementForm)
    }

    /// What else the form says.
    public var form: MovementForm { if case .form(let form) = more { form } else { .empty } }

    /// Reads the body of `movement.notify.v1` or `movement.amend.v1`.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        name = try LocalisedText(fields.required("name"))
        purpose = try fields.required("purpose").text(limit: 400)
        cargo = try fields.present("cargo")?.text(limit: 400)
        standOffClass = try fields.required("standOffClass").text(limit: IdentifierError.maximumBytes)
        let halfWidth = try fields.required("halfWidthMetres").millimetres()
        legs = try Self.legs(fields.required("legs"), halfWidthMillimetres: halfWidth)
        vehicles = try Self.vehicles(fields.required("vehicles"))
        people = try fields.present("people")?.integer(in: 0...1_000_000)
        contact = try Contact(fields.required("contact"))
        let form = try MovementForm(&fields, legs: legs.count)
        more = form == .empty ? .nothing : .form(form)
        try fields.finish()
    }

    private static func legs(_ value: JSONValue, halfWidthMillimetres: Int64) throws(JSONError) -> [Leg] {
        var legs: [Leg] = []
        for element in try value.array(limit: maximumLegs) {
            var fields = try element.object()
            let from = try fields.required("from").text(limit: 200)
            let to = try fields.required("to").text(limit: 200)
            let path = try fields.required("path").positions()
            let departs = try fields.required("departs").instant(rounding: .down)
            let arrival = try fields.required("arrives")
            let arrives = try arrival.instant(rounding: .up)
            let isReturn = try fields.present("return")?.bool() ?? false
            try fields.finish()
            guard let planned = try? TimeWindow(start: departs, end: arrives) else {
                throw arrival.refused("must be after 'departs', \(departs)")
            }
            // Windows hold what may be: the earliest departure can lie before the latest arrival of the leg before.
            if let before = legs.last?.planned {
                guard departs >= before.start else {
                    throw element.refused("departs at \(departs), before the leg before it departs at \(before.start)")
                }
                if let end = before.end, arrives < end {
                    throw element.refused("arrives at \(arrives), before the leg before it arrives at \(end)")
                }
            }
            do {
                let route = try Route(path: path, halfWidthMillimetres: halfWidthMillimetres)
                legs.append(Leg(from: from, to: to, route: route, planned: planned, isReturn: isReturn))
            } catch { throw element.refused("\(error)") }
        }
        guard !legs.isEmpty else { throw value.refused("needs at least one leg") }
        return legs
    }

    private static func vehicles(_ value: JSONValue) throws(JSONError) -> [Vehicles] {
        var vehicles: [Vehicles] = []
        for element in try value.array(limit: maximumVehicleKinds) {
            var fields = try element.object()
            let kind = try fields.required("kind").text(limit: 80)
            let count = try fields.required("count").integer(in: 1...10_000)
            let marking = try fields.present("marking")?.text(limit: 200)
            let colour = try fields.present("colour")?.text(limit: 80)
            var plates: [String] = []
            for plate in try fields.present("plates")?.array(limit: Int(count)) ?? [] {
                plates.append(try plate.text(limit: 40))
            }
            try fields.finish()
            vehicles.append(
                Vehicles(kind: kind, count: count, marking: marking, colour: colour, plates: plates))
        }
        guard !vehicles.isEmpty else { throw value.refused("needs at least one kind of vehicle") }
        return vehicles
    }

    /// Writes the body it was read from, in one fixed order of fields.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.key("name")
            name.write(to: &fields)
            fields.member("purpose", purpose)
            if let cargo { fields.member("cargo", cargo) }
            fields.member("standOffClass", standOffClass)
            fields.metres("halfWidthMetres", legs.first?.route.halfWidthMillimetres ?? 0)
            fields.key("legs")
            fields.array { list in
                for leg in legs {
                    list.object { fields in
                        fields.member("from", leg.from)
                        fields.member("to", leg.to)
                        fields.key("path")
                        fields.positions(leg.route.path)
                        fields.member("departs", leg.planned.start.description)
                        fields.member("arrives", leg.planned.end.map { "\($0)" } ?? "")
                        if leg.isReturn { fields.member("return", true) }
                    }
                }
            }
            fields.key("vehicles")
            fields.array { list in
                for group in vehicles {
                    list.object { fields in
                        fields.member("kind", group.kind)
                        fields.member("count", group.count)
                        if let marking = group.marking { fields.member("marking", marking) }
                        if let colour = group.colour { fields.member("colour", colour) }
                        guard !group.plates.isEmpty else { return }
                        fields.key("plates")
                        fields.array { list in for plate in group.plates { list.string(plate) } }
                    }
                }
            }
            if let people { fields.member("people", people) }
            fields.key("contact")
            contact.write(to: &fields)
            if case .form(let form) = more { form.write(to: &fields) }
        }
    }
}
