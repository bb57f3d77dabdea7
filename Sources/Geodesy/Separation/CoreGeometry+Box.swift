extension CoreGeometry {
    /// A box that holds the core widened by a buffer in metres; it may be a little larger than needed, never smaller.
    func box(buffer: Double) -> BoundingBox {
        var (south, north) = (90.0, -90.0)
        for piece in pieces {
            for point in (piece.lengthSquared > 0 ? [piece.a, piece.b] : [piece.a]) {
                let across = (point.x * point.x + point.y * point.y).squareRoot()
                let latitude = Trigonometry.arcTangentDegrees(
                    y: point.z, x: across * Ellipsoid.axisRatio * Ellipsoid.axisRatio)
                // A geodesic bows from its parallel by c² tan φ / 8R towards the pole; past 89 degrees see below.
                let tangent = min(60, abs(point.z) / max(across, 1))
                let bow = 0.05 + piece.lengthSquared * tangent / (8 * Ellipsoid.smallestCurvatureRadius) * 1.1
                let margin = bow / Ellipsoid.smallestCurvatureRadius * Trigonometry.degreesPerRadian
                south = min(south, latitude - margin)
                north = max(north, latitude + margin)
            }
        }
        let isAroundNorth = contains(Vector3(x: 0, y: 0, z: Ellipsoid.polarRadius))
        let isAroundSouth = contains(Vector3(x: 0, y: 0, z: -Ellipsoid.polarRadius))
        let reachDegrees = buffer / Ellipsoid.smallestCurvatureRadius * Trigonometry.degreesPerRadian
        south -= reachDegrees
        north += reachDegrees
        let nearsNorth = isAroundNorth || north > 89
        let nearsSouth = isAroundSouth || south < -89
        if nearsNorth { north = 90 }
        if nearsSouth { south = -90 }
        let latitudes = (Self.outward(south, up: false), Self.outward(north, up: true))
        guard !nearsNorth, !nearsSouth,
            let sides = longitudes(buffer: buffer, latitude: max(abs(south), abs(north)))
        else {
            return BoundingBox(
                checkedSouth: latitudes.0, west: -1_800_000_000, north: latitudes.1, east: 1_800_000_000)
        }
        return BoundingBox(checkedSouth: latitudes.0, west: sides.west, north: latitudes.1, east: sides.east)
    }

    /// West and east of the first line (a polygon's outer ring, or the path), or `nil` for all longitudes.
    ///
    /// Along a geodesic the longitude only ever grows or only ever shrinks, so the vertices tell the extremes.
    private func longitudes(buffer: Double, latitude: Double) -> (west: Int32, east: Int32)? {
        guard let first = vertices.first else { return nil }
        let circle: Int64 = 3_600_000_000
        var (here, low, high) = (Int64(0), Int64(0), Int64(0))
        var last = Int64(first.position.longitudeE7)
        for vertex in vertices {
            let longitude = Int64(vertex.position.longitudeE7)
            var step = (longitude - last) % circle
            if step > circle / 2 { step -= circle } else if step < -circle / 2 { step += circle }
            here += step
            low = min(low, here)
            high = max(high, here)
            last = longitude
        }
        // A cap of radius θ at latitude φ spans asin(sin θ / cos φ) to either side; the sphere's formula on rounder
        // numbers covers the ellipsoid.
        let cap = Trigonometry.ofRadians(min(1.5, buffer / Ellipsoid.smallestCurvatureRadius * 1.01))
        let sine = buffer > 0 ? cap.sine / Trigonometry.ofDegrees(min(89.9, latitude + 0.2)).cosine : 0
        guard sine < 0.99, buffer < 9_000_000 else { return nil }
        let span = Trigonometry.arcTangentDegrees(y: sine, x: (1 - sine * sine).squareRoot()) * 1.01
        let margin = Rounding.up(span * 1e7) + (buffer > 0 ? 1 : 0)
        let start = Int64(first.position.longitudeE7)
        guard high - low + 2 * margin < circle else { return nil }
        return (Self.folded(start + low - margin), Self.folded(start + high + margin))
    }

    private static func folded(_ longitude: Int64) -> Int32 {
        let circle: Int64 = 3_600_000_000
        let rest = (longitude + circle / 2) % circle
        return Int32((rest < 0 ? rest + circle : rest) - circle / 2)
    }

    private static func outward(_ degrees: Double, up: Bool) -> Int32 {
        let bounded = max(-90, min(90, degrees)) * 1e7
        return Int32(max(-900_000_000, min(900_000_000, up ? Rounding.up(bounded) : Rounding.down(bounded))))
    }
}

extension PreparedArea {
    /// A box of latitudes and longitudes that holds the area; a little larger than needed, never smaller.
    ///
    /// Within one degree of a pole it spans every longitude up to the pole.
    public var boundingBox: BoundingBox {
        core.box(buffer: Double(bufferMillimetres) / 1_000)
    }
}

extension Area {
    /// A box of latitudes and longitudes that holds the area; see `PreparedArea.boundingBox`.
    public var boundingBox: BoundingBox { PreparedArea(self).boundingBox }
}
