public import Coordination
import Delivery
import Geodesy
import Picture
import Statements
import StrictJSON

/// What an entry does to a message, as far as people outside are concerned.
public enum MessageTurn: Sendable {
    /// It was sent, or stated anew.
    case stated
    /// A recipient repeated, acknowledged or answered it.
    case replied
    /// A step up the ladder was taken.
    case escalated
    /// Its sender ended it.
    case ended

    /// What a kind of statement does to a message; nil for one that does nothing that people outside wait for.
    public init?(_ kind: Kind) {
        switch kind {
        case .messageSend, .messageCorrect: self = .stated
        case .messageReadBack, .messageAcknowledge, .messageAnswer: self = .replied
        case .messageEscalate: self = .escalated
        case .messageClose: self = .ended
        default: return nil
        }
    }
}

extension NoticeFeed {
    /// Takes an entry about a message; the message counts as it stands now, so that a node which was away tells nobody of
    /// what was corrected or answered meanwhile.
    func take(
        _ turn: MessageTurn, _ entry: Node.Entry, _ picture: Picture, _ book: AddressBook,
        into news: inout DeliveryNews
    ) {
        let statement = entry.signed.statement
        switch turn {
        case .stated, .ended:
            let id = RecordID(owner: statement.party, subject: statement.subject)
            news.touched.insert(id)
            guard turn == .stated, let message = picture.messages[id], message.statement == entry.signed.hash else {
                return
            }
            var told = message.details.to.flatMap { book.entries(of: $0) }
            // Whom the ladder reached already hears of a correction, too.
            for to in message.recipients.flatMap(\.steps).compactMap(\.to) {
                told += Self.entries(of: to.party, to.officer, in: book)
            }
            queue(message, to: told, picture, &news)
        case .replied:
            guard let (message, _) = message(of: entry, in: picture) else { return }
            news.touched.insert(message.id)
            news.receipts += receipts(of: message, by: statement.party, statement.officer, in: entry, picture)
        case .escalated:
            guard let about = message(of: entry, in: picture) else { return }
            var fields = about.fields
            guard var to = try? fields.present("to")?.object(),
                let party: PartyID = try? to.required("party").identifier()
            else { return }
            let officer: OfficerID? = try? to.present("officer")?.identifier()
            queue(about.message, to: Self.entries(of: party, officer, in: book), picture, &news)
        }
    }

    /// Who is told when a step turns to a party: the officer, else whoever is on duty, else all that the book has.
    static func entries(of party: PartyID, _ officer: OfficerID?, in book: AddressBook) -> [Recipient] {
        if let officer, let entry = book[RecipientID(party: party, officer: officer)] { return [entry] }
        if let duty = book[RecipientID(party: party)] { return [duty] }
        return book.entries(of: party)
    }

    /// The message that an entry is about, while it stands as the entry says, and the rest of the entry's body.
    private func message(of entry: Node.Entry, in picture: Picture) -> (message: Message, fields: JSONObject)? {
        guard var fields = Self.fields(of: entry), let id = try? fields.required("message").recordID(),
            let read = try? fields.required("statement").statementHash(), let message = picture.messages[id],
            message.statement == read
        else { return nil }
        return (message, fields)
    }

    private func queue(
        _ message: Message, to recipients: [Recipient], _ picture: Picture, _ news: inout DeliveryNews
    ) {
        let notice = Notice(
            statement: message.statement, record: message.id, urgency: NoticeUrgency(message.details.urgency),
            expires: message.details.expires)
        let wanted = Set(recipients.map(\.id)).sorted().filter {
            Self.content(of: notice, for: $0, in: picture) != nil
        }
        guard !wanted.isEmpty else { return }
        news.notices.append((notice, wanted))
    }

    /// What a reply receives: nothing unless the message counts as received by that party.
    ///
    /// A read-back receives nothing by itself, and neither does an acknowledgement whose read-back differs.
    private func receipts(
        of message: Message, by party: PartyID, _ signer: OfficerID, in entry: Node.Entry, _ picture: Picture
    ) -> [SignedReceipt] {
        guard let recipient = message.recipient(party) else { return [] }
        switch message.state(recipient, at: picture.clock.now ?? .earliest) {
        case .acknowledged, .answered: break
        default: return []
        }
        var officers = Set(
            recipient.acknowledgements.filter { $0.statement == message.statement }.map(\.officer))
        if recipient.answers.contains(where: { $0.statement == message.statement && $0.provenance.officer == signer }) {
            officers.insert(signer)
        }
        return officers.sorted().map {
            SignedReceipt(of: message.statement, by: party, $0, in: entry.signed.hash)
        }
    }

    /// The message as a recipient's party may read it now; nil when it is not for that party, does not stand as the
    /// notice says, was ended, or was received by somebody who may decide.
    static func content(of notice: Notice, for recipient: RecipientID, in picture: Picture) -> NoticeContent? {
        guard let message = picture.messages[notice.record], message.statement == notice.statement,
            message.closed == nil, message.isReadable(by: recipient.party), mayBeTold(recipient, in: picture)
        else { return nil }
        let now = picture.clock.now ?? .earliest
        let isAwaited = message.recipients.contains { awaited in
            let isAddressed =
                awaited.party == recipient.party || awaited.steps.contains { $0.to?.party == recipient.party }
            return isAddressed && !isSettled(message, awaited, at: now)
        }
        guard isAwaited else { return nil }
        // Of several places none is the place of the message; the reader sees them at the node.
        let positions = message.details.positions
        let labels = positions.compactMap(\.label).joined(separator: "; ")
        return NoticeContent(
            texts: message.details.text.texts, places: labels.isEmpty ? [] : [("und", labels)],
            position: positions.count == 1 ? positions.first?.position : nil)
    }

    /// Whether a recipient needs to be told no more.
    private static func isSettled(_ message: Message, _ recipient: Message.Recipient, at now: Instant) -> Bool {
        switch message.state(recipient, at: now) {
        case .closed: true
        case .acknowledged, .answered: message.hasReachedAuthority(recipient, at: now)
        case .sent, .delivered, .readBack, .readBackDiffers, .acknowledgementExpired: false
        }
    }
}

extension NoticeUrgency {
    /// The urgency of a message.
    init(_ urgency: Urgency) {
        self =
            switch urgency {
            case .flash: .flash
            case .immediate: .immediate
            case .priority: .priority
            case .routine: .routine
            }
    }
}
