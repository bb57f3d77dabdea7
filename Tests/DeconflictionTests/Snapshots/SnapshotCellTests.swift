import Deconfliction
import Foundation
import Geodesy
import Synchronization
import TestKit
import Testing

/// One writer that changes, merges and publishes, and several readers.
@Suite("Snapshots under concurrency")
struct SnapshotCellTests {
    private enum Change {
        case upsert(ConflictRecord)
        case remove(RecordSlot)
    }

    private struct Published: Sendable {
        let batch: Int
        let index: ConflictIndex
    }

    /// What the tasks of one test tell each other.
    private final class Signals: Sendable {
        let isOver = Atomic(false)
        let looks = Atomic(0)
    }

    /// Batches of changes, and what every activity finds after each.
    private struct Plan: Sendable {
        var batches: [[Change]] = []
        var activities: [Activity] = []
        /// By batch, 0 being before the first, then by activity.
        var expected: [[[RecordSlot]]] = []
        var counts: [Int] = []

        init(seed: UInt64, batches count: Int, changes: Int) throws {
            var theatre = Theatre(seed: seed)
            activities = try (0..<3).map { _ in try theatre.activity() }
            var model = ScanIndex()
            note(model)
            for batch in 0..<count {
                var changes = try (0..<changes).map { _ -> Change in
                    let slot = UInt32.random(in: 0..<400, using: &theatre.random)
                    let isRemoved = Int.random(in: 0..<4, using: &theatre.random) == 0
                    return isRemoved ? .remove(RecordSlot(rawValue: slot)) : .upsert(try theatre.record(slot))
                }
                // Once in a while everything goes.
                if batch % 60 == 59 { changes = (0..<400).map { .remove(RecordSlot(rawValue: $0)) } }
                for change in changes {
                    switch change {
                    case .upsert(let record): model.upsert(record)
                    case .remove(let slot): model.remove(slot)
                    }
                }
                batches.append(changes)
                note(model)
            }
        }

        private mutating func note(_ model: ScanIndex) {
            expected.append(activities.map { model.conflicts(with: $0).map(\.slot) })
            counts.append(model.count)
        }

        func isRight(_ published: Published, activity: Int) -> Bool {
            published.index.count == counts[published.batch]
                && published.index.slots(inConflictWith: activities[activity]) == expected[published.batch][activity]
        }
    }

