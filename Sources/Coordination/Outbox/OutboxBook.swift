public import HashTreeCollections
public import Statements
public import TransparencyLog

/// One row of what a sender hands over: to one recipient, or to everybody who may read the log.
public struct OutboxKey: Hashable, Comparable, Sendable {
    /// Who hands over.
    public let sender: PartyID
    /// To whom; nil for what is open.
    public let recipient: PartyID?

    /// What `sender` hands to `recipient`.
    public init(sender: PartyID, recipient: PartyID?) {
        self.sender = sender
        self.recipient = recipient
    }

    /// Orders by sender, what is open first.
    public static func < (left: Self, right: Self) -> Bool {
        (left.sender.rawValue, left.recipient?.rawValue ?? "") < (
            right.sender.rawValue, right.recipient?.rawValue ?? ""
        )
    }
}

/// How much has been handed over in one row, and a hash that fixes which statements they were, in order.
public struct OutboxHead: Hashable, Sendable {
    /// How many statements.
    public let number: UInt64
    /// Hash over the name of the last and the hash before it: specification, section 3.5.
    public let chain: Hash

    /// A head from its parts.
    public init(number: UInt64, chain: Hash) {
        self.number = number
        self.chain = chain
    }

    /// The head of a row before the first statement.
    public static func empty(_ key: OutboxKey, in accord: AccordID) -> OutboxHead {
        let names = [accord.rawValue, key.sender.rawValue, key.recipient?.rawValue ?? "*"]
        let text = (["parley/outbox/v1"] + names).joined(separator: "\0")
        return OutboxHead(number: 0, chain: .sha256(of: Array(text.utf8)))
    }

    /// The head after one more statement.
    public func adding(_ statement: StatementHash) -> OutboxHead {
        OutboxHead(number: number + 1, chain: .node(chain, statement.hash))
    }
}

extension Kind {
    /// Whether a statement of this kind hands something about a notice to those who may read it.
    ///
    /// The list is part of what `outbox.count.v1` means: a kind that is added later is counted by a later kind of count,
    /// since a node that does not know it would count otherwise.
    public var isHandedOver: Bool {
        switch self {
        case .notificationNotify, .notificationAmend, .notificationReconfirm, .notificationWithdraw, .movementNotify,
            .movementAmend, .movementDepart, .movementCheckIn, .movementDelay, .movementClose, .bodyShare:
            true
        default: false
        }
    }
}

extension Statement {
    /// The rows in which a statement stands; none when it hands nothing to anybody.
    public var outboxes: [OutboxKey] {
        guard Kind(kind)?.isHandedOver == true else { return [] }
        guard let audience else { return [OutboxKey(sender: party, recipient: nil)] }
        return audience.filter { $0 != party }.map { OutboxKey(sender: party, recipient: $0) }
    }
}

/// What every party has handed to every other, counted from headers, so that everybody who has the log counts alike.
public struct OutboxBook: Sendable {
    /// The heads, by sender and recipient.
    public private(set) var heads: TreeDictionary<OutboxKey, OutboxHead> = [:]

    /// A book in which nothing stands.
    public init() {}

    /// The head of one row.
    public func head(_ key: OutboxKey, in accord: AccordID) -> OutboxHead { heads[key] ?? .empty(key, in: accord) }

    /// Takes a statement of the log.
    public mutating func apply(_ statement: Statement, hash: StatementHash) {
        for key in statement.outboxes { heads[key] = head(key, in: statement.accord).adding(hash) }
    }

    /// Says whether a sender's count is right.
    ///
    /// - Throws: `field` naming the first count that is not what the log holds.
    public func decide(_ counts: [OutboxCount], by sender: PartyID, in accord: AccordID) throws(Refusal) {
        for (number, count) in counts.enumerated() {
            let head = head(OutboxKey(sender: sender, recipient: count.recipient), in: accord)
            guard count.head != head else { continue }
            let row = count.recipient.map { "'\($0)'" } ?? "everybody"
            throw .field(
                "/counts/\(number)",
                "you have handed \(head.number) statements to \(row), with the hash \(head.chain.base64); count again")
        }
    }
}
