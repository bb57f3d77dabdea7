import Geodesy

/// A plane that touches the ellipsoid at an origin, and the map onto it that keeps shapes nearly true.
///
/// A place is projected along the normal at the origin to (east, north) and moved outwards by 1 + r²/4R². On a ball that
/// is the stereographic map: small figures keep their shape and a length near r grows by 1 + r²/4R². On the ellipsoid it
/// is nearly so; `Distortion` bounds what is missing. Places more than `Distortion.reachLimitMetres` away have no
/// meaning here.
struct LocalFrame {
    let origin: Vector3
    private let east: Vector3
    private let north: Vector3
    private let up: Vector3
    /// The origin in whole 1e-7 degrees, if the series below are used.
    private let latitudeE7: Int32
    private let longitudeE7: Int32
    /// Whether places near the origin may lie beyond the antimeridian.
    private let wraps: Bool
    /// Below 70 degrees of latitude, places come from power series in the differences of latitude and longitude, which
    /// costs two nanoseconds a vertex; towards the poles, from the Earth-centred frame.
    private let usesSeries: Bool
    /// The coefficients of the two series in the difference of latitude, in metres by radians; see `Series`.
    private let series: Series

    private static let seriesLimitE7: Int32 = 700_000_000
    private static let quarterInverseRadiusSquared = Float(1 / (4 * Distortion.meanRadius * Distortion.meanRadius))
    private static let radiansPerUnit = Float(Trigonometry.radiansPerDegree * 1e-7)

    /// A frame in the middle of some vertices, or `nil` if they reach much farther than the limit.
    init?(around vertices: UnsafePointer<EntryVertex>, count: Int, limitMetres: Double) {
        var (south, north) = (vertices[0].x, vertices[0].x)
        var (west, east, here) = (Int64(vertices[0].y), Int64(vertices[0].y), Int64(vertices[0].y))
        for index in 1..<max(1, count) {
            let vertex = vertices[index]
            (south, north) = (min(south, vertex.x), max(north, vertex.x))
            var step = Int64(vertex.y) - Int64(vertices[index - 1].y)
            if step > 1_800_000_000 { step -= 3_600_000_000 } else if step < -1_800_000_000 { step += 3_600_000_000 }
            here += step
            (west, east) = (min(west, here), max(east, here))
        }
        // The series hold for some 13 degrees of longitude; a degree of latitude is never less than 110 km.
        guard Double(north - south) * 1e-7 * 110_000 <= 2 * limitMetres else { return nil }
        // Before any frame is made: a path may wind around the Earth several times.
        let isPolar = abs((Int64(south) + Int64(north)) / 2) > Int64(Self.seriesLimitE7)
        guard isPolar || east - west < 240_000_000 else { return nil }
        if !isPolar, let frame = LocalFrame(southE7: south, northE7: north, westE7: west, eastE7: east) {
            self = frame
            return
        }
        var (low, high) = (
            Vector3(x: .infinity, y: .infinity, z: .infinity), Vector3(x: -.infinity, y: -.infinity, z: -.infinity)
        )
        for index in 0..<count {
            let point = Vector3(latitudeE7: vertices[index].x, longitudeE7: vertices[index].y)
            (low, high) = (low.lower(point), high.upper(point))
        }
        guard (high - low).length <= 3 * limitMetres else { return nil }
        self.init(near: (low + high) * 0.5)
    }

    /// Where the middle of these bounds lies, a frame; bounds in whole 1e-7 degrees, unfolded eastwards.
    ///
    /// `nil` towards the poles, where latitude and longitude have no useful middle: see `init(near:)`.
    init?(southE7: Int32, northE7: Int32, westE7: Int64, eastE7: Int64) {
        let latitude = Int32((Int64(southE7) + Int64(northE7)) / 2)
        guard abs(latitude) <= Self.seriesLimitE7 else { return nil }
        var longitude = (westE7 + eastE7) / 2
        if longitude >= 1_800_000_000 { longitude -= 3_600_000_000 }
        if longitude < -1_800_000_000 { longitude += 3_600_000_000 }
        let phi = Trigonometry.ofDegrees(Double(latitude) / 1e7)
        let lambda = Trigonometry.ofDegrees(Double(longitude) / 1e7)
        latitudeE7 = latitude
        longitudeE7 = Int32(longitude)
        // 14 degrees hold `reachLimitMetres` at the highest latitude.
        wraps = abs(longitude) > 1_660_000_000
        usesSeries = true
        let w = (1 - Ellipsoid.eccentricitySquared * phi.sine * phi.sine).squareRoot()
        let normal = Ellipsoid.equatorialRadius / w
        origin = Vector3(
            x: normal * phi.cosine * lambda.cosine, y: normal * phi.cosine * lambda.sine,
            z: normal * (1 - Ellipsoid.eccentricitySquared) * phi.sine)
        east = Vector3(x: -lambda.sine, y: lambda.cosine, z: 0)
        up = Vector3(x: phi.cosine * lambda.cosine, y: phi.cosine * lambda.sine, z: phi.sine)
        north = Vector3(x: -phi.sine * lambda.cosine, y: -phi.sine * lambda.sine, z: phi.cosine)
        series = Series(phi, root: w, axisDistance: normal * phi.cosine)
    }

