import Statements
import StrictJSON

/// Which form of movement it is.
public enum MovementCategory: String, CaseIterable, Sendable {
    /// A convoy, a mission, a rotation of staff.
    case mission
    /// People are brought away from danger.
    case evacuation
}

/// What a form for a movement may say beyond the route; nothing of it is required.
public struct MovementForm: Hashable, Sendable {
    /// Named people one movement may list.
    public static let maximumPersons = 1_000

    /// Somebody aboard, named where a recipient asks for names.
    public struct Person: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The number of a document.
        public let document: String?
    }

    /// How others can follow it.
    public struct Tracking: Hashable, Sendable {
        /// The device.
        public let device: String
        /// Its number or address, if given.
        public let reference: String?
    }

    /// What is said in both forms, for sites and for movements.
    public let terms: NoticeTerms
    /// Which form of movement; a mission when nothing is said.
    public let category: MovementCategory
    /// The organiser's own number for it.
    public let reference: String?
    /// Names, which stand in a restricted body only.
    public let persons: [Person]
    /// How others can follow it.
    public let tracking: Tracking?
    /// Who controls which stretch of the way, in order.
    public let segments: [RouteSegment]

    /// A form that says nothing.
    public static let empty = MovementForm()

    private init() {
        terms = .empty
        category = .mission
        reference = nil
        persons = []
        tracking = nil
        segments = []
    }

    /// Takes its fields out of a body.
    init(_ fields: inout JSONObject, legs: Int) throws(JSONError) {
        terms = try NoticeTerms(&fields)
        category = try fields.present("category")?.choice() ?? .mission
        reference = try fields.present("reference")?.text(limit: 120)
        var persons: [Person] = []
        for element in try fields.present("persons")?.array(limit: Self.maximumPersons) ?? [] {
            var item = try element.object()
            persons.append(
                Person(
                    name: try item.required("name").text(limit: 200),
                    document: try item.present("document")?.text(limit: 80)))
            try item.finish()
        }
        self.persons = persons
        segments = try Self.segments(fields.present("segments"), legs: legs)
        if let value = fields.present("tracking") {
            var item = try value.object()
            tracking = Tracking(
                device: try item.required("device").text(limit: 120),
                reference: try item.present("reference")?.text(limit: 120))
            try item.finish()
        } else {
            tracking = nil
        }
    }

    private static func segments(_ value: JSONValue?, legs: Int) throws(JSONError) -> [RouteSegment] {
        var segments: [RouteSegment] = []
        for element in try value?.array(limit: RouteSegment.maximumSegments) ?? [] {
            let segment = try RouteSegment(element, legs: legs)
            if let last = segments.last {
                let follows =
                    segment.leg > last.leg
                    || (segment.leg == last.leg && last.untilMetres.map { segment.fromMetres >= $0 } ?? false)
                guard follows else {
                    throw element.refused("must come after the segment before it, in order of travel")
                }
            }
            segments.append(segment)
        }
        return segments
    }

    /// Writes what it says into an open object, in one fixed order of fields.
    func write(to fields: inout JSONWriter) {
        terms.write(to: &fields)
        if category != .mission { fields.member("category", category.rawValue) }
        if let reference { fields.member("reference", reference) }
        if !persons.isEmpty {
            fields.key("persons")
            fields.array { list in
                for person in persons {
                    list.object { item in
                        item.member("name", person.name)
                        if let document = person.document { item.member("document", document) }
                    }
                }
            }
        }
        if !segments.isEmpty {
            fields.key("segments")
            fields.array { list in for segment in segments { segment.write(to: &list) } }
        }
        if let tracking {
            fields.key("tracking")
            fields.object { item in
                item.member("device", tracking.device)
                if let reference = tracking.reference { item.member("reference", reference) }
            }
        }
    }

    /// Says whether a movement may say this to this audience.
    ///
    /// - Throws: `field` where it names people in the open, and what its terms throw.
    func decide(owner: PartyID, audience: Audience) throws(Refusal) {
        guard persons.isEmpty || audience != .open else {
            throw .field(
                "/persons", "names of people are given in a restricted body only; say how many there are instead")
        }
        try terms.decide(owner: owner, audience: audience)
    }
}
