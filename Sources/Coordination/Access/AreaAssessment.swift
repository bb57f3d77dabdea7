public import Geodesy
import Statements
public import StrictJSON

/// A party's own assessment of one area, criterion by criterion: the whole of one `area.assess.v1`.
///
/// It has no label. Which criteria a party holds to be met, as of when, is all that it says.
public struct AreaAssessment: StatedForm {
    /// Those whom one criterion may name.
    public static let maximumActors = 16

    /// An estimate of how many people are in the area.
    public struct Population: Hashable, Sendable {
        /// People.
        public let people: Int64
        /// Whose estimate it is.
        public let source: String
        /// As of when; nil when not stated.
        public let asOf: Instant?
    }

    /// What is held of one criterion.
    public struct Criterion: Hashable, Sendable {
        /// Which.
        public let criterion: AreaCriterion
        /// What is found.
        public let finding: CriterionFinding
        /// On what evidence; only `unknown` may stand without.
        public let evidence: String?
        /// Who surrounds the area, or decides who passes, where that is stated.
        public let by: [NamedBody]
    }

    /// One indicator.
    public struct Indicator: Hashable, Sendable {
        /// Which of the nine.
        public let indicator: ConstraintType
        /// Its score.
        public let score: AccessScore
    }

    /// The area.
    public let place: NamedPlace
    /// How many people are in it; nil when not stated.
    public let population: Population?
    /// As of when.
    public let asOf: Instant
    /// Criteria, each once; one that is not here was not looked at.
    public let criteria: [Criterion]
    /// Indicators, each once; one that is not here was not scored.
    public let indicators: [Indicator]
    /// How the party came to it.
    public let method: String?
    /// What is added.
    public let text: String?

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        place = try NamedPlace(fields.required("place"))
        population = try Self.population(fields.present("population"))
        asOf = try fields.required("asOf").instant()
        criteria = try Self.criteria(fields.present("criteria"))
        indicators = try Self.indicators(fields.present("indicators"))
        method = try fields.present("method")?.text(limit: 400)
        text = try fields.present("text")?.text(limit: 2_000)
        try fields.finish()
        guard !criteria.isEmpty || !indicators.isEmpty else {
            throw body.refused("needs at least one of 'criteria' and 'indicators'")
        }
    }

    private static func population(_ value: JSONValue?) throws(JSONError) -> Population? {
        guard let value else { return nil }
        var item = try value.object()
        let people = try item.required("people").people()
        let source = try item.required("source").text(limit: 400)
        let asOf = try item.present("asOf")?.instant()
        try item.finish()
        return Population(people: people, source: source, asOf: asOf)
    }

    private static func criteria(_ value: JSONValue?) throws(JSONError) -> [Criterion] {
        var criteria: [Criterion] = []
        for element in try value?.array(limit: AreaCriterion.allCases.count) ?? [] {
            var item = try element.object()
            let named = try item.required("criterion")
            let criterion: AreaCriterion = try named.choice()
            guard !criteria.contains(where: { $0.criterion == criterion }) else {
                throw named.refused("is named twice: each criterion has one finding")
            }
            let finding: CriterionFinding = try item.required("finding").choice()
            let evidence =
                finding == .unknown
                ? try item.present("evidence")?.text(limit: 2_000)
                : try item.required("evidence").text(limit: 2_000)
            var actors: [NamedBody] = []
            for actor in try item.present("by")?.array(limit: maximumActors) ?? [] {
                actors.append(try NamedBody(actor))
            }
            try item.finish()
            criteria.append(Criterion(criterion: criterion, finding: finding, evidence: evidence, by: actors))
        }
        return criteria
    }

    private static func indicators(_ value: JSONValue?) throws(JSONError) -> [Indicator] {
        var indicators: [Indicator] = []
        for element in try value?.array(limit: ConstraintType.allCases.count) ?? [] {
            var item = try element.object()
            let named = try item.required("indicator")
            let indicator: ConstraintType = try named.choice()
            guard !indicators.contains(where: { $0.indicator == indicator }) else {
                throw named.refused("is scored twice")
            }
            let score = try AccessScore(item.required("score"))
            try item.finish()
            indicators.append(Indicator(indicator: indicator, score: score))
        }
        return indicators
    }

    /// Says whether it may be said now: an assessment is of what is, or was.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) {
        try context.requirePast(asOf, "/asOf")
        if let asOf = population?.asOf { try context.requirePast(asOf, "/population/asOf") }
    }

    /// What it holds of one criterion; nil when it was not looked at.
    public func held(_ criterion: AreaCriterion) -> Criterion? { criteria.first { $0.criterion == criterion } }

    /// How its indicators add up.
    public var tally: ScoreTally { ScoreTally(indicators.map(\.score)) }
}

/// Scores added up, beside how many of the nine are known and how many are not.
public struct ScoreTally: Hashable, Sendable {
    /// The sum of what is known; nil when nothing is, never zero for it.
    public let sum: Int64?
    /// Indicators with a level.
    public let known: Int
    /// Indicators scored "X".
    public let withoutInformation: Int
    /// Indicators that were not scored at all.
    public let notScored: Int

    init(_ scores: [AccessScore]) {
        let levels = scores.compactMap(\.level)
        sum = levels.isEmpty ? nil : levels.reduce(0, +)
        known = levels.count
        withoutInformation = scores.count - levels.count
        notScored = ConstraintType.allCases.count - scores.count
    }

    /// Writes it as an object.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            if let sum { fields.member("sum", sum) }
            fields.member("known", known)
            fields.member("withoutInformation", withoutInformation)
            fields.member("notScored", notScored)
        }
    }
}

extension AccessScore {
    /// Reads 0, 1, 2, 3 or "X".
    init(_ value: JSONValue) throws(JSONError) {
        if value.kind == .string {
            guard try value.string() == "X" else {
                throw value.refused("must be a whole number from 0 to 3, or \"X\" where there is no information")
            }
            self = .noInformation
        } else {
            self = .level(try value.integer(in: 0...3))
        }
    }

    /// Writes 0, 1, 2, 3 or "X".
    public func write(to writer: inout JSONWriter) {
        if let level { writer.integer(level) } else { writer.string("X") }
    }
}

extension AreaAssessment {
    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.place("place", place)
            if let population {
                fields.key("population")
                fields.object { item in
                    item.member("people", population.people)
                    item.member("source", population.source)
                    if let asOf = population.asOf { item.time("asOf", asOf) }
                }
            }
            fields.time("asOf", asOf)
            if !criteria.isEmpty {
                fields.key("criteria")
                fields.array { list in for criterion in criteria { criterion.write(to: &list) } }
            }
            if !indicators.isEmpty {
                fields.key("indicators")
                fields.array { list in
                    for indicator in indicators {
                        list.object { item in
                            item.member("indicator", indicator.indicator.rawValue)
                            item.key("score")
                            indicator.score.write(to: &item)
                        }
                    }
                }
            }
            if let method { fields.member("method", method) }
            if let text { fields.member("text", text) }
        }
    }
}

extension AreaAssessment.Criterion {
    /// Writes the object it was read from.
    public func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("criterion", criterion.rawValue)
            item.member("finding", finding.rawValue)
            if let evidence { item.member("evidence", evidence) }
            guard !by.isEmpty else { return }
            item.key("by")
            item.array { bodies in for body in by { body.write(to: &bodies) } }
        }
    }
}
