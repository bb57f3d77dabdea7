public import Geodesy
public import Inquiry
public import Statements
public import TransparencyLog

/// Makes a bundle from a log and from the bodies that its maker may read, and judges it before handing it over.
public struct BundleMaker: Sendable {
    /// What else goes into the bundle.
    public struct Enclosures: Sendable {
        /// Promises of the log, as they were given.
        public var promises: [[UInt8]] = []
        /// Evidence, the text of each file.
        public var evidence: [[UInt8]] = []
        /// Which fields are shown.
        public var fields = FieldChoice()

        /// Nothing else, and every field at hand.
        public init() {}
    }

    private let log: NoteVerifierKey
    private let gatherer: EntryGatherer

    /// A maker of bundles from the log in `source`.
    public init(source: some LogSource, log: NoteVerifierKey) {
        self.log = log
        gatherer = EntryGatherer(source: source, log: log)
    }

    /// Gathers and judges.
    ///
    /// - Parameters:
    ///   - subject: the record or the statement.
    ///   - enclosures: what else goes into it.
    ///   - policy: the maker's own witness policy; nil uses what the log states.
    ///   - madeAt: the maker's clock.
    ///   - progress: called with the entries read and their number.
    ///   - body: the opened body of a restricted statement, as far as its asker may read it.
    /// - Returns: what the bundle holds and proves.
    /// - Throws: `BundleError`, or what `body` throws.
    public func make(
        _ subject: EntryCollector.Subject, enclosing enclosures: Enclosures = Enclosures(),
        policy: WitnessPolicy? = nil, madeAt: Instant, progress: (@Sendable (UInt64, UInt64) -> Void)? = nil,
        body: (EntryIndex, SignedStatement) async throws -> OpenedBody?
    ) async throws -> BundleFindings {
        let gathered: EntryGatherer.Gathered
        do { gathered = try await gatherer.gather(subject, progress: progress) } catch {
            throw BundleError.log(error)
        }
        guard let first = gathered.statements.first else { throw BundleError.nothing }
        var opened: [InquiryBundle.Opened] = []
        for entry in gathered.statements where entry.signed.statement.audience != nil {
            guard let found = try await body(entry.index, entry.signed) else { continue }
            guard let shown = enclosures.fields.applied(to: found) else { continue }
            opened.append(InquiryBundle.Opened(index: entry.index, body: shown))
        }
        let record = if case .record(let record) = subject { record } else { first.signed.statement.record }
        let bundle = InquiryBundle(
            logKey: log.vkey, record: record, madeAt: madeAt, checkpoint: gathered.checkpoint,
            policy: policy.map { String(decoding: $0.text, as: UTF8.self) } ?? gathered.policy,
            entries: gathered.entries, opened: opened, promises: enclosures.promises, evidence: enclosures.evidence)
        do {
            // Read back as a stranger will read it.
            return try InquiryBundle(parsing: bundle.bytes).judged(by: log, policy: policy)
        } catch { throw BundleError.doesNotHold(error) }
    }
}

/// Why there is no bundle.
public enum BundleError: Error, Sendable, CustomStringConvertible {
    /// The log's files are not in order.
    case log(AuditError)
    /// The log holds nothing about it.
    case nothing
    /// What was gathered does not hold.
    case doesNotHold(InquiryError)

    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .log(let error): "the log: \(error)"
        case .nothing: "the log holds nothing about this record or statement, as far as its checkpoint goes"
        case .doesNotHold(let error): "the bundle does not hold: \(error)"
        }
    }
}
