import ArgumentParser
import Coordination
import Foundation
import Geodesy
import HTTPSignatures
import ListImport
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Who speaks, and how the result is shown.
struct SpeakerOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "Identity file (default: $PARLEY_AS).") var identity: String?
    @Option(name: .customLong("trust-roots"), help: "CA certificates (PEM) for https.") var trustRoots: String?
    @Option(name: .customLong("save"), help: "Write PREFIX.statement.json and PREFIX.tlog-proof, or PREFIX.promise.")
    var save: String?
    @Flag(help: "Print one JSON object.") var json = false

    /// Runs with a session that is closed whatever happens.
    func withSession<Value>(_ body: (Session) async throws -> Value) async throws -> Value {
        try await session().using(body)
    }

    /// The identity, where one was named.
    func identityIfGiven() throws -> Identity? {
        try (identity ?? ProcessInfo.processInfo.environment["PARLEY_AS"]).map { try Identity(file: $0) }
    }

    private func session() throws -> Session {
        guard let file = identity ?? ProcessInfo.processInfo.environment["PARLEY_AS"] else {
            throw Failure(.usage, "--as: say who speaks (an identity file), or set PARLEY_AS")
        }
        return try Session(Identity(file: file), trustRoots: trustRoots)
    }

    /// Says a statement, open unless an audience is given, and reports it.
    func say(
        _ kind: Kind, subject: String, body: [UInt8], audience: Audience = .open,
        fieldAudiences: [String: Set<PartyID>] = [:]
    ) async throws {
        // Once it is reported, the node that was spoken to shows it too: what is asked next knows of it.
        let (accepted, isShown) = try await withSession { session in
            let accepted = try await session.say(
                kind, subject: subject, body: body, audience: audience, fieldAudiences: fieldAudiences)
            guard case .receipt = accepted.proof else { return (accepted, true) }
            return (accepted, await session.isShown(accepted.hash))
        }
        try report(accepted)
        if !isShown { Terminal.note("the node does not show it yet; its receipt proves that it is in the log") }
    }

    /// Says what became of a statement, and writes what is to be kept of it.
    func report(_ accepted: Session.Accepted) throws {
        if let save {
            try Files.write(accepted.submission.envelopeBytes, to: save + ".statement.json")
            switch accepted.proof {
            case .receipt(let receipt): try Files.write(receipt, to: save + ".tlog-proof")
            case .promise(let promise, _, _): try Files.write(promise, to: save + ".promise")
            }
            // With the openings: without them, and without a node of one's own, nothing can be shown or shared later.
            if let opened = accepted.submission.opened {
                try Files.writeSecret(String(decoding: opened.json, as: UTF8.self) + "\n", to: save + ".opened.json")
            }
        }
        if json {
            Output.json { fields in
                fields.member("entry", accepted.entry)
                fields.member("hash", accepted.hash)
                switch accepted.proof {
                case .receipt(let receipt): fields.member("receipt", String(decoding: receipt, as: UTF8.self))
                case .promise(let promise, _, let missing):
                    fields.member("promise", String(decoding: promise, as: UTF8.self))
                    fields.key("missing")
                    fields.array { list in for name in missing { list.string(name) } }
                }
            }
        } else {
            print(Self.summary(accepted))
        }
    }

    private static func summary(_ accepted: Session.Accepted) -> String {
        guard case .promise(_, let deadline, let missing) = accepted.proof else {
            return "entry \(accepted.entry), receipt verified; statement \(accepted.hash)"
        }
        let microseconds = Int64(clamping: deadline).multipliedReportingOverflow(by: 1_000_000).partialValue
        let until = (try? Instant(microsecondsSince1970: microseconds)).map { "\($0)" } ?? "\(deadline)"
        let whom = missing.isEmpty ? "" : " (missing: \(missing.joined(separator: ", ")))"
        return "entry \(accepted.entry), not witnessed yet\(whom); statement \(accepted.hash)\n"
            + "this is the log's signed promise to have it witnessed by \(until), and no receipt: keep it (--save), and "
            + "fetch the receipt later with: parley receipt \(accepted.hash) --out PREFIX"
    }
}

/// Who speaks and who may read it.
struct AudienceOptions: ParsableArguments {
    @OptionGroup var speaker: SpeakerOptions
    @Option(help: "Who may read it: 'open' (whoever may read the log), or parties separated by commas.")
    var audience: String?
    @Option(
        name: .customLong("field-audience"),
        help: "Give an optional field to some of the audience only: NAME=party,party. Repeat.")
    var fieldAudience: [String] = []

    func say(_ kind: Kind, subject: String, body: [UInt8]) async throws {
        let readers = try Self.read(audience)
        let fields = try fieldAudiences()
        guard fields.isEmpty || readers != .open else {
            throw Failure(.usage, "--field-audience: an open body is read whole by whoever may read the log")
        }
        try await speaker.say(kind, subject: subject, body: body, audience: readers, fieldAudiences: fields)
    }

    /// The fields that go to some parties only; an empty list gives the field to nobody but the author.
    func fieldAudiences() throws -> [String: Set<PartyID>] {
        var out: [String: Set<PartyID>] = [:]
        let readers: Set<PartyID>
        if case .parties(let parties) = try Self.read(audience) { readers = Set(parties) } else { readers = [] }
        for text in fieldAudience {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, OpenedBody.isFieldName(String(parts[0])), out[String(parts[0])] == nil else {
                throw Failure(.usage, "--field-audience: '\(text)' is not NAME=party,party, each name once")
            }
            var parties: Set<PartyID> = []
            for name in parts[1].split(separator: ",") {
                guard let party = try? PartyID(name), readers.contains(party) else {
                    throw Failure(.usage, "--field-audience: '\(name)' is not in the audience")
                }
                parties.insert(party)
            }
            out[String(parts[0])] = parties
        }
        return out
    }

    static func read(_ text: String?) throws -> Audience {
        guard let text, !text.isEmpty else {
            throw Failure(
                .usage,
                "--audience: say who may read it ('open', or parties separated by commas); nobody is the default")
        }
        if text == "open" { return .open }
        var parties: Set<PartyID> = []
        for name in text.split(separator: ",") {
            do { parties.insert(try PartyID(name)) } catch { throw Failure(.usage, "--audience: '\(name)' \(error)") }
        }
        return .parties(parties.sorted())
    }
}
