import ArgumentParser
import StrictJSON
import TransparencyLog

/// Saves what proves a statement to a third person.
struct ReceiptCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Save a statement and its receipt, to be verified offline by anybody.",
        discussion: """
              parley receipt 42 --as access.json --out hospital-3
            writes hospital-3.statement.json and hospital-3.tlog-proof, and checks them against the log's key.
            """)

    @Argument(help: "The statement's hash, or its entry number.") var statement: String
    @Option(help: "Where to write: PREFIX.statement.json and PREFIX.tlog-proof.") var out: String
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        let (envelope, receipt, entry) = try await speaker.withSession { session in
            let (envelope, receipt) = try await session.receipt(of: statement)
            return (envelope, receipt, try session.verify(envelope, receipt))
        }
        try Files.write(envelope, to: out + ".statement.json")
        try Files.write(receipt, to: out + ".tlog-proof")
        if speaker.json {
            Output.json { fields in
                fields.member("entry", entry.value)
                fields.member("statement", out + ".statement.json")
                fields.member("receipt", out + ".tlog-proof")
            }
        } else {
            print("entry \(entry), verified; wrote \(out).statement.json and \(out).tlog-proof")
        }
    }
}
