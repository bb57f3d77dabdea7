import Foundation
import Glibc
import HTTPSignatures
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import TestKit
import Testing
import TransparencyLog

/// A planted secret that was not for the host's node is nowhere on it; one that was is nowhere once it is erased.
@Suite(.serialized) struct SecretSearchTests {
    /// What a process wrote to its journal.
    private final class Journal: Sendable {
        private let kept = Mutex<[UInt8]>([])

        var bytes: [UInt8] { kept.withLock { $0 } }

        func add(_ bytes: [UInt8]) { kept.withLock { $0 += bytes } }
    }

    /// A host's node that runs, and parties whose keys lie in a folder.
    private final class Place {
        let program: Program
        let node: String
        private(set) var url = ""
        private(set) var logKey = ""
        private var process: Process?
        let journal = Journal()

        init() throws {
            program = try Program()
            node = program.folder + "/node"
        }

        var pid: Int32 { process?.processIdentifier ?? 0 }

        @discardableResult
        func run(_ arguments: String...) throws -> String {
            let process = Process()
            process.executableURL = Program.binary
            process.arguments = arguments
            let (out, err) = (Pipe(), Pipe())
            process.standardOutput = out
            process.standardError = err
            try process.run()
            let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            let error = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            try #require(process.terminationStatus == 0, "\(arguments): \(text)\(error)")
            return text
        }

        func serve() throws {
            let errors = Pipe()
            process = try program.start(["serve", "--folder", node, "--port", "0"], errors: errors)
            var text = ""
            while url.isEmpty || !text.contains(url) {
                let part = errors.fileHandleForReading.availableData
                try #require(!part.isEmpty, "the node did not start: \(text)")
                text += String(decoding: part, as: UTF8.self)
                if let found = text.firstMatch(of: /serves on (http:\/\/127\.0\.0\.1:[0-9]+)/) { url = String(found.1) }
            }
            let journal = journal
            errors.fileHandleForReading.readabilityHandler = { journal.add([UInt8]($0.availableData)) }
            logKey = try field("logKey", of: node + "/node.json")
            try identity("host-root", "neutral", "root", "node/keys/host-root.pem")
        }

        func stop() {
            process?.terminate()
            process?.waitUntilExit()
            process = nil
            url = ""
        }

        func end() {
            stop()
            program.remove()
        }

        func field(_ name: String, of file: String) throws -> String {
            let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
            return try #require((object as? [String: Any])?[name] as? String)
        }