    /// The frame at the point of the ellipsoid that lies in the direction of `point` from the Earth's centre.
    init(near point: Vector3) {
        let across = point.x * point.x + point.y * point.y
        let polar = Ellipsoid.polarRadius
        let scale =
            1
            / (across / (Ellipsoid.equatorialRadius * Ellipsoid.equatorialRadius)
            + point.z * point.z / (polar * polar)).squareRoot()
        origin = point * scale
        let normal = origin.outward
        up = normal * (1 / normal.length)
        let level = (up.x * up.x + up.y * up.y).squareRoot()
        // At a pole every direction is level: any will do.
        let isAtPole = level < 1e-9
        east = isAtPole ? Vector3(x: 0, y: 1, z: 0) : Vector3(x: -up.y / level, y: up.x / level, z: 0)
        north = up.cross(east)
        (latitudeE7, longitudeE7, wraps, usesSeries) = (0, 0, false, false)
        series = Series()
    }

    /// Writes the places of the vertices in metres; reads and writes up to a whole number of lanes.
    @inline(__always)
    func project(
        _ vertices: UnsafePointer<EntryVertex>, count: Int, x: UnsafeMutablePointer<Float>,
        y: UnsafeMutablePointer<Float>
    ) {
        if usesSeries {
            var index = 0
            while index < count {
                projectBySeries(vertices + index, x + index, y + index)
                index &+= laneCount
            }
        } else {
            projectByPoints(vertices, count: count, x: x, y: y)
        }
    }

    @inline(__always)
    private func projectBySeries(
        _ vertices: UnsafePointer<EntryVertex>, _ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>
    ) {
        let pairs = UnsafeRawPointer(vertices).loadUnaligned(as: LanePairs.self)
        let up = pairs.evenHalf &- LaneMask(repeating: latitudeE7)
        var along = pairs.oddHalf &- LaneMask(repeating: longitudeE7)
        if wraps {
            // 3.6e9 less than 2^32: a difference across the antimeridian shows as one of about ±0.695e9.
            let fold = LaneMask(repeating: 694_967_296)
            let bound = LaneMask(repeating: 300_000_000)
            along.replace(with: along &- fold, where: along .> bound)
            along.replace(with: along &+ fold, where: along .< (0 &- bound))
        }
        let p = Lanes(up) * Self.radiansPerUnit
        let l = Lanes(along) * Self.radiansPerUnit
        let (axis, meridian) = series.at(p)
        let ll = l * l
        let sine = l * Self.polynomial(ll, 1, -1 / 6, 1 / 120, -1 / 5_040)
        let versine = ll * Self.polynomial(ll, 1 / 2, -1 / 24, 1 / 720, 0)
        let e = axis * sine
        let n = meridian + axis * versine * series.sine
        let stretch: Lanes = (e * e + n * n) * Self.quarterInverseRadiusSquared
        let k = stretch + 1
        (e * k).store(to: x)
        (n * k).store(to: y)
    }

    @inline(__always)
    private static func polynomial(_ x: Lanes, _ a: Float, _ b: Float, _ c: Float, _ d: Float) -> Lanes {
        var sum = x * d + c
        sum = sum * x + b
        return sum * x + a
    }

    @inline(never)
    private func projectByPoints(
        _ vertices: UnsafePointer<EntryVertex>, count: Int, x: UnsafeMutablePointer<Float>,
        y: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<count {
            let point = Vector3(latitudeE7: vertices[index].x, longitudeE7: vertices[index].y) - origin
            let (e, n) = (point.dot(east), point.dot(north))
            let k = 1 + (e * e + n * n) / (4 * Distortion.meanRadius * Distortion.meanRadius)
            x[index] = Float(e * k)
            y[index] = Float(n * k)
        }
    }
}

