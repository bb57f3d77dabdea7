@testable import Deconfliction
import Geodesy
import TestKit
import Testing

/// Pairs of areas held against stand-offs just above and just below their exact distance.
@Suite("Decisions next to the exact distance")
struct NearTieTests {
    /// Millimetres around the exact distance.
    static let steps: [Int64] = [0, -1, 1, -10, 10, -100, 100, -1_000, 1_000, -10_000, 10_000, -300_000, 300_000]
    static let limit = ConflictRecord.maximumStandOffMillimetres

    static func standOffs(around distance: Int64) -> [Int64] {
        var all = steps.map { distance + $0 }.filter { (0...limit).contains($0) }
        if distance == 0 { all.append(contentsOf: [50_000, 20_000_000]) }
        return all
    }

    /// What the plane alone says of one area as a record, asked by the other; it must never be wrong.
    static func planeFaults(_ record: Area, _ question: Area, _ distance: Int64, _ counts: inout [Int]) -> [String] {
        let standOffs = standOffs(around: distance)
        var entries = EntryStage()
        for (place, standOff) in standOffs.enumerated() {
            entries.append(
                record.always, standOffMillimetres: standOff, place: place, owner: EntryOwner(UInt32(place), 1))
        }
        var asked = EntryStage()
        asked.append(question.always, standOffMillimetres: 0, place: 0, owner: EntryOwner(0, 0))
        var plane = PlaneQuestion()
        plane.aim(asked.heads[0], asked.vertices.start)
        plane.prepare(forVertices: 4_096)
        var faults: [String] = []
        for (place, standOff) in standOffs.enumerated() {
            let isConflict = distance <= standOff
            switch plane.verdict(on: entries.heads.start + place, entries.vertices.start) {
            case .conflict:
                counts[0] += 1
                if !isConflict { faults.append("a conflict at \(distance) mm, stand-off \(standOff) mm") }
            case .apart:
                counts[1] += 1
                if isConflict { faults.append("MISSED at \(distance) mm, stand-off \(standOff) mm") }
            case .undecided: counts[2] += 1
            }
        }
        return faults
    }

    @Test(
        "the plane never contradicts the exact distance",
        arguments: [
            (1.0...3_000.0, 3_000.0, 900), (100.0...60_000.0, 60_000.0, 500), (20_000.0...250_000.0, 200_000.0, 250),
        ])
    func plane(reach: ClosedRange<Double>, gap: Double, pairs: Int) throws {
        var atlas = Atlas(seed: UInt64(pairs))
        var counts = [0, 0, 0]
        for pair in 0..<pairs {
            let (first, second) = try atlas.pair(reach: reach, gap: gap)
            let distance = first.separation(to: second).distanceMillimetres
            for (record, question) in [(first, second), (second, first)] {
                for fault in Self.planeFaults(record, question, distance, &counts) {
                    Issue.record("\(fault); pair \(pair), \(record), asked by \(question)")
                }
            }
        }
        #expect(counts[0] > pairs && counts[1] > pairs / 2, "\(counts)")
    }

    @Test("the index decides as the exact distance does, whichever side keeps the distance", arguments: UInt64(0)..<4)
    func index(seed: UInt64) throws {
        var atlas = Atlas(seed: seed)
        for pair in 0..<60 {
            let reach = atlas.one(of: [1.0...3_000.0, 100.0...60_000.0, 20_000.0...250_000.0])
            let (first, second) = try atlas.pair(reach: reach, gap: reach.upperBound)
            let distance = first.separation(to: second).distanceMillimetres
            let standOffs = Self.standOffs(around: distance)
            for (record, question) in [(first, second), (second, first)] {
                let what = "seed \(seed), pair \(pair) at \(distance) mm: \(record), asked by \(question)"
                let keeping = try standOffs.enumerated().map {
                    try ConflictRecord(
                        slot: RecordSlot(rawValue: UInt32($0)), volumes: [record.always], standOffMillimetres: $1)
                }
                let expected = keeping.filter { distance <= $0.standOffMillimetres }.map(\.slot)
                let found = ConflictIndex(bulk: keeping).slots(
                    inConflictWith: try Activity(volumes: [question.always]))
                #expect(found == expected, "\(what)")
                let bare = ConflictIndex(bulk: [
                    try ConflictRecord(
                        slot: RecordSlot(rawValue: 0), volumes: [record.always], standOffMillimetres: 0)
                ])
                for standOff in standOffs {
                    let asking = try Activity(volumes: [question.always], standOffMillimetres: standOff)
                    let isConflict = distance <= standOff
                    #expect(bare.slots(inConflictWith: asking).isEmpty != isConflict, "\(what)")
                    #expect(
                        bare.records(within: standOff, of: question, during: nil).isEmpty != isConflict, "\(what)")
                }
            }
        }
    }
}
