/// Rounding to whole numbers by exact additions, for numbers of up to ±2^50.
///
/// A C library's `rint` would give the same and be called as a function on processors without SSE 4.1.
enum Rounding {
    /// The nearest whole number, the even one in the middle.
    static func nearest(_ value: Double) -> Double {
        // Adding 1.5 · 2^52 leaves no room for a fraction; the addition itself rounds to nearest even.
        (value + 6_755_399_441_055_744) - 6_755_399_441_055_744
    }

    /// The largest whole number that is not above the value.
    static func down(_ value: Double) -> Int64 {
        let truncated = Int64(value)
        return Double(truncated) > value ? truncated - 1 : truncated
    }

    /// The smallest whole number that is not below the value.
    static func up(_ value: Double) -> Int64 { -down(-value) }
}
