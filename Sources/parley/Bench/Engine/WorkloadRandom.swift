import Foundation

/// The workload's random numbers: SplitMix64, and the distributions drawn from it.
///
/// The order in which numbers are drawn is part of the workload; so is every operation on them, to the last bit.
struct WorkloadRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next 64 bits (Steele, Lea and Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but without, 1; 53 bits.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Evenly between two bounds.
    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

    /// Evenly in the logarithm between two positive bounds.
    mutating func logUniform(_ low: Double, _ high: Double) -> Double { exp(uniform(log(low), log(high))) }

    /// Normal with mean 0 and deviation 1 (Box and Muller 1958).
    mutating func normal() -> Double {
        let radial = max(unit(), 1e-300)
        let turn = unit()
        return (-2 * log(radial)).squareRoot() * cos(6.283185307179586 * turn)
    }

    /// A whole number from 0 up to, but without, `count`.
    mutating func index(below count: Int) -> Int { Int(unit() * Double(count)) }

    /// A place in a list of running sums, each as likely as its own share.
    mutating func place(in runningSums: [Double]) -> Int {
        let wanted = unit() * (runningSums.last ?? 0)
        var (low, high) = (0, runningSums.count)
        while low < high {
            let middle = (low + high) / 2
            if runningSums[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