extension LocalFrame {
    /// A box in the Earth-centred frame that holds the vertices at the given places of the plane, in metres, and how far
    /// the farthest lies from the origin in a straight line.
    ///
    /// Rows are padded to whole lanes with places that belong to the shape. The height below the plane is r²/2R for some
    /// R within 0.6 % of the mean, and terms of r³; what that leaves open is added to the box.
    func box(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int
    ) -> (low: Vector3, high: Vector3, reach: Double) {
        let axes = [east, north, up].map { (Float($0.x), Float($0.y), Float($0.z)) }
        var low = (Lanes(repeating: .infinity), Lanes(repeating: .infinity), Lanes(repeating: .infinity))
        var high = (Lanes(repeating: -.infinity), Lanes(repeating: -.infinity), Lanes(repeating: -.infinity))
        var farthest = Lanes(repeating: 0)
        var index = 0
        while index < count {
            let (px, py) = (Lanes.load(x + index), Lanes.load(y + index))
            index &+= laneCount
            // Back from the stretched place to the one below it: 1 - s + 3s² undoes 1 + s.
            let s = (px * px + py * py) * Self.quarterInverseRadiusSquared
            let shrink = s * s * 3 - s + 1
            let (e, n) = (px * shrink, py * shrink)
            let square = e * e + n * n
            let h = square * Float(-0.5 / Distortion.meanRadius)
            let dx = e * axes[0].0 + n * axes[1].0 + h * axes[2].0
            let dy = e * axes[0].1 + n * axes[1].1 + h * axes[2].1
            let dz = e * axes[0].2 + n * axes[1].2 + h * axes[2].2
            low = (low.0.lower(dx), low.1.lower(dy), low.2.lower(dz))
            high = (high.0.upper(dx), high.1.upper(dy), high.2.upper(dz))
            farthest = farthest.upper(square + h * h)
        }
        let square = Double(farthest.most)
        let reach = square.squareRoot()
        let margin =
            0.01 * square / Distortion.meanRadius
            + 0.05 * square * reach / (Distortion.meanRadius * Distortion.meanRadius)
            + Distortion.rounding(within: reach)
        return (
            origin
                + Vector3(
                    x: Double(low.0.least) - margin, y: Double(low.1.least) - margin, z: Double(low.2.least) - margin),
            origin
                + Vector3(
                    x: Double(high.0.most) + margin, y: Double(high.1.most) + margin,
                    z: Double(high.2.most) + margin), reach + margin
        )
    }

    /// Taylor series of the distance from the axis and of the meridian's place, by the difference of latitude Δ.
    ///
    /// With M the radius of curvature of the meridian: f = ∫ M cos t dt and g = ∫ M sin t dt from 0 to Δ; the distance
    /// from the axis is p₀ - f sin φ₀ - g cos φ₀, and f is the northing on the origin's meridian. M is taken to its third
    /// derivative, which leaves less than 4 mm at 400 km.
    private struct Series {
        var sine: Float = 0
        private var (f1, f2, f3, f4, f5): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
        private var (p0, p1, p2, p3, p4): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)

        init() {}

        init(_ phi: SineCosine, root w: Double, axisDistance: Double) {
            let e2 = Ellipsoid.eccentricitySquared
            let (s, c) = (phi.sine, phi.cosine)
            let (sine2, cosine2) = (2 * s * c, c * c - s * s)
            let inverse = 1 / w
            let i2 = inverse * inverse
            let m0 = Ellipsoid.equatorialRadius * (1 - e2) * inverse * i2
            let m1 = 1.5 * m0 * e2 * sine2 * i2
            let m2 = 0.5 * (3 * m0 * e2 * cosine2 * i2 + 3.75 * m0 * e2 * e2 * sine2 * sine2 * i2 * i2)
            let m3 = -m0 * e2 * sine2 * i2
            sine = Float(s)
            f1 = Float(m0)
            f2 = Float(m1 / 2)
            f3 = Float((m2 - m0 / 2) / 3)
            f4 = Float((m3 - m1 / 2) / 4)
            f5 = Float((m0 / 24 - m2 / 2) / 5)
            p0 = Float(axisDistance)
            p1 = Float(-s * m0)
            p2 = Float(-(s * m1 + c * m0) / 2)
            p3 = Float(-(s * (m2 - m0 / 2) + c * m1) / 3)
            p4 = Float(-(s * (m3 - m1 / 2) + c * (m2 - m0 / 6)) / 4)
        }

        @inline(__always)
        func at(_ p: Lanes) -> (axis: Lanes, meridian: Lanes) {
            let axis = LocalFrame.polynomial(p, p1, p2, p3, p4) * p + p0
            let meridian = LocalFrame.polynomial(p, f2, f3, f4, f5) * p + f1
            return (axis, meridian * p)
        }
    }
}
