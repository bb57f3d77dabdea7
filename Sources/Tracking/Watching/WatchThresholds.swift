/// From when on what a movement does is an alarm; stated by whoever watches, and to be shown with every alarm.
public struct WatchThresholds: Hashable, Sendable {
    /// Without a position for longer than this, a movement under way is silent.
    public var silentAfterSeconds: Int64
    /// At one place for at least this long, it has stopped.
    public var stoppedAfterSeconds: Int64
    /// What counts as one place, in millimetres, beyond what the reports' accuracies leave open.
    public var stoppedWithinMillimetres: Int64
    /// A check-in is stated at least this often, even when nothing else is worth stating.
    public var stateEverySeconds: Int64
    /// The most that a stated accuracy counts for, in millimetres: a vague position must not hide that it is off-route.
    public var largestAccuracyMillimetres: Int64
    /// The fastest that a movement can go, in kilometres an hour; what implies more is a wrong position or time.
    public var fastestKilometresPerHour: Int64
    /// Nearer than this two positions are never taken for a jump, in millimetres: a convoy is long, its trackers several.
    public var jumpSlackMillimetres: Int64
    /// Farther than this from the whole route a position is taken for a mistake, in millimetres.
    public var farthestFromRouteMillimetres: Int64

    /// Thresholds; every figure is held within what can be counted with.
    public init(
        silentAfterSeconds: Int64 = 1_800, stoppedAfterSeconds: Int64 = 1_800,
        stoppedWithinMillimetres: Int64 = 200_000, stateEverySeconds: Int64 = 1_800,
        largestAccuracyMillimetres: Int64 = 2_000_000, fastestKilometresPerHour: Int64 = 250,
        jumpSlackMillimetres: Int64 = 2_000_000, farthestFromRouteMillimetres: Int64 = 500_000_000
    ) {
        let seconds = Int64(1)...(30 * 86_400)
        let lengths = Int64(0)...20_100_000_000
        self.silentAfterSeconds = silentAfterSeconds.held(in: seconds)
        self.stoppedAfterSeconds = stoppedAfterSeconds.held(in: seconds)
        self.stoppedWithinMillimetres = stoppedWithinMillimetres.held(in: lengths)
        self.stateEverySeconds = stateEverySeconds.held(in: seconds)
        self.largestAccuracyMillimetres = largestAccuracyMillimetres.held(in: lengths)
        self.fastestKilometresPerHour = fastestKilometresPerHour.held(in: 1...10_000)
        self.jumpSlackMillimetres = jumpSlackMillimetres.held(in: lengths)
        self.farthestFromRouteMillimetres = farthestFromRouteMillimetres.held(in: lengths)
    }
}

extension Int64 {
    /// The nearest value of a range.
    func held(in range: ClosedRange<Int64>) -> Int64 { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
