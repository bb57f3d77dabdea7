/// A position in the plane of a UTM zone or of UPS, in metres with the false origins of those grids.
///
/// Source: NGA.STND.0037_2.0.0_GRIDS. A UTM easting is 500,000 m on the central meridian, a northing south of the equator
/// counts from 10,000,000 m; both are 2,000,000 m at the pole of UPS.
public struct GridPosition: Hashable, Sendable {
    /// The zone.
    public let zone: GridZone
    /// North of the equator; a position on the equator is north of it.
    public let isNorth: Bool
    /// Metres east of the zone's false origin.
    public let eastingMetres: Double
    /// Metres north of the zone's false origin.
    public let northingMetres: Double

    /// Projects a position into its standard zone, to about 10 nm.
    public init(_ position: Position) {
        let zone = GridZone.standard(of: position)
        let isNorth = position.latitudeE7 >= 0
        guard let plane = Self.plane(of: position, zone: zone, isNorth: isNorth) else {
            preconditionFailure("a standard zone reaches each of its positions")
        }
        self.init(zone: zone, isNorth: isNorth, eastingMetres: plane.easting, northingMetres: plane.northing)
    }

    init(zone: GridZone, isNorth: Bool, eastingMetres: Double, northingMetres: Double) {
        self.zone = zone
        self.isNorth = isNorth
        self.eastingMetres = eastingMetres
        self.northingMetres = northingMetres
    }

    static let utmEasting = 500_000.0
    static let utmSouthNorthing = 10_000_000.0
    static let upsOrigin = 2_000_000.0

    /// A position in the plane of any zone and hemisphere; nil beyond the reach of the projection.
    static func plane(of position: Position, zone: GridZone, isNorth: Bool) -> (easting: Double, northing: Double)? {
        switch zone {
        case .utm:
            // The difference is whole and taken round the Earth, so that 180° E and W are neighbours.
            var offset = Int64(position.longitudeE7) - Int64(zone.centralDegrees) * 10_000_000
            if offset > 1_800_000_000 { offset -= 3_600_000_000 }
            if offset < -1_800_000_000 { offset += 3_600_000_000 }
            guard
                let plane = TransverseMercator.plane(
                    latitudeDegrees: position.latitudeDegrees, longitudeDegrees: Double(offset) / 1e7)
            else { return nil }
            return (utmEasting + plane.easting, isNorth ? plane.northing : utmSouthNorthing + plane.northing)
        case .ups:
            let plane = PolarStereographic.plane(
                latitudeDegrees: position.latitudeDegrees, longitudeDegrees: position.longitudeDegrees,
                isNorth: isNorth)
            return (upsOrigin + plane.easting, upsOrigin + plane.northing)
        }
    }

    /// The nearest whole position; nil beyond the reach of the projection.
    var position: Position? {
        switch zone {
        case .utm:
            let northing = isNorth ? northingMetres : northingMetres - Self.utmSouthNorthing
            guard
                let place = TransverseMercator.place(
                    .init(easting: eastingMetres - Self.utmEasting, northing: northing))
            else { return nil }
            return Self.whole(place.latitudeDegrees, place.longitudeDegrees, from: zone.centralDegrees)
        case .ups:
            let place = PolarStereographic.place(
                .init(easting: eastingMetres - Self.upsOrigin, northing: northingMetres - Self.upsOrigin),
                isNorth: isNorth)
            return Self.whole(place.latitudeDegrees, place.longitudeDegrees, from: 0)
        }
    }

    private static func whole(_ latitude: Double, _ longitude: Double, from central: Int) -> Position {
        var longitudeE7 = Int64(Rounding.nearest(longitude * 1e7)) + Int64(central) * 10_000_000
        if longitudeE7 >= 1_800_000_000 { longitudeE7 -= 3_600_000_000 }
        if longitudeE7 < -1_800_000_000 { longitudeE7 += 3_600_000_000 }
        let latitudeE7 = min(max(-900_000_000, Rounding.nearest(latitude * 1e7)), 900_000_000)
        return Position(checkedLatitudeE7: Int32(latitudeE7), longitudeE7: longitudeE7)
    }
}
