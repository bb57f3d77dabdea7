import Deconfliction
import Geodesy

extension EngineBench {
    /// The rule of the workload: 2,000 ft across and 250 ft up and down, two minutes ahead, positions taken as reported.
    private static func trackRule() throws -> SeparationRule {
        try SeparationRule(
            minimum: SeparationMinimum(horizontalMetres: 610, verticalMetres: 76), lookAheadSeconds: 120, sigmas: 0)
    }

    /// Milliseconds of one core to take in one cycle of the tracks and find every encounter between parties.
    func measureTracks(_ tracks: [WorkloadTrack], _ figures: inout EngineFigures) throws {
        let now = try Instant(microsecondsSince1970: WorkloadRecord.present * 1_000_000)
        let rule = try Self.trackRule()
        let tracks = try tracks.map { try $0.track(reportedAt: now) }
        var cycles: [Double] = []
        for _ in 0..<Self.repetitions {
            let (count, seconds) = try ThreadClock.measure {
                try TrackPicture(tracks: tracks, now: now, rule: rule).encounters().count
            }
            figures.trackEncounters = count
            cycles.append(seconds * 1_000)
        }
        figures.trackCycleMilliseconds = Self.percentile(50, of: cycles.sorted())
    }
}

extension WorkloadTrack {
    /// The same in the product's values.
    fileprivate func track(reportedAt: Instant) throws -> Track {
        try Track(
            id: TrackID(rawValue: id), party: TrackParty(rawValue: party),
            position: Position(latitudeE7: Int64(vertex.latitudeE7), longitudeE7: Int64(vertex.longitudeE7)),
            altitudeMillimetres: Int64((Double(altitude) * 1_000).rounded()),
            velocity: TrackVelocity(
                eastMetresPerSecond: Double(east), northMetresPerSecond: Double(north), upMetresPerSecond: Double(up)),
            uncertainty: TrackUncertainty(
                horizontalMetres: Double(deviation), verticalMetres: Double(deviation)), reportedAt: reportedAt)
    }
}
