/// What was noticed while a network was read: nothing of it was corrected in silence.
public struct NetworkReport: Hashable, Sendable {
    /// A thing noticed.
    public enum Rule: String, CaseIterable, Comparable, Sendable {
        /// A road that ends where it begins; it is kept.
        case selfLoop = "self-loop"
        /// A line without length; it is left out unless it joins two numbered ends.
        case zeroLength = "zero-length"
        /// The same road a second time; it is left out.
        case duplicate
        /// A geometry that is no line; it is left out.
        case notALine = "not-a-line"
        /// A line that crosses the antimeridian; it is kept.
        case crossesAntimeridian = "crosses-antimeridian"
        /// A stretch of more than 10 km without a position between; it is read as a geodesic.
        case longStretch = "long-stretch"
        /// The stated length is more than 5 % and 5 m from that of the line.
        case lengthDiffers = "length-differs"
        /// No class, or one that is not known; it is read as `other`, which no profile allows by itself.
        case unknownClass = "unknown-class"
        /// A direction that was not understood; it is read as both ways.
        case unknownDirection = "unknown-direction"
        /// A speed that was not understood; the class's speed counts.
        case unknownSpeed = "unknown-speed"
        /// Several numbered ends at one position; they stay apart.
        case endsAtOnePlace = "ends-at-one-place"

        /// Orders by name.
        public static func < (left: Rule, right: Rule) -> Bool { left.rawValue < right.rawValue }
    }

    /// How often something was noticed, and where first.
    public struct Finding: Hashable, Sendable {
        /// What was noticed.
        public let rule: Rule
        /// How often.
        public internal(set) var count: Int
        /// The first features, by number; at most `RoadLimits.maximumExamples`.
        public internal(set) var features: [Int]
    }

    /// Features read.
    public internal(set) var features = 0
    /// Roads kept.
    public internal(set) var roads = 0
    /// Nodes: junctions, and ends of roads.
    public internal(set) var nodes = 0
    /// Nodes of each part without a road to the others, the largest first; at most the first hundred.
    public internal(set) var parts: [Int] = []
    /// How many parts there are.
    public internal(set) var partCount = 0
    /// Nodes with one road only.
    public internal(set) var deadEnds = 0
    /// Metres of all roads.
    public internal(set) var lengthMetres: Int64 = 0
    /// What was noticed, by name.
    public var findings: [Finding] { byRule.values.sorted { $0.rule < $1.rule } }
    private var byRule: [Rule: Finding] = [:]

    init() {}

    mutating func note(_ rule: Rule, feature: Int) {
        var finding = byRule[rule] ?? Finding(rule: rule, count: 0, features: [])
        finding.count += 1
        if finding.features.count < RoadLimits.maximumExamples { finding.features.append(feature) }
        byRule[rule] = finding
    }

    /// How often a thing was noticed.
    public func count(_ rule: Rule) -> Int { byRule[rule]?.count ?? 0 }
}

extension NetworkReport: CustomStringConvertible {
    /// A line for each figure and finding.
    public var description: String {
        var lines = [
            "\(roads) roads of \(features) features, \(nodes) nodes, \(lengthMetres / 1_000) km",
            "\(partCount) parts without a road to one another; nodes of the largest: "
                + parts.prefix(5).map(String.init).joined(separator: ", "),
            "\(deadEnds) dead ends",
        ]
        for finding in findings {
            let numbers = finding.features.map(String.init).joined(separator: ", ")
            lines.append("\(finding.rule.rawValue): \(finding.count) (features \(numbers))")
        }
        return lines.joined(separator: "\n")
    }
}
