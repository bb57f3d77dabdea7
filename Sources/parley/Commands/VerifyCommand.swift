import ArgumentParser
import Inquiry
import ParleyClient
import Statements
import StrictJSON
import TransparencyLog

/// Verifies whatever it is given with nothing but files.
struct VerifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify receipts, bundles, outbox proofs, evidence and promises offline: no network, no store.",
        discussion: """
            Needs the log's key as you were given it by another way than the file. Recognises each file by what is in it
            and says what it proves and what it does not. With --policy, what the witnesses have not cosigned is not
            verified; without one, nothing is established by witnesses.

              parley verify bundle.html --log-key "north-line.neutral-host/log+1c2d3e4f+AQ..." --policy witnesses.txt
              parley verify evidence/equivocation-0123456789abcdef --log-key "..."
              parley verify --statement hospital-3.statement.json --receipt hospital-3.tlog-proof --log-key "..."

            Exit codes: 0 everything is verified or proven; 1 something is not; 2 wrong use.
            """)

    @Argument(help: "Files to verify: bundles (JSON or page), outbox proofs, evidence, promises, receipts.") var files:
        [String] = []
    @Option(help: "The statement's envelope, exactly as submitted, for a receipt.") var statement: String?
    @Option(help: "A receipt (c2sp.org/tlog-proof@v1).") var receipt: String?
    @Option(name: .customLong("signed-by"), help: "The signer's public key in base64, to check that signature too.")
    var signedBy: String?
    @OptionGroup var options: LogKeyOptions
    @Flag(help: "Print one JSON object a file.") var json = false

    func perform() async throws {
        let log = try options.key()
        let policy = try options.witnessPolicy()
        let names = files + [receipt].compactMap(\.self)
        guard !names.isEmpty else { throw Failure(.usage, "name the files to verify") }
        let envelope = try statement.map { try Files.read($0, limit: 1 << 20) }
        try checkSigner(envelope)
        var allHold = true
        for name in names {
            let bytes = try Files.read(name, limit: InquiryBundle.maximumByteCount)
            let (verdict, kind) = Self.judge(bytes, log, policy, envelope)
            allHold = allHold && verdict.holds
            report(verdict, kind, name, isOnly: names.count == 1, entry: Self.entry(bytes))
        }
        guard allHold else { throw ExitCode(Failure.Code.refused.rawValue) }
    }

    private static func judge(
        _ bytes: [UInt8], _ log: NoteVerifierKey, _ policy: WitnessPolicy?, _ envelope: [UInt8]?
    ) -> (FileVerdict, String) {
        do throws(VerifiableFileError) {
            let file = try VerifiableFile(parsing: bytes)
            return (file.judged(by: log, policy: policy, statement: envelope), file.kind)
        } catch { return (.unreadable(error), "unknown") }
    }

    /// The signature of the statement itself, where its key is given.
    private func checkSigner(_ envelope: [UInt8]?) throws {
        guard let signedBy else { return }
        guard let envelope else { throw Failure(.usage, "--signed-by: needs --statement") }
        let key = try PublicKeyArgument.read(signedBy)
        do { _ = try VerifiedStatement(SignedStatement(envelope), by: key) } catch {
            throw Failure(.refused, "not verified: the statement: \(error)")
        }
    }

    /// Which entry a receipt is for.
    private static func entry(_ bytes: [UInt8]) -> LogProof? { try? LogProof(parsing: bytes) }

    private func report(_ verdict: FileVerdict, _ kind: String, _ name: String, isOnly: Bool, entry: LogProof?) {
        if json {
            Output.json { fields in
                fields.member("file", name)
                fields.member("kind", kind)
                fields.member("verified", verdict.holds)
                fields.member("verdict", verdict.headline)
                if let entry {
                    fields.member("entry", entry.index.value)
                    fields.member("size", entry.checkpoint.checkpoint.size.value)
                    fields.member("root", entry.checkpoint.checkpoint.root.base64)
                    fields.member("origin", entry.checkpoint.checkpoint.origin.text)
                    fields.member("signatureChecked", signedBy != nil)
                }
                for (member, sentences) in [("restsOn", verdict.restsOn), ("doesNotProve", verdict.doesNotProve)] {
                    fields.key(member)
                    fields.array { list in for sentence in sentences { list.string(sentence) } }
                }
            }
            return
        }
        let lead = isOnly ? "" : "\(name): "
        print(lead + (verdict.holds ? Terminal.bold(verdict.headline) : Terminal.alarm(verdict.headline)))
        for sentence in verdict.restsOn { print("  \(sentence)") }
        if entry != nil {
            print(
                signedBy == nil
                    ? "  The statement's own signature was not checked; give its key with --signed-by."
                    : "  The statement's own signature was checked with the key given.")
        }
        guard !verdict.doesNotProve.isEmpty else { return }
        print("  \(Terminal.faint("It does not prove:"))")
        for sentence in verdict.doesNotProve { print("  - \(sentence)") }
    }
}
