/// The figures as a table for people, beside what this machine's class was set as a goal.
struct EngineTable {
    private struct Row {
        let what: String
        let measured: String
        let goal: String
        let isMet: Bool?
    }

    private let figures: EngineFigures
    private var rows: [Row] = []

    init(_ figures: EngineFigures) {
        self.figures = figures
        addQuestions()
        addWriting()
        addMemory()
        for peer in figures.peers { add(peer) }
    }

    var text: String {
        let all = [Row(what: "what", measured: "measured", goal: "goal", isMet: nil)] + rows
        let widths = (
            all.map(\.what.count).max() ?? 0, all.map(\.measured.count).max() ?? 0, all.map(\.goal.count).max() ?? 0
        )
        return all.map { row in
            let verdict = row.isMet.map { $0 ? "ok" : Terminal.warning("short") } ?? ""
            return Self.padded(row.what, widths.0) + "  " + Self.padded(row.measured, widths.1) + "  "
                + Self.padded(row.goal, widths.2) + "  " + verdict
        }.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private mutating func add(_ what: String, _ value: Double?, _ unit: String, atMost goal: Double?) {
        guard let value else {
            rows.append(Row(what: what, measured: "not measured", goal: Self.goal("<=", goal, unit), isMet: nil))
            return
        }
        rows.append(
            Row(
                what: what, measured: "\(Self.short(value)) \(unit)", goal: Self.goal("<=", goal, unit),
                isMet: goal.map { value <= $0 }))
    }

    private static func goal(_ sign: String, _ goal: Double?, _ unit: String) -> String {
        goal.map { "\(sign) \(short($0)) \(unit)" } ?? "-"
    }

    /// Three digits or so.
    private static func short(_ value: Double) -> String {
        let size = abs(value)
        if size >= 100 { return "\(Int(value.rounded()))" }
        let scale = size >= 10 ? 10.0 : size >= 1 ? 100.0 : 1_000.0
        return "\((value * scale).rounded() / scale)"
    }

    private mutating func addQuestions() {
        let mean = figures.q1MeanMicroseconds
        let goals: [Int: (q1: Double, p99: Double?, q2: Double?)] = [
            100_000: (5, 40, 0.3), 1_000_000: (35, 300, 15), 10_000_000: (250, nil, nil),
        ]
        let goal = goals[figures.records]
        add("one question, processor time, mean", mean, "µs", atMost: goal?.q1)
        add("one question, p50", figures.q1P50Microseconds, "µs", atMost: nil)
        add("one question, p99", figures.q1P99Microseconds, "µs", atMost: goal?.p99)
        add("one question with distances and places, mean", figures.q1DetailMeanMicroseconds, "µs", atMost: nil)
        if figures.records > EngineBench.pairsLimit {
            let limit = EngineBench.pairsLimit
            rows.append(
                Row(
                    what: "every pair in conflict", measured: "left out above \(limit) records", goal: "-", isMet: nil))
        } else {
            let pairs = figures.pairs.map { " (\($0))" } ?? ""
            add("every pair in conflict\(pairs)", figures.q2Seconds, "s", atMost: goal?.q2)
        }
    }

    private mutating func addWriting() {
        let rate = figures.upsertsPerSecond
        rows.append(
            Row(
                what: "records written, one core", measured: "\(Int(rate))/s", goal: ">= 50000/s",
                isMet: rate >= 50_000))
        rows.append(
            Row(
                what: "  as fast as it goes", measured: "\(Int(figures.upsertsPerSecondUnpaced))/s", goal: "-",
                isMet: nil))
        add("questions lost while writing", figures.queryLossWhileWriting * 100, "%", atMost: 20)
        add("written until seen by a reader, p99", figures.visibleMilliseconds, "ms", atMost: 5)
        let tracks = EngineBench.tracks
        let encounters = figures.trackEncounters.map { " (\($0) encounters)" } ?? ""
        add("one cycle of \(tracks) tracks\(encounters)", figures.trackCycleMilliseconds, "ms", atMost: 130)
    }

    private mutating func addMemory() {
        add("memory of a record", figures.bytesPerRecord, "bytes", atMost: 300)
        add("most memory of the process", Double(figures.peakBytes) / 1_048_576, "MiB", atMost: nil)
        add("building the index", figures.buildSeconds, "s", atMost: nil)
        rows.append(Row(what: "records found by all questions", measured: "\(figures.hits)", goal: "-", isMet: nil))
    }

    private mutating func add(_ peer: PeerFigures) {
        guard let cost = peer.microsecondsPerQuestion, let ratio = peer.ratio else {
            rows.append(Row(what: peer.title, measured: peer.absence ?? "no figure", goal: "-", isMet: nil))
            return
        }
        rows.append(
            Row(
                what: "\(peer.title): one question",
                measured: "\(Self.short(cost)) µs, \(Self.short(ratio)) times ours",
                goal: peer.goal.map { "\(Self.short($0)) times" } ?? "-", isMet: peer.goal.map { ratio >= $0 }))
        if let kernel = peer.kernelMicrosecondsPerQuestion, let ratio = peer.kernelRatio {
            rows.append(
                Row(
                    what: "  its search and measuring alone",
                    measured: "\(Self.short(kernel)) µs, \(Self.short(ratio)) times ours",
                    goal: peer.kernelGoal.map { "\(Self.short($0)) times" } ?? "-",
                    isMet: peer.kernelGoal.map { ratio >= $0 }))
        }
        let disagreements = peer.disagreements.map(String.init) ?? "not compared"
        rows.append(
            Row(what: "  hits that only one of us has", measured: disagreements, goal: "-", isMet: nil))
    }
}
