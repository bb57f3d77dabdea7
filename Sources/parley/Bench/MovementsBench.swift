/// Watching convoys under way: what it costs to notice who is late, off-route, silent or halted.
struct MovementsBench {
    var workload = MovementsWorkload()

    func run() throws -> BenchResult {
        let start = ContinuousClock.now
        let outcome = try workload.run()
        guard outcome.differences.isEmpty, outcome.refused == 0 else {
            throw Failure(
                .refused,
                "\(outcome.differences.count) alarms differ from those planted, such as "
                    + "\(outcome.differences.min() ?? "none"), and \(outcome.refused) reports were refused")
        }
        let share = outcome.processorSeconds / Double(workload.seconds) * 100
        return BenchResult(
            name: "movements", value: share, unit: "% of one core",
            seconds: (ContinuousClock.now - start).seconds,
            conditions:
                "\(workload.convoys) convoys on routes of \(workload.vertices) positions for \(workload.seconds) s, one "
                + "position each \(MovementsWorkload.secondsBetweenPositions) s and a tick each second; exactly the "
                + "\(outcome.planted.count) planted alarms were raised",
            details: [
                ("positions", Double(outcome.positions)), ("stated", Double(outcome.stated)),
                ("microsecondsAPosition", outcome.processorSeconds / Double(outcome.positions) * 1_000_000),
                ("dearestMicroseconds", outcome.dearestMicroseconds),
                ("beginningMicroseconds", outcome.beginningSeconds / Double(workload.convoys) * 1_000_000),
                ("alarms", Double(outcome.raised.count)),
            ])
    }
}
