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
        headingDegrees = Self.headingDegrees(east: east, north: north)
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

    /// Degrees clockwise from north, within 1e-11 degrees; 0 for no movement.
    ///
    /// A first value good to 0.3° (r · (π/4 + 0.273 · (1 - r)) for the arc tangent of r) is corrected by what its own
    /// sine and cosine leave.
    static func headingDegrees(east: Double, north: Double) -> Double {
        let (across, along) = (abs(east), abs(north))
        let (small, large) = (min(across, along), max(across, along))
        guard large > 0 else { return 0 }
        let ratio = small / large
        var degrees = ratio * (45 + 15.64 * (1 - ratio))
        if across > along { degrees = 90 - degrees }
        if north < 0 { degrees = 180 - degrees }
        if east < 0 { degrees = -degrees }
        let unit = Trigonometry.ofDegrees(degrees)
        // Divided first: a speed far below any real one would vanish when squared.
        let (e, n) = (east / large, north / large)
        let rest = (e * unit.cosine - n * unit.sine) / (e * e + n * n).squareRoot()
        return degrees + (rest + rest * rest * rest / 6) / Trigonometry.radiansPerDegree
    }
}
