import Geodesy

/// The ground, the altitudes and the time that one track covers from a moment of the look-ahead to another.
///
/// The volumes hold the dead reckoning of `TrackState` with everything that the rule adds to it; its path is laid along
/// the geodesic itself, so no margin for a plane is needed, only one for the rounding of positions.
struct TrackSweep {
    private let track: Track
    private let now: Instant
    private let age: Double
    private let metresPerSecond: Double
    private let headingDegrees: Double
    private let halfWidthMillimetres: Int64
    private let verticalMetres: Double

    /// Two positions are each off by at most 8 mm, half of 1e-7 degree both ways.
    private static let roundingMetres = 0.02

    init(_ track: Track, now: Instant, rule: SeparationRule) {
        self.track = track
        self.now = now
        age = Double(track.reportedAt.microseconds(to: now)) / 1e6
        let (east, north) = (track.velocity.eastMetresPerSecond, track.velocity.northMetresPerSecond)
        metresPerSecond =
            (east * east + north * north).squareRoot()
            * TrackState.groundScale(altitudeMetres: Double(track.altitudeMillimetres) / 1_000)
        // Clockwise from north.
        headingDegrees = Trigonometry.arcTangentDegrees(y: east, x: north)
        let doubt = TrackState.doubt(track, rule, seconds: abs(age) + rule.lookAheadSeconds)
        let width = rule.minimum.horizontalMetres + doubt.horizontal + Self.roundingMetres
        halfWidthMillimetres = Int64((width * 1_000).rounded(.up))
        verticalMetres = rule.minimum.verticalMetres + doubt.vertical + Self.roundingMetres
    }

    /// What is covered between two moments, in seconds from the cycle; both moments are covered.
    func volume(from start: Double, to end: Double) -> Volume4D {
        do {
            let path = start < end ? [place(at: start), place(at: end)] : [place(at: start)]
            // At most 1,200 km long and 1,310 km to either side: within the limits of a route, so not measured again.
            let area = Area.route(Route(checkedPath: path, halfWidthMillimetres: halfWidthMillimetres))
            return Volume4D(area: area, band: try band(from: start, to: end), window: try window(from: start, to: end))
        } catch {
            preconditionFailure("a track within its limits sweeps a valid volume: \(error)")
        }
    }

    private func place(at seconds: Double) -> Position {
        let metres = metresPerSecond * (age + seconds)
        guard metres != 0 else { return track.position }
        return Geodesic.direct(from: track.position, azimuthDegrees: headingDegrees, metres: metres).position
    }

    private func band(from start: Double, to end: Double) throws(GeodesyError) -> AltitudeBand {
        let altitude = Double(track.altitudeMillimetres) / 1_000
        let climb = track.velocity.upMetresPerSecond
        let (first, last) = (altitude + climb * (age + start), altitude + climb * (age + end))
        let lower = ((min(first, last) - verticalMetres) * 1_000).rounded(.down)
        let upper = ((max(first, last) + verticalMetres) * 1_000).rounded(.up)
        // What lies below every altitude that a band may name has no lower bound.
        let isNamed = lower >= Double(Track.altitudeMillimetresRange.lowerBound)
        return try AltitudeBand(
            lowerMillimetres: isNamed ? Int64(lower) : nil,
            upperMillimetres: max(Int64(upper), Track.altitudeMillimetresRange.lowerBound), reference: .ellipsoid)
    }

    private func window(from start: Double, to end: Double) throws(GeodesyError) -> TimeWindow {
        let latest = Instant.latest.microsecondsSince1970
        let first = now.microsecondsSince1970 + Int64((start * 1e6).rounded(.down))
        // A window does not hold its end.
        let after = now.microsecondsSince1970 + Int64((end * 1e6).rounded(.up)) + 1
        return try TimeWindow(
            start: Instant(microsecondsSince1970: min(first, latest)),
            end: after > latest ? nil : Instant(microsecondsSince1970: after))
    }
}
