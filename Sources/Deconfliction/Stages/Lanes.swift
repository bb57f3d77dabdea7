import CProcessor

/// How many edges the plane works on at once: one AVX register, two of SSE or NEON.
///
/// Sixteen were slower everywhere, with AVX-512 as well: most shapes have fewer edges than that near a question.
typealias Lanes = SIMD8<Float>
typealias LaneMask = SIMD8<Int32>
typealias LanePairs = SIMD16<Int32>

let laneCount = Lanes.scalarCount

/// A multiple of the lanes that is not below the count.
@inline(__always)
func roundedToLanes(_ count: Int) -> Int { (count + laneCount - 1) / laneCount * laneCount }

extension Lanes {
    @inline(__always)
    static func load(_ pointer: UnsafePointer<Float>) -> Lanes {
        UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
    }

    @inline(__always)
    func store(to pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Lanes.self)
    }
}

// The standard library's operations on vectors go lane by lane where they mind NaN or choose by a mask. No NaN comes
// here, and the processor has one instruction for each of these.

extension SIMD8<Float> {
    @inline(__always) func isBelow(_ other: Self) -> SIMD8<Int32> { lanes8_below(self, other) }
    @inline(__always) func isNotAbove(_ other: Self) -> SIMD8<Int32> { lanes8_not_above(self, other) }
    @inline(__always) func lower(_ other: Self) -> Self { lanes8_lower(self, other) }
    @inline(__always) func upper(_ other: Self) -> Self { lanes8_upper(self, other) }
    /// These lanes where the mask is set, else the other's.
    @inline(__always) func chosen(by mask: SIMD8<Int32>, else other: Self) -> Self { lanes8_choose(mask, self, other) }

    /// The smallest lane.
    var least: Float {
        @inline(__always) get {
            let (low, high) = (lowHalf, highHalf)
            let four = SIMD4<Float>(
                Swift.min(low.x, high.x), Swift.min(low.y, high.y), Swift.min(low.z, high.z), Swift.min(low.w, high.w))
            return Swift.min(Swift.min(four.x, four.y), Swift.min(four.z, four.w))
        }
    }

    /// The largest lane.
    var most: Float {
        @inline(__always) get { -(SIMD8(repeating: 0) - self).least }
    }
}

extension SIMD16<Float> {
    @inline(__always) func isBelow(_ other: Self) -> SIMD16<Int32> { lanes16_below(self, other) }
    @inline(__always) func isNotAbove(_ other: Self) -> SIMD16<Int32> { lanes16_not_above(self, other) }
    @inline(__always) func lower(_ other: Self) -> Self { lanes16_lower(self, other) }
    @inline(__always) func upper(_ other: Self) -> Self { lanes16_upper(self, other) }
    /// These lanes where the mask is set, else the other's.
    @inline(__always) func chosen(by mask: SIMD16<Int32>, else other: Self) -> Self {
        lanes16_choose(mask, self, other)
    }

    /// The smallest lane.
    var least: Float {
        @inline(__always) get { lowHalf.lower(highHalf).least }
    }

    /// The largest lane.
    var most: Float {
        @inline(__always) get { lowHalf.upper(highHalf).most }
    }
}

/// One bit per lane, the first lane in the lowest bit.
@inline(__always)
func bits(_ mask: SIMD16<Int32>) -> UInt32 { lanes16_bits(mask) }

/// One bit per lane, the first lane in the lowest bit.
@inline(__always)
func bits(_ mask: SIMD8<Int32>) -> UInt32 { lanes8_bits(mask) }
