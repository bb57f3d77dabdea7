/// A square of the Military Grid Reference System (MGRS) on WGS 84, such as 37S BA 98765 43210.
///
/// A reference names a square, not a point: its digits are cut off, never rounded, so that the position lies in the square
/// whose south-west corner the digits give. Source: NGA.STND.0037_2.0.0_GRIDS; as GeographicLib does it (tested).
public struct GridReference: Hashable, Sendable {
    /// How large the square is, by the digits written for easting and northing.
    public enum Precision: Int, CaseIterable, Comparable, Sendable {
        /// No digits: the square of 100 km.
        case kilometres100
        /// One digit each.
        case kilometres10
        /// Two digits each.
        case kilometres1
        /// Three digits each.
        case metres100
        /// Four digits each.
        case metres10
        /// Five digits each.
        case metres1

        /// The square's side in metres.
        public var sideMetres: Int {
            switch self {
            case .kilometres100: 100_000
            case .kilometres10: 10_000
            case .kilometres1: 1_000
            case .metres100: 100
            case .metres10: 10
            case .metres1: 1
            }
        }

        /// Orders by the number of digits: the coarsest comes first.
        public static func < (left: Precision, right: Precision) -> Bool { left.rawValue < right.rawValue }
    }

    /// The zone.
    public let zone: GridZone
    /// The band's letter, or for UPS the letter of the half of the polar cap.
    let band: UInt8
    /// North of the equator.
    public let isNorth: Bool
    /// The south-west corner, whole metres east of the zone's false origin.
    public let eastingMetres: Int
    /// The south-west corner, whole metres north of the zone's false origin.
    public let northingMetres: Int
    /// The size of the square.
    public let precision: Precision

    /// The square of a size in which a position lies, in its standard zone.
    public init(_ position: Position, precision: Precision = .metres1) {
        let grid = GridPosition(position)
        let side = precision.sideMetres
        let easting = Int(Rounding.down(grid.eastingMetres))
        let northing = Int(Rounding.down(grid.northingMetres))
        let band: UInt8 =
            switch grid.zone {
            case .utm: LatitudeBand.letters[LatitudeBand.index(latitudeE7: position.latitudeE7)]
            case .ups: GridSquares.polarBand(isNorth: grid.isNorth, isEast: easting >= GridSquares.polarMiddle)
            }
        self.init(
            zone: grid.zone, band: band, isNorth: grid.isNorth, eastingMetres: easting - easting % side,
            northingMetres: northing - northing % side, precision: precision)
    }

    init(
        zone: GridZone, band: UInt8, isNorth: Bool, eastingMetres: Int, northingMetres: Int, precision: Precision
    ) {
        self.zone = zone
        self.band = band
        self.isNorth = isNorth
        self.eastingMetres = eastingMetres
        self.northingMetres = northingMetres
        self.precision = precision
    }

    /// The middle of the square, the nearest whole position.
    public var middle: Position {
        let half = Double(precision.sideMetres) / 2
        let grid = GridPosition(
            zone: zone, isNorth: isNorth, eastingMetres: Double(eastingMetres) + half,
            northingMetres: Double(northingMetres) + half)
        guard let position = grid.position else { preconditionFailure("every square lies within the projection") }
        return position
    }
}

extension GridReference: CustomStringConvertible {
    /// The reference without spaces, such as 37SBA9876543210; a zone's number has two digits.
    public var description: String { parts.joined() }

    /// The reference with spaces between zone, square, easting and northing, for reading out.
    public var spaced: String { parts.filter { !$0.isEmpty }.joined(separator: " ") }

    private var parts: [String] {
        let digits = precision.rawValue
        return [
            zoneText, GridSquares.letters(of: self), Self.digits(eastingMetres, digits),
            Self.digits(northingMetres, digits),
        ]
    }

    /// The zone's number, for UPS none, and the band.
    var zoneText: String {
        let letter = String(UnicodeScalar(band))
        return switch zone {
        case .utm(let number): (number < 10 ? "0" : "") + "\(number)" + letter
        case .ups: letter
        }
    }

    /// The leading digits of the five that stand for metres within the 100 km square.
    private static func digits(_ metres: Int, _ count: Int) -> String {
        guard count > 0 else { return "" }
        let text = String(metres % 100_000)
        return String((String(repeating: "0", count: 5 - text.utf8.count) + text).prefix(count))
    }
}
