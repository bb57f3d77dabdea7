/// Named limits of delivering.
public struct DeliveryLimits: Hashable, Sendable {
    /// Deliveries that still have something to do; beyond them the log itself is the queue.
    public var queued = 100_000
    /// Deliveries to one recipient that still have something to do.
    public var queuedPerRecipient = 5_000
    /// Deliveries that were handed over and wait for a signed statement.
    public var awaiting = 200_000
    /// Dead letters that are kept; beyond them the oldest go, and are counted.
    public var deadLetters = 10_000
    /// Attempts by one means.
    public var attempts = 24
    /// Seconds after which a means is given up, for flash and immediate.
    public var urgentSeconds: Int64 = 6 * 3600
    /// Seconds after which a means is given up, for priority and routine.
    public var routineSeconds: Int64 = 72 * 3600
    /// Seconds that a signed statement is waited for before the delivery counts as not received.
    public var awaitSeconds: Int64 = 7 * 86_400
    /// The wait after the first failure.
    public var firstBackoffMilliseconds: Int64 = 2_000
    /// The longest wait for flash and immediate.
    public var urgentBackoffMilliseconds: Int64 = 60_000
    /// The longest wait for priority and routine.
    public var routineBackoffMilliseconds: Int64 = 1_800_000
    /// Parcels under way to one address.
    public var underWayPerAddress = 16
    /// Failures in a row after which an address gets one parcel at a time, and none while it is being left alone.
    public var failuresBeforePause = 3
    /// Parcels under way by one means, all recipients together.
    public var underWayByMeans: [MeansKind: Int] = [.webhook: 64, .email: 4, .smsQueue: 4, .smsGateway: 8]
    /// Parcels an hour by one means, all recipients together; nil for no limit.
    public var perHourByMeans: [MeansKind: Int] = [.email: 3_600, .smsQueue: 1_800, .smsGateway: 1_800]
    /// How far the clock may go back before waits are reckoned anew.
    public var clockBackSeconds: Int64 = 30

    /// The limits as stated.
    public init() {}

    /// Seconds after which the next means of the list begins, while nobody has signed for the notice.
    public func nextMeansSeconds(_ urgency: NoticeUrgency) -> Int64? {
        switch urgency {
        case .flash: 0
        case .immediate: 60
        case .priority: 900
        case .routine: nil
        }
    }

    func giveUpSeconds(_ urgency: NoticeUrgency) -> Int64 { urgency.isUrgent ? urgentSeconds : routineSeconds }

    func longestBackoff(_ urgency: NoticeUrgency) -> Int64 {
        urgency.isUrgent ? urgentBackoffMilliseconds : routineBackoffMilliseconds
    }
}
