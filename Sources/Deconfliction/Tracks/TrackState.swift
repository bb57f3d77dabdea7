import Geodesy

/// A track made ready for one cycle: Earth-centred metres and metres per second, and what it adds to the thresholds.
///
/// The prediction is dead reckoning: the place below the track follows the geodesic that starts at its position with its
/// heading, at its speed over the ground brought down from its altitude by R / (R + h), R the mean radius; its altitude
/// changes by its rate of climb. What is computed is a straight line in the plane that touches the ellipsoid between the
/// two tracks of a pair, seen along that plane's normal. With s the length of a track's path from its report to the end
/// of the look-ahead, r the distance from its report to that plane's origin, and R the least radius of curvature:
/// - the geodesic leaves the line by at most s²r/2R² + s³/6R², by the second and third derivative of the path;
/// - distances seen along the normal are never longer than along the ground, so nothing is lost by that.
///
/// Tracks that lose separation have r of at most half of D + s + s' + doubts, and m²m' + m'²m ≤ m³ + m'³, so each track
/// may answer for its own share, `margin` below. At 250 m/s, 120 s ahead, it is 0.5 m; at 25 m/s, 1 mm.
struct TrackState: BitwiseCopyable {
    let id: UInt32
    let party: UInt32
    /// The place below the track when reported.
    let x, y, z: Double
    /// The velocity of that place along the ellipsoid.
    let vx, vy, vz: Double
    /// Seconds from the report to the cycle; negative if the report's time is later.
    let age: Double
    /// Metres above the ellipsoid at the cycle.
    let altitude: Double
    let climb: Double
    /// This track's part of the horizontal threshold, in metres: half the minimum, its doubt, its margin.
    let reach: Double
    /// This track's part of the vertical threshold, in metres.
    let verticalReach: Double
    /// `reach` and the length of the path: no farther than two of these apart were tracks that lose separation.
    let span: Double

    /// Half the distance below which two tracks count as too near, for rounding; see `Limits.undecidedMetres`.
    static let undecidedShare = Limits.undecidedMetres / 2
    /// For all that the leading terms leave out, up to paths of 1,200 km.
    static let allowance = 1.05

    init(_ track: Track, now: Instant, rule: SeparationRule) {
        id = track.id.rawValue
        party = track.party.rawValue
        let latitude = Trigonometry.ofDegrees(track.position.latitudeDegrees)
        let longitude = Trigonometry.ofDegrees(track.position.longitudeDegrees)
        let normal =
            Ellipsoid.equatorialRadius
            / (1 - Ellipsoid.eccentricitySquared * latitude.sine * latitude.sine).squareRoot()
        x = normal * latitude.cosine * longitude.cosine
        y = normal * latitude.cosine * longitude.sine
        z = normal * (1 - Ellipsoid.eccentricitySquared) * latitude.sine

        let metres = Double(track.altitudeMillimetres) / 1_000
        let ground = TrackState.groundScale(altitudeMetres: metres)
        let east = track.velocity.eastMetresPerSecond * ground
        let north = track.velocity.northMetresPerSecond * ground
        vx = -longitude.sine * east - latitude.sine * longitude.cosine * north
        vy = longitude.cosine * east - latitude.sine * longitude.sine * north
        vz = latitude.cosine * north

        age = Double(track.reportedAt.microseconds(to: now)) / 1e6
        climb = track.velocity.upMetresPerSecond
        altitude = metres + climb * age

        let minimum = rule.minimum
        let seconds = abs(age) + rule.lookAheadSeconds
        let path = (east * east + north * north).squareRoot() * seconds
        let doubt = TrackState.doubt(track, rule, seconds: seconds)
        let m = path + doubt.horizontal
        let radius = Ellipsoid.smallestCurvatureRadius
        let margin = m * m * (3 * m + minimum.horizontalMetres) / (4 * radius * radius) * Self.allowance
        reach = minimum.horizontalMetres / 2 + doubt.horizontal + margin + Self.undecidedShare
        verticalReach = minimum.verticalMetres / 2 + doubt.vertical + Self.undecidedShare
        span = reach + path
    }

