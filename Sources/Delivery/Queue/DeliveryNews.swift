public import Statements

/// What the log says that the queue has not heard yet; taken whole or not at all.
public struct DeliveryNews: Sendable {
    /// Notices and who is to hear of them.
    public var notices: [(notice: Notice, recipients: [RecipientID])] = []
    /// Statements by which recipients say that they received something; each later than what it answers.
    public var receipts: [SignedReceipt] = []
    /// Records whose notices may not be wanted any more: corrected, ended, or answered by somebody else.
    public var touched: Set<RecordID> = []
    /// Numbers of entries whose bodies are to come yet, so that nobody can be told.
    public var unread: [UInt64] = []
    /// How many entries of the log have been looked at.
    public var cursor: UInt64

    /// Nothing yet, up to an entry.
    public init(cursor: UInt64) { self.cursor = cursor }
}
