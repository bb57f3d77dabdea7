import Coordination
import Geodesy
import Statements
import TransparencyLog

/// What a tick of the log's clock costs while ten thousand messages wait for answers.
struct ClockBench {
    var recipients = 10_000

    func run() throws -> BenchResult {
        let start = try Instant(microsecondsSince1970: 1_474_243_200_000_000)
        var clocks = DutyClocks()
        // Sent over an hour, as on a very bad day: each has a clock to acknowledge, to decide, and for its next step.
        for number in 0..<recipients {
            begin(number, at: start.adding(seconds: Int64(number) * 3_600 / Int64(recipients)), on: start, &clocks)
        }
        let watch = ContinuousClock()
        var times: [Double] = []
        for second in Int64(1)...5_400 {
            let now = start.adding(seconds: second)
            // The picture that readers hold is kept, so that a tick pays for what it copies.
            let shown = clocks
            times.append(watch.measure { clocks.tick(to: now) }.seconds * 1_000)
            withExtendedLifetime(shown) {}
        }
        times.sort()
        // The worst there is: all were sent in one second, and all are due in one.
        var burst = DutyClocks()
        for number in 0..<recipients { begin(number, at: start, on: start, &burst) }
        let kept = burst
        let all = watch.measure { burst.tick(to: start.adding(seconds: 300)) }.seconds * 1_000
        withExtendedLifetime(kept) {}
        let due = burst.due(limit: .max) { _ in true }.count
        guard due == 2 * recipients else { throw Failure(.refused, "\(due) clocks are due, not \(2 * recipients)") }
        return BenchResult(
            name: "clock", value: max(times[times.count - 1], all), unit: "ms", seconds: times.reduce(0, +) / 1_000,
            conditions:
                "the dearest tick of 5,400 while \(recipients) messages run three clocks each, a snapshot held by "
                + "readers, and one at which \(due) clocks come due at once; what is due is written by later batches",
            details: [
                ("clocks", Double(3 * recipients)), ("p50Milliseconds", times[times.count / 2]),
                ("p99Milliseconds", times[times.count * 99 / 100]), ("allAtOnceMilliseconds", all),
            ])
    }

    private func begin(_ number: Int, at sent: Instant, on now: Instant, _ clocks: inout DutyClocks) {
        var bytes = [UInt8](repeating: 0, count: Hash.byteCount)
        for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
        let statement = StatementHash(Hash(bytes: bytes) ?? .emptyTree)
        let record = RecordID(owner: PartyID(checked: "sender"), subject: SubjectID(checked: "m-\(number)"))
        for (rule, seconds, step) in [
            (ClauseRule.Name.acknowledgeWithin, Int64(300), 0), (.decideWithin, 600, 0), (.escalateAfter, 300, 1),
        ] {
            let term = Term(instrument: SubjectID(checked: "mou"), clause: "4", seconds: seconds)
            clocks.start(
                Deadline(
                    DeadlineID(statement, rule, PartyID(checked: "recipient")), due: term.due(from: sent),
                    waiting: record.owner, under: term, record: record, isOpen: true, step: step), at: now)
        }
    }
}
