import AsyncHTTPClient
import Foundation
import Geodesy
import ParleyClient
import ParleyNode
import TestKit
import Testing
import TransparencyLog

/// An independent witness in Python cosigns our log, and our witness cosigns an independent log.
@Suite(
    "witnesses of others",
    .enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] == nil, "PARLEY_SKIP_PYTHON is set"))
struct WitnessInteropTests {
    private static func python(_ script: String, _ arguments: [String], _ out: Pipe) -> Process {
        let own = Program.root + "/.build/venv/bin/python3"
        let process = Process()
        let hasOwn = FileManager.default.isExecutableFile(atPath: own)
        process.executableURL = URL(fileURLWithPath: hasOwn ? own : "/usr/bin/env")
        process.arguments =
            (hasOwn ? [] : ["python3"]) + [Program.root + "/scripts/interop/\(script)"] + arguments
        process.standardOutput = out
        return process
    }

    private static func firstLine(_ pipe: Pipe) throws -> [String: Any] {
        var line = Data()
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1), byte != Data([0x0A]), !byte.isEmpty {
            line += byte
        }
        return try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    }

    @Test("a Python witness cosigns our log; our receipts carry it, and its 409 leads us on")
    func theirs() async throws {
        let accord = try TestAccord()
        let out = Pipe()
        let process = Self.python(
            "witness.py", ["python.example/w", String(repeating: "42", count: 32), accord.logSigner.verifierKey.vkey],
            out)
        try process.run()
        defer {
            // A child started from here may have inherited a mask that holds SIGTERM back.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let told = try Self.firstLine(out)
        let key = try NoteVerifierKey(vkey: try #require(told["vkey"] as? String))
        let port = try #require(told["port"] as? Int)
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        let link = try WitnessClient(url: "http://127.0.0.1:\(port)", http: http)
        let clock = SystemClock()
        let policy = try WitnessPolicy(parsing: Array("witness w \(key.vkey)\nquorum w\n".utf8))
        var rounds = WitnessRounds(linked: [key], limits: NodeLimits())
        var leaves: [Hash] = []
        var tiles = TileBuilder()
        // The first asks for what it last cosigned; one that was told something else is corrected by a 409.
        for size in [1, 2, 3, 64, 65, 255, 300] {
            let new = (leaves.count..<size).map { Hash.leaf(of: Array("entry \($0)".utf8)) }
            leaves += new
            _ = tiles.append(new)
            let checkpoint = try Checkpoint(
                origin: accord.logSigner.verifierKey.name, size: tiles.size, root: tiles.root
            ).signed(by: accord.logSigner)
            var actions = rounds.committed(WitnessTarget(checkpoint, policy: policy), at: 0)
            var isWitnessed = false
            for _ in 0..<8 where !isWitnessed {
                guard case .send(let request)? = actions.first else { break }
                switch request.question {
                case .lastCosigned:
                    let note = try await link.lastCosigned(accord.logSigner.verifierKey.name)
                    let seen = try note.map { try SignedCheckpoint(parsing: $0).checkpoint.size }
                    actions = rounds.saw(request, seen.map { .ours($0) } ?? .nothing, at: 0)
                case .cosign(let size, let old):
                    let proof = Self.proof(from: Int(old.value), leaves[...])
                    #expect(size == checkpoint.checkpoint.size)
                    let body = try AddCheckpointRequest(oldSize: old, proof: proof, checkpoint: checkpoint).bytes
                    let answer = try await link.addCheckpoint(body)
                    let now = UInt64(clock.now().microsecondsSince1970 / 1_000_000)
                    actions = rounds.answered(request, answer, at: 0, wallSeconds: now)
                }
                if case .publish(let shown)? = actions.first {
                    isWitnessed = shown.verdict.isWitnessed
                    #expect(
                        try policy.judge(shown.cosigned, log: accord.logSigner.verifierKey).verdict.isWitnessed)
                }
            }
            #expect(isWitnessed, "size \(size)")
        }
        let wrong = try AddCheckpointRequest(
            oldSize: 7, proof: Self.proof(from: 7, leaves[...]),
            checkpoint: Checkpoint(origin: accord.logSigner.verifierKey.name, size: tiles.size, root: tiles.root)
                .signed(by: accord.logSigner))
        #expect(try await link.addCheckpoint(wrong.bytes) == .conflict(TreeSize(300)))
        try await http.shutdown()
    }

    @Test("our witness, as a program, cosigns a log made by Python, and refuses its fork")
    func ours() async throws {
        let program = try Program()
        defer { program.remove() }
        let seed = String(repeating: "17", count: 32)
        let log = try NoteSigner(
            name: KeyName("python.example/log"), kind: .ed25519, seed: [UInt8](repeating: 0x17, count: 32))
        let errors = Pipe()
        let witness = try program.start(
            [
                "witness", "--folder", program.folder, "--name", "party-a.accord/witness", "--log-key",
                log.verifierKey.vkey, "--port", "0",
            ], errors: errors)
        defer {
            witness.terminate()
            witness.waitUntilExit()
        }
        var text = ""
        while !text.contains("stop with"), let byte = try errors.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
        {
            text += String(decoding: byte, as: UTF8.self)
        }
        let words = text.split(separator: " ")
        let vkey = try #require(words.first { $0.hasPrefix("party-a.accord/witness+") })
        let url = try #require(words.first { $0.hasPrefix("http://") }).split(separator: ";")[0]
        let out = Pipe()
        let python = Self.python("foreign_log.py", [String(url), "python.example/log", seed, String(vkey)], out)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
        let told = try Self.firstLine(out)
        #expect(told["size"] as? Int == 300)
        // The fork came with a proof that names another root: that is evidence, and it is kept.
        let kept = try FileManager.default.contentsOfDirectory(atPath: program.folder).sorted()
        #expect(kept.contains("witness.sqlite") && kept.contains("witness-anchors"))
    }

    /// RFC 6962 section 2.1.2, as the RFC writes it.
    private static func proof(from old: Int, _ leaves: ArraySlice<Hash>, isWhole: Bool = true) -> [Hash] {
        guard old > 0, old < leaves.count || !isWhole else { return [] }
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let middle = leaves.startIndex + split(leaves.count)
        let count = split(leaves.count)
        return old <= count
            ? proof(from: old, leaves[..<middle], isWhole: isWhole) + [root(leaves[middle...])]
            : proof(from: old - count, leaves[middle...], isWhole: false) + [root(leaves[..<middle])]
    }

    private static func root(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? .emptyTree }
        let middle = leaves.startIndex + split(leaves.count)
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}
