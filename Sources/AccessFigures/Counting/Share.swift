/// A part of a whole; what the whole is, is said where the share stands.
public struct Share: Hashable, Sendable {
    /// The part.
    public let part: Int128
    /// The whole, above 0.
    public let whole: Int128

    /// A share; nil of nothing, since nothing is divided by 0.
    public init?(_ part: some BinaryInteger, of whole: some BinaryInteger) {
        guard whole > 0 else { return nil }
        self.part = Int128(part)
        self.whole = Int128(whole)
    }

    /// Thousandths of the whole, rounded half up.
    public var thousandths: Int128 { (part * 2_000 + whole) / (2 * whole) }

    /// The share as it is written, with one decimal: `58.1`.
    var percentText: String {
        let value = thousandths
        return "\(value / 10).\(value % 10)"
    }
}

/// A sum over records of which some may not state the number.
public struct StatedSum: Hashable, Sendable {
    /// The sum of what is stated.
    public internal(set) var sum: Int128 = 0
    /// How many state it.
    public internal(set) var stated = 0
    /// How many there are.
    public internal(set) var count = 0

    /// The sum; nil where nobody states a number, which is not 0.
    public var value: Int128? { stated == 0 ? nil : sum }

    /// Whether everybody states it.
    public var isComplete: Bool { stated == count }

    mutating func add(_ value: (some BinaryInteger)?) {
        count += 1
        guard let value else { return }
        stated += 1
        sum += Int128(value)
    }
}