    @Test("every snapshot is that of one whole batch, however long it is kept", arguments: UInt64(0)..<2)
    func snapshots(seed: UInt64) async throws {
        let plan = try Plan(seed: seed, batches: 150, changes: 12)
        let cell = SnapshotCell(Published(batch: 0, index: ConflictIndex()))
        let signals = Signals()
        await withTaskGroup(of: [String].self) { group in
            for reader in 0..<3 {
                group.addTask { @concurrent in
                    var faults: [String] = []
                    var (last, activity) = (0, reader)
                    var kept: [Published] = []
                    repeat {
                        let published = cell.current
                        if published.batch < last { faults.append("batch \(published.batch) after \(last)") }
                        last = published.batch
                        activity = (activity + 1) % plan.activities.count
                        if !plan.isRight(published, activity: activity) { faults.append("batch \(last) is wrong") }
                        if kept.last?.batch != last { kept.append(published) }
                        if kept.count > 20 {
                            let old = kept.remove(at: (reader * 7) % 20)
                            if !plan.isRight(old, activity: activity) { faults.append("\(old.batch) became wrong") }
                        }
                        signals.looks.add(1, ordering: .relaxed)
                        await Task.yield()
                    } while !signals.isOver.load(ordering: .acquiring)
                    for old in kept where !plan.isRight(old, activity: 0) {
                        faults.append("batch \(old.batch) became wrong")
                    }
                    return faults
                }
            }
            group.addTask { @concurrent in
                var index = ConflictIndex()
                for (number, batch) in plan.batches.enumerated() {
                    for change in batch {
                        switch change {
                        case .upsert(let record): index.upsert(record)
                        case .remove(let slot): index.remove(slot)
                        }
                    }
                    // Merges run elsewhere while this one goes on.
                    if number % 10 == 0, let merge = index.takeMerge() {
                        index.complete(await Task.detached { merge.run() }.value)
                    }
                    cell.publish(Published(batch: number + 1, index: index))
                    await Task.yield()
                }
                signals.isOver.store(true, ordering: .releasing)
                return []
            }
            for await faults in group { #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3))") }
        }
        #expect(cell.current.batch == plan.batches.count)
        #expect(plan.activities.indices.allSatisfy { plan.isRight(cell.current, activity: $0) })
        #expect(signals.looks.load(ordering: .relaxed) > 20)
    }

    @Test("large merges on another thread change nothing that a reader sees")
    func merges() async throws {
        var theatre = Theatre(seed: 5)
        let activities = try (0..<3).map { _ in try theatre.activity() }
        var slow = ScanIndex()
        var all: [ConflictRecord] = []
        let nowhere = Area.circle(
            try Circle(centre: Position(latitudeE7: 450_000_000, longitudeE7: 900_000_000), radiusMillimetres: 0))
        for slot in 0..<UInt32(ConflictIndex.inlineMergeEntries + 400) {
            let record =
                slot < 200
                ? try theatre.record(slot)
                : try ConflictRecord(
                    slot: RecordSlot(rawValue: slot), volumes: [nowhere.always], standOffMillimetres: 0)
            if slot < 200 { slow.upsert(record) }
            all.append(record)
        }
        var index = ConflictIndex(bulk: all)
        for record in all[200...] { index.remove(record.slot) }
        let expected = activities.map { slow.conflicts(with: $0).map(\.slot) }
        let cell = SnapshotCell(index)
        let merge = index.takeMerge()
        #expect(merge != nil)
        let signals = Signals()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 {
                group.addTask { @concurrent in
                    var isRight = true
                    repeat {
                        let now = cell.current
                        isRight = isRight && activities.map { now.slots(inConflictWith: $0) } == expected
                        await Task.yield()
                    } while !signals.isOver.load(ordering: .acquiring)
                    return isRight
                }
            }
            let merged = await Task.detached { merge?.run() }.value
            // What changes meanwhile is put back before the next publication.
            for record in all[..<100] {
                index.remove(record.slot)
                index.upsert(record)
            }
            cell.publish(index)
            if let merged { index.complete(merged) }
            cell.publish(index)
            signals.isOver.store(true, ordering: .releasing)
            for await isRight in group { #expect(isRight) }
        }
        #expect(activities.map { cell.current.slots(inConflictWith: $0) } == expected)
    }

    @Test("a cell of many publications hands out nothing torn, and lets go of what it held")
    func manyPublications() async throws {
        final class Value: Sendable {
            static let alive = Atomic(0)
            let (first, second): (Int, Int)
            init(_ number: Int) {
                (first, second) = (number, -number)
                Self.alive.add(1, ordering: .relaxed)
            }
            deinit { Self.alive.subtract(1, ordering: .relaxed) }
        }
        do {
            let cell = SnapshotCell(Value(0))
            let signals = Signals()
            // More threads than processors: one that is interrupted between two steps sees the cell go round many times.
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await Self.onThread {
                            var (last, isRight) = (0, true)
                            while !signals.isOver.load(ordering: .acquiring) {
                                let value = cell.current
                                isRight = isRight && value.first == -value.second && value.first >= last
                                last = value.first
                            }
                            return isRight
                        }
                    }
                }
                group.addTask {
                    await Self.onThread {
                        for number in 1...Self.publications { cell.publish(Value(number)) }
                        signals.isOver.store(true, ordering: .releasing)
                        return true
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
            #expect(cell.current.first == Self.publications)
        }
        // The threads hold the cell until they have ended, which may be a moment after they answered.
        for _ in 0..<2_000 where Value.alive.load(ordering: .relaxed) != 0 {
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(Value.alive.load(ordering: .relaxed) == 0)
    }

    private static let publications = 100_000

    /// Runs the body on a thread of its own, which the system interrupts when it pleases.
    private static func onThread(_ body: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
