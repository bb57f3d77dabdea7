import Foundation
import Inquiry
import Testing
import TransparencyLog

/// What we judge, the verifier in Python that was written from the specification alone judges alike.
@Suite(
    .serialized,
    .enabled(
        if: PythonVerifier.found != nil,
        "there is no Python with the package cryptography, or no tools/parley_verify.py, so nothing was compared"))
struct PythonVerifierTests {
    let python: PythonVerifier
    let scene: HospitalCase

    init() throws {
        python = try #require(PythonVerifier.found)
        scene = try HospitalCase()
    }

    @Test("bundles in which one thing is amiss, and odd ones that hold")
    func cases() throws {
        let log = try PaperLog().logKey
        for item in try JudgedCasesTests.all() {
            let ours = (try? InquiryBundle(parsing: item.bytes).judged(by: log)) != nil
            let theirs = try python.judge("bundle", item.bytes, log: log)
            #expect(theirs.holds == ours, "\(item.name): we say \(ours), it says \(theirs.text)")
        }
    }

    @Test("evidence of every kind, with and without a policy, and with another log's key")
    func evidence() throws {
        let policy = scene.log.policyText
        let stranger = try PaperLog(log: "log.example/other").logKey
        let files = [
            try scene.splitView().bytes, try scene.brokenPromise().bytes, try scene.absence().bytes,
            try scene.absence(cosigners: 1).bytes, try scene.absence(deadline: 1_772_400_000).bytes,
            try scene.equivocation().bytes,
        ]
        for bytes in files {
            for (key, text) in [(scene.log.logKey, policy), (scene.log.logKey, nil), (stranger, policy)] {
                try compare(bytes, "evidence", key, policy: text)
            }
        }
    }

    @Test("policies that ask for nobody, for other logs, for too many, or are none")
    func policies() throws {
        let log = scene.log
        let other = try PaperLog(log: "log.example/other").logKey.vkey
        let witness = log.witnesses[0].verifierKey.vkey
        try compare(scene.bundle(cosigners: 0).bytes, "bundle", log.logKey, policy: log.policyText)
        let policies = [
            "quorum none\n", "log \(other)\nquorum none\n",
            "log \(log.logKey.vkey)\nwitness a \(witness)\nquorum a\n", "witness a \(witness)\n",
            "witness a \(witness)\nwitness b \(witness)\nquorum a\n", "quorum a\n",
            "witness a \(witness)\nquorum a\nquorum a\n", "witness a \(witness)\ngroup g 2 a\nquorum g\n",
            "witness a \(witness)\ngroup g any a\nquorum g\n", log.policyText,
        ]
        for policy in policies {
            try compare(scene.bundle(cosigners: 2).bytes, "bundle", log.logKey, policy: policy)
        }
    }

    @Test("files with one byte changed")
    func mutations() throws {
        let log = scene.log
        var draws = Draws(state: 7)
        let files: [(String, [UInt8])] = [
            ("bundle", try scene.bundle().bytes), ("evidence", try scene.equivocation().bytes),
            ("evidence", try scene.brokenPromise().bytes), ("evidence", try scene.splitView().bytes),
        ]
        for (kind, bytes) in files {
            for _ in 0..<5 {
                var changed = bytes
                changed[draws.below(bytes.count)] ^= [1, 4, 0x20][draws.below(3)]
                try compare(changed, kind, log.logKey, policy: log.policyText)
            }
        }
    }

    private func compare(_ bytes: [UInt8], _ kind: String, _ log: NoteVerifierKey, policy: String?) throws {
        let read = policy.map { try? WitnessPolicy(parsing: Array($0.utf8)) }
        // A policy that cannot be read is wrong use: neither verifier judges anything by it.
        let isUsable = read == nil || read != .some(.none)
        let verdict = try? VerifiableFile(parsing: bytes).judged(by: log, policy: read ?? nil)
        let ours = isUsable && verdict?.holds == true
        let theirs = try python.judge(kind, bytes, log: log, policy: policy)
        #expect(
            theirs.holds == ours,
            "we say \(verdict?.headline ?? "unreadable"), it says \(theirs.text); policy \(policy ?? "none")")
    }
}

/// The verifier in `tools`, run as a party runs it.
struct PythonVerifier {
    private let python: URL
    private let script: URL

    /// The verifier, where this checkout and machine have all it needs.
    static let found: PythonVerifier? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let script = root.appendingPathComponent("tools/parley_verify.py")
        guard FileManager.default.fileExists(atPath: script.path) else { return nil }
        let places = [
            root.appendingPathComponent(".build/venv/bin/python").path, "/usr/bin/python3", "/usr/local/bin/python3",
        ]
        for place in places where FileManager.default.isExecutableFile(atPath: place) {
            let verifier = PythonVerifier(python: URL(fileURLWithPath: place), script: script)
            if (try? verifier.run(["-c", "import cryptography"]).code) == 0 { return verifier }
        }
        return nil
    }()

    /// What it says of a file.
    func judge(
        _ kind: String, _ bytes: [UInt8], log: NoteVerifierKey, policy: String? = nil
    ) throws -> (holds: Bool, text: String) {
        let folder = NSTemporaryDirectory() + "parley-python-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/file"))
        var arguments = [script.path, kind, folder + "/file", "--log-key", log.vkey]
        if let policy {
            try Data(policy.utf8).write(to: URL(fileURLWithPath: folder + "/policy"))
            arguments += ["--policy", folder + "/policy"]
        }
        let (code, out) = try run(arguments)
        let text = String(decoding: out, as: UTF8.self)
        #expect(code == 0 || code == 1 || code == 2, "it ends with \(code): \(text)")
        return (code == 0, text.split(separator: "\n").first.map(String.init) ?? "nothing (\(code))")
    }

    private func run(_ arguments: [String]) throws -> (code: Int32, out: Data) {
        let process = Process()
        process.executableURL = python
        process.arguments = arguments
        let out = Pipe()
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }
}
