import Deconfliction
import Dispatch
import Synchronization

/// One writer, one merger and one reader at the same index: the first two on one core, the reader on another.
struct WritingBench {
    static let batch = 64
    static let replacements = 32_768
    private static let quietSeconds = 1.0
    private static let writingSeconds = 4.0
    private static let hurriedSeconds = 1.5
    /// What the goal asks for and a fifth more.
    private static let batchesPerSecond = 60_000.0 / Double(batch)

    struct Outcome {
        let upsertsPerSecond: Double
        let upsertsPerSecondUnpaced: Double
        /// How many fewer questions the reader answers in the same processor time while there is writing; a fraction.
        let queryLoss: Double
        /// From the first upsert of a batch until a reader holds it, p99.
        let visibleMilliseconds: Double
        let index: ConflictIndex
        /// Which of the replacements each slot was last given.
        let written: [UInt32: Int]
    }

    /// What the reader sees: an index, and how many batches it holds; one reference, so that taking it costs one count.
    final class Published: Sendable {
        let index: ConflictIndex
        let batches: Int

        init(index: ConflictIndex, batches: Int) {
            self.index = index
            self.batches = batches
        }
    }

    let index: ConflictIndex
    let activities: [Activity]
    let replacements: [Volume4D]
    let seed: UInt64

    init(
        index: ConflictIndex, activities: [Activity], workload: Workload, replacements count: Int = Self.replacements
    ) throws {
        self.index = index
        self.activities = activities
        seed = workload.seed
        replacements = try workload.replacements(count).map { try $0.volume() }
    }

    func run() -> Outcome {
        let cell = SnapshotCell(Published(index: index, batches: 0))
        let (mayWrite, mustStop, mayHurry) = (DispatchSemaphore(value: 0), WritingFlag(), WritingFlag())
        let cores = Cores.shared?.allowed() ?? []
        let (first, second) = cores.count > 1 ? (cores[0], cores[1]) : (nil, nil)
        // Two, so that small merges do not wait for the largest.
        let desks = [MergeDesk(), MergeDesk()]
        let mergers = desks.map { desk in PinnedThread(core: first) { desk.runMerges() } }
        let writer = PinnedThread(core: first) { [index, replacements, seed] in
            mayWrite.wait()
            var pen = WritingPen(index: index, replacements: replacements, seed: seed, cell: cell, desks: desks)
            let paced = pen.write(until: mayHurry, batchesPerSecond: Self.batchesPerSecond)
            let pacedBatches = pen.starts.count
            return (pen: pen, paced: paced, pacedBatches: pacedBatches, hurried: pen.write(until: mustStop))
        }
        let reader = PinnedThread(core: second) { [activities] in
            var eye = ReadingEye(activities: activities, cell: cell)
            let quiet = eye.read(seconds: Self.quietSeconds)
            mayWrite.signal()
            let busy = eye.read(seconds: Self.writingSeconds)
            let sightings = eye.sightings
            mayHurry.raise()
            let hurried = eye.read(seconds: Self.hurriedSeconds)
            mustStop.raise()
            return (quiet: quiet, busy: busy, hurried: hurried, sightings: sightings)
        }
        let seen = reader.wait()
        let (pen, paced, pacedBatches, hurried) = writer.wait()
        desks.forEach { $0.close() }
        mergers.forEach { $0.wait() }
        note(
            quiet: seen.quiet, busy: seen.busy, hurried: seen.hurried, settled: secondsAQuestion(of: pen.index))
        return Outcome(
            upsertsPerSecond: paced, upsertsPerSecondUnpaced: hurried, queryLoss: 1 - seen.quiet / seen.busy,
            visibleMilliseconds: Self.visibleMilliseconds(
                Array(pen.starts.prefix(pacedBatches)), seen.sightings), index: pen.index, written: pen.written)
    }

    /// What the index costs in the shape that writing gave it, with nobody writing.
    private func secondsAQuestion(of index: ConflictIndex) -> Double {
        let (found, seconds) = ThreadClock.measure {
            activities.reduce(0) { $0 + index.slots(inConflictWith: $1).count }
        }
        precondition(found <= activities.count * index.count, "nothing is found twice")
        return seconds / Double(activities.count)
    }

    /// Says how much of the loss is the index's shape and how much the writer's company.
    private func note(quiet: Double, busy: Double, hurried: Double, settled: Double) {
        let micros = [quiet, busy, hurried, settled].map { "\(($0 * 1e8).rounded() / 100) µs" }
        Terminal.note(
            "one question took \(micros[0]) before, \(micros[1]) beside the writer, \(micros[2]) beside a hurried one, "
                + "\(micros[3]) when it had stopped")
    }

    /// For every batch, the time until the first sighting of an index that holds it; batches after the last sighting
    /// do not count.
    private static func visibleMilliseconds(_ starts: [UInt64], _ sightings: [ReadingEye.Sighting]) -> Double {
        var waits: [Double] = []
        var sighting = 0
        for (batch, start) in starts.enumerated() {
            while sighting < sightings.count, sightings[sighting].batches <= batch { sighting += 1 }
            guard sighting < sightings.count else { break }
            waits.append(Double(sightings[sighting].nanoseconds - start) * 1e-6)
        }
        return EngineBench.percentile(99, of: waits.sorted())
    }

    /// Asks every question of the index as written: what was not written over must answer as before, and what was, as
    /// an index made of that alone.
    ///
    /// - Throws: `Failure` when an answer differs: a fast index that forgets is worse than none.
    func check(_ outcome: Outcome, against hits: EngineHits) throws {
        let renewed = try outcome.written.sorted { $0.key < $1.key }.map { slot, replacement in
            try ConflictRecord(
                slot: RecordSlot(rawValue: slot), volumes: [replacements[replacement]], standOffMillimetres: 0)
        }
        let fresh = ConflictIndex(bulk: renewed)
        for (question, activity) in activities.enumerated() {
            let kept = hits[question].filter { outcome.written[$0] == nil }
            let expected = (kept + fresh.slots(inConflictWith: activity).map(\.rawValue)).sorted()
            let found = outcome.index.slots(inConflictWith: activity).map(\.rawValue).sorted()
            guard found == expected else {
                throw Failure(
                    .refused,
                    "question \(question): after writing, the index names \(found.count) records and an index made "
                        + "anew names \(expected.count); the two lists must be equal")
            }
        }
    }
}

/// A flag that goes up once.
final class WritingFlag: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() { raised.store(true, ordering: .releasing) }
}
