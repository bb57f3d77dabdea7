import ArgumentParser
import ParleyClient
import StrictJSON
import TransparencyLog

/// Audits a whole log.
struct LogCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Audit a whole log, by URL or folder.",
        discussion: """
            Reads every entry and tile, hashes them again, verifies every signature with the key that was enrolled at
            that point, every party's chain, and ends with the picture's digest. What is wrong is named by entry or
            file. Nothing of the node is trusted, only the log's key.

              parley log http://127.0.0.1:8440/log --log-key "..."
              parley log ./exported-log --log-key "..."
            """)

    @Argument(help: "The log's URL prefix, or a folder laid out like it.") var place: String
    @Option(name: .customLong("log-key"), help: "The log's key (vkey).") var logKey: String
    @Option(name: .customLong("trust-roots"), help: "CA certificates (PEM) for https.") var trustRoots: String?
    @Flag(help: "Print one JSON object.") var json = false

    func perform() async throws {
        let key: NoteVerifierKey
        do { key = try NoteVerifierKey(vkey: logKey) } catch { throw Failure(.usage, "--log-key: \(error)") }
        let bar = ProgressBar("auditing")
        let report = try await LogPlace.audit(place, key: key, trustRoots: trustRoots) { done, total in
            bar.show(done, of: total)
        }
        if json {
            Output.json { fields in
                fields.member("verified", true)
                fields.member("origin", report.checkpoint.checkpoint.origin.text)
                fields.member("size", report.checkpoint.checkpoint.size.value)
                fields.member("root", report.checkpoint.checkpoint.root.base64)
                fields.member("openDigest", report.digest.hex)
                fields.member("restricted", report.sealedCount)
                fields.member("unknown", report.unknownCount)
            }
        } else {
            let checkpoint = report.checkpoint.checkpoint
            print("\(Terminal.bold("verified")): \(checkpoint.origin), \(checkpoint.size) entries")
            print("  root         \(checkpoint.root)")
            print("  open digest  \(report.digest.hex)")
            if report.sealedCount > 0 {
                print("  restricted   \(report.sealedCount) bodies lie outside the log; their content was not judged")
            }
            if report.unknownCount > 0 {
                print("  unknown      \(report.unknownCount) statements of kinds that this version does not know")
            }
        }
    }
}
