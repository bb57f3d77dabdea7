public import Geodesy
import Statements
public import StrictJSON

/// What an owner tells about a site: the whole of one notify or amend statement.
public struct NotificationDetails: Hashable, Sendable {
    /// Who agreed that this may be notified; without consent nothing is.
    public struct Consent: Hashable, Sendable {
        /// The owner's or operator's function and name.
        public let by: String
        /// When it was given.
        public let givenAt: Instant
        /// Where the consent is filed.
        public let reference: String?
    }

    /// Which form of notification.
    public let category: NotificationCategory
    /// What stands there.
    public let kind: SiteKind
    /// Its name.
    public let name: LocalisedText
    /// OCHA's place code, if known.
    public let placeCode: String?
    /// The footprint; a point is a circle without radius.
    public let place: Area
    /// The place as given.
    public let given: GivenPlace?
    /// From which height to which; everything when not stated.
    public let altitude: AltitudeBand
    /// The accord's class that sets how far others keep away.
    public let standOffClass: String
    /// When the notification holds.
    public private(set) var valid: TimeWindow
    /// The owner's consent.
    public let consent: Consent
    /// Whom to call.
    public let contact: Contact
    /// What else the form says; kept apart, since most forms of a long list say nothing more.
    private let more: Kept

    private indirect enum Kept: Hashable, Sendable {
        case nothing
        case form(SiteForm)
    }

    /// What else the form says.
    public var form: SiteForm { if case .form(let form) = more { form } else { .empty } }

    /// Reads the body of a notify or amend statement.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        category = try fields.required("category").choice()
        kind = try fields.required("kind").choice()
        name = try LocalisedText(fields.required("name"))
        placeCode = try fields.present("placeCode")?.text(limit: 40)
        place = try fields.required("place").area()
        if let given = fields.present("given") { self.given = try GivenPlace(given) } else { given = nil }
        altitude = try fields.present("altitude")?.altitudeBand() ?? .everything
        standOffClass = try fields.required("standOffClass").text(limit: IdentifierError.maximumBytes)
        valid = try fields.required("valid").timeWindow()
        consent = try Self.consent(fields.required("consent"))
        contact = try Contact(fields.required("contact"))
        let form = try SiteForm(&fields)
        more = form == .empty ? .nothing : .form(form)
        try fields.finish()
    }

    /// The same until another time, which is after its beginning.
    func holding(until end: Instant) -> NotificationDetails {
        var changed = self
        if let window = try? TimeWindow(start: valid.start, end: end) { changed.valid = window }
        return changed
    }

    private static func consent(_ value: JSONValue) throws(JSONError) -> Consent {
        var fields = try value.object()
        let consent = Consent(
            by: try fields.required("by").text(limit: 300), givenAt: try fields.required("givenAt").instant(),
            reference: try fields.present("reference")?.text(limit: 300))
        try fields.finish()
        return consent
    }

    /// Writes the body it was read from, in one fixed order of fields.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("category", category.rawValue)
            fields.member("kind", kind.rawValue)
            fields.key("name")
            name.write(to: &fields)
            if let placeCode { fields.member("placeCode", placeCode) }
            fields.key("place")
            fields.area(place)
            if let given {
                fields.key("given")
                given.write(to: &fields)
            }
            if altitude != .everything {
                fields.key("altitude")
                fields.altitudeBand(altitude)
            }
            fields.member("standOffClass", standOffClass)
            fields.key("valid")
            fields.timeWindow(valid)
            fields.key("consent")
            fields.object { given in
                given.member("by", consent.by)
                given.member("givenAt", consent.givenAt.description)
                if let reference = consent.reference { given.member("reference", reference) }
            }
            fields.key("contact")
            contact.write(to: &fields)
            if case .form(let form) = more { form.write(to: &fields) }
        }
    }
}
