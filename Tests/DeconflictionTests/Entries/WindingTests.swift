import Deconfliction
import Geodesy
import Testing

@Suite("Areas that wind around the Earth")
struct WindingTests {
    /// Paths of up to 100,000 km are allowed: at the equator two and a half turns, near 65 degrees six.
    @Test(
        "a path of several turns is found like any other",
        arguments: [(0, 179, 9), (0, -179, -9), (0, 0, 9), (65, 179, 5), (-65, -180, -5)])
    func turns(latitude: Int64, start: Int64, step: Int64) throws {
        // Equal steps, so that every edge is short enough for its shortest path to be plain.
        let turns: Int64 = latitude == 0 ? 890 : 2_000
        let path = try (0...turns / abs(step)).map { index in
            var longitude = (start + index * step) % 360
            if longitude > 180 { longitude -= 360 } else if longitude < -180 { longitude += 360 }
            return try Position(latitudeE7: latitude * 10_000_000, longitudeE7: longitude * 10_000_000)
        }
        let route = Area.route(try Route(path: path, halfWidthMillimetres: 1_000))
        let window = TimeWindow(checkedStart: .earliest, end: nil)
        func volume(_ area: Area) -> Volume4D { Volume4D(area: area, band: .everything, window: window) }
        var index = ConflictIndex()
        let slot = RecordSlot(rawValue: 1)
        index.upsert(try ConflictRecord(slot: slot, volumes: [volume(route)], standOffMillimetres: 0))
        for position in [path[0], path[path.count / 2], path[path.count - 1]] {
            let circle = Area.circle(try Circle(centre: position, radiusMillimetres: 1_000))
            #expect(index.slots(inConflictWith: try Activity(volumes: [volume(circle)])) == [slot])
            #expect(index.records(within: 0, of: circle, during: nil) == [slot])
        }
        let pole = Area.circle(
            try Circle(centre: Position(latitudeE7: -900_000_000, longitudeE7: 0), radiusMillimetres: 1_000))
        #expect(index.slots(inConflictWith: try Activity(volumes: [volume(pole)])).isEmpty)
    }
}