        func identity(_ name: String, _ party: String, _ officer: String, _ key: String) throws {
            let text = """
                {"node":"\(url)","accord":"secrets","party":"\(party)","officer":"\(officer)","key":"\(key)",\
                "logKey":"\(logKey)"}
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: program.folder + "/\(name).json"))
        }

        func path(_ name: String) -> String { program.folder + "/" + name }

        /// Enrols a party with an officer; its node's sealing key is its own, or the host's where that acts for it.
        func enrol(_ party: String, sealingKey: SealingPublicKey) throws {
            for key in ["root", "officer"] { try run("key", "new", "--out", path("\(party)-\(key).pem")) }
            try run(
                "party", "enrol", party, "--as", path("host-root.json"), "--name", party, "--role", "humanitarian",
                "--root-key", path("\(party)-root.pem"))
            try identity("\(party)-root", party, "root", "\(party)-root.pem")
            try identity(party, party, "access", "\(party)-officer.pem")
            let root = path("\(party)-root.json")
            try run(
                "officer", "enrol", "access", "--as", root, "--name", "Access", "--grade", "CIV", "--role", "access")
            try run("key", "enrol", "access", "--as", root, "--key", path("\(party)-officer.pem"))
            try run("key", "new", "--out", path("\(party)-node.pem"))
            try run(
                "key", "sealing", "enrol", "--as", root, "--node-key", path("\(party)-node.pem"), "--sealing-key",
                Base64.encode(sealingKey.bytes))
        }

        /// Notifies a site whose name holds the text; returns the statement's hash.
        func notify(_ subject: String, holding text: String, by party: String, audience: String) throws -> String {
            let now = SystemClock().now()
            let body = """
                {"category":"static-site","kind":"clinic","name":{"en":"Cellar \(text)"},
                "place":{"circle":{"centre":{"lat":36.1,"lon":37.0},"radiusMetres":20}},"standOffClass":"site",
                "valid":{"from":"\(now)"},"consent":{"by":"Owner \(text)","givenAt":"\(now)"},
                "contact":{"role":"Desk","phones":["+1"]}}
                """
            // Outside the node's folder, as on another machine.
            let file = path("body-\(subject).json")
            try Data(body.utf8).write(to: URL(fileURLWithPath: file))
            let out = try run(
                "notify", "site", subject, "--as", path("\(party).json"), "--audience", audience, "--body", file,
                "--json")
            let object = try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any]
            return try #require(object?["hash"] as? String)
        }

        /// Everything that the node shows one party over HTTP, and the log as anybody reads it.
        func replies(to party: String, statements: [String]) async throws -> [(path: String, bytes: [UInt8])] {
            let clock = SystemClock()
            let pem = try String(contentsOfFile: path("\(party)-officer.pem"), encoding: .utf8)
            let client = try NodeClient(
                baseURL: url, signer: RequestSigner(key: SigningKey(pem: pem)), retry: .never, now: { clock.now() })
            var out: [(path: String, bytes: [UInt8])] = []
            var paths = [
                "/", "/health", "/version", "/metrics", "/problems", "/openapi.json", "/log/checkpoint", "/parties",
                "/records", "/records?text=Cellar", "/records/nearest?at=36.1,37.0", "/records/author/hidden",
            ]
            let checkpoint = try await client.get("/log/checkpoint").body
            let size = try SignedCheckpoint(parsing: checkpoint).checkpoint.size.value
            paths += ["/log/tile/entries/000.p/\(size)", "/log/tile/0/000.p/\(size)"]
            paths += (0..<size).map { "/statements/\($0)" }
            paths += statements.flatMap { ["/statements/\($0)", "/sealed/\($0)", "/statements/\($0)/receipt"] }
            for path in paths {
                do { out.append((path, try await client.get(path).body)) } catch let problem as Problem {
                    out.append((path, Array("\(problem)".utf8)))
                }
            }
            let told = Mutex<[UInt8]>([])
            try await EventClient(client: client).follow("/feed?from=0") { event in
                told.withLock { $0 += Array(event.data.utf8) }
                return event.id != "\(size - 1)"
            }
            out.append(("/feed", told.withLock { $0 }))
            try await client.shutDown()
            return out
        }
    }

    @Test("a secret that is not for the host's node, and one that was until it was erased")
    func search() async throws {
        let place = try Place()
        defer { place.end() }
        let random = SigningKey(.ed25519).publicKey.id.description.prefix(24)
        let (hidden, shown, open) = ("hidden-\(random)", "shown-\(random)", "open-\(random)")
        try place.run(
            "init", "--folder", place.node, "--accord", "secrets", "--name", "Secrets", "--host", "neutral",
            "--host-name", "Neutral", "--stand-off", "site=500")
        try place.serve()
        let pem = try String(contentsOfFile: place.node + "/keys/sealing.pem", encoding: .utf8)
        let host = try SealingPrivateKey(pem: pem).publicKey
        try place.enrol("author", sealingKey: TestKeys.sealing("author").publicKey)
        try place.enrol("reader", sealingKey: TestKeys.sealing("reader").publicKey)
        // A small organisation: the host's node acts for it.
        try place.enrol("small", sealingKey: host)
        let first = try place.notify("hidden", holding: hidden, by: "author", audience: "reader")
        let second = try place.notify("shown", holding: shown, by: "author", audience: "small")
        _ = try place.notify("open", holding: open, by: "author", audience: "open")
        let statements = [first, second]

        // What was not for this node is nowhere on it.
        let search = SecretSearch(hidden)
        for party in ["author", "reader", "small"] {
            for reply in try await place.replies(to: party, statements: statements) {
                #expect(!search.isIn(reply.bytes), "\(reply.path) shows it to '\(party)'")
            }
        }
        #expect(try search.files(below: place.node) == [])
        #expect(try search.pieces(of: place.pid) == 0, "the host's process holds it")
        // The search finds what is there.
        #expect(try !SecretSearch(open).files(below: place.node).isEmpty)
        #expect(try SecretSearch(open).pieces(of: place.pid) > 0)
        #expect(try SecretSearch(shown).pieces(of: place.pid) > 0)
        let seen = try await place.replies(to: "small", statements: statements)
        #expect(seen.contains { SecretSearch(shown).isIn($0.bytes) })
        #expect(try place.run("body", "show", second, "--as", place.path("small.json")).contains(shown))
        // No file holds an opened body in the clear, even while it is kept.
        #expect(try SecretSearch(shown).files(below: place.node) == [])

        // Once erased it is gone from files and replies; the entry still verifies.
        try place.run("body", "erase", second, "--as", place.path("small.json"))
        for party in ["author", "reader", "small"] {
            for reply in try await place.replies(to: party, statements: statements) {
                #expect(!SecretSearch(shown).isIn(reply.bytes), "\(reply.path) shows it to '\(party)'")
            }
        }
        #expect(try SecretSearch(shown).files(below: place.node) == [])
        let prefix = place.path("kept")
        try place.run("receipt", second, "--as", place.path("small.json"), "--out", prefix)
        place.stop()
        let journal = place.journal.bytes
        #expect(!search.isIn(journal) && !SecretSearch(shown).isIn(journal))
        // A process that never had it has it nowhere; what the one before had freed went with it.
        try place.serve()
        #expect(try SecretSearch(shown).pieces(of: place.pid) == 0)
        #expect(try search.pieces(of: place.pid) == 0)
        #expect(try SecretSearch(open).pieces(of: place.pid) > 0)
    }
}
