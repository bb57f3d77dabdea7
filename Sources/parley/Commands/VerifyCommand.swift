import ArgumentParser
import Coordination
import ParleyClient
import Statements
import StrictJSON
import TransparencyLog

/// Verifies a receipt with nothing but files.
struct VerifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a receipt offline: no network, no store.",
        discussion: """
            Needs the statement as it was submitted, the receipt, and the log's key as you were given it by another way
            than the node. `parley receipt` saves the first two.

              parley verify --statement hospital-3.statement.json --receipt hospital-3.tlog-proof \\
                --log-key "north-line.neutral-host/log+1c2d3e4f+AQ..."
            """)

    @Option(help: "The statement's envelope, exactly as submitted.") var statement: String
    @Option(help: "The receipt (c2sp.org/tlog-proof@v1).") var receipt: String
    @Option(name: .customLong("log-key"), help: "The log's key (vkey).") var logKey: String
    @Option(name: .customLong("signed-by"), help: "The signer's public key in base64, to check that signature too.")
    var signedBy: String?
    @Flag(help: "Print one JSON object.") var json = false

    func perform() async throws {
        let envelope = try Files.read(statement, limit: 1 << 20)
        let proof = try Files.read(receipt, limit: 1 << 21)
        let log: NoteVerifierKey
        do { log = try NoteVerifierKey(vkey: logKey) } catch { throw Failure(.usage, "--log-key: \(error)") }
        let key = try signedBy.map { try PublicKeyArgument.read($0) }
        let verdict: ReceiptVerifier.Verdict
        do {
            verdict = try ReceiptVerifier.verify(statement: envelope, receipt: proof, log: log, signedBy: key)
        } catch { throw Failure(.refused, "not verified: \(error)") }
        let said = verdict.signed.statement
        if json {
            Output.json { fields in
                fields.member("verified", true)
                fields.member("entry", verdict.entry.value)
                fields.member("size", verdict.checkpoint.size.value)
                fields.member("root", verdict.checkpoint.root.base64)
                fields.member("origin", verdict.checkpoint.origin.text)
                fields.member("statement", verdict.signed.hash.description)
                fields.member("party", said.party.rawValue)
                fields.member("officer", said.officer.rawValue)
                fields.member("kind", said.kind.rawValue)
                fields.member("subject", said.subject.rawValue)
                fields.member("signatureChecked", verdict.isSignatureChecked)
            }
            return
        }
        print("\(Terminal.bold("verified")): this statement is entry \(verdict.entry) of \(verdict.checkpoint.origin)")
        print("  said        \(said.party)/\(said.officer): \(said.kind) '\(said.subject)', claimed at \(said.saidAt)")
        print("  proved in   the tree of \(verdict.checkpoint.size) entries with root \(verdict.checkpoint.root)")
        print(
            verdict.isSignatureChecked
                ? "  signature   checked with the key given"
                : "  signature   not checked here; give the signer's key with --signed-by, or audit with `parley log`")
    }
}
