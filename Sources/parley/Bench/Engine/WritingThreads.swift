import Deconfliction
import Dispatch
import Foundation
import Synchronization

/// Writes batches of replacements at random slots and publishes each.
struct WritingPen: Sendable {
    private(set) var index: ConflictIndex
    /// When each batch began, on the steady clock.
    private(set) var starts: [UInt64] = []
    private(set) var written: [UInt32: Int] = [:]
    private let replacements: [Volume4D]
    private let records: Int
    private let cell: SnapshotCell<WritingBench.Published>
    private let desks: [MergeDesk]
    private let seed: UInt64

    init(
        index: ConflictIndex, replacements: [Volume4D], seed: UInt64, cell: SnapshotCell<WritingBench.Published>,
        desks: [MergeDesk]
    ) {
        self.index = index
        self.replacements = replacements
        self.seed = seed
        self.cell = cell
        self.desks = desks
        records = index.count
    }

    /// Writes batches until told to stop, no faster than the pace; returns how many records a second that came to.
    mutating func write(until mustStop: WritingFlag, batchesPerSecond: Double = .infinity) -> Double {
        var random = WorkloadRandom(seed: seed ^ 0x3717E ^ UInt64(starts.count))
        var order: [(slot: UInt32, replacement: Int)] = []
        let (start, before) = (SteadyClock.nanoseconds, starts.count)
        let pause = batchesPerSecond.isFinite ? UInt64(1e9 / batchesPerSecond) : 0
        while !mustStop.isRaised {
            let due = start + UInt64(starts.count - before) * pause
            let now = SteadyClock.nanoseconds
            if pause > 0, now < due { usleep(UInt32((due - now) / 1_000)) }
            starts.append(SteadyClock.nanoseconds)
            for _ in 0..<WritingBench.batch {
                let slot = UInt32(random.index(below: records))
                let replacement = order.count % replacements.count
                upsert(replacement, at: slot)
                order.append((slot, replacement))
            }
            cell.publish(WritingBench.Published(index: index, batches: starts.count))
            for desk in desks {
                if let merged = desk.takeFinished() { index.complete(merged) }
                if desk.isIdle, let merge = index.takeMerge() { desk.give(merge) }
            }
        }
        let seconds = Double(SteadyClock.nanoseconds - start) * 1e-9
        // Bookkeeping for the check is not part of writing.
        for (slot, replacement) in order { written[slot] = replacement }
        return Double((starts.count - before) * WritingBench.batch) / seconds
    }

    private mutating func upsert(_ replacement: Int, at slot: UInt32) {
        guard
            let record = try? ConflictRecord(
                slot: RecordSlot(rawValue: slot), volumes: [replacements[replacement]], standOffMillimetres: 0)
        else { preconditionFailure("one volume without a stand-off is within every limit") }
        index.upsert(record)
    }
}

/// Asks all questions over and over, each of the newest index, and notes when it saw which batch first.
struct ReadingEye {
    struct Sighting: Sendable {
        let batches: Int
        let nanoseconds: UInt64
    }

    private(set) var sightings: [Sighting] = []
    private let activities: [Activity]
    private let cell: SnapshotCell<WritingBench.Published>

    init(activities: [Activity], cell: SnapshotCell<WritingBench.Published>) {
        self.activities = activities
        self.cell = cell
    }

    /// Seconds of processor time a question, over whole rounds of all questions that last at least this long.
    mutating func read(seconds: Double) -> Double {
        let end = SteadyClock.nanoseconds + UInt64(seconds * 1e9)
        var asked = 0
        let start = ThreadClock.seconds
        repeat {
            for activity in activities {
                let now = cell.current
                if now.batches > sightings.last?.batches ?? 0 {
                    sightings.append(Sighting(batches: now.batches, nanoseconds: SteadyClock.nanoseconds))
                }
                let found = now.index.slots(inConflictWith: activity)
                precondition(found.count <= now.index.count)
            }
            asked += activities.count
        } while SteadyClock.nanoseconds < end
        return (ThreadClock.seconds - start) / Double(asked)
    }
}

/// Where the writer leaves a merge for the merger, and finds it done; one at a time.
final class MergeDesk: Sendable {
    private enum Work {
        case none
        case waiting(ConflictIndex.Merge)
        case running
        case finished(ConflictIndex.Merged)
        case closed
    }

    private let work = Mutex(Work.none)
    private let bell = DispatchSemaphore(value: 0)

    var isIdle: Bool {
        work.withLock { if case .none = $0 { true } else { false } }
    }

    func give(_ merge: ConflictIndex.Merge) {
        work.withLock { $0 = .waiting(merge) }
        bell.signal()
    }

    func takeFinished() -> ConflictIndex.Merged? {
        work.withLock { work in
            guard case .finished(let merged) = work else { return nil }
            work = .none
            return merged
        }
    }

    /// Ends the merger once it is done with what it has.
    func close() {
        work.withLock { $0 = .closed }
        bell.signal()
    }

    /// Runs merges as they come, until closed.
    func runMerges() {
        while true {
            bell.wait()
            let next: ConflictIndex.Merge?? = work.withLock { work in
                switch work {
                case .waiting(let merge):
                    work = .running
                    return .some(merge)
                case .closed: return .none
                case .none, .running, .finished: return .some(nil)
                }
            }
            guard let next else { return }
            guard let merge = next else { continue }
            let merged = merge.run()
            work.withLock { if case .running = $0 { $0 = .finished(merged) } }
        }
    }
}
