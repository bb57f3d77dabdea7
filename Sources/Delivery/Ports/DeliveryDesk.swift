/// The queue as officers of the party that sends look at it, and what they may do about dead letters.
public protocol DeliveryDesk: Sendable {
    /// What is queued and dead, and what is wrong, at one moment.
    var overview: DeliveryOverview { get }

    /// Tries a dead letter again; false when there is none, or its recipient is not in the address book.
    ///
    /// - Throws: `DeliveryError` when it could not be stored.
    func retry(_ id: DeliveryID) async throws -> Bool

    /// Forgets a dead letter; false when there is none.
    ///
    /// - Throws: `DeliveryError` when it could not be stored.
    func forget(_ id: DeliveryID) async throws -> Bool
}

/// The queue at one moment; a copy that does not change.
public struct DeliveryOverview: Sendable {
    /// The queue and the address book in force.
    public let core: DeliveryCore
    /// What is wrong with the store; nothing is sent while it stands.
    public let storeFault: DeliveryError?
    /// What is wrong with the address book's file; the book in force stays the one before.
    public let bookFault: String?

    /// An overview from its parts.
    public init(core: DeliveryCore, storeFault: DeliveryError? = nil, bookFault: String? = nil) {
        self.core = core
        self.storeFault = storeFault
        self.bookFault = bookFault
    }
}
