import ArgumentParser
import Inquiry
import ParleyClient
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

              parley receipt --promise hospital-3.promise --as access.json --out hospital-3 --policy witnesses.txt
            asks what became of a promise: writes the receipt once it is kept, or, when the log has broken it, the
            evidence as hospital-3.broken-promise.json.

            Exit codes: 0 a receipt; 1 not verified, or a broken promise; 3 the promise is still open.
            """)

    @Argument(help: "The statement's hash, or its entry number.") var statement: String?
    @Option(help: "A promise that the log gave in place of a receipt.") var promise: String?
    @Option(help: "Your witness policy (tlog-policy): says by whom and until when a promise is to be kept.")
    var policy: String?
    @Option(help: "Where to write: PREFIX.statement.json and PREFIX.tlog-proof.") var out: String
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        switch (statement, promise) {
        case (let statement?, nil): try await fetch(statement)
        case (nil, let promise?): try await resolve(promise)
        default: throw Failure(.usage, "name a statement, or a promise with --promise")
        }
    }

    /// What became of a promise.
    private func resolve(_ file: String) async throws {
        let promise: PromiseNote
        do { promise = try PromiseNote(parsing: Files.read(file, limit: PromiseNote.maximumByteCount)) } catch let error
            as PromiseError
        { throw Failure(.usage, "\(file): \(error)") }
        let policy = try LogKeyOptions.witnessPolicy(policy)
        let outcome = try await speaker.withSession { session in
            try await session.withLog { source, log in
                do { return try await PromiseResolver(source: source, log: log).resolve(promise, policy: policy) } catch
                {
                    throw Failure(.refused, "\(error)")
                }
            }
        }
        switch outcome {
        case .kept(let receipt, let verdict):
            if case .short(let shortfall) = verdict {
                throw Failure(.unavailable, "entry \(promise.index) is in its place, not yet witnessed: \(shortfall)")
            }
            try Files.write(receipt.bytes, to: out + ".tlog-proof")
            report("kept", out + ".tlog-proof", "entry \(promise.index) is in its place; \(verdict)")
        case .broken(let evidence, let sentence):
            let path = out + ".broken-promise.json"
            try Files.write(evidence.bytes, to: path)
            report("broken", path, "\(sentence); keep the file: it convinces a stranger")
            throw ExitCode(Failure.Code.refused.rawValue)
        case .open(let sentence):
            throw Failure(
                .unavailable, "the promise is open until \(promise.deadlineSeconds) s since 1970: \(sentence)")
        }
    }

    private func report(_ outcome: String, _ path: String, _ sentence: String) {
        if speaker.json {
            Output.json { fields in
                fields.member("promise", outcome)
                fields.member("file", path)
                fields.member("sentence", sentence)
            }
        } else {
            print("\(outcome): \(sentence)\nwrote \(path)")
        }
    }

    private func fetch(_ statement: String) async throws {
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
