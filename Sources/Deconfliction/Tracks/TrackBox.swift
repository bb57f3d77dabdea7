/// A box of four closed intervals: the Earth-centred x, y and z, and altitude, all in metres.
///
/// Single precision, rounded outwards: a box may hold a little more than it must, never less.
struct TrackBox: BitwiseCopyable {
    var low: SIMD4<Float>
    var high: SIMD4<Float>

    static let axes = 4

    /// The box that holds nothing.
    static var empty: TrackBox {
        TrackBox(low: SIMD4(repeating: .infinity), high: SIMD4(repeating: -.infinity))
    }
}
