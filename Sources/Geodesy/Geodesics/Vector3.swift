/// A vector in the Earth-centred frame: x to (0° N, 0° E), z to the north pole.
package struct Vector3: Hashable, Sendable {
    package var x, y, z: Double

    package static func + (left: Vector3, right: Vector3) -> Vector3 {
        Vector3(x: left.x + right.x, y: left.y + right.y, z: left.z + right.z)
    }

    package static func - (left: Vector3, right: Vector3) -> Vector3 {
        Vector3(x: left.x - right.x, y: left.y - right.y, z: left.z - right.z)
    }

    package static func * (vector: Vector3, factor: Double) -> Vector3 {
        Vector3(x: vector.x * factor, y: vector.y * factor, z: vector.z * factor)
    }

    package func dot(_ other: Vector3) -> Double { x * other.x + y * other.y + z * other.z }

    package func cross(_ other: Vector3) -> Vector3 {
        Vector3(x: y * other.z - z * other.y, y: z * other.x - x * other.z, z: x * other.y - y * other.x)
    }

    /// The smaller of each coordinate.
    package func lower(_ other: Vector3) -> Vector3 {
        Vector3(x: min(x, other.x), y: min(y, other.y), z: min(z, other.z))
    }

    /// The larger of each coordinate.
    package func upper(_ other: Vector3) -> Vector3 {
        Vector3(x: max(x, other.x), y: max(y, other.y), z: max(z, other.z))
    }

    package var lengthSquared: Double { dot(self) }
    package var length: Double { lengthSquared.squareRoot() }

    /// The point on the ellipsoid, in metres.
    package init(_ position: Position) {
        self.init(latitudeE7: position.latitudeE7, longitudeE7: position.longitudeE7)
    }

    /// The point on the ellipsoid, in metres, of a latitude and a longitude in whole 1e-7 degrees.
    package init(latitudeE7: Int32, longitudeE7: Int32) {
        let latitude = Trigonometry.ofDegrees(Double(latitudeE7) / 1e7)
        let longitude = Trigonometry.ofDegrees(Double(longitudeE7) / 1e7)
        let normal =
            Ellipsoid.equatorialRadius
            / (1 - Ellipsoid.eccentricitySquared * latitude.sine * latitude.sine).squareRoot()
        x = normal * latitude.cosine * longitude.cosine
        y = normal * latitude.cosine * longitude.sine
        z = normal * (1 - Ellipsoid.eccentricitySquared) * latitude.sine
    }

    package init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The direction of the ellipsoid's outward normal at a point on it or near it; not of unit length.
    package var outward: Vector3 {
        Vector3(x: x, y: y, z: z / (Ellipsoid.axisRatio * Ellipsoid.axisRatio))
    }
}
