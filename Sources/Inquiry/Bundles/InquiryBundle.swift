public import Geodesy
public import Statements
import StrictJSON
public import TransparencyLog

/// All about one record, or one statement, in one file: specification, section 6.
public struct InquiryBundle: Sendable {
    /// What the object's `format` says.
    public static let format = "parley/bundle@v1"
    /// How many bytes a bundle may have, page included.
    public static let maximumByteCount = 64 << 20
    /// Promises and pieces of evidence that it may carry, of each.
    public static let maximumEnclosures = 1_024

    /// A restricted body, as far as it is shown.
    public struct Opened: Hashable, Sendable {
        /// The statement's entry.
        public let index: EntryIndex
        /// The fields, shown or hidden.
        public let body: OpenedBody

        /// An opened body for an entry.
        public init(index: EntryIndex, body: OpenedBody) {
            self.index = index
            self.body = body
        }
    }

    /// The log's key, as the bundle's maker had it; a reader uses the one obtained elsewhere.
    public let logKey: String
    /// What it is about.
    public let record: RecordID
    /// When it was made, by its maker's clock; nobody has signed it.
    public let madeAt: Instant
    /// What everything is proved in.
    public let checkpoint: SignedCheckpoint
    /// The witness policy as the maker knew it; a convenience.
    public let policy: String?
    /// The entries, in the log's order.
    public let entries: [CarriedEntry]
    /// Restricted bodies that the maker chose to show.
    public let opened: [Opened]
    /// Promises of the log.
    public let promises: [[UInt8]]
    /// Pieces of evidence, each the text of its file.
    public let evidence: [[UInt8]]

    /// A bundle from its parts; whether it holds is for `judged` to say.
    public init(
        logKey: String, record: RecordID, madeAt: Instant, checkpoint: SignedCheckpoint, policy: String?,
        entries: [CarriedEntry], opened: [Opened], promises: [[UInt8]] = [],
        evidence: [[UInt8]] = []
    ) {
        self.logKey = logKey
        self.record = record
        self.madeAt = madeAt
        self.checkpoint = checkpoint
        self.policy = policy
        self.entries = entries
        self.opened = opened
        self.promises = promises
        self.evidence = evidence
    }

    /// Reads a bundle, from the object itself or from a page around it.
    ///
    /// - Throws: `badPage`, or the first rule that it breaks.
    public init(parsing bytes: [UInt8]) throws(InquiryError) {
        guard let embedded = try BundlePage.object(in: bytes) else {
            try self.init(object: bytes, bodies: nil)
            return
        }
        // Where the bytes of a value count, the page's own spelling is undone first.
        try self.init(object: BundlePage.restored(embedded), bodies: embedded)
    }

    /// Reads the object; a body that is not its statement's is taken as it stands in `bodies`, where it may be.
    private init(object: [UInt8], bodies: [UInt8]?) throws(InquiryError) {
        let (format, object) = try FileObject.read(object, limit: Self.maximumByteCount)
        guard format == Self.format else { throw .notRecognised }
        var fields = object
        let checkpoint: JSONValue
        do throws(JSONError) {
            _ = try fields.required("format")
            logKey = try fields.required("logKey").string()
            let named = try fields.required("record")
            guard let record = RecordID(try named.string()) else { throw named.refused("must be 'party/subject'") }
            self.record = record
            madeAt = try fields.required("madeAt").instant()
            checkpoint = try fields.required("checkpoint")
            let policy = try fields.required("policy")
            self.policy = policy.isNull ? nil : try policy.string()
            var entries: [CarriedEntry] = []
            for element in try fields.required("entries").array(limit: CarriedEntry.maximumCount) {
                entries.append(try CarriedEntry(element))
            }
            self.entries = entries
            opened = try Self.chosen(fields.required("opened"), bodies, for: entries)
            // Every entry carries its own proof; the member is kept empty for what a later version may put there.
            _ = try fields.required("receipts").array(limit: 0)
            promises = try Self.texts(fields.required("promises"))
            evidence = try Self.texts(fields.required("evidence"))
            try fields.finish()
        } catch { throw .malformed(error) }
        self.checkpoint = try SignedCheckpoint(inFile: checkpoint)
    }

    private static func opened(_ list: JSONValue) throws(JSONError) -> [Opened] {
        var opened: [Opened] = []
        for element in try list.array(limit: CarriedEntry.maximumCount) {
            var item = try element.object()
            let index = EntryIndex(try item.required("index").plainNumber())
            opened.append(Opened(index: index, body: try OpenedBody(fields: item.required("fields"))))
            try item.finish()
        }
        return opened
    }

    /// The opened bodies, each in the spelling that its statement commits to, if one of them is.
    private static func chosen(
        _ list: JSONValue, _ bodies: [UInt8]?, for entries: [CarriedEntry]
    ) throws(JSONError) -> [Opened] {
        let restored = try opened(list)
        guard let bodies else { return restored }
        let limits = JSONDocument.Limits(maximumBytes: maximumByteCount, maximumDepth: FileObject.maximumDepth)
        var fields = try JSONDocument(bodies, limits: limits).root.object()
        let standing = try opened(fields.required("opened"))
        return zip(restored, standing).map { restored, standing in
            guard restored.body != standing.body, let entry = entries.first(where: { $0.index == restored.index }),
                let statement = try? SignedStatement(entry.envelope).statement
            else { return restored }
            return standing.body.commitment == statement.commitment ? standing : restored
        }
    }

    private static func texts(_ list: JSONValue) throws(JSONError) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        for element in try list.array(limit: maximumEnclosures) { texts.append(Array(try element.stringBytes())) }
        return texts
    }

    /// The object's bytes.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 65_536)
        writer.object { fields in
            fields.member("format", Self.format)
            fields.member("logKey", logKey)
            fields.member("record", record.description)
            fields.member("madeAt", madeAt.description)
            fields.text("checkpoint", checkpoint.bytes)
            fields.key("policy")
            if let policy { fields.string(policy) } else { fields.null() }
            fields.key("entries")
            fields.array { list in for entry in entries { entry.write(to: &list) } }
            fields.key("opened")
            fields.array { list in
                for opened in opened {
                    list.object { item in
                        item.member("index", opened.index.value)
                        opened.body.write(to: &item)
                    }
                }
            }
            for (name, texts) in [("receipts", []), ("promises", promises), ("evidence", evidence)] {
                fields.key(name)
                fields.array { list in for text in texts { list.string(String(decoding: text, as: UTF8.self)) } }
            }
        }
        return writer.bytes
    }
}
