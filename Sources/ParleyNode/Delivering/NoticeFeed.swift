public import Coordination
public import Delivery
import HashTreeCollections
import Picture
public import Statements
import StrictJSON
import TransparencyLog

/// What this node's log says that people of its address book are to hear of: by the same filter as the feed.
///
/// A recipient hears of a site or a movement when the recipient's party can read it at this node, and somebody else wrote
/// it; of a message when it is to the recipient's party, or a step up the ladder turns to it. What is sent is read anew
/// each time, so what was closed to the party since, erased, corrected, ended or answered is not sent.
public struct NoticeFeed: NoticeContents {
    /// Entries of one step.
    public static let entriesPerStep = 500

    /// What an entry means to those outside: how pressing it is, or what it acknowledges.
    public enum Meaning: Sendable {
        /// People are to hear of it.
        case notice(NoticeUrgency, awaitsReceipt: Bool)
        /// Its author received these statements.
        case receipt(of: [StatementHash])
        /// Something happened to a message.
        case message(MessageTurn)
    }

    let node: Node
    private let party: PartyID?
    private let meaning: @Sendable (Kind, Node.Entry) -> Meaning?

    /// The notices of a node.
    ///
    /// - Parameters:
    ///   - node: the node.
    ///   - party: the party whose node it is, whose bodies may come after their statements.
    ///   - meaning: what an entry means; nil means nothing to anybody outside.
    public init(
        _ node: Node, of party: PartyID? = nil,
        meaning: @escaping @Sendable (Kind, Node.Entry) -> Meaning? = NoticeFeed.usualMeaning
    ) {
        self.node = node
        self.party = party
        self.meaning = meaning
    }

    /// Sites, movements and messages, as they are stated, changed and ended, and what recipients' officers say to have
    /// received.
    public static func usualMeaning(_ kind: Kind, _ entry: Node.Entry) -> Meaning? {
        switch kind {
        case .notificationNotify, .notificationAmend, .notificationWithdraw, .movementNotify, .movementAmend:
            return .notice(.routine, awaitsReceipt: true)
        case .movementDelay: return .notice(.priority, awaitsReceipt: true)
        case .movementDepart, .movementCheckIn, .movementClose: return .notice(.routine, awaitsReceipt: false)
        // Nobody signs for these: what is owed to them has clocks of its own.
        case .convoyRequest, .incidentReport: return .notice(.priority, awaitsReceipt: false)
        case .convoyRespond, .convoyLetters, .convoyRemove, .convoyProgress, .convoyReport, .hazardReport:
            return .notice(.routine, awaitsReceipt: false)
        case .notificationReceive, .noticeDisseminate: return received(in: entry).map { .receipt(of: [$0]) }
        default: return MessageTurn(kind).map { .message($0) }
        }
    }

    /// The statement that an officer of a recipient says to have, as far as this node may read that.
    private static func received(in entry: Node.Entry) -> StatementHash? {
        guard var fields = fields(of: entry) else { return nil }
        return try? fields.required("statement").statementHash()
    }

    /// The members of an entry's body, as far as this node may read it.
    static func fields(of entry: Node.Entry) -> JSONObject? {
        let limits = JSONDocument.Limits(maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth)
        let body: JSONValue? =
            switch entry.signed.statement.content {
            case .open(let body): body
            case .restricted: entry.body.flatMap { try? JSONDocument($0.folded.body, limits: limits).root }
            }
        return try? body?.object()
    }

    /// What the next entries from `cursor` on say; nil when all have been looked at.
    ///
    /// Blocks on the store.
    ///
    /// - Throws: `StoreError`.
    public func news(from cursor: UInt64, book: AddressBook) throws -> DeliveryNews? {
        let entries = try node.entries(from: EntryIndex(cursor), count: Self.entriesPerStep)
        guard !entries.isEmpty else { return nil }
        var news = DeliveryNews(cursor: cursor + UInt64(entries.count))
        add(entries, book, to: &news)
        return news
    }

    /// What entries say that could not be read when their turn came; those that still cannot are named again.
    ///
    /// Blocks on the store.
    ///
    /// - Throws: `StoreError`.
    public func news(ofUnread numbers: [UInt64], cursor: UInt64, book: AddressBook) throws -> DeliveryNews {
        var news = DeliveryNews(cursor: cursor)
        for number in numbers {
            add(try node.entries(from: EntryIndex(number), count: 1), book, to: &news)
        }
        return news
    }

