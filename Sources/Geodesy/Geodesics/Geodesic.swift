/// Shortest paths on the WGS 84 ellipsoid, by the method of Karney 2013, to about 15 nm anywhere.
///
/// Every result is the same on every processor, see `Trigonometry`.
public enum Geodesic {
    /// The shortest path between two positions.
    public struct Inverse: Hashable, Sendable {
        /// Metres along the ellipsoid, 0 to about 20,003,932.
        public let distanceMetres: Double
        /// Degrees clockwise from north at the first position, towards the second, -180...180.
        public let azimuthDegrees: Double
        /// Degrees clockwise from north at the second position, onwards from the first, -180...180.
        public let azimuthAtEndDegrees: Double
    }

    /// Where a path from a position arrives.
    public struct Direct: Hashable, Sendable {
        /// The nearest whole position.
        public let position: Position
        /// Degrees clockwise from north on arrival, onwards, -180...180.
        public let azimuthAtEndDegrees: Double
    }

    /// Finds the distance and the azimuths between two positions; equal positions have azimuth 0 or 180.
    public static func inverse(_ from: Position, _ to: Position) -> Inverse {
        let solution = solve(
            latitude: from.latitudeDegrees, longitude: from.longitudeDegrees, toLatitude: to.latitudeDegrees,
            toLongitude: to.longitudeDegrees)
        return Inverse(
            distanceMetres: solution.metres, azimuthDegrees: solution.start.degrees,
            azimuthAtEndDegrees: solution.end.degrees)
    }

    /// Goes a distance from a position on an azimuth.
    ///
    /// - Parameters:
    ///   - from: Where the path starts.
    ///   - azimuthDegrees: Degrees clockwise from north, of any finite size up to ±10^6.
    ///   - metres: How far, at most half round the Earth; negative goes backwards.
    /// - Returns: The nearest whole position and the azimuth on arrival.
    public static func direct(from: Position, azimuthDegrees: Double, metres: Double) -> Direct {
        let unit = Trigonometry.ofDegrees(azimuthDegrees)
        let azimuth = Direction(unscaledSine: unit.sine, cosine: unit.cosine)
        let place = GeodesicLine(
            latitude: from.latitudeDegrees, longitude: from.longitudeDegrees, azimuth: azimuth
        ).place(atMetres: metres)
        return Direct(
            position: Position(
                nearestToLatitudeDegrees: place.latitudeDegrees, longitudeDegrees: place.longitudeDegrees),
            azimuthAtEndDegrees: place.azimuth.degrees)
    }

    /// The answer to the inverse problem, with the azimuths as directions.
    struct Solution {
        var metres: Double
        var start: Direction
        var end: Direction
    }

    /// Solves the inverse problem for latitudes and longitudes in degrees, longitudes within ±180.
    static func solve(
        latitude: Double, longitude: Double, toLatitude: Double, toLongitude: Double
    ) -> Solution {
        // The difference of longitudes with its rounding error (Knuth's two-sum), folded into -180...180.
        var difference = toLongitude - longitude
        let back = difference - toLongitude
        var tail = (toLongitude - (difference - back)) + (-longitude - back)
        if difference > 180 {
            (difference, tail) = sum(difference - 360, tail)
        } else if difference < -180 {
            (difference, tail) = sum(difference + 360, tail)
        }
        let isWestward = difference < 0
        if isWestward { (difference, tail) = (-difference, -tail) }

        // By symmetry, solve for a first latitude that is south and at least as far from the equator.
        let isSwapped = abs(latitude) < abs(toLatitude)
        var (first, second) = isSwapped ? (toLatitude, latitude) : (latitude, toLatitude)
        let isMirrored = first >= 0
        if isMirrored { (first, second) = (-first, -second) }

        let solver = InverseSolver(latitude: first, toLatitude: second, longitude: difference, tail: tail)
        var solution = solver.solve()
        if isSwapped { swap(&solution.start, &solution.end) }
        // A path walked backwards turns by 180 degrees, which a change of places and of the sign of longitude undoes
        // for the sines, and for the cosines a change of places undoes the mirror at the equator.
        if isWestward {
            solution.start.sine.negate()
            solution.end.sine.negate()
        }
        if isSwapped != isMirrored {
            solution.start.cosine.negate()
            solution.end.cosine.negate()
        }
        return solution
    }

    private static func sum(_ high: Double, _ low: Double) -> (Double, Double) {
        let total = high + low
        return (total, (high - total) + low)
    }
}
