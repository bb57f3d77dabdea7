public import Coordination
public import Geodesy
public import Statements

/// A part of a notice that a message may carry or not.
public enum CarriedPart: String, CaseIterable, Sendable {
    /// The record's name, which its owner chose and which may hold the name of a place.
    case record
    /// The notice's text.
    case text
    /// The name of its place.
    case place
    /// Its position.
    case position
}

/// What a notice says, as its recipient may read it at the node.
public struct NoticeContent: Sendable {
    /// Its text by language.
    public let texts: [(language: String, text: String)]
    /// The name of its place, by language.
    public let places: [(language: String, text: String)]
    /// Where.
    public let position: Position?

    /// Content from its parts.
    public init(
        texts: [(language: String, text: String)] = [], places: [(language: String, text: String)] = [],
        position: Position? = nil
    ) {
        self.texts = texts
        self.places = places
        self.position = position
    }
}

/// What goes out: a notice after the filter of its means and of its recipient's own entry; nothing else reaches a means.
public struct Parcel: Sendable {
    /// Bytes of one text that goes out.
    public static let maximumTextBytes = 2_000

    /// The same for every attempt, so that a receiver can tell a second copy from a second notice.
    public let key: DeliveryKey
    /// What names the notice.
    public let reference: DeliveryReference
    /// How pressing it is.
    public let urgency: NoticeUrgency
    /// Where the officer reads it and signs; carries the reference alone.
    public let link: String
    /// The node that sends it.
    public let sender: String
    /// The languages to write in, the recipient's first.
    public let languages: [Doctrine.Language]
    /// The record, where the entry lets it be carried.
    public let record: RecordID?
    /// The text in the recipient's first language that it has, where the entry lets it be carried.
    public let text: String?
    /// The place likewise.
    public let place: String?
    /// The position likewise.
    public let position: Position?
    /// When this attempt began.
    public let at: Instant
    /// The statement, for machines: a webhook names it, since it stands in the log for all to see.
    public let statement: StatementHash

    /// Leaves out of `content` whatever the address does not carry; the only way to make a parcel.
    public init(
        _ notice: Notice, content: NoticeContent, to address: Address, of recipient: Recipient, key: DeliveryKey,
        from node: SendingNode, at now: Instant
    ) {
        self.key = key
        reference = notice.reference
        urgency = notice.urgency
        sender = node.name
        link = node.link(to: notice.reference)
        languages = recipient.languages
        at = now
        statement = notice.statement
        let carried = address.carries.intersection(address.kind.mayCarry)
        record = carried.contains(.record) ? notice.record : nil
        text = carried.contains(.text) ? Self.choose(content.texts, languages) : nil
        place = carried.contains(.place) ? Self.choose(content.places, languages) : nil
        position = carried.contains(.position) ? content.position : nil
    }

    private static func choose(
        _ texts: [(language: String, text: String)], _ languages: [Doctrine.Language]
    ) -> String? {
        for language in languages {
            if let found = texts.first(where: { $0.language == language.rawValue }) { return clipped(found.text) }
        }
        return texts.first.map { clipped($0.text) }
    }

    private static func clipped(_ text: String) -> String {
        guard text.utf8.count > maximumTextBytes else { return text }
        var out = ""
        for character in text {
            guard out.utf8.count + character.utf8.count + 4 <= maximumTextBytes else { break }
            out.append(character)
        }
        return out + " …"
    }
}

/// Who sends, and where its officers' page is.
public struct SendingNode: Hashable, Sendable {
    /// The name that recipients see.
    public let name: String
    /// The node's public address, without a slash at its end.
    public let address: String

    /// A node by its name and public address.
    public init(name: String, address: String) {
        self.name = name
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// The page of a notice; opening it records nothing, and the officer's key is still needed there.
    public func link(to reference: DeliveryReference) -> String { "\(address)/receive/\(reference)" }
}
