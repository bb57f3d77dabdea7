import Deconfliction
import Foundation

/// The conflict engine on the workload: questions, pairs, writing beside reading, memory.
struct EngineBench {
    /// Beyond this, all pairs are too many to be asked for in one go.
    static let pairsLimit = 1_000_000
    static let tracks = 100_000
    static let repetitions = 3
    private static let detailedQuestions = 1_000

    let workload: Workload

    /// Measures everything but the peers; also returns what each question found.
    func run() throws -> (figures: EngineFigures, hits: EngineHits) {
        var figures = EngineFigures(records: workload.records, seed: workload.seed)
        Terminal.note("building an index of \(workload.records) records")
        let index = try build(&figures)
        let activities = try workload.questionStream.map { try $0.activity() }
        Terminal.note("asking \(activities.count) questions, \(2 * Self.repetitions + 1) times")
        let hits = ask(activities, of: index, &figures)
        try askForDetails(activities, of: index, beside: hits, &figures)
        if workload.records <= Self.pairsLimit {
            Terminal.note("finding every pair in conflict")
            countPairs(in: index, &figures)
        }
        Terminal.note("writing and reading at the same time")
        try writeAndRead(index, activities, hits, &figures)
        Terminal.note("following \(Self.tracks) tracks")
        try measureTracks(workload.tracks(Self.tracks), &figures)
        figures.peakBytes = BuildDescription.peakBytes()
        return (figures, hits)
    }

    private func build(_ figures: inout EngineFigures) throws -> ConflictIndex {
        let supply = RecordSupply(workload.recordStream)
        let start = SteadyClock.nanoseconds
        let index = ConflictIndex(bulk: supply)
        let seconds = Double(SteadyClock.nanoseconds - start) * 1e-9
        if let error = supply.error { throw error }
        guard index.count == workload.records else {
            throw Failure(.refused, "the index holds \(index.count) records and was given \(workload.records)")
        }
        // What drawing and checking the records took is not the engine's.
        figures.buildSeconds = seconds - supply.seconds
        let times = [supply.seconds, figures.buildSeconds].map { ($0 * 10).rounded() / 10 }
        Terminal.note("drawing and checking the records took \(times[0]) s, indexing them \(times[1]) s")
        figures.bytesPerRecord = Double(index.bytes) / Double(max(1, index.count))
        return index
    }

    private func ask(
        _ activities: [Activity], of index: ConflictIndex, _ figures: inout EngineFigures
    ) -> EngineHits {
        var hits = EngineHits()
        for activity in activities { hits.append(index.slots(inConflictWith: activity).lazy.map(\.rawValue)) }
        var (means, medians, slowest): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<Self.repetitions {
            let (found, seconds) = ThreadClock.measure {
                activities.reduce(0) { $0 + index.slots(inConflictWith: $1).count }
            }
            precondition(found == hits.count, "the same question to the same index has one answer")
            means.append(seconds / Double(activities.count) * 1e6)
            // In a round of its own: the clock's readings are no part of the mean.
            let waits = activities.map { Self.wait(for: $0, of: index) }.sorted()
            medians.append(Self.percentile(50, of: waits))
            slowest.append(Self.percentile(99, of: waits))
        }
        figures.q1MeanMicroseconds = Self.percentile(50, of: means.sorted())
        figures.q1P50Microseconds = Self.percentile(50, of: medians.sorted())
        figures.q1P99Microseconds = Self.percentile(50, of: slowest.sorted())
        figures.hits = hits.count
        return hits
    }

    /// Microseconds until one question is answered.
    private static func wait(for activity: Activity, of index: ConflictIndex) -> Double {
        let start = SteadyClock.nanoseconds
        let found = index.slots(inConflictWith: activity).count
        let end = SteadyClock.nanoseconds
        precondition(found <= index.count, "nothing is found twice")
        return Double(end - start) * 1e-3
    }

    /// The value below which so many in a hundred lie; 0 of none.
    static func percentile(_ percent: Int, of sorted: [Double]) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    /// The full answers to some of the questions; they must name the records that the short ones named.
    private func askForDetails(
        _ activities: [Activity], of index: ConflictIndex, beside hits: EngineHits, _ figures: inout EngineFigures
    ) throws {
        let some = activities.prefix(Self.detailedQuestions)
        let (answers, seconds) = ThreadClock.measure { some.map { index.conflicts(with: $0) } }
        figures.q1DetailMeanMicroseconds = seconds / Double(max(1, some.count)) * 1e6
        for (question, answer) in answers.enumerated()
        where answer.map(\.slot.rawValue).sorted() != Array(hits[question]) {
            throw Failure(.refused, "question \(question): the full answer names other records than the short one")
        }
    }

    private func countPairs(in index: ConflictIndex, _ figures: inout EngineFigures) {
        let (pairs, seconds) = ThreadClock.measure {
            var pairs = 0
            index.forEachConflictingPair { _, _ in pairs += 1 }
            return pairs
        }
        figures.q2Seconds = seconds
        figures.pairs = pairs
    }

    private func writeAndRead(
        _ index: ConflictIndex, _ activities: [Activity], _ hits: EngineHits, _ figures: inout EngineFigures
    ) throws {
        let bench = try WritingBench(index: index, activities: activities, workload: workload)
        let outcome = bench.run()
        figures.upsertsPerSecond = outcome.upsertsPerSecond
        figures.upsertsPerSecondUnpaced = outcome.upsertsPerSecondUnpaced
        figures.queryLossWhileWriting = outcome.queryLoss
        figures.visibleMilliseconds = outcome.visibleMilliseconds
        // Before the check, whose second index is no part of the engine's memory.
        figures.peakBytes = BuildDescription.peakBytes()
        try bench.check(outcome, against: hits)
    }
}

/// Records handed to the index a block at a time, with the time that making them took kept apart.
final class RecordSupply: Sequence, IteratorProtocol {
    private static let block = 1_024

    /// Seconds spent in drawing and checking records.
    private(set) var seconds = 0.0
    /// Why the supply ended early.
    private(set) var error: (any Error)?
    private var stream: WorkloadStream
    private var ready: [ConflictRecord] = []
    private var given = 0
    private var made = 0
    private let bar = ProgressBar("records")

    init(_ stream: WorkloadStream) {
        self.stream = stream
        ready.reserveCapacity(Self.block)
    }

    var underestimatedCount: Int { error == nil ? stream.underestimatedCount + ready.count - given : 0 }

    func next() -> ConflictRecord? {
        if given == ready.count { refill() }
        guard given < ready.count else { return nil }
        defer { given += 1 }
        return ready[given]
    }

    private func refill() {
        let start = SteadyClock.nanoseconds
        ready.removeAll(keepingCapacity: true)
        given = 0
        while ready.count < Self.block, error == nil, let record = stream.next() {
            do { ready.append(try record.conflictRecord(in: RecordSlot(rawValue: record.id))) } catch {
                self.error = Failure(.refused, "record \(record.id) of the workload was refused: \(error)")
            }
        }
        made += ready.count
        bar.show(UInt64(made), of: UInt64(stream.count))
        seconds += Double(SteadyClock.nanoseconds - start) * 1e-9
    }
}
