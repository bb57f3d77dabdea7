import ArgumentParser
import Geodesy
import Inquiry
import Logging
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Gathers all about one record in one file that needs no trust.
struct BundleCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Gather all about one record, or one statement, in one file for an inquiry.",
        discussion: """
            The file is a page that people read, with an object inside that `parley verify` and the independent verifier
            judge: what was said, by whose key, to whom, in which order, the proofs, the keys and the witness policy.
            Restricted bodies go into it as far as your party may read them, and only the fields that you show.

              parley bundle red-crescent/hospital-3 --as access.json --out hospital-3.html
              parley bundle red-crescent/hospital-3 --folder node --out hospital-3.html --hide contact
              parley bundle 4711 --as access.json --out statement.html --show name,place
              parley bundle HASH --as duty.json --out check.html --opened check.opened.json

            The log is read whole and nothing of it is believed: what does not hold is not written.
            """)

    @Argument(help: "The record (party/name), a statement's hash, or an entry's number.") var about: String
    @Option(help: "The file to write.") var out: String
    @Option(help: "A node's folder instead of a node: no network (while no node serves it).") var folder: String?
    @Option(help: "The party whose bodies are shown from a folder; the node's own by default.") var party: String?
    @Option(help: "Show only these fields of restricted bodies, separated by commas.") var show: String?
    @Option(help: "Hide these fields of restricted bodies, separated by commas.") var hide: String?
    @Option(help: "A promise of the log to enclose; may be given several times.") var promise: [String] = []
    @Option(help: "Evidence to enclose; may be given several times.") var evidence: [String] = []
    @Option(help: "A file that opens a restricted body, such as a check's certificate; may be given several times.")
    var opened: [String] = []
    @Option(help: "Your witness policy (tlog-policy); else the one that the host states in the log.") var policy:
        String?
    @Flag(name: .customLong("json-only"), help: "Write the object without a page around it.") var jsonOnly = false
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        let subject = try Self.subject(about)
        var enclosures = BundleMaker.Enclosures()
        enclosures.fields = FieldChoice(shown: show.map(Self.names), hidden: hide.map(Self.names) ?? [])
        enclosures.promises = try promise.map { try Files.read($0, limit: PromiseNote.maximumByteCount) }
        enclosures.evidence = try evidence.map { try Files.read($0, limit: Equivocation.maximumByteCount) }
        let own = try LogKeyOptions.witnessPolicy(policy)
        let kept = try opened.map { try CertificateFile.read($0) }
        let findings =
            if let folder { try await fromFolder(folder, subject, enclosures, own, kept) } else {
                try await fromNode(subject, enclosures, own, kept)
            }
        try write(findings)
    }

    private static func subject(_ text: String) throws -> EntryCollector.Subject {
        if let record = RecordID(text) { return .record(record) }
        if let hash = StatementHash(hex: text) { return .statement(hash) }
        if let index = EntryIndex(decimal: text) { return .entry(index) }
        throw Failure(.usage, "'\(text)' is neither a record (party/name) nor a statement's hash or entry number")
    }

    private static func names(_ text: String) -> Set<String> { Set(text.split(separator: ",").map(String.init)) }

    private func fromNode(
        _ subject: EntryCollector.Subject, _ enclosures: BundleMaker.Enclosures, _ policy: WitnessPolicy?,
        _ kept: [OpenedBody]
    ) async throws -> BundleFindings {
        try await speaker.withSession { session in
            try await session.withLog { source, log in
                try await Self.make(BundleMaker(source: source, log: log), subject, enclosures, policy) {
                    index, signed in
                    if let file = Self.body(of: signed, in: kept) { return file }
                    return try await session.shownBody(of: index)
                }
            }
        }
    }

    private func fromFolder(
        _ path: String, _ subject: EntryCollector.Subject, _ enclosures: BundleMaker.Enclosures,
        _ policy: WitnessPolicy?, _ kept: [OpenedBody]
    ) async throws -> BundleFindings {
        let folder = NodeFolder(path: path)
        let settings = try folder.settings()
        let reader: PartyID
        do { reader = try PartyID(party ?? settings.ownParty) } catch { throw Failure(.usage, "--party: \(error)") }
        let opened = try await folder.read()
        let result: Result<BundleFindings, any Error>
        do {
            let maker = BundleMaker(source: NodeLogSource(node: opened.node), log: opened.node.logKey)
            result = .success(
                try await Self.make(maker, subject, enclosures, policy) { index, signed in
                    if let file = Self.body(of: signed, in: kept) { return file }
                    return try opened.node.entries(from: index, count: 1).first?.body?.body(for: reader)
                })
        } catch { result = .failure(error) }
        try await opened.close()
        return try result.get()
    }

    private static func body(of signed: SignedStatement, in kept: [OpenedBody]) -> OpenedBody? {
        kept.first { $0.commitment == signed.statement.commitment }
    }

    private static func make(
        _ maker: BundleMaker, _ subject: EntryCollector.Subject, _ enclosures: BundleMaker.Enclosures,
        _ policy: WitnessPolicy?, body: (EntryIndex, SignedStatement) async throws -> OpenedBody?
    ) async throws -> BundleFindings {
        let bar = ProgressBar("reading the log")
        do {
            return try await maker.make(
                subject, enclosing: enclosures, policy: policy, madeAt: try wholeSecond(),
                progress: { bar.show($0, of: $1) }, body: body)
        } catch let error as BundleError { throw Failure(.refused, "\(error)") }
    }

    /// Now, as a bundle says when it was made.
    static func wholeSecond() throws -> Instant {
        let now = SystemClock().now()
        return try Instant(microsecondsSince1970: now.microsecondsSince1970 / 1_000_000 * 1_000_000)
    }

    private func write(_ findings: BundleFindings) throws {
        let page = jsonOnly ? nil : BundlePage.page(of: findings)
        if page == nil, !jsonOnly {
            Terminal.note(
                "a body in it spells '<' in two ways, which a page cannot carry: the object alone is written")
        }
        try Files.write(page ?? findings.bundle.bytes, to: out)
        if speaker.json {
            Output.json { fields in
                fields.member("file", out)
                fields.member("record", findings.bundle.record.description)
                fields.member("entries", findings.proved.entries.count)
                fields.member("statements", findings.statements.count)
                fields.member("opened", findings.opened.count)
                fields.member("size", findings.bundle.checkpoint.checkpoint.size.value)
            }
            return
        }
        print("wrote \(out): \(findings.statements.count) statements, \(findings.proved.entries.count) entries")
        for sentence in findings.doesNotProve { print("  does not prove: \(sentence)") }
    }
}
