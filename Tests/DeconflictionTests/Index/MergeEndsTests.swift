import Deconfliction
import Geodesy
import Testing

@Suite("Merges come to an end")
struct MergeEndsTests {
    @Test("dead records in small tiers do not make a large one be merged for ever")
    func deadInSmallTiers() throws {
        let window = TimeWindow(checkedStart: .earliest, end: nil)
        let centre = try Position(latitudeE7: 0, longitudeE7: 0)
        let point = Volume4D(
            area: .circle(try Circle(centre: centre, radiusMillimetres: 0)), band: .everything, window: window)
        func record(_ slot: UInt32) throws -> ConflictRecord {
            try ConflictRecord(slot: RecordSlot(rawValue: slot), volumes: [point], standOffMillimetres: 0)
        }
        let kept = UInt32(ConflictIndex.inlineMergeEntries + 64)
        var index = ConflictIndex(bulk: try (0..<kept).map(record))
        // Two full tiers of the size that is still merged within a change, and all of it withdrawn again.
        let passing = kept..<kept + UInt32(3 * ConflictIndex.inlineMergeEntries)
        for slot in passing { index.upsert(try record(slot)) }
        for slot in passing { index.remove(RecordSlot(rawValue: slot)) }
        var merges = 0
        while merges < 10, let merge = index.takeMerge() {
            index.complete(merge.run())
            merges += 1
        }
        #expect(merges < 10)
        #expect(index.count == Int(kept))
    }
}
