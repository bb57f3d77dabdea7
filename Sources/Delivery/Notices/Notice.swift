public import Geodesy
public import Statements

/// What is queued: which statement somebody is to hear of, and nothing of what it says.
///
/// The content is read anew for each attempt, so that a notice that was erased, or is no longer for this recipient, is
/// not sent from a queue.
public struct Notice: Hashable, Sendable {
    /// The statement.
    public let statement: StatementHash
    /// The record it is about.
    public let record: RecordID
    /// How pressing it is.
    public let urgency: NoticeUrgency
    /// When it is of no use any more; nil when it stays of use.
    public let expires: Instant?
    /// Whether a signed statement of the recipient is waited for; a delivery without one ends once it was handed over.
    public let awaitsReceipt: Bool

    /// A notice from its parts.
    public init(
        statement: StatementHash, record: RecordID, urgency: NoticeUrgency, expires: Instant? = nil,
        awaitsReceipt: Bool = true
    ) {
        self.statement = statement
        self.record = record
        self.urgency = urgency
        self.expires = expires
        self.awaitsReceipt = awaitsReceipt
    }

    /// What names it outside the node.
    public var reference: DeliveryReference { DeliveryReference(statement) }
}

/// The one thing that makes a delivery received: a signed statement of the recipient, which stands in the log.
public struct SignedReceipt: Hashable, Sendable {
    /// The statement that was received.
    public let notice: StatementHash
    /// Who says so.
    public let party: PartyID
    /// The officer whose key signed it.
    public let officer: OfficerID
    /// The statement that says so.
    public let statement: StatementHash

    /// What a verified statement of a recipient says; the caller takes it from the log, never from a means.
    public init(of notice: StatementHash, by party: PartyID, _ officer: OfficerID, in statement: StatementHash) {
        self.notice = notice
        self.party = party
        self.officer = officer
        self.statement = statement
    }

    /// The deliveries that this officer's word ends: those to the officer, and those to whoever is on duty.
    var answers: [DeliveryID] {
        [RecipientID(party: party, officer: officer), RecipientID(party: party)].map { DeliveryID(notice, to: $0) }
    }
}
