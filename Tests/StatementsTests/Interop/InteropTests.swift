import Foundation
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("interoperability")
struct InteropTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let skipsPython = ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] != nil

    private func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> (
        status: Int32, output: [UInt8]
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, [UInt8](output))
    }

    /// The first Python that has `cryptography`: the project's own environment, else the system's.
    private func python() throws -> String {
        let own = Self.package.appendingPathComponent(".build/venv/bin/python3").path
        for candidate in [own, "python3"] {
            guard candidate != own || FileManager.default.isExecutableFile(atPath: own) else { continue }
            if try run(candidate, ["-c", "import cryptography"]).status == 0 { return candidate }
        }
        throw MissingPython()
    }

    struct MissingPython: Error, CustomStringConvertible {
        let description =
            "Python's cryptography package is missing: run scripts/setup, which installs it, "
            + "or set PARLEY_SKIP_PYTHON to leave this test out"
    }

    @Test("Python's cryptography verifies our envelopes and refuses altered ones", .disabled(if: skipsPython))
    func pythonVerifies() throws {
        var lines = ""
        var expected: [String] = []
        for number in 0..<8 {
            let key = try TestKeys.signing("interop-\(number)", number % 2 == 0 ? .ed25519 : .p256)
            let payload = PayloadText().with("sequence", "\(number + 1)").bytes
            let envelope = try Envelope(payload: payload, signedBy: key)
            let spki = Base64.encode(key.publicKey.spki)
            lines += "\(spki) \(String(decoding: envelope.bytes, as: UTF8.self))\n"
            expected.append("ok \(try SignedStatement(envelope: envelope).hash)")
            let other = Base64.encode(PayloadText().with("sequence", "\(number + 2)").bytes)
            let altered = String(decoding: envelope.bytes, as: UTF8.self)
                .replacingOccurrences(of: Base64.encode(payload), with: other)
            lines += "\(spki) \(altered)\n"
            expected.append("bad signature")
        }
        let script = Self.package.appendingPathComponent("scripts/interop/dsse_verify.py").path
        let result = try run(python(), [script], input: Array(lines.utf8))
        #expect(String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init) == expected)
    }

    @Test("Python opens what we seal, we open what it seals, and both commit to the same", .disabled(if: skipsPython))
    func pythonSeals() throws {
        let parties = ["un-hub", "red-crescent"]
        let whole = try OpenedBody(body: Bodies.site())
        let part = whole.showing { $0 != "contact" && $0 != "consent" }
        let sealed = try SealedBody(sealing: [
            (whole, [SealingRecipient(PartyID("un-hub"), try TestKeys.sealing("un-hub").publicKey)]),
            (part, [SealingRecipient(PartyID("red-crescent"), try TestKeys.sealing("red-crescent").publicKey)]),
        ])
        var lines = ""
        for party in parties {
            let secret = Base64.encode(Hash.sha256(of: Array("parley/test-sealing/\(party)".utf8)).bytes)
            lines += """
                {"open":"\(Base64.encode(sealed.bytes))","private":"\(secret)","party":"\(party)",\
                "commitment":"\(whole.commitment.hash.base64)"}\n
                """
        }
        lines += "{\"commit\":\"\(Base64.encode(part.json))\"}\n"
        let named = try parties.map { "[\"\($0)\",\"\(Base64.encode(try TestKeys.sealing($0).publicKey.bytes))\"]" }
        lines += "{\"seal\":\"\(Base64.encode(whole.json))\",\"recipients\":[\(named.joined(separator: ","))]}\n"
        let script = Self.package.appendingPathComponent("scripts/interop/sealed.py").path
        let result = try run(python(), [script], input: Array(lines.utf8))
        let answers = try String(decoding: result.output, as: UTF8.self).split(separator: "\n")
            .map { try Base64.decode(String($0)) }
        try #require(answers.count == 4)
        #expect(answers[0] == whole.json)
        #expect(answers[1] == part.json)
        #expect(answers[2] == whole.commitment.hash.bytes)
        let theirs = try SealedBody(answers[3])
        for party in parties {
            #expect(
                try theirs.open(with: [TestKeys.sealing(party)], as: whole.commitment)
                    == [OpenedPart(parties: [PartyID(party)], body: whole)])
        }
    }

    @Test("openssl reads our sealing keys, and we read openssl's")
    func sealingKeys() throws {
        let ours = try TestKeys.sealing("openssl")
        let shown = try run("openssl", ["pkey", "-pubout", "-outform", "DER"], input: Array(ours.pem.utf8))
        #expect(Array(shown.output.suffix(32)) == ours.publicKey.bytes)
        let made = try run("openssl", ["genpkey", "-algorithm", "X25519"])
        let theirs = try SealingPrivateKey(pem: String(decoding: made.output, as: UTF8.self))
        let der = try run("openssl", ["pkey", "-pubout", "-outform", "DER"], input: made.output)
        #expect(Array(der.output.suffix(32)) == theirs.publicKey.bytes)
    }

    @Test("openssl reads our keys and names them the same", arguments: PublicKey.Algorithm.allCases)
    func opensslReadsOurs(algorithm: PublicKey.Algorithm) throws {
        let key = try TestKeys.signing("openssl", algorithm)
        let result = try run("openssl", ["pkey", "-pubout", "-outform", "DER"], input: Array(key.pem.utf8))
        #expect(result.status == 0, "openssl is missing or does not read the key: install it with scripts/setup")
        #expect(result.output == key.publicKey.spki)
        #expect(KeyFingerprint(spki: result.output) == key.publicKey.id)
    }

    @Test(
        "we read openssl's keys, and their signatures verify",
        arguments: [["-algorithm", "ED25519"], ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]])
    func readOpenssl(arguments: [String]) throws {
        let made = try run("openssl", ["genpkey"] + arguments)
        let pem = String(decoding: made.output, as: UTF8.self)
        let key = try SigningKey(pem: pem)
        let spki = try run("openssl", ["pkey", "-pubout", "-outform", "DER"], input: made.output).output
        #expect(try PublicKey(spki: spki) == key.publicKey)
        let envelope = try Envelope(payload: PayloadText().bytes, signedBy: key)
        _ = try VerifiedStatement(SignedStatement(envelope: envelope), by: PublicKey(spki: spki))
    }

    @Test("openssl verifies an Ed25519 signature of ours")
    func opensslVerifies() throws {
        let key = try TestKeys.signing("openssl")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dsse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let envelope = try Envelope(payload: PayloadText().bytes, signedBy: key)
        let files = ["key", "signed", "signature"].map { folder.appendingPathComponent($0) }
        try Data(key.publicKey.spki).write(to: files[0])
        try Data(Envelope.preAuthentication(of: envelope.payload)).write(to: files[1])
        try Data(envelope.signature).write(to: files[2])
        let arguments = [
            "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files[0].path, "-rawin", "-in", files[1].path,
            "-sigfile", files[2].path,
        ]
        #expect(try run("openssl", arguments).status == 0)
        try Data(Array("something else".utf8)).write(to: files[1])
        #expect(try run("openssl", arguments).status != 0)
    }
}
