public import Geodesy

/// One notice on its way to one recipient.
public struct QueuedDelivery: Hashable, Sendable {
    /// Its name.
    public let id: DeliveryID
    /// What is to be told.
    public let notice: Notice
    /// To whom.
    public let recipient: RecipientID
    /// When it was queued.
    public let queuedAt: Instant
    /// The ways to the recipient, in the order of the address book when it was queued.
    public internal(set) var legs: [Leg]

    /// A delivery from its parts, as a store reads it.
    public init(notice: Notice, recipient: RecipientID, queuedAt: Instant, legs: [Leg]) {
        id = DeliveryID(notice.statement, to: recipient)
        self.notice = notice
        self.recipient = recipient
        self.queuedAt = queuedAt
        self.legs = legs
    }

    /// Where it stands; "received" is not among it, since a receipt ends the delivery.
    public var standing: Standing {
        if legs.contains(where: \.isHandedOver) { return .handedOver }
        return legs.contains { $0.attempts > 0 } ? .trying : .waiting
    }

    /// Whether a way is left that may still hand it over.
    public var hasWork: Bool { legs.contains { !$0.isOver } }

    /// The idempotency key of a leg.
    public func key(of leg: Leg) -> DeliveryKey { DeliveryKey(id, by: leg.means) }

    /// Where a delivery stands before it is over.
    public enum Standing: String, CaseIterable, Sendable {
        /// No attempt was made yet.
        case waiting
        /// Attempts were made and none was taken.
        case trying
        /// A machine took it; nobody has signed for it.
        case handedOver = "handed-over"
    }
}

/// One way to a recipient, and how far it went.
public struct Leg: Hashable, Sendable {
    /// What the address book calls it.
    public let means: MeansName
    /// Attempts begun.
    public internal(set) var attempts: Int
    /// When it may be tried next; nil while its turn has not come, or when it is over.
    public internal(set) var due: Instant?
    /// When a machine took it last.
    public internal(set) var handedOverAt: Instant?
    /// When it was given up.
    public internal(set) var deadAt: Instant?
    /// When its turn came.
    public internal(set) var begunAt: Instant?
    /// What went wrong last.
    public internal(set) var fault: DeliveryFault?
    /// Under way in this process; a store does not keep it, so after a crash it is tried again.
    var isUnderWay = false

    /// A leg from its parts, as a store reads it.
    public init(
        means: MeansName, attempts: Int = 0, due: Instant? = nil, handedOverAt: Instant? = nil,
        deadAt: Instant? = nil, begunAt: Instant? = nil, fault: DeliveryFault? = nil
    ) {
        self.means = means
        self.attempts = attempts
        self.due = due
        self.handedOverAt = handedOverAt
        self.deadAt = deadAt
        self.begunAt = begunAt
        self.fault = fault
    }

    /// Whether a machine took it.
    public var isHandedOver: Bool { handedOverAt != nil }
    /// Whether nothing more is done by it.
    public var isOver: Bool { handedOverAt != nil || deadAt != nil }
    /// Whether its turn has come.
    public var hasBegun: Bool { begunAt != nil }
}

/// A delivery that is over without a receipt: who was not reached, by which ways it was tried, and why each failed.
public struct DeadLetter: Hashable, Sendable {
    /// The delivery as it ended.
    public let delivery: QueuedDelivery
    /// When it ended.
    public let at: Instant
    /// Why.
    public let reason: Reason

    /// A letter from its parts, as a store reads it.
    public init(delivery: QueuedDelivery, at: Instant, reason: Reason) {
        self.delivery = delivery
        self.at = at
        self.reason = reason
    }

    /// How a delivery ends without a receipt.
    public enum Reason: String, CaseIterable, Sendable {
        /// No way was left.
        case notReached = "not-reached"
        /// A machine took it, and nobody signed for it in time.
        case notReceived = "not-received"
        /// The notice ended first.
        case expired
        /// The notice was erased, or is no longer for this recipient.
        case withdrawn
        /// The recipient's own queue, or the node's, was full.
        case noRoom = "no-room"
    }
}

extension DeadLetter: CustomStringConvertible {
    /// Who was not reached, and why, by each way.
    public var description: String {
        let ways = delivery.legs.map { leg in
            let what =
                if let at = leg.handedOverAt { "handed over \(at)" } else if let fault = leg.fault { "\(fault)" } else {
                    "not tried"
                }
            return "\(leg.means), \(leg.attempts) attempts: \(what)"
        }
        let outcome =
            switch reason {
            case .notReached: "was not reached"
            case .notReceived: "has not signed for it"
            case .expired: "was not reached before it ended"
            case .withdrawn: "no longer gets it"
            case .noRoom: "was not reached: the queue was full"
            }
        return "\(delivery.recipient) \(outcome): notice \(delivery.notice.reference) (\(ways.joined(separator: "; ")))"
    }
}
