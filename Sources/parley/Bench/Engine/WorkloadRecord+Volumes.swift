import Deconfliction
import Geodesy

extension WorkloadRecord {
    /// The record as the engine takes it; lengths to the nearest millimetre, altitudes above the ellipsoid.
    func conflictRecord(in slot: RecordSlot) throws -> ConflictRecord {
        try ConflictRecord(slot: slot, volumes: [volume()], standOffMillimetres: Self.millimetres(standOff))
    }

    /// The question as the engine takes it.
    func activity() throws -> Activity {
        try Activity(volumes: [volume()], standOffMillimetres: Self.millimetres(standOff))
    }

    func volume() throws(GeodesyError) -> Volume4D {
        try Volume4D(
            area: area(),
            band: AltitudeBand(
                lowerMillimetres: Self.millimetres(lowerAltitude), upperMillimetres: Self.millimetres(upperAltitude),
                reference: .ellipsoid),
            window: TimeWindow(start: Self.instant(start), end: Self.instant(end)))
    }

    private func area() throws(GeodesyError) -> Area {
        var positions: [Position] = []
        positions.reserveCapacity(vertices.count)
        for vertex in vertices {
            positions.append(
                try Position(latitudeE7: Int64(vertex.latitudeE7), longitudeE7: Int64(vertex.longitudeE7)))
        }
        switch kind {
        case .polygon: return .polygon(try Polygon(outer: positions))
        case .circle: return .circle(try Circle(centre: positions[0], radiusMillimetres: Self.millimetres(radius)))
        case .route: return .route(try Route(path: positions, halfWidthMillimetres: Self.millimetres(radius)))
        }
    }

    private static func millimetres(_ metres: Float) -> Int64 { Int64((Double(metres) * 1_000).rounded()) }

    private static func instant(_ seconds: Int64) throws(GeodesyError) -> Instant {
        try Instant(microsecondsSince1970: seconds * 1_000_000)
    }
}
