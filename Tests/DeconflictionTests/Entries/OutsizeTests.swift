import Deconfliction
import Geodesy
import Testing

@Suite("Numbers that do not fit a head")
struct OutsizeTests {
    /// A head holds altitudes within ±2,147 km; bands may reach 100,000 km.
    @Test("bands beyond the head's range are compared exactly, however near the areas are")
    func altitudes() throws {
        let bounds: [Int64?] = [
            nil, -11_000_000, 0, 2_147_483_646, 2_147_483_647, 2_147_483_648, 2_147_483_649, 2_150_000_000,
            2_160_000_000, 99_999_999_999, 100_000_000_000,
        ]
        var bands: [AltitudeBand] = []
        for reference in AltitudeReference.allCases {
            for lower in bounds {
                for upper in bounds where (lower ?? .min) <= (upper ?? .max) {
                    bands.append(
                        try AltitudeBand(lowerMillimetres: lower, upperMillimetres: upper, reference: reference))
                }
            }
        }
        let window = TimeWindow(checkedStart: .earliest, end: nil)
        let centre = try Position(latitudeE7: 100_000_000, longitudeE7: 100_000_000)
        let circle = Area.circle(try Circle(centre: centre, radiusMillimetres: 100_000))
        var index = ConflictIndex()
        for (slot, band) in bands.enumerated() {
            let volume = Volume4D(area: circle, band: band, window: window)
            index.upsert(
                try ConflictRecord(
                    slot: RecordSlot(rawValue: UInt32(slot)), volumes: [volume], standOffMillimetres: 0))
        }
        for band in bands {
            let expected = bands.indices.filter { band.mayOverlap(bands[$0]) }.map { RecordSlot(rawValue: UInt32($0)) }
            let activity = try Activity(volumes: [Volume4D(area: circle, band: band, window: window)])
            #expect(index.slots(inConflictWith: activity) == expected, "\(band)")
            #expect(index.conflicts(with: activity).map(\.slot) == expected, "\(band)")
        }
    }
}
