/// The queue as it survives a crash; one writer.
///
/// Holds names of recipients and means, never a telephone number, an e-mail address, a secret or what a notice says.
/// Calls block; the service makes them where waiting is allowed.
public protocol DeliveryStore: Sendable {
    /// Everything that is kept.
    ///
    /// - Throws: `DeliveryError` when it cannot be read or is damaged.
    func load() throws -> DeliveryContents

    /// Makes all changes, or none; once it returns they survive power loss.
    ///
    /// - Throws: `DeliveryError`: `full` when nothing was stored for want of room; `failed` when the outcome is unknown.
    func commit(_ changes: DeliveryChanges) throws
}

/// What a store holds.
public struct DeliveryContents: Sendable {
    /// Deliveries that are not over, by id.
    public var deliveries: [QueuedDelivery]
    /// Those that are over without a receipt, oldest first.
    public var deadLetters: [DeadLetter]
    /// How many entries of the log have been queued from.
    public var cursor: UInt64

    /// Contents from their parts.
    public init(deliveries: [QueuedDelivery] = [], deadLetters: [DeadLetter] = [], cursor: UInt64 = 0) {
        self.deliveries = deliveries
        self.deadLetters = deadLetters
        self.cursor = cursor
    }
}

/// What one step changes; later changes of the same delivery replace earlier ones.
public struct DeliveryChanges: Sendable {
    /// Deliveries as they are now.
    public var kept: [DeliveryID: QueuedDelivery] = [:]
    /// Deliveries that are over.
    public var removed: Set<DeliveryID> = []
    /// Letters that are new.
    public var dead: [DeadLetter] = []
    /// Letters that are no longer kept.
    public var forgotten: Set<DeliveryID> = []
    /// How many entries of the log have been queued from; nil when that did not change.
    public var cursor: UInt64?

    /// No changes.
    public init() {}

    /// Whether there is nothing to store.
    public var isEmpty: Bool {
        kept.isEmpty && removed.isEmpty && dead.isEmpty && forgotten.isEmpty && cursor == nil
    }

    mutating func keep(_ delivery: QueuedDelivery) {
        removed.remove(delivery.id)
        kept[delivery.id] = delivery
    }

    mutating func remove(_ id: DeliveryID) {
        kept[id] = nil
        removed.insert(id)
    }
}

/// Why delivering could not go on.
public struct DeliveryError: Error, Sendable, CustomStringConvertible {
    /// What follows from the failure.
    public enum Code: String, Sendable {
        /// No room; nothing was stored, or the queue takes no more for now.
        case full
        /// The outcome is unknown: reload before anything else is written.
        case failed
        /// A setting, a secret or a file of the operator is not as it must be.
        case badSetting
    }

    /// What follows.
    public let code: Code
    /// One sentence.
    public let message: String
    /// What lies beneath, for the operator's log.
    public let cause: String?

    /// An error from its parts.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The sentence, and what lies beneath.
    public var description: String { cause.map { "\(message): \($0)" } ?? message }
}
