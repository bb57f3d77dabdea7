public import Geodesy
import HeapModule
import Statements

/// The rules of delivering, without a clock, a store or a network: what to send when, and what became of it.
///
/// Time is handed in. Each step returns what changed; the caller makes that durable before it does anything else with
/// the step. A parcel that was under way when the process died is sent again under the same key: at least once, and
/// never more attempts than the limit, since an attempt is stored before it is made.
public struct DeliveryCore: Sendable {
    /// What one step asks for.
    public struct Step: Sendable {
        /// What to make durable first.
        public var changes = DeliveryChanges()
        /// What to send then, in this order.
        public var sends: [Assignment] = []
        /// When to step again if nothing else happens; nil when nothing is due.
        public var wake: Instant?
    }

    /// One attempt to make.
    public struct Assignment: Sendable {
        /// The delivery.
        public let delivery: DeliveryID
        /// The idempotency key.
        public let key: DeliveryKey
        /// What is to be told.
        public let notice: Notice
        /// To whom.
        public let recipient: Recipient
        /// By which way.
        public let address: Address
        /// 1 for the first.
        public let attempt: Int
    }

    struct WaysOfKind: Sendable {
        var turns = Heap<LaneTurn>()
        var underWay = 0
        var gate = RateGate()
        var wakeAt: Instant?
    }

    /// The limits.
    public let limits: DeliveryLimits
    var book: AddressBook
    var jitter: Jitter
    var deliveries: [DeliveryID: QueuedDelivery] = [:]
    /// Deliveries by the record that they are about.
    var ofRecord: [RecordID: Set<DeliveryID>] = [:]
    var keys: [DeliveryKey: (delivery: DeliveryID, leg: Int)] = [:]
    var workOf: [RecipientID: Int] = [:]
    var withWork = 0
    var letters = LetterBox()
    var lanes: [Lane.Name: Lane] = [:]
    var kinds: [MeansKind: WaysOfKind] = [:]
    var timers = Heap<Timer>()
    var nextOrder: UInt64 = 0
    var lastNow: Instant?
    /// What was counted since the start.
    public internal(set) var counters = DeliveryCounters()
    /// How many entries of the log have been queued from.
    public internal(set) var cursor: UInt64 = 0

    /// A core over what a store holds; everything that was under way is due again.
    public init(
        _ contents: DeliveryContents = DeliveryContents(), book: AddressBook, limits: DeliveryLimits = DeliveryLimits(),
        seed: UInt64, at now: Instant
    ) {
        self.limits = limits
        self.book = book
        jitter = Jitter(seed: seed)
        cursor = contents.cursor
        for delivery in contents.deliveries { admit(delivery) }
        for letter in contents.deadLetters { letters.add(letter) }
        rebuild(at: now)
    }

    /// The deliveries that are not over, the most pressing and oldest first.
    public var queue: [QueuedDelivery] {
        deliveries.values.sorted {
            ($0.notice.urgency.rank, $0.queuedAt, $0.id) < ($1.notice.urgency.rank, $1.queuedAt, $1.id)
        }
    }

    /// The dead letters, oldest first.
    public var deadLetters: [DeadLetter] { letters.oldestFirst }

    /// Deliveries that still have something to do, and those that wait for a signed statement.
    public var sizes: (withWork: Int, awaiting: Int, dead: Int) {
        (withWork, deliveries.count - withWork, letters.count)
    }

    /// The address book that is in use.
    public var addressBook: AddressBook { book }

    /// Takes another address book; ways that it does not name any more are given up when their turn comes.
    public mutating func use(_ book: AddressBook, at now: Instant) {
        self.book = book
        rebuild(at: now)
    }

    mutating func order() -> UInt64 {
        nextOrder += 1
        return nextOrder
    }

    mutating func admit(_ delivery: QueuedDelivery) {
        deliveries[delivery.id] = delivery
        ofRecord[delivery.notice.record, default: []].insert(delivery.id)
        for (place, leg) in delivery.legs.enumerated() { keys[delivery.key(of: leg)] = (delivery.id, place) }
        if delivery.hasWork { countWork(delivery.recipient, by: 1) }
    }

    mutating func dismiss(_ id: DeliveryID) {
        guard let delivery = deliveries.removeValue(forKey: id) else { return }
        let record = delivery.notice.record
        ofRecord[record]?.remove(id)
        if ofRecord[record]?.isEmpty == true { ofRecord[record] = nil }
        for (place, leg) in delivery.legs.enumerated() {
            keys[delivery.key(of: leg)] = nil
            // What is under way comes back to nobody; its place is free again.
            if leg.isUnderWay { release(delivery, place) }
        }
        if delivery.hasWork { countWork(delivery.recipient, by: -1) }
    }

    mutating func countWork(_ recipient: RecipientID, by change: Int) {
        withWork += change
        workOf[recipient, default: 0] += change
        if workOf[recipient] == 0 { workOf[recipient] = nil }
    }

    /// Puts a changed delivery back, with the counts that follow from it.
    mutating func put(_ delivery: QueuedDelivery, _ step: inout Step) {
        let had = deliveries[delivery.id]?.hasWork ?? false
        deliveries[delivery.id] = delivery
        if had != delivery.hasWork { countWork(delivery.recipient, by: delivery.hasWork ? 1 : -1) }
        step.changes.keep(delivery)
    }

    mutating func lane(of delivery: QueuedDelivery, _ leg: Int) -> Lane.Name {
        Lane.Name(recipient: delivery.recipient, means: delivery.legs[leg].means)
    }
}

/// What was counted since the start.
public struct DeliveryCounters: Hashable, Sendable {
    /// Attempts begun.
    public var attempts = 0
    /// Attempts that a machine took.
    public var handedOver = 0
    /// Attempts that failed or were refused.
    public var failed = 0
    /// Deliveries that a signed statement ended.
    public var received = 0
    /// Deliveries that ended without one.
    public var dead = 0
    /// Dead letters that were dropped for want of room.
    public var droppedLetters = 0

    /// Nothing yet.
    public init() {}
}
