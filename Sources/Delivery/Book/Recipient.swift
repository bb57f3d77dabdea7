public import Coordination
public import Statements

/// Whom a delivery is for: one officer, or whichever officer of a party is on duty.
public struct RecipientID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The party.
    public let party: PartyID
    /// The officer; nil for the party as such.
    public let officer: OfficerID?

    /// A recipient.
    public init(party: PartyID, officer: OfficerID? = nil) {
        self.party = party
        self.officer = officer
    }

    /// Reads `party` or `party/officer`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let party = try? PartyID(parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(party: party)
            return
        }
        guard let officer = try? OfficerID(parts[1]) else { return nil }
        self.init(party: party, officer: officer)
    }

    /// Orders by party, then officer.
    public static func < (left: RecipientID, right: RecipientID) -> Bool {
        left.party == right.party
            ? (left.officer?.rawValue ?? "") < (right.officer?.rawValue ?? "") : left.party < right.party
    }

    /// `party` or `party/officer`.
    public var description: String { officer.map { "\(party)/\($0)" } ?? "\(party)" }
}

/// What an operator calls one means of a recipient, such as `duty-phone`.
public struct MeansName: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}

/// A secret that lies in a file of its own beside the address book, which names it.
public struct SecretName: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}

/// One entry of the address book.
public struct Recipient: Hashable, Sendable {
    /// Means of one recipient.
    public static let maximumMeans = 8

    /// Whom it is for.
    public let id: RecipientID
    /// What people call them.
    public let name: String
    /// The languages that they read, the first one first.
    public let languages: [Doctrine.Language]
    /// When only what is pressing enough is sent; nil for never.
    public let quiet: QuietHours?
    /// Ways to reach them, in the order to try them.
    public let means: [Address]

    /// The address of that name.
    public func address(_ name: MeansName) -> Address? { means.first { $0.name == name } }
}

/// Hours of the day, UTC, in which only what is pressing enough is sent.
public struct QuietHours: Hashable, Sendable {
    /// Minute of the day in which they begin.
    public let fromMinute: Int
    /// Minute of the day in which they end; before `fromMinute` when they go over midnight.
    public let toMinute: Int
    /// What is sent all the same, and everything more pressing.
    public let except: NoticeUrgency
}
