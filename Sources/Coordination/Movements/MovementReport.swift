public import Geodesy
import Statements
import StrictJSON

/// How a report from a convoy reached whoever states it.
public enum ReportMeans: String, CaseIterable, Sendable {
    case phone
    case sms
    case radio
    case satellitePhone = "satellite-phone"
    case tracker
    case inPerson = "in-person"
    case paper
}

/// What a movement under way reports: when, perhaps where, by which means.
public struct MovementReport: Hashable, Sendable {
    /// How far off a position may be stated to be, 50 km.
    public static let maximumAccuracyMillimetres: Int64 = 50_000_000

    /// When it was made, as whoever states it says.
    public let at: Instant
    /// Where it was, if that was said.
    public let position: Position?
    /// How far off the position may be.
    public let accuracyMillimetres: Int64
    /// The number of the leg whose end it reached, from 0.
    public let reachedLeg: Int?
    /// By which means it came; nil when not stated.
    public let means: ReportMeans?
    /// Whether an officer repeats a position that a convoy could hardly have reached.
    public let isConfirmed: Bool
    /// What was said with it.
    public let note: String?

    /// Takes its fields out of a body.
    init(_ fields: inout JSONObject) throws(JSONError) {
        at = try fields.required("at").instant()
        position = try fields.present("position")?.position()
        let leg = try fields.present("reachedLeg")?.integer(in: 0...Int64(MovementDetails.maximumLegs - 1))
        reachedLeg = leg.map(Int.init)
        note = try fields.present("note")?.text(limit: 400)
        means = if let word = fields.present("means") { try word.choice() } else { nil }
        if let accuracy = fields.present("accuracyMetres") {
            accuracyMillimetres = try accuracy.millimetres()
            guard (0...Self.maximumAccuracyMillimetres).contains(accuracyMillimetres) else {
                throw accuracy.refused("must be from 0 to \(Self.maximumAccuracyMillimetres / 1_000) metres")
            }
            guard position != nil else { throw accuracy.refused("goes with 'position'") }
        } else {
            accuracyMillimetres = 0
        }
        isConfirmed = try fields.present("confirmed")?.bool() ?? false
    }
}

extension Movement {
    /// The fastest that a report may imply without being confirmed, 250 km/h in metres per second.
    public static let fastestMetresPerSecond: Int64 = 70
    /// The farthest that a report may lie from the whole route without being confirmed, 500 km.
    public static let farthestMillimetres: Int64 = 500_000_000
    /// How far a movement may go and still be taken to stand, 200 m.
    public static let standingMillimetres: Int64 = 200_000
    /// Below this a jump is within what positions are off by, 5 km.
    private static let slackMillimetres: Int64 = 5_000_000
    /// Times of reports that are kept to know one that comes twice.
    static let keptReports = 32

    /// Says whether a report can be from this movement.
    ///
    /// - Throws: `field` for one that comes twice, or from where it can hardly be.
    func decide(_ report: MovementReport) throws(Refusal) {
        guard !reports.contains(report) else {
            throw .field("/at", "this report is entered already; state only what is new")
        }
        guard let position = report.position, !report.isConfirmed else { return }
        if let distance = distance(of: position, accuracyMillimetres: report.accuracyMillimetres, from: details.legs),
            distance > Self.farthestMillimetres
        {
            throw .field(
                "/position",
                "is \(distance / 1_000_000) km from every leg of the route; look at it again, and state it with "
                    + "'confirmed' if it is so")
        }
        guard let last = lastCheckIn, let before = last.position else { return }
        let millimetres = Int64(Geodesic.inverse(before, position).distanceMetres * 1_000)
        let seconds = (last.at.microseconds(to: report.at) / 1_000_000).magnitude
        guard millimetres <= Self.slackMillimetres + Int64(seconds) * Self.fastestMetresPerSecond * 1_000 else {
            throw .field(
                "/position",
                "is \(millimetres / 1_000_000) km from where it was at \(last.at): no road movement goes so fast; look at "
                    + "it again, and state it with 'confirmed' if it is so")
        }
    }

    /// How far a position is from the nearest of these legs, corridor and accuracy taken off; nil where there is no leg.
    func distance(
        of position: Position, accuracyMillimetres: Int64, from legs: some Sequence<MovementDetails.Leg>
    ) -> Int64? {
        guard let spot = try? Circle(centre: position, radiusMillimetres: accuracyMillimetres) else { return nil }
        let asked = PreparedArea(.circle(spot))
        return legs.map { asked.separation(to: PreparedArea(.route($0.route))).distanceMillimetres }.min()
    }

    /// Whether it is planned to stand there: at the beginning or the end of a leg.
    func isAtHalt(_ position: Position) -> Bool {
        details.legs.contains { leg in
            [leg.route.path.first, leg.route.path.last].contains { place in
                guard let place else { return false }
                let reach = max(leg.route.halfWidthMillimetres, Self.standingMillimetres)
                return Int64(Geodesic.inverse(place, position).distanceMetres * 1_000) <= reach
            }
        }
    }
}
