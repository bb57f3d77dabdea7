import Geodesy
import HeapModule

/// An address of the book: what waits for it, and whether it may have anything now.
struct Lane: Sendable {
    /// The address's name.
    struct Name: Hashable, Sendable {
        let recipient: RecipientID
        let means: MeansName
    }

    /// Legs whose time has come, the most pressing first.
    var ready = Heap<Turn>()
    var underWay = 0
    var failuresInRow = 0
    var pausedUntil: Instant?
    var gate = RateGate()
    var urgentGate = RateGate()
    /// The timer that will look at this lane again.
    var wakeAt: Instant?
}

/// A leg whose time has come: the most pressing first, then the oldest.
struct Turn: Comparable, Sendable {
    let rank: Int
    let order: UInt64
    let delivery: DeliveryID
    let leg: Int

    static func < (left: Turn, right: Turn) -> Bool {
        left.rank == right.rank ? left.order < right.order : left.rank < right.rank
    }

    static func == (left: Turn, right: Turn) -> Bool { left.rank == right.rank && left.order == right.order }
}

/// A lane with something ready, by the first of its turns.
struct LaneTurn: Comparable, Sendable {
    let rank: Int
    let order: UInt64
    let lane: Lane.Name

    static func < (left: LaneTurn, right: LaneTurn) -> Bool {
        left.rank == right.rank ? left.order < right.order : left.rank < right.rank
    }

    static func == (left: LaneTurn, right: LaneTurn) -> Bool {
        left.rank == right.rank && left.order == right.order
    }
}

/// Something to look at once its time has come; what changed meanwhile is noticed then.
struct Timer: Comparable, Sendable {
    enum Subject: Sendable {
        case leg(DeliveryID, Int)
        case next(DeliveryID, Int)
        case end(DeliveryID)
        case lane(Lane.Name)
        case kind(MeansKind)
    }

    let at: Instant
    let order: UInt64
    let subject: Subject

    static func < (left: Timer, right: Timer) -> Bool {
        left.at == right.at ? left.order < right.order : left.at < right.at
    }

    static func == (left: Timer, right: Timer) -> Bool { left.at == right.at && left.order == right.order }
}
