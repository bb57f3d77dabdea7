import Testing

@testable import Geodesy

@Suite("Position, BoundingBox and AltitudeBand")
struct PlaceTests {
    @Test("positions are normalised and checked")
    func positions() throws {
        let east = try Position(latitudeE7: 1, longitudeE7: 1_800_000_000)
        #expect(east.longitudeE7 == -1_800_000_000)
        #expect(try east == Position(latitudeE7: 1, longitudeE7: -1_800_000_000))
        let pole = try Position(latitudeE7: 900_000_000, longitudeE7: 123)
        #expect(pole.longitudeE7 == 0)
        for bad in [900_000_001, -900_000_001, Int64.max, .min] {
            #expect(throws: GeodesyError.latitudeOutOfRange(latitudeE7: bad)) {
                try Position(latitudeE7: bad, longitudeE7: 0)
            }
        }
        for bad in [1_800_000_001, -1_800_000_001, Int64.max, .min] {
            let error = GeodesyError.longitudeOutOfRange(longitudeE7: bad)
            #expect(throws: error) { try Position(latitudeE7: 0, longitudeE7: bad) }
            #expect(error.description.contains("longitude"))
        }
        #expect(
            GeodesyError.latitudeOutOfRange(latitudeE7: -910_500_000).description
                == "latitude -91.05 is outside -90 to 90 degrees")
    }

    @Test("boxes meet as their longitudes do when counted degree by degree")
    func boxes() throws {
        let degrees = [-180, -120, -60, 0, 60, 120, 180]
        func holds(_ west: Int, _ east: Int, _ degree: Int) -> Bool {
            let spans = west <= east ? [west...east] : [west...180, -180...east]
            return spans.contains { $0.contains(degree) || $0.contains(degree - 360) || $0.contains(degree + 360) }
        }
        for west in degrees {
            for east in degrees {
                for otherWest in degrees {
                    for otherEast in degrees {
                        let a = try box(0, west, 1, east)
                        let b = try box(1, otherWest, 2, otherEast)
                        let shared = stride(from: -180, through: 180, by: 10).contains {
                            holds(west, east, $0) && holds(otherWest, otherEast, $0)
                        }
                        #expect(a.intersects(b) == shared, "\(west) \(east) \(otherWest) \(otherEast)")
                    }
                }
            }
        }
        #expect(try !box(0, 0, 1, 1).intersects(box(2, 0, 3, 1)))
        #expect(try box(80, 0, 90, 1).intersects(box(85, 100, 90, 101)))
        #expect(BoundingBox.everywhere.contains(try Position(latitudeE7: -5, longitudeE7: -1_800_000_000)))
        #expect(throws: GeodesyError.boxInverted(southE7: 10_000_000, northE7: 0)) { try box(1, 0, 0, 1) }
    }

    private func box(_ south: Int, _ west: Int, _ north: Int, _ east: Int) throws -> BoundingBox {
        try BoundingBox(
            southE7: Int64(south) * 10_000_000, westE7: Int64(west) * 10_000_000, northE7: Int64(north) * 10_000_000,
            eastE7: Int64(east) * 10_000_000)
    }

    private func band(_ lower: Int64?, _ upper: Int64?, _ reference: AltitudeReference) throws -> AltitudeBand {
        try AltitudeBand(lowerMillimetres: lower, upperMillimetres: upper, reference: reference)
    }

    @Test("bands of one reference are compared exactly and closed")
    func sameReference() throws {
        for reference in AltitudeReference.allCases {
            #expect(try band(0, 100, reference).mayOverlap(band(100, 200, reference)))
            #expect(try !band(0, 100, reference).mayOverlap(band(101, 200, reference)))
            #expect(try band(nil, 100, reference).mayOverlap(band(nil, -5_000_000, reference)))
            #expect(try !band(101, nil, reference).mayOverlap(band(nil, 100, reference)))
        }
    }

    @Test("bands of different references overlap wherever geoid and terrain could make them")
    func differentReferences() throws {
        // Mean sea level to the ellipsoid: -110 m to +90 m.
        #expect(try band(0, 1_000, .meanSeaLevel).mayOverlap(band(91_000, nil, .ellipsoid)))
        #expect(try !band(0, 1_000, .meanSeaLevel).mayOverlap(band(91_001, nil, .ellipsoid)))
        #expect(try band(0, 1_000, .meanSeaLevel).mayOverlap(band(nil, -110_000, .ellipsoid)))
        #expect(try !band(0, 1_000, .meanSeaLevel).mayOverlap(band(nil, -110_001, .ellipsoid)))
        // 120 m above the ground on the highest mountain is below 9,070 m above the ellipsoid.
        #expect(try band(0, 120_000, .ground).mayOverlap(band(9_070_000, nil, .ellipsoid)))
        #expect(try !band(0, 120_000, .ground).mayOverlap(band(9_070_001, nil, .ellipsoid)))
        #expect(AltitudeBand.everything.mayOverlap(try band(5, 6, .ground)))
        var random = SplitMix64(seed: 31)
        for _ in 0..<2_000 {
            let geoid = Int64.random(in: -107_000...86_000, using: &random)
            let ground = Int64.random(in: -440_000...8_849_000, using: &random)
            let shifts: [AltitudeReference: Int64] = [
                .ellipsoid: 0, .meanSeaLevel: geoid, .ground: geoid + ground,
            ]
            let at = Int64.random(in: -200_000...9_200_000, using: &random)
            let bands = try AltitudeReference.allCases.map { reference in
                let shift = shifts[reference] ?? 0
                return try band(at - shift, at - shift, reference)
            }
            for a in bands {
                for b in bands { #expect(a.mayOverlap(b) && b.mayOverlap(a)) }
            }
        }
    }

    @Test("altitudes out of range and inverted bands are refused")
    func refusals() {
        #expect(throws: GeodesyError.altitudeOutOfRange(bound: .lower, millimetres: -11_000_001)) {
            try band(-11_000_001, nil, .ellipsoid)
        }
        #expect(throws: GeodesyError.altitudeOutOfRange(bound: .upper, millimetres: .max)) {
            try band(nil, .max, .ellipsoid)
        }
        #expect(throws: GeodesyError.altitudeBandInverted(lowerMillimetres: 2, upperMillimetres: 1)) {
            try band(2, 1, .ellipsoid)
        }
    }

    @Test("circles and routes outside their limits are refused")
    func areas() throws {
        let place = try Position(latitudeE7: 0, longitudeE7: 0)
        #expect(throws: GeodesyError.radiusOutOfRange(millimetres: -1)) {
            try Circle(centre: place, radiusMillimetres: -1)
        }
        #expect(throws: GeodesyError.halfWidthOutOfRange(millimetres: 5_000_000_001)) {
            try Route(path: [place], halfWidthMillimetres: 5_000_000_001)
        }
        #expect(throws: GeodesyError.emptyRoute) { try Route(path: [], halfWidthMillimetres: 0) }
        let opposite = try Position(latitudeE7: 0, longitudeE7: -1_800_000_000)
        #expect(throws: GeodesyError.edgeTooLong(.path, vertex: 0)) {
            try Route(path: [place, opposite], halfWidthMillimetres: 0)
        }
    }
}
