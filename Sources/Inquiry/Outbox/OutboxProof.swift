public import Coordination
import Statements
import StrictJSON
public import TransparencyLog

/// Which of a sender's statements were handed to one recipient, and that none is missing: specification, section 7.
///
/// The sender's own signed counts at both ends fix every statement between them by a chain of hashes; the log's rules took
/// the counts only because they were right.
public struct OutboxProof: Sendable {
    /// What the object's `format` says.
    public static let format = "parley/outbox@v1"
    /// How many bytes a proof may have.
    public static let maximumByteCount = 64 << 20
    /// Statements that the words of a verdict list.
    public static let maximumListed = 256

    /// The log's key, as the proof's maker had it; a reader uses the one obtained elsewhere.
    public let logKey: String
    /// Who handed over, and to whom.
    public let row: OutboxKey
    /// The entry of the count that it begins after; nil from the sender's first statement.
    public let from: EntryIndex?
    /// The entry of the count that it ends with.
    public let to: EntryIndex
    /// What everything is proved in.
    public let checkpoint: SignedCheckpoint
    /// The entries, in the log's order.
    public let entries: [CarriedEntry]

    /// A proof from its parts; whether it holds is for `judged` to say.
    public init(
        logKey: String, row: OutboxKey, from: EntryIndex?, to: EntryIndex, checkpoint: SignedCheckpoint,
        entries: [CarriedEntry]
    ) {
        self.logKey = logKey
        self.row = row
        self.from = from
        self.to = to
        self.checkpoint = checkpoint
        self.entries = entries
    }

    /// Reads a proof.
    ///
    /// - Throws: the first rule that it breaks.
    public init(parsing bytes: [UInt8]) throws(InquiryError) {
        let (format, object) = try FileObject.read(bytes, limit: Self.maximumByteCount)
        guard format == Self.format else { throw .notRecognised }
        var fields = object
        let checkpoint: JSONValue
        do throws(JSONError) {
            _ = try fields.required("format")
            logKey = try fields.required("logKey").string()
            let sender: PartyID = try fields.required("sender").identifier()
            let named = try fields.required("recipient")
            row = OutboxKey(sender: sender, recipient: named.isNull ? nil : try named.identifier())
            let from = try fields.required("from")
            self.from = from.isNull ? nil : EntryIndex(try from.plainNumber())
            to = EntryIndex(try fields.required("to").plainNumber())
            checkpoint = try fields.required("checkpoint")
            var entries: [CarriedEntry] = []
            for element in try fields.required("entries").array(limit: CarriedEntry.maximumCount) {
                entries.append(try CarriedEntry(element))
            }
            self.entries = entries
            try fields.finish()
        } catch { throw .malformed(error) }
        self.checkpoint = try SignedCheckpoint(inFile: checkpoint)
    }

    /// The file's bytes.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 65_536)
        writer.object { fields in
            fields.member("format", Self.format)
            fields.member("logKey", logKey)
            fields.member("sender", row.sender.rawValue)
            fields.key("recipient")
            if let recipient = row.recipient { fields.string(recipient.rawValue) } else { fields.null() }
            fields.key("from")
            if let from { fields.integer(from.value) } else { fields.null() }
            fields.member("to", to.value)
            fields.text("checkpoint", checkpoint.bytes)
            fields.key("entries")
            fields.array { list in for entry in entries { entry.write(to: &list) } }
        }
        return writer.bytes
    }

    /// What a proof does not show.
    static let doesNotProve = [
        "That anybody read what was handed over: receipts show that.",
        "What restricted bodies say; a bundle opens them as far as their readers choose.",
        "What was handed over by other ways than this log, before the first count or after the last.",
    ]
}
