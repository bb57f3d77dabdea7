/// A box along the axes of the Earth-centred frame, in metres.
struct SpaceBox {
    var low: Vector3
    var high: Vector3

    init(_ a: Vector3, _ b: Vector3) {
        low = a.lower(b)
        high = a.upper(b)
    }

    /// Widens the box to hold the other.
    mutating func join(_ other: SpaceBox) {
        low = low.lower(other.low)
        high = high.upper(other.high)
    }

    var centre: Vector3 { (low + high) * 0.5 }

    /// From the centre to the sides.
    var half: Vector3 { (high - low) * 0.5 }

    /// The square of the straight distance to the nearest point of another box; 0 if they meet.
    func distanceSquared(to other: SpaceBox) -> Double {
        let x = max(low.x - other.high.x, other.low.x - high.x, 0)
        let y = max(low.y - other.high.y, other.low.y - high.y, 0)
        let z = max(low.z - other.high.z, other.low.z - high.z, 0)
        return x * x + y * y + z * z
    }

    /// The square of the straight distance to a point; 0 inside.
    func distanceSquared(to point: Vector3) -> Double {
        let x = max(low.x - point.x, point.x - high.x, 0)
        let y = max(low.y - point.y, point.y - high.y, 0)
        let z = max(low.z - point.z, point.z - high.z, 0)
        return x * x + y * y + z * z
    }
}
