/// A box of five closed intervals: the Earth-centred x, y and z in metres, altitude in metres, time in seconds.
///
/// Single precision, rounded outwards: a box may hold a little more than it must, never less. Time counts from the epoch
/// of whoever holds the box.
struct TreeBox {
    var low: SIMD8<Float>
    var high: SIMD8<Float>

    static let axes = 5
    static let altitudeAxis = 3
    static let timeAxis = 4

    /// The box that holds nothing.
    static var empty: TreeBox {
        TreeBox(low: SIMD8(repeating: .infinity), high: SIMD8(repeating: -.infinity))
    }

    mutating func form(unionWith other: TreeBox) {
        low = low.lower(other.low)
        high = high.upper(other.high)
    }
}

/// The nearest single-precision number that is not above the value.
@inline(__always)
func roundedDown(_ value: Double) -> Float {
    let near = Float(value)
    return Double(near) > value ? near.nextDown : near
}

/// The nearest single-precision number that is not below the value.
@inline(__always)
func roundedUp(_ value: Double) -> Float {
    let near = Float(value)
    return Double(near) < value ? near.nextUp : near
}
