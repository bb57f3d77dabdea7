public import Coordination
public import Delivery
import Picture
public import Statements
import StrictJSON
import TransparencyLog

/// What this node's log says that people of its address book are to hear of: by the same filter as the feed.
///
/// A recipient hears of an entry when the record it is about can be read by the recipient's party at this node, and
/// somebody else wrote it. What is sent is read anew each time, so a record that was closed to the party since, or whose
/// body was erased, is not sent.
public struct NoticeFeed: NoticeContents {
    /// Entries of one step.
    public static let entriesPerStep = 500

    /// What a step found.
    public struct Step: Sendable {
        /// Notices and who is to hear of them.
        public var notices: [(notice: Notice, recipients: [RecipientID])] = []
        /// Statements by which recipients say that they received something.
        public var receipts: [SignedReceipt] = []
        /// How many entries have been looked at.
        public var cursor: UInt64
    }

    /// What an entry means to those outside: how pressing it is, or what it acknowledges.
    public enum Meaning: Sendable {
        /// People are to hear of it.
        case notice(NoticeUrgency, awaitsReceipt: Bool)
        /// Its author received these statements.
        case receipt(of: [StatementHash])
    }

    private let node: Node
    private let meaning: @Sendable (Kind, Node.Entry) -> Meaning?

    /// The notices of a node.
    ///
    /// - Parameters:
    ///   - node: the node.
    ///   - meaning: what an entry means; nil means nothing to anybody outside.
    public init(
        _ node: Node, meaning: @escaping @Sendable (Kind, Node.Entry) -> Meaning? = NoticeFeed.usualMeaning
    ) {
        self.node = node
        self.meaning = meaning
    }

    /// Sites and movements, as they are stated, changed and ended, and what recipients' officers say to have received.
    public static func usualMeaning(_ kind: Kind, _ entry: Node.Entry) -> Meaning? {
        switch kind {
        case .notificationNotify, .notificationAmend, .notificationWithdraw, .movementNotify, .movementAmend:
            return .notice(.routine, awaitsReceipt: true)
        case .movementDelay: return .notice(.priority, awaitsReceipt: true)
        case .movementDepart, .movementCheckIn, .movementClose: return .notice(.routine, awaitsReceipt: false)
        case .notificationReceive, .noticeDisseminate: return received(in: entry).map { .receipt(of: [$0]) }
        default: return nil
        }
    }

    /// The statement that an officer of a recipient says to have, as far as this node may read that.
    private static func received(in entry: Node.Entry) -> StatementHash? {
        let limits = JSONDocument.Limits(maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth)
        let body: JSONValue? =
            switch entry.signed.statement.content {
            case .open(let body): body
            case .restricted: entry.body.flatMap { try? JSONDocument($0.folded.body, limits: limits).root }
            }
        guard var fields = try? body?.object() else { return nil }
        return try? fields.required("statement").statementHash()
    }

    /// The next entries from `cursor` on; nil when all have been looked at.
    ///
    /// Blocks on the store.
    ///
    /// - Throws: `StoreError`.
    public func step(from cursor: UInt64, book: AddressBook) throws -> Step? {
        let entries = try node.entries(from: EntryIndex(cursor), count: Self.entriesPerStep)
        guard !entries.isEmpty else { return nil }
        let picture = node.publisher.state.picture
        var step = Step(cursor: cursor + UInt64(entries.count))
        for entry in entries {
            let statement = entry.signed.statement
            guard let kind = Kind(statement.kind), let meaning = meaning(kind, entry) else { continue }
            switch meaning {
            case .receipt(let received):
                step.receipts += received.map {
                    SignedReceipt(of: $0, by: statement.party, statement.officer, in: entry.signed.hash)
                }
            case .notice(let urgency, let awaitsReceipt):
                let id = RecordID(owner: statement.party, subject: statement.subject)
                guard let record = picture.record(id) else { continue }
                let recipients = book.recipients.map(\.id).filter { recipient in
                    recipient.party != statement.party && record.isReadable(by: recipient.party)
                }
                guard !recipients.isEmpty else { continue }
                let notice = Notice(
                    statement: entry.signed.hash, record: id, urgency: urgency, awaitsReceipt: awaitsReceipt)
                step.notices.append((notice, recipients))
            }
        }
        return step
    }

    /// The record's name, where the recipient's party may read it now.
    public func content(of notice: Notice, for recipient: RecipientID) async -> NoticeContent? {
        guard let record = node.publisher.state.picture.record(notice.record), record.isReadable(by: recipient.party)
        else { return nil }
        switch record {
        case .notification(let site): return NoticeContent(texts: site.details.name.texts)
        case .movement(let movement): return NoticeContent(texts: movement.details.name.texts)
        }
    }
}
