import Geodesy

/// How long something took, over several times.
public struct Durations: Sendable {
    /// In seconds, shortest first.
    private var seconds: [Int64] = []
    private var isSorted = true

    /// How many.
    public var count: Int { seconds.count }

    mutating func add(_ value: Int64) {
        seconds.append(value)
        isSorted = false
    }

    mutating func finish() {
        if !isSorted { seconds.sort() }
        isSorted = true
    }

    /// The value that `percent` of a hundred do not exceed, by nearest rank: one that occurred; nil for none.
    public func percentile(_ percent: Int) -> Int64? {
        guard !seconds.isEmpty else { return nil }
        let rank = (seconds.count * min(max(percent, 1), 100) + 99) / 100
        return seconds[rank - 1]
    }

    /// The middle one, the lower of two.
    public var median: Int64? { percentile(50) }
    /// What nine in ten do not exceed.
    public var p90: Int64? { percentile(90) }
    /// The longest.
    public var longest: Int64? { seconds.last }
}

/// What one holder held of one step.
public struct HolderFigure: Sendable {
    /// The party or body in words; nil where nobody is named.
    public let heldBy: String?
    /// Times that ended.
    public internal(set) var ended = 0
    /// Times still running.
    public internal(set) var running = 0
    /// Seconds in all, those still running up to the log's time.
    public internal(set) var totalSeconds: Int128 = 0
    /// Of these, seconds in which the clock stood still.
    public internal(set) var stoppedSeconds: Int128 = 0
    /// The convoys.
    public internal(set) var records: [RecordIndex] = []
}

/// A reason for which clocks of a step stood still.
public struct StopFigure: Sendable {
    /// The reason as it was stated.
    public let reason: String
    /// How often.
    public internal(set) var count = 0
    /// For how long in all.
    public internal(set) var seconds: Int128 = 0
    /// The convoys.
    public internal(set) var records: [RecordIndex] = []
}

/// One step over all convoys.
public struct StepFigure: Sendable {
    /// Which step.
    public let step: Step
    /// Those that ended, from beginning to end, stops included.
    public internal(set) var ended = Durations()
    /// Those still running, up to the log's time.
    public internal(set) var running = Durations()
    /// Seconds in all, those still running up to the log's time.
    public internal(set) var totalSeconds: Int128 = 0
    /// Of these, seconds in which the clock stood still.
    public internal(set) var stoppedSeconds: Int128 = 0
    /// Who held it, longest first.
    public internal(set) var holders: [HolderFigure] = []
    /// Why clocks stood still, longest first.
    public internal(set) var stops: [StopFigure] = []
    /// Convoys with the step.
    public internal(set) var records: [RecordIndex] = []
    /// Convoys whose times for it contradict one another; they are in none of the durations.
    ///
    /// An end before its beginning, a beginning after the log's time, stops longer than the whole.
    public internal(set) var contradictory: [RecordIndex] = []
}

/// Counts steps.
struct StepCount {
    let asOf: Instant
    private var figures = Step.allCases.map { StepFigure(step: $0) }
    private var holders: [[String?: HolderFigure]] = Array(repeating: [:], count: Step.allCases.count)

    private var stops: [[String: StopFigure]] = Array(repeating: [:], count: Step.allCases.count)

    init(asOf: Instant) { self.asOf = asOf }

    mutating func add(_ fact: StepFact, record: RecordIndex) {
        let slot = fact.step.slot
        let seconds = fact.from.microseconds(to: fact.to ?? asOf) / 1_000_000
        let stopped = fact.stops.reduce(Int64(0)) { $0 + Int64($1.seconds) }
        guard fact.from <= fact.to ?? asOf, stopped <= seconds else {
            Self.append(record, to: &figures[slot].contradictory)
            return
        }
        if fact.to == nil { figures[slot].running.add(seconds) } else { figures[slot].ended.add(seconds) }
        figures[slot].totalSeconds += Int128(seconds)
        figures[slot].stoppedSeconds += Int128(stopped)
        Self.append(record, to: &figures[slot].records)
        let heldBy = MovementCount.stated(fact.heldBy)
        var holder = holders[slot].removeValue(forKey: heldBy) ?? HolderFigure(heldBy: heldBy)
        if fact.to == nil { holder.running += 1 } else { holder.ended += 1 }
        holder.totalSeconds += Int128(seconds)
        holder.stoppedSeconds += Int128(stopped)
        Self.append(record, to: &holder.records)
        holders[slot][heldBy] = holder
        for stop in fact.stops {
            var figure = stops[slot].removeValue(forKey: stop.reason) ?? StopFigure(reason: stop.reason)
            figure.count += 1
            figure.seconds += Int128(stop.seconds)
            Self.append(record, to: &figure.records)
            stops[slot][stop.reason] = figure
        }
    }

    /// Records come one after the other, so a second time is the last one again.
    private static func append(_ record: RecordIndex, to records: inout [RecordIndex]) {
        if records.last != record { records.append(record) }
    }

    consuming func finish() -> [StepFigure] {
        var figures = figures
        for slot in figures.indices {
            figures[slot].ended.finish()
            figures[slot].running.finish()
            figures[slot].stops = stops[slot].values.sorted {
                $0.seconds == $1.seconds ? $0.reason < $1.reason : $0.seconds > $1.seconds
            }
            figures[slot].holders = holders[slot].values.sorted {
                $0.totalSeconds == $1.totalSeconds
                    ? RowKey.precedes(RowKey($0.heldBy), RowKey($1.heldBy)) : $0.totalSeconds > $1.totalSeconds
            }
        }
        return figures
    }
}
