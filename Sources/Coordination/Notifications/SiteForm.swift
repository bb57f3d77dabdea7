import Geodesy
import Statements
import StrictJSON

/// The cluster that works at a place.
public enum Sector: String, CaseIterable, Sendable {
    case campManagement = "camp-management"
    case earlyRecovery = "early-recovery"
    case education
    case food
    case health
    case logistics
    case nutrition
    case protection
    case shelter
    case telecommunications
    case water
    case electricity
    case several
}

/// Whether the place does what it is for.
public enum FunctionalStatus: String, CaseIterable, Sendable {
    case functional
    case partlyFunctional = "partly-functional"
    case notFunctional = "not-functional"
    case unknown
}

/// When people of the organisation are there.
public enum StaffPresence: String, CaseIterable, Sendable {
    case always
    case byDay = "by-day"
    case atTimes = "at-times"
    case none
}

/// What a form for a site may say beyond what every notice says; nothing of it is required.
public struct SiteForm: Hashable, Sendable {
    /// Administrative areas one place may name, from the country down.
    public static let maximumAdminAreas = 8

    /// An administrative area.
    public struct AdminArea: Hashable, Sendable {
        /// 0 for the country.
        public let level: Int64
        /// OCHA's place code.
        public let code: String
        /// Its name, if given.
        public let name: LocalisedText?
    }

    /// What is said in both forms, for sites and for movements.
    public let terms: NoticeTerms
    /// The cluster that works there.
    public let sector: Sector?
    /// Where it lies, from the country down.
    public let adminAreas: [AdminArea]
    /// When staff are there.
    public let staffPresence: StaffPresence?
    /// How many people are usually there, without their names.
    public let people: Int64?
    /// Whether it works.
    public let functionalStatus: FunctionalStatus?
    /// Who last went and looked.
    public let verification: Verification?

    /// A form that says nothing.
    public static let empty = SiteForm(
        terms: .empty, sector: nil, adminAreas: [], staffPresence: nil, people: nil, functionalStatus: nil,
        verification: nil)

    private init(
        terms: NoticeTerms, sector: Sector?, adminAreas: [AdminArea], staffPresence: StaffPresence?, people: Int64?,
        functionalStatus: FunctionalStatus?, verification: Verification?
    ) {
        self.terms = terms
        self.sector = sector
        self.adminAreas = adminAreas
        self.staffPresence = staffPresence
        self.people = people
        self.functionalStatus = functionalStatus
        self.verification = verification
    }

    /// Takes its fields out of a body.
    init(_ fields: inout JSONObject) throws(JSONError) {
        terms = try NoticeTerms(&fields)
        sector = try fields.present("sector")?.choice()
        adminAreas = try Self.adminAreas(fields.present("adminAreas"))
        staffPresence = try fields.present("staffPresence")?.choice()
        people = try fields.present("people")?.integer(in: 0...10_000_000)
        functionalStatus = try fields.present("functionalStatus")?.choice()
        verification = if let value = fields.present("verification") { try Verification(value) } else { nil }
    }

    private static func adminAreas(_ value: JSONValue?) throws(JSONError) -> [AdminArea] {
        var areas: [AdminArea] = []
        for element in try value?.array(limit: maximumAdminAreas) ?? [] {
            var fields = try element.object()
            let level = try fields.required("level").integer(in: 0...7)
            let code = try fields.required("code").text(limit: 40)
            let name = if let value = fields.present("name") { try LocalisedText(value) } else { nil as LocalisedText? }
            try fields.finish()
            if let before = areas.last, before.level >= level {
                throw element.refused("must come after the area that it lies in, from the country down")
            }
            areas.append(AdminArea(level: level, code: code, name: name))
        }
        return areas
    }

    /// Writes what it says into an open object, in one fixed order of fields.
    func write(to fields: inout JSONWriter) {
        terms.write(to: &fields)
        if let sector { fields.member("sector", sector.rawValue) }
        if !adminAreas.isEmpty {
            fields.key("adminAreas")
            fields.array { list in
                for area in adminAreas {
                    list.object { item in
                        item.member("level", area.level)
                        item.member("code", area.code)
                        if let name = area.name {
                            item.key("name")
                            name.write(to: &item)
                        }
                    }
                }
            }
        }
        if let staffPresence { fields.member("staffPresence", staffPresence.rawValue) }
        if let people { fields.member("people", people) }
        if let functionalStatus { fields.member("functionalStatus", functionalStatus.rawValue) }
        if let verification {
            fields.key("verification")
            verification.write(to: &fields)
        }
    }
}
