/// Whether a position and a grid reference, computed independently, speak of one place.
public enum GridAgreement: Hashable, Sendable {
    /// The position lies in the reference's square, grown on every side.
    case agrees
    /// It does not: how far the position lies outside the square itself, in whole metres, rounded up.
    case disagrees(metres: Int)
}

extension GridReference {
    /// Compares a position with this reference, in the reference's own zone.
    ///
    /// Grown by its own side, the square also takes references that were rounded where they should have been cut off. A
    /// coarse reference agrees with a lot: a caller who relies on agreement also says which precision is fine enough.
    ///
    /// - Parameters:
    ///   - position: The position, from whatever source.
    ///   - metres: How far outside the square it may lie, such as the precision stated for it; the square's side if nil.
    /// - Returns: Agreement, or how far away the position is.
    public func agreement(with position: Position, grownByMetres metres: Int? = nil) -> GridAgreement {
        let side = Double(precision.sideMetres)
        let growth = Double(max(0, metres ?? precision.sideMetres))
        // Far away the planes bend too much, and a neighbouring zone's plane ends: there the distance says it all.
        let distance = Geodesic.inverse(middle, position).distanceMetres
        let isFar = distance > Self.planeMetres
        guard !isFar, let plane = GridPosition.plane(of: position, zone: zone, isNorth: isNorth) else {
            return distance <= growth ? .agrees : .disagrees(metres: Int(Rounding.up(distance - side / 2)))
        }
        let across = Self.outside(plane.easting - Double(eastingMetres), side)
        let up = Self.outside(plane.northing - Double(northingMetres), side)
        // What projecting twice can add is far below a hundredth of a millimetre.
        if max(across, up) <= growth + 1e-5 { return .agrees }
        return .disagrees(metres: Int(Rounding.up((across * across + up * up).squareRoot())))
    }

    /// Within this distance of a square's middle its own plane is used.
    private static let planeMetres = 300_000.0

    /// How far a coordinate lies outside of 0 to `side`.
    private static func outside(_ value: Double, _ side: Double) -> Double { max(0, max(-value, value - side)) }
}