    /// The speed of the place below, as a part of the speed at an altitude.
    static func groundScale(altitudeMetres: Double) -> Double {
        Distortion.meanRadius / (Distortion.meanRadius + altitudeMetres)
    }

    /// The standard deviations that the rule asks for, this many seconds from the report, in metres.
    static func doubt(
        _ track: Track, _ rule: SeparationRule, seconds: Double
    ) -> (horizontal: Double, vertical: Double) {
        let growth = track.uncertainty.growthMetresPerSecond * seconds
        return (
            rule.sigmas * (track.uncertainty.horizontalMetres + growth),
            rule.sigmas * (track.uncertainty.verticalMetres + growth)
        )
    }

    /// The box that the track sweeps, wide enough that the boxes of two tracks that lose separation meet.
    ///
    /// In a pair's plane the two come nearer than their reaches; across it, their lines part by at most
    /// (span + span')²/2R, of which each takes span²/R.
    func box(lookAheadSeconds: Double) -> TrackBox {
        // Below 2^23, a whole metre in single precision is exact to a quarter; none of these is above.
        let outwards = 0.51
        let pad = reach + span * span / Ellipsoid.smallestCurvatureRadius * Self.allowance + outwards
        let verticalPad = verticalReach + outwards
        let end = age + lookAheadSeconds
        let (x0, y0, z0, a0) = (x + vx * age, y + vy * age, z + vz * age, altitude)
        let (x1, y1, z1, a1) = (x + vx * end, y + vy * end, z + vz * end, altitude + climb * lookAheadSeconds)
        return TrackBox(
            low: SIMD4(
                Float(min(x0, x1) - pad), Float(min(y0, y1) - pad), Float(min(z0, z1) - pad),
                Float(min(a0, a1) - verticalPad)),
            high: SIMD4(
                Float(max(x0, x1) + pad), Float(max(y0, y1) + pad), Float(max(z0, z1) + pad),
                Float(max(a0, a1) + verticalPad)))
    }

    /// How the other moves as seen from this track, from the cycle on; `nil` if they start too far apart to meet.
    ///
    /// The other way round, the answer is the same to the bit but for the sign of height and climb.
    @inline(__always)
    func motion(of other: TrackState) -> RelativeMotion? {
        let (px, py, pz) = (other.x - x, other.y - y, other.z - z)
        let limit = span + other.span
        guard px * px + py * py + pz * pz <= limit * limit else { return nil }
        let (dx, dy, dz) = (
            px + (other.vx * other.age - vx * age), py + (other.vy * other.age - vy * age),
            pz + (other.vz * other.age - vz * age)
        )
        let (ex, ey, ez) = (other.vx - vx, other.vy - vy, other.vz - vz)
        // The normal of the ellipsoid between the two; the line between two places on it is at a right angle to it.
        let (nx, ny) = (x + other.x, y + other.y)
        let nz = (z + other.z) / (Ellipsoid.axisRatio * Ellipsoid.axisRatio)
        let inverse = 1 / (nx * nx + ny * ny + nz * nz)
        let rise = nx * dx + ny * dy + nz * dz
        let lift = nx * ex + ny * ey + nz * ez
        return RelativeMotion(
            distanceSquared: max(0, dx * dx + dy * dy + dz * dz - rise * rise * inverse),
            closing: dx * ex + dy * ey + dz * ez - rise * lift * inverse,
            speedSquared: max(0, ex * ex + ey * ey + ez * ez - lift * lift * inverse),
            height: other.altitude - altitude, climb: other.climb - climb)
    }

    /// The loss of separation between two tracks of different parties.
    @inline(__always)
    func encounter(with other: TrackState, lookAheadSeconds: Double) -> TrackEncounter? {
        guard party != other.party, let motion = motion(of: other),
            let loss = motion.loss(
                horizontalMetres: reach + other.reach, verticalMetres: verticalReach + other.verticalReach,
                lookAheadSeconds: lookAheadSeconds)
        else { return nil }
        return TrackEncounter(
            first: TrackID(rawValue: min(id, other.id)), second: TrackID(rawValue: max(id, other.id)), loss: loss,
            closestApproach: motion.closestApproach(lookAheadSeconds: lookAheadSeconds))
    }
}
