@testable import Deconfliction
import Geodesy
import Testing

@Suite("Merges within a change stay small")
struct InlineMergeTests {
    @Test("records of many volumes are merged elsewhere as well")
    func manyVolumes() throws {
        let circle = Area.circle(
            try Circle(centre: Position(latitudeE7: 0, longitudeE7: 0), radiusMillimetres: 0))
        let volumes = Array(repeating: circle.always, count: 64)
        var index = ConflictIndex()
        for slot in 0..<UInt32(600) {
            index.upsert(
                try ConflictRecord(slot: RecordSlot(rawValue: slot), volumes: volumes, standOffMillimetres: 0))
        }
        let largest = index.tiers.map(\.count).max() ?? 0
        #expect(largest <= ConflictIndex.inlineMergeEntries, "\(largest) entries were written within a change")
    }

    @Test("bytes count what is held, however far apart the slots are")
    func bytesOfFarSlots() throws {
        let circle = Area.circle(
            try Circle(centre: Position(latitudeE7: 0, longitudeE7: 0), radiusMillimetres: 0))
        var index = ConflictIndex()
        index.upsert(
            try ConflictRecord(
                slot: RecordSlot(rawValue: .max), volumes: [circle.always], standOffMillimetres: 0))
        #expect(index.bytes < 100_000_000, "\(index.bytes)")
    }
}
