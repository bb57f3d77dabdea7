public import Geodesy
public import Statements
import TransparencyLog

/// A response as it was said: by whom, when, in which statement, and to whom this node may show it.
public struct ResponseMark: Hashable, Sendable {
    /// Who said it, when, where it stands.
    public let provenance: Provenance
    /// Its name.
    public let statement: StatementHash
    /// Those for whom this node was handed it; nil when it is open in the log.
    public let readers: [PartyID]?

    init(_ context: RuleContext) {
        provenance = context.provenance
        statement = context.statement ?? StatementHash(.emptyTree)
        readers = context.readers
    }

    /// Whether this node may show it to `party`.
    func isReadable(by party: PartyID) -> Bool { readers?.contains(party) ?? true }
}

/// A receipt: an officer of the recipient has the notice.
public struct NoticeReceipt: Hashable, Sendable {
    /// Which text of it.
    public let version: StatementHash
    /// When it was received, as claimed.
    public let receivedAt: Instant
    /// How it came.
    public let means: ReceiptMeans
    /// What the officer adds.
    public let note: String?
    /// The statement.
    public let mark: ResponseMark
}

/// A step on the way down, with the statement that attests it.
public struct AttestedStep: Hashable, Sendable {
    /// Which text of the notice went down.
    public let version: StatementHash
    /// How far, to whom, when.
    public let step: DisseminationStep
    /// The statement.
    public let mark: ResponseMark
}

/// A recipient's doubt about a notice, and what its owner has answered.
public struct NoticeChallenge: Hashable, Sendable {
    /// An answer.
    public struct Answer: Hashable, Sendable {
        /// What the owner answers.
        public let answer: ChallengeAnswer
        /// In its own words.
        public let text: String
        /// The statement.
        public let mark: ResponseMark
    }

    /// Answers one challenge may have.
    public static let maximumAnswers = 16

    /// Which text of the notice is doubted.
    public let version: StatementHash
    /// Why.
    public let reason: ChallengeReason
    /// In the recipient's own words.
    public let text: String
    /// When an answer is due; nil where no clause says.
    public let due: ClauseDeadline?
    /// The statement; its name is the challenge's.
    public let mark: ResponseMark
    /// What the owner has answered, in order.
    public internal(set) var answers: [Answer] = []

    /// Whether nothing more is owed.
    public var isAnswered: Bool { answers.contains { $0.answer.isFinal } }
}

/// What one recipient has said about one notice.
public struct RecipientLedger: Hashable, Sendable {
    /// Receipts, steps down and challenges that one recipient may state about one notice, of each.
    public static let maximumEntries = 512

    /// In the order of the log.
    public internal(set) var receipts: [NoticeReceipt] = []
    /// In the order of the log.
    public internal(set) var steps: [AttestedStep] = []
    /// In the order of the log.
    public internal(set) var challenges: [NoticeChallenge] = []
}

/// What is kept about one notice beside what it says: what was due, and what its recipients have said.
public struct NoticeLedger: Hashable, Sendable {
    /// By how much its last text came too late; nil when it did not.
    public internal(set) var shortLead: ShortLead?
    /// When its last text is to be acknowledged; nil where no clause said so when it was logged.
    public internal(set) var acknowledgeDue: ClauseDeadline?
    /// What each recipient has said, in order of their names.
    public internal(set) var recipients: [(party: PartyID, ledger: RecipientLedger)] = []

    /// What one recipient has said; empty when it has said nothing.
    public subscript(party: PartyID) -> RecipientLedger {
        recipients.first { $0.party == party }?.ledger ?? RecipientLedger()
    }

    mutating func change(_ party: PartyID, _ body: (inout RecipientLedger) -> Void) {
        if let place = recipients.firstIndex(where: { $0.party == party }) {
            body(&recipients[place].ledger)
            return
        }
        var ledger = RecipientLedger()
        body(&ledger)
        let place = recipients.firstIndex { party < $0.party } ?? recipients.count
        recipients.insert((party, ledger), at: place)
    }

    /// Equal when everything kept is.
    public static func == (left: NoticeLedger, right: NoticeLedger) -> Bool {
        left.shortLead == right.shortLead && left.acknowledgeDue == right.acknowledgeDue
            && left.recipients.elementsEqual(right.recipients) { $0 == $1 }
    }

    /// Hashes everything kept.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(shortLead)
        hasher.combine(acknowledgeDue)
        for (party, ledger) in recipients {
            hasher.combine(party)
            hasher.combine(ledger)
        }
    }
}
