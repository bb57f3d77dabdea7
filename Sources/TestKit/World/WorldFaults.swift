/// What goes wrong in a simulated world, and how often; shares are in thousandths.
public struct WorldFaults: Sendable {
    /// What the store does wrong.
    public var store = StoreFaults.none
    /// Messages that never arrive, either way.
    public var lostMessages = 0
    /// Submissions that arrive twice.
    public var duplicatedMessages = 0
    /// Messages that arrive up to a quarter of an hour late, either way; also how they come in another order.
    public var lateMessages = 0
    /// Commits after which the power goes before anybody hears of them.
    public var powerLossesAfterCommit = 0
    /// Hours between two power losses at any moment, on average; 0 for never.
    public var hoursBetweenPowerLosses = 0
    /// Hours between two jumps of the host's clock, forwards or back, on average; 0 for never.
    public var hoursBetweenClockJumps = 0
    /// Hours between two graceful stops, on average; 0 for never.
    public var hoursBetweenStops = 0
    /// Acts of the hostile party that are not of the accord's form: forged, replayed, forked, backdated.
    public var hostileActs = 0
    /// Whether the disk rots once, beneath its checksums; the node must then refuse to start.
    public var hasRot = false

    /// Nothing goes wrong.
    public static let none = WorldFaults()

    /// Everything but rot goes wrong, and often.
    public static let all: WorldFaults = {
        var faults = WorldFaults()
        faults.store = .all
        faults.lostMessages = 60
        faults.duplicatedMessages = 80
        faults.lateMessages = 60
        faults.powerLossesAfterCommit = 20
        faults.hoursBetweenPowerLosses = 1
        faults.hoursBetweenClockJumps = 2
        faults.hoursBetweenStops = 2
        faults.hostileActs = 600
        return faults
    }()

    /// Power losses only: in the store, after commits, and at any moment.
    public static let powerLoss: WorldFaults = {
        var faults = WorldFaults()
        faults.store.losesPower = 60
        faults.powerLossesAfterCommit = 60
        faults.hoursBetweenPowerLosses = 1
        return faults
    }()
}
