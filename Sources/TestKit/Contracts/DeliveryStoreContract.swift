public import Delivery
import Geodesy
import Statements

/// What every `DeliveryStore` promises, as checks that any store's tests can run.
public struct DeliveryStoreContract {
    /// The promises.
    public enum Rule: String, CaseIterable, Sendable {
        /// A new store has nothing and says so.
        case startsEmpty
        /// What was committed is read back field by field, also after opening again.
        case keeps
        /// A delivery that is kept anew replaces the one before.
        case replaces
        /// What was removed is gone.
        case removes
        /// Dead letters come back in the order in which they came, until they are forgotten.
        case keepsLetters
        /// The cursor is part of the same transaction.
        case keepsCursor
        /// A thousand changes are one commit.
        case takesMany
    }

    private let place: () throws -> () throws -> any DeliveryStore

    /// The contract over stores from `place`, which makes an empty place and returns what opens it, again and again.
    public init(place: @escaping () throws -> () throws -> any DeliveryStore) { self.place = place }

    /// What the store does against `rule`, in sentences; empty when it keeps it.
    ///
    /// - Throws: whatever the store throws.
    public func violations(of rule: Rule) throws -> [String] {
        let open = try place()
        let store = try open()
        var sentences: [String] = []
        func require(_ isKept: Bool, _ sentence: String) { if !isKept { sentences.append(sentence) } }
        let first = try store.load()
        require(first.deliveries.isEmpty && first.deadLetters.isEmpty && first.cursor == 0, "a new store has something")
        switch rule {
        case .startsEmpty: try store.commit(DeliveryChanges())
        case .keeps:
            try commit(store) { $0.kept = Self.keyed([Self.full, Self.bare]) }
            for store in [store, try open()] {
                require(try Set(store.load().deliveries) == [Self.full, Self.bare], "what was kept is another")
            }
        case .replaces:
            try commit(store) { $0.kept = Self.keyed([Self.bare]) }
            let other = QueuedDelivery(
                notice: Self.bare.notice, recipient: Self.bare.recipient, queuedAt: Self.bare.queuedAt,
                legs: [Leg(means: Self.means, attempts: 7)])
            try commit(store) { $0.kept = Self.keyed([other]) }
            require(try open().load().deliveries == [other], "a delivery kept anew is the old one, or there are two")
        case .removes:
            try commit(store) { $0.kept = Self.keyed([Self.full, Self.bare]) }
            try commit(store) { $0.removed = [Self.full.id] }
            try commit(store) { $0.removed = [Self.full.id] }
            require(try open().load().deliveries == [Self.bare], "what was removed is there, or what was not is gone")
        case .keepsLetters:
            let letters = DeadLetter.Reason.allCases.enumerated().map { number, reason in
                DeadLetter(
                    delivery: QueuedDelivery(
                        notice: DeliveryBooks.notice(number), recipient: DeliveryBooks.duty,
                        queuedAt: DeliveryBooks.noon, legs: Self.full.legs),
                    at: DeliveryBooks.noon.adding(seconds: Int64(number)), reason: reason)
            }
            try commit(store) { $0.dead = letters.reversed() }
            require(try open().load().deadLetters == letters.reversed(), "letters come back in another order")
            try commit(store) { $0.forgotten = [letters[1].delivery.id] }
            let left = letters.reversed().filter { $0 != letters[1] }
            require(try open().load().deadLetters == left, "forgetting one letter is not forgetting one letter")
        case .keepsCursor:
            try commit(store) { changes in
                changes.kept = Self.keyed([Self.bare])
                changes.cursor = 42
            }
            try commit(store) { $0.removed = [Self.bare.id] }
            require(try open().load().cursor == 42, "the cursor is another")
        case .takesMany:
            let many = (0..<1_000).map {
                QueuedDelivery(
                    notice: DeliveryBooks.notice($0), recipient: DeliveryBooks.duty, queuedAt: DeliveryBooks.noon,
                    legs: [Leg(means: Self.means)])
            }
            try commit(store) { $0.kept = Self.keyed(many) }
            require(try Set(open().load().deliveries) == Set(many), "a thousand deliveries come back as others")
        }
        return sentences
    }

    private func commit(_ store: any DeliveryStore, _ change: (inout DeliveryChanges) -> Void) throws {
        var changes = DeliveryChanges()
        change(&changes)
        try store.commit(changes)
    }

    private static func keyed(_ deliveries: [QueuedDelivery]) -> [DeliveryID: QueuedDelivery] {
        Dictionary(uniqueKeysWithValues: deliveries.map { ($0.id, $0) })
    }

    private static let means = MeansName(checked: "phone")

    private static let bare = QueuedDelivery(
        notice: DeliveryBooks.notice(1, awaitsReceipt: false),
        recipient: RecipientID(party: PartyID(checked: "red-crescent")), queuedAt: DeliveryBooks.noon, legs: [])

    private static let full = QueuedDelivery(
        notice: DeliveryBooks.notice(2, .flash, expires: DeliveryBooks.noon.adding(seconds: 60)),
        recipient: DeliveryBooks.duty, queuedAt: Instant(checked: -1),
        legs: [
            Leg(
                means: means, attempts: 3, due: DeliveryBooks.noon, begunAt: DeliveryBooks.noon,
                fault: DeliveryFault(.busy, "the peer \"asks\" for patience\\")),
            Leg(means: MeansName(checked: "mail"), attempts: 1, handedOverAt: DeliveryBooks.noon),
            Leg(means: MeansName(checked: "hook"), deadAt: DeliveryBooks.noon, begunAt: DeliveryBooks.noon),
        ])
}
