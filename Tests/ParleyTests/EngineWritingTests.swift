import Deconfliction
import Testing

@testable import parley

/// The benchmark's own check of an index that was written to.
@Suite struct EngineWritingTests {
    @Test("an index as written passes the check, and one that lost a record does not")
    func checkFindsLostRecords() throws {
        let workload = Workload(records: 400, questions: 300, seed: 5)
        let index = ConflictIndex(
            bulk: try workload.recordStream.map { try $0.conflictRecord(in: RecordSlot(rawValue: $0.id)) })
        let activities = try workload.questionStream.map { try $0.activity() }
        var hits = EngineHits()
        for activity in activities { hits.append(index.slots(inConflictWith: activity).lazy.map(\.rawValue)) }
        let bench = try WritingBench(index: index, activities: activities, workload: workload, replacements: 400)
        var written: [UInt32: Int] = [:]
        var changed = index
        for slot in stride(from: UInt32(0), to: 400, by: 3) {
            written[slot] = Int(slot)
            changed.upsert(
                try ConflictRecord(
                    slot: RecordSlot(rawValue: slot), volumes: [bench.replacements[Int(slot)]], standOffMillimetres: 0))
        }
        try bench.check(outcome(changed, written), against: hits)
        let lost = try #require(activities.lazy.flatMap { changed.slots(inConflictWith: $0) }.first)
        changed.remove(lost)
        #expect(throws: Failure.self) { try bench.check(outcome(changed, written), against: hits) }
    }

    private func outcome(_ index: ConflictIndex, _ written: [UInt32: Int]) -> WritingBench.Outcome {
        WritingBench.Outcome(
            upsertsPerSecond: 1, upsertsPerSecondUnpaced: 0, queryLoss: 0, visibleMilliseconds: 0, index: index,
            written: written)
    }
}