    private func add(_ entries: [Node.Entry], _ book: AddressBook, to news: inout DeliveryNews) {
        let picture = node.publisher.state.picture
        for entry in entries {
            guard !comesLater(entry) else {
                news.unread.append(entry.index.value)
                continue
            }
            let statement = entry.signed.statement
            guard let kind = Kind(statement.kind), let meaning = meaning(kind, entry) else { continue }
            switch meaning {
            case .receipt(let received):
                news.receipts += received.map {
                    SignedReceipt(of: $0, by: statement.party, statement.officer, in: entry.signed.hash)
                }
            case .notice(let urgency, let awaitsReceipt):
                guard let (id, isReadable) = Self.subject(of: kind, entry, in: picture) else { continue }
                let recipients = book.recipients.map(\.id).filter { recipient in
                    recipient.party != statement.party && isReadable(recipient.party)
                        && Self.mayBeTold(recipient, in: picture)
                }
                guard !recipients.isEmpty else { continue }
                let notice = Notice(
                    statement: entry.signed.hash, record: id, urgency: urgency, awaitsReceipt: awaitsReceipt)
                news.notices.append((notice, recipients))
            case .message(let turn): take(turn, entry, picture, book, into: &news)
            }
        }
    }

    /// The record or dossier that an entry is about, and who may read it; nil where that is not at hand.
    private static func subject(
        of kind: Kind, _ entry: Node.Entry, in picture: Picture
    ) -> (id: RecordID, isReadable: (PartyID) -> Bool)? {
        let statement = entry.signed.statement
        var id = RecordID(owner: statement.party, subject: statement.subject)
        if kind.isDossierAddition {
            guard var fields = fields(of: entry), let named = try? fields.required("convoy").recordName() else {
                return nil
            }
            id = named
        }
        if let record = picture.record(id) { return (id, { record.isReadable(by: $0) }) }
        if let dossier = picture.dossiers[id] { return (id, { dossier.isReadable(by: $0) }) }
        return nil
    }

    /// Whether a recipient may hear of anything now: a party that has not left, and of it an officer on its strength, where
    /// the book names one.
    ///
    /// The book is the operator's and may be old; who reads for a party is for the log to say.
    static func mayBeTold(_ recipient: RecipientID, in picture: Picture) -> Bool {
        guard let party = picture.register.parties[recipient.party], let now = picture.clock.now else { return false }
        if case .left = party.standing { return false }
        guard let officer = recipient.officer else { return true }
        return picture.register.officers[OfficerRef(recipient.party, officer)]?.isOnStrength(at: now) ?? false
    }

    /// Whether an entry's body is sealed for this node's party and not here yet.
    private func comesLater(_ entry: Node.Entry) -> Bool {
        guard let party, entry.body == nil, let kind = Kind(entry.signed.statement.kind), Self.concernsPeople(kind),
            case .restricted(_, let audience, let sealed) = entry.signed.statement.content, sealed != nil
        else { return false }
        return audience.contains(party)
    }

    private static func concernsPeople(_ kind: Kind) -> Bool {
        switch kind {
        case .notificationNotify, .notificationAmend, .notificationWithdraw, .notificationReceive, .noticeDisseminate,
            .movementNotify, .movementAmend, .movementDelay, .movementDepart, .movementCheckIn, .movementClose,
            .convoyRequest, .convoyRespond, .convoyLetters, .convoyRemove, .convoyProgress, .convoyReport,
            .incidentReport, .hazardReport:
            true
        default: MessageTurn(kind) != nil
        }
    }

    /// What the notice says, as the recipient's party may read it now.
    public func content(of notice: Notice, for recipient: RecipientID) async -> NoticeContent? {
        currentContent(of: notice, for: recipient)
    }

    /// What the notice says, as the recipient's party may read it now; nil when there is nothing for it any more.
    public func currentContent(of notice: Notice, for recipient: RecipientID) -> NoticeContent? {
        let picture = node.publisher.state.picture
        if picture.messages[notice.record] != nil {
            return Self.content(of: notice, for: recipient, in: picture)
        }
        if let dossier = picture.dossiers[notice.record] {
            guard dossier.isReadable(by: recipient.party), Self.mayBeTold(recipient, in: picture) else { return nil }
            return NoticeContent(texts: dossier.stated.content.titles)
        }
        guard let record = picture.record(notice.record), record.isReadable(by: recipient.party),
            Self.mayBeTold(recipient, in: picture)
        else { return nil }
        switch record {
        case .notification(let site): return NoticeContent(texts: site.details.name.texts)
        case .movement(let movement): return NoticeContent(texts: movement.details.name.texts)
        }
    }
}
