/// A closed band of altitudes in whole millimetres above one reference surface; a missing bound is unlimited.
public struct AltitudeBand: Hashable, Sendable {
    /// Millimetres above the reference, -11 km to 100,000 km; `nil` is unlimited downwards.
    public let lowerMillimetres: Int64?
    /// Millimetres above the reference, -11 km to 100,000 km; `nil` is unlimited upwards.
    public let upperMillimetres: Int64?
    /// The surface from which both bounds are measured.
    public let reference: AltitudeReference

    /// The bounds that an altitude may have: below the deepest sea bed to far beyond any orbit of use.
    static let range: ClosedRange<Int64> = -11_000_000...100_000_000_000

    /// Every altitude.
    public static let everything = AltitudeBand(unlimitedFrom: .ellipsoid)

    /// Checks the bounds.
    ///
    /// - Throws: `altitudeOutOfRange` outside -11 km to 100,000 km, `altitudeBandInverted` if lower is above upper.
    public init(
        lowerMillimetres: Int64?, upperMillimetres: Int64?, reference: AltitudeReference
    ) throws(GeodesyError) {
        if let lower = lowerMillimetres, !Self.range.contains(lower) {
            throw .altitudeOutOfRange(bound: .lower, millimetres: lower)
        }
        if let upper = upperMillimetres, !Self.range.contains(upper) {
            throw .altitudeOutOfRange(bound: .upper, millimetres: upper)
        }
        if let lower = lowerMillimetres, let upper = upperMillimetres, lower > upper {
            throw .altitudeBandInverted(lowerMillimetres: lower, upperMillimetres: upper)
        }
        self.lowerMillimetres = lowerMillimetres
        self.upperMillimetres = upperMillimetres
        self.reference = reference
    }

    /// Takes bounds that were checked before, as an index holds them.
    package init(checkedLowerMillimetres lower: Int64?, upperMillimetres upper: Int64?, reference: AltitudeReference) {
        lowerMillimetres = lower
        upperMillimetres = upper
        self.reference = reference
    }

    private init(unlimitedFrom reference: AltitudeReference) {
        lowerMillimetres = nil
        upperMillimetres = nil
        self.reference = reference
    }

    /// Says whether the bands could share an altitude; equal bounds do.
    ///
    /// Bands of one reference are compared exactly. Otherwise both are widened to the ellipsoid by the worldwide bounds
    /// of geoid and terrain in `AltitudeReference`, so the answer errs towards overlap and never away from it.
    public func mayOverlap(_ other: AltitudeBand) -> Bool {
        if reference == other.reference {
            return Self.overlap(
                lowerMillimetres ?? .min, upperMillimetres ?? .max,
                other.lowerMillimetres ?? .min, other.upperMillimetres ?? .max)
        }
        let (mine, theirs) = (ellipsoidalMillimetres, other.ellipsoidalMillimetres)
        return Self.overlap(mine.lowest, mine.highest, theirs.lowest, theirs.highest)
    }

    /// The altitudes above the ellipsoid that the band could reach anywhere, in millimetres; unlimited is the end of `Int64`.
    public var ellipsoidalMillimetres: (lowest: Int64, highest: Int64) {
        (
            lowerMillimetres.map { $0 + reference.lowestMillimetres } ?? .min,
            upperMillimetres.map { $0 + reference.highestMillimetres } ?? .max
        )
    }

    private static func overlap(_ lower: Int64, _ upper: Int64, _ otherLower: Int64, _ otherUpper: Int64) -> Bool {
        lower <= otherUpper && otherLower <= upper
    }
}
