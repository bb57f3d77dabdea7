/// An area made ready for many comparisons; the answers are those of `Area`.
///
/// Preparing costs a few microseconds for an area of some twenty vertices, and some 150 bytes an edge while held; above
/// 32 edges, some 60 bytes an edge more for boxes over them.
public struct PreparedArea: Sendable {
    /// The area as given.
    public let area: Area
    let core: CoreGeometry
    /// The radius or half-width that is added to the core, in millimetres.
    let bufferMillimetres: Int64

    /// Prepares the area.
    public init(_ area: Area) {
        self.area = area
        switch area {
        case .circle(let circle):
            core = CoreGeometry(point: circle.centre)
            bufferMillimetres = circle.radiusMillimetres
        case .polygon(let polygon):
            core = CoreGeometry(rings: [polygon.outer] + polygon.holes)
            bufferMillimetres = 0
        case .route(let route):
            core = CoreGeometry(path: route.path)
            bufferMillimetres = route.halfWidthMillimetres
        }
    }

    /// The separation if it is at most `millimetres`, else `nil`; see `Area.separation(to:)` and `Area.isWithin`.
    public func separation(to other: PreparedArea, within millimetres: Int64) -> Separation? {
        guard millimetres >= 0 else { return nil }
        let buffers = bufferMillimetres + other.bufferMillimetres
        let (sum, tooLarge) = buffers.addingReportingOverflow(millimetres)
        let limit = tooLarge ? Double.infinity : Double(sum) / 1_000 + Limits.undecidedMetres
        guard let approach = core.approach(to: other.core, limit: limit) else { return nil }
        let separation = Separation(approach, buffers: bufferMillimetres, other.bufferMillimetres)
        return separation.distanceMillimetres <= millimetres ? separation : nil
    }

    /// The separation of the two areas; see `Area.separation(to:)`.
    public func separation(to other: PreparedArea) -> Separation {
        guard let approach = core.approach(to: other.core) else {
            preconditionFailure("two areas always have a nearest approach")
        }
        return Separation(approach, buffers: bufferMillimetres, other.bufferMillimetres)
    }

    /// A ball in the Earth-centred frame that holds the whole area, in metres.
    public var ball: BoundingBall {
        BoundingBall(
            x: core.centre.x, y: core.centre.y, z: core.centre.z,
            radius: core.reach + Double(bufferMillimetres) / 1_000)
    }
}

/// A ball in the Earth-centred, Earth-fixed frame, in metres, that holds an area.
///
/// Places on the ground at a distance d are at a straight distance of at most d, so two areas within d of one another
/// have balls whose centres are at most d and both radii apart.
public struct BoundingBall: Hashable, Sendable {
    /// Metres from the Earth's centre towards 0° N 0° E.
    public let x: Double
    /// Metres from the Earth's centre towards 0° N 90° E.
    public let y: Double
    /// Metres from the Earth's centre towards the north pole.
    public let z: Double
    /// Metres.
    public let radius: Double
}
