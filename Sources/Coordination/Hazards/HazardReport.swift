public import Geodesy
import Statements
public import StrictJSON

/// Mines or explosive remnants in an area: the whole of one `hazard.report.v1`.
///
/// Stated anew, its status may change; what was stated before stays beside it.
public struct HazardReport: StatedForm {
    /// The deepest that clearance is recorded to, 20 m.
    public static let maximumDepthMillimetres: Int64 = 20_000

    /// What is known of the area, in the words of mine action (IMAS).
    public enum Status: String, CaseIterable, Sendable {
        case suspected
        case confirmed
        /// What was found was dealt with, by the method and on the date stated; nothing follows for later.
        case cleared
    }

    /// What is, or was, there.
    public enum Contamination: String, CaseIterable, Sendable {
        case mines
        case erw
        case ied
        case cluster
        case unknown

        /// In words.
        public var words: String {
            switch self {
            case .mines: "mines"
            case .erw: "explosive remnants of war"
            case .ied: "improvised explosive devices"
            case .cluster: "cluster munition remnants"
            case .unknown: "explosive hazard of unknown kind"
            }
        }
    }

    /// How it was established (IMAS), or that it was only reported.
    public enum Method: String, CaseIterable, Sendable {
        case nonTechnicalSurvey = "non-technical-survey"
        case technicalSurvey = "technical-survey"
        case clearance
        case report

        /// In words.
        public var words: String { rawValue.map { $0 == "-" ? " " : "\($0)" }.joined() }
    }

    /// How far whoever reports it relies on it.
    public enum Confidence: String, CaseIterable, Sendable {
        case low
        case medium
        case high
    }

    /// The ground.
    public let area: Area
    /// What is known of it.
    public let status: Status
    /// What is, or was, there.
    public let kind: Contamination
    /// How that was established.
    public let method: Method
    /// How far it is relied on.
    public let confidence: Confidence
    /// As of when.
    public let asOf: Instant
    /// Who reports it.
    public let reportedBy: NamedBody
    /// Down to which depth it was cleared, in millimetres; nil where not stated.
    public let clearedDepthMillimetres: Int64?
    /// Its number in another system, such as IMSMA's.
    public let reference: String?
    /// What is added.
    public let text: String?
    /// A ball that holds the ground, so that what is far away is passed over quickly.
    public let ball: BoundingBall

    /// Reads the body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        area = try fields.required("area").area()
        status = try fields.required("status").choice()
        kind = try fields.required("kind").choice()
        method = try fields.required("method").choice()
        confidence = try fields.required("confidence").choice()
        asOf = try fields.required("asOf").instant()
        reportedBy = try NamedBody(fields.required("reportedBy"))
        if let depth = fields.present("clearedDepthMetres") {
            guard status == .cleared else { throw depth.refused("is given for what was cleared alone") }
            let millimetres = try depth.millimetres()
            guard (0...Self.maximumDepthMillimetres).contains(millimetres) else {
                throw depth.refused("must be from 0 to \(Self.maximumDepthMillimetres / 1_000) m")
            }
            clearedDepthMillimetres = millimetres
        } else {
            clearedDepthMillimetres = nil
        }
        reference = try fields.present("reference")?.text(limit: 120)
        text = try fields.present("text")?.text(limit: 2_000)
        try fields.finish()
        ball = PreparedArea(area).ball
    }

    /// Says whether it may be said now: a hazard is of what is, or was.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in context: RuleContext) throws(Refusal) { try context.requirePast(asOf, "/asOf") }

    /// What it says, in a sentence that is never leave to enter.
    public var sentence: String {
        let day = asOf.description.prefix(10)
        switch status {
        case .suspected, .confirmed:
            let basis = method == .report ? "on a report" : "by \(method.words)"
            return "\(kind.words) \(status.rawValue) \(basis) as of \(day), by \(reportedBy.name), "
                + "confidence \(confidence.rawValue)"
        case .cleared:
            let basis = method == .report ? "reported as cleared" : "cleared by \(method.words)"
            let depth =
                clearedDepthMillimetres.map { "down to \(ManifestLedger.text($0)) m" } ?? "down to a depth not stated"
            return "\(basis) as of \(day), by \(reportedBy.name), \(depth), confidence \(confidence.rawValue); "
                + "what was cleared can be contaminated anew"
        }
    }

    /// Writes the body it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.key("area")
            fields.area(area)
            fields.member("status", status.rawValue)
            fields.member("kind", kind.rawValue)
            fields.member("method", method.rawValue)
            fields.member("confidence", confidence.rawValue)
            fields.time("asOf", asOf)
            fields.body("reportedBy", reportedBy)
            if let depth = clearedDepthMillimetres { fields.metres("clearedDepthMetres", depth) }
            if let reference { fields.member("reference", reference) }
            if let text { fields.member("text", text) }
        }
    }
}
