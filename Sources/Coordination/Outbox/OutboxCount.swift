public import Statements
public import StrictJSON
import TransparencyLog

/// A sender's own count of what it has handed to one recipient, or to everybody: it binds itself by it.
public struct OutboxCount: Hashable, Sendable {
    /// Rows one statement may count: one for every party of an audience, and the open one.
    public static let maximumRows = PartyRegister.maximumParties + 1

    /// To whom; nil for what is open to whoever may read the log.
    public let recipient: PartyID?
    /// How much, and which.
    public let head: OutboxHead

    /// A count from its parts.
    public init(recipient: PartyID?, head: OutboxHead) {
        self.recipient = recipient
        self.head = head
    }

    /// Reads the body of `outbox.count.v1`.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public static func read(_ body: JSONValue) throws(JSONError) -> [OutboxCount] {
        var fields = try body.object()
        let list = try fields.required("counts")
        try fields.finish()
        var counts: [OutboxCount] = []
        for element in try list.array(limit: maximumRows) {
            var row = try element.object()
            let named = try row.required("recipient")
            let recipient: PartyID? = named.isNull ? nil : try named.identifier()
            let number = try row.required("number").plainNumber()
            let chain = try row.required("chain").base64Hash()
            try row.finish()
            if let last = counts.last {
                guard let recipient, last.recipient.map({ $0 < recipient }) ?? true else {
                    throw element.refused("must come in order of the recipients, null first, each once")
                }
            }
            counts.append(OutboxCount(recipient: recipient, head: OutboxHead(number: number, chain: chain)))
        }
        guard !counts.isEmpty else { throw list.refused("counts nothing") }
        return counts
    }

    /// The body of `outbox.count.v1`.
    public static func body(_ counts: [OutboxCount]) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { fields in
            fields.key("counts")
            fields.array { list in
                for count in counts {
                    list.object { row in
                        row.key("recipient")
                        if let recipient = count.recipient { row.string(recipient.rawValue) } else { row.null() }
                        row.member("number", count.head.number)
                        row.member("chain", count.head.chain.base64)
                    }
                }
            }
        }
        return writer.bytes
    }
}
