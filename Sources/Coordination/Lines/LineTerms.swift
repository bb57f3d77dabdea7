import Geodesy
public import Statements
public import StrictJSON

/// What a line is to be: the whole of one `line.establish.v1`.
public struct LineTerms: Hashable, Sendable {
    /// Cells that one line may have.
    public static let maximumCells = 16
    /// Languages that one line may be held in.
    public static let maximumLanguages = 8
    /// Rules on grades that one line may have.
    public static let maximumGradeRules = 16
    /// What a shift may last where the line does not say, 12 hours.
    public static let usualLongestShiftSeconds: Int64 = 43_200

    /// The desk of one party.
    public struct Cell: Hashable, Sendable {
        /// The party; it has one cell on a line.
        public let party: PartyID
        /// What the cell is called.
        public let name: LocalisedText
        /// The co-chair who answers for the party when nobody of it does.
        public let coChair: PartyID?
    }

    /// The least grade that must be reachable in some hours.
    public struct GradeRule: Hashable, Sendable {
        /// When it applies.
        public let hours: WeeklyHours
        /// The least grade.
        public let grade: Grade
        /// The clause that asks for it.
        public let clause: ClauseReference?
    }

    /// Its name.
    public let name: LocalisedText
    /// The cells, two or more.
    public let cells: [Cell]
    /// The languages that each cell must be able to speak or have interpreted.
    public let languages: [String]
    /// The means, in the order to try them.
    public let means: [ContactMeans]
    /// The least grades; where two apply, the higher one counts.
    public let grades: [GradeRule]
    /// When it is checked; nil when it is not.
    public let checks: CheckSchedule?
    /// How long one officer may stay at the line.
    public let longestShiftSeconds: Int64

    /// Reads the body of `line.establish.v1`.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        name = try LocalisedText(fields.required("name"))
        cells = try Self.cells(fields.required("cells"))
        let spoken = try fields.required("languages")
        languages = try spoken.languages(limit: Self.maximumLanguages)
        guard !languages.isEmpty else { throw spoken.refused("needs at least one language") }
        let ways = try fields.required("means")
        means = try ContactMeans.list(ways)
        guard !means.isEmpty else { throw ways.refused("needs at least one way to reach the other side") }
        var grades: [GradeRule] = []
        for element in try fields.present("grades")?.array(limit: Self.maximumGradeRules) ?? [] {
            grades.append(try Self.gradeRule(element))
        }
        self.grades = grades
        let checks = fields.present("checks")
        self.checks = if let checks { try CheckSchedule(checks) } else { nil }
        longestShiftSeconds =
            try fields.present("longestShiftSeconds")?.integer(in: 900...7 * 86_400) ?? Self.usualLongestShiftSeconds
        try fields.finish()
        if let checks, let caller = self.checks?.caller, cell(of: caller) == nil {
            throw checks.refused("'\(caller)' has no cell on this line")
        }
    }

    private static func cells(_ value: JSONValue) throws(JSONError) -> [Cell] {
        var cells: [Cell] = []
        for element in try value.array(limit: maximumCells) {
            var fields = try element.object()
            let named = try fields.required("party")
            let party: PartyID = try named.identifier()
            guard !cells.contains(where: { $0.party == party }) else {
                throw named.refused("'\(party)' already has a cell; establish another line for another desk")
            }
            let name = try LocalisedText(fields.required("name"))
            cells.append(Cell(party: party, name: name, coChair: try fields.present("coChair")?.identifier()))
            try fields.finish()
        }
        guard cells.count >= 2 else { throw value.refused("needs at least two cells") }
        return cells
    }

    private static func gradeRule(_ value: JSONValue) throws(JSONError) -> GradeRule {
        var fields = try value.object()
        let hours = try WeeklyHours(&fields)
        let named = try fields.required("grade")
        guard let grade = Grade(try named.string()) else {
            throw named.refused("must be OR-1 to OR-9, OF-1 to OF-10 or CIV (STANAG 2116)")
        }
        let clause: ClauseReference? =
            if let clause = fields.present("clause") { try ClauseReference(clause) } else { nil }
        try fields.finish()
        return GradeRule(hours: hours, grade: grade, clause: clause)
    }

    /// The cell of `party`; nil when it is not on the line.
    public func cell(of party: PartyID) -> Cell? { cells.first { $0.party == party } }

    /// Writes the body it was read from, in one fixed order of fields.
    public func write(to writer: inout JSONWriter) { writer.object { write(fields: &$0) } }

    func write(fields: inout JSONWriter) {
        fields.key("name")
        name.write(to: &fields)
        fields.key("cells")
        fields.array { list in
            for cell in cells {
                list.object { fields in
                    fields.member("party", cell.party.rawValue)
                    fields.key("name")
                    cell.name.write(to: &fields)
                    if let coChair = cell.coChair { fields.member("coChair", coChair.rawValue) }
                }
            }
        }
        fields.strings("languages", languages)
        fields.key("means")
        fields.array { list in for way in means { way.write(to: &list) } }
        if !grades.isEmpty {
            fields.key("grades")
            fields.array { list in for rule in grades { rule.write(to: &list) } }
        }
        if let checks {
            fields.key("checks")
            checks.write(to: &fields)
        }
        fields.member("longestShiftSeconds", longestShiftSeconds)
    }
}

extension [LineTerms.GradeRule] {
    /// The rule with the highest grade that applies at `time`, the first of equals; nil when none does.
    func highest(at time: Instant) -> LineTerms.GradeRule? {
        var highest: LineTerms.GradeRule?
        for rule in self where rule.hours.contains(time) {
            if highest.map({ rule.grade > $0.grade }) ?? true { highest = rule }
        }
        return highest
    }
}

extension LineTerms.GradeRule {
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            hours.write(to: &fields)
            fields.member("grade", grade.code)
            if let clause {
                fields.key("clause")
                clause.write(to: &fields)
            }
        }
    }
}
