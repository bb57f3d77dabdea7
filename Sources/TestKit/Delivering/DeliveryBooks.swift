public import Delivery
public import Geodesy
import Statements
import StrictJSON
import TransparencyLog

/// Address books and notices for tests.
public enum DeliveryBooks {
    /// A time to begin at: a Monday noon, UTC.
    public static let noon = Instant(checked: 1_474_286_400_000_000)

    /// A book whose only recipient has the ways that the text names, each an object of the file.
    public static func one(_ means: String, quiet: String? = nil, languages: String = #"["en"]"#) throws -> AddressBook
    {
        try AddressBook(json: Array(file([entry("red-crescent/duty", means, quiet: quiet, languages: languages)]).utf8))
    }

    /// A file with these entries.
    public static func file(_ entries: [String]) -> String {
        #"{"version": 1, "recipients": [\#(entries.joined(separator: ","))]}"#
    }

    /// An entry of the file.
    public static func entry(
        _ id: String, _ means: String, quiet: String? = nil, languages: String = #"["en"]"#
    ) -> String {
        let parts = id.split(separator: "/")
        let officer = parts.count == 2 ? #", "officer": "\#(parts[1])""# : ""
        let hours = quiet.map { #", "quiet": \#($0)"# } ?? ""
        return """
            {"party": "\(parts[0])"\(officer), "name": "Duty officer", "languages": \(languages)\(hours), \
            "means": [\(means)]}
            """
    }

    /// A way of the file: a webhook.
    public static func webhook(
        _ name: String = "hook", url: String = "https://duty.example.org/parley", rest: String = ""
    ) -> String {
        #"{"name": "\#(name)", "means": "webhook", "url": "\#(url)", "secrets": ["hook"]\#(rest)}"#
    }

    /// A way of the file: a mailbox.
    public static func mailbox(_ name: String = "mail", rest: String = "") -> String {
        #"{"name": "\#(name)", "means": "email", "address": "duty@example.org"\#(rest)}"#
    }

    /// A way of the file: a telephone.
    public static func phone(_ name: String = "phone", means: String = "sms-queue", rest: String = "") -> String {
        #"{"name": "\#(name)", "means": "\#(means)", "number": "+963115550100"\#(rest)}"#
    }

    /// A notice, different for each number.
    public static func notice(
        _ number: Int, _ urgency: NoticeUrgency = .routine, expires: Instant? = nil, awaitsReceipt: Bool = true
    ) -> Notice {
        Notice(
            statement: StatementHash(Hash.sha256(of: Array("notice \(number)".utf8))),
            record: RecordID(
                owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "hospital-in-duma-\(number)")),
            urgency: urgency, expires: expires, awaitsReceipt: awaitsReceipt)
    }

    /// The only recipient of `one`.
    public static let duty = RecipientID(
        party: PartyID(checked: "red-crescent"), officer: OfficerID(checked: "duty"))

    /// A parcel as the only recipient of `book` gets it by its first way.
    public static func parcel(
        _ book: AddressBook, number: Int = 1, urgency: NoticeUrgency = .flash, content: NoticeContent = content,
        at now: Instant = noon
    ) -> (parcel: Parcel, address: Address)? {
        var core = DeliveryCore(book: book, seed: 1, at: now)
        let step = try? core.enqueue([(notice(number, urgency), book.recipients.map(\.id))], cursor: 1, at: now)
        guard let assignment = step?.sends.first else { return nil }
        let parcel = Parcel(
            assignment.notice, content: content, to: assignment.address, of: assignment.recipient, key: assignment.key,
            from: node, at: now)
        return (parcel, assignment.address)
    }

    /// A node that sends.
    public static let node = SendingNode(name: "Parley at the UN hub", address: "https://node.example.org")

    /// Content with everything that must not leak.
    public static let content = NoticeContent(
        texts: [("en", "Hospital M10 moves to Duma"), ("ar", "ينتقل المستشفى إلى دوما")],
        places: [("en", "Duma"), ("ar", "دوما")],
        position: Position(checkedLatitudeE7: 335_720_000, longitudeE7: 364_020_000))
}
