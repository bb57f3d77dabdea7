/// How far apart two areas are along the ground, and where.
public struct Separation: Hashable, Sendable {
    /// Whole millimetres between the borders, rounded down; 0 if the areas share a place or touch.
    public let distanceMillimetres: Int64
    /// The place of the first area that is nearest to the second, to the nearest 1e-7 degree.
    public let nearestHere: Position
    /// The place of the second area that is nearest to the first; the same place as `nearestHere` at distance 0.
    public let nearestThere: Position

    /// Takes the buffers off the distance of the cores.
    init(_ approach: CoreGeometry.Approach, buffers here: Int64, _ there: Int64) {
        let millimetres = Rounding.down(approach.metres * 1_000 - Double(here + there))
        distanceMillimetres = max(0, millimetres)
        let toward = Self.step(from: approach.here, to: approach.there, of: approach.metres, here)
        nearestHere = toward
        nearestThere =
            millimetres <= 0 ? toward : Self.step(from: approach.there, to: approach.here, of: approach.metres, there)
    }

    /// The place that is a buffer's width from one core towards the other, or the other if that is nearer.
    private static func step(
        from: Position, to: Position, of metres: Double, _ millimetres: Int64
    ) -> Position {
        guard millimetres > 0 else { return from }
        let width = Double(millimetres) / 1_000
        guard width < metres else { return to }
        let azimuth = Geodesic.inverse(from, to).azimuthDegrees
        return Geodesic.direct(from: from, azimuthDegrees: azimuth, metres: width).position
    }
}

extension Area {
    /// The distance between two areas in whole millimetres along the ground, rounded down, and the nearest places.
    ///
    /// It is 0 if they share a place, touch, or one holds the other; an area inside a hole is measured to the hole's
    /// border. The error before rounding is below 0.1 mm anywhere, the poles and the antimeridian included. The distance
    /// is the same from either side and for any start and sense of a ring. Cost: some tens of microseconds for shapes of
    /// some tens of vertices, and little more than in proportion for larger ones unless very many distances all but tie.
    public func separation(to other: Area) -> Separation {
        PreparedArea(self).separation(to: PreparedArea(other))
    }

    /// Says whether the areas are at most this far apart; undecided within 1 mm counts as within.
    ///
    /// The same as `separation(to:).distanceMillimetres <= millimetres`, and quicker where the answer is plain. A
    /// negative distance is never met.
    public func isWithin(millimetres: Int64, of other: Area) -> Bool {
        PreparedArea(self).separation(to: PreparedArea(other), within: millimetres) != nil
    }
}
