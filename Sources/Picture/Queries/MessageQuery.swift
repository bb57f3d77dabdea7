public import Coordination
import Geodesy
import HashTreeCollections
public import Statements
public import TransparencyLog

/// Which messages.
public struct MessageQuery: Sendable {
    /// The most that one answer holds.
    public static let maximumLimit = 500

    /// Who asks; nil reads only what is open.
    public var reader: PartyID?
    /// Only on this line.
    public var line: RecordID?
    /// Only from or to this party.
    public var party: PartyID?
    /// Only those with this state towards some recipient.
    public var state: MessageState?
    /// Only those first sent before this entry: where the page before ended.
    public var before: EntryIndex?
    /// At most so many.
    public var limit: Int

    /// All that `reader` may see.
    public init(reader: PartyID?, limit: Int = 100) {
        self.reader = reader
        self.limit = min(max(1, limit), Self.maximumLimit)
    }
}

extension Picture {
    /// The messages that match and that the reader may see, the newest first, and where the next page begins.
    ///
    /// Cost is that of all messages.
    public func messages(matching query: MessageQuery) -> (messages: [Message], next: EntryIndex?) {
        let now = clock.now ?? .earliest
        let found = messages.messages.values.filter { message in
            guard message.isReadable(by: query.reader) else { return false }
            if let before = query.before, message.sent.entry.value >= before.value { return false }
            if let line = query.line, message.details.line != line { return false }
            if let party = query.party, message.sender != party, message.recipient(party) == nil { return false }
            guard let state = query.state else { return true }
            return message.recipients.contains { message.state($0, at: now) == state }
        }
        let page = found.sorted { $0.sent.entry.value > $1.sent.entry.value }
        let shown = Array(page.prefix(query.limit))
        return (shown, page.count > shown.count ? shown.last?.sent.entry : nil)
    }
}
