import Foundation
import Testing
import TransparencyLog

/// What this room writes, golang.org/x/mod's transparency log reads; what is damaged, it names.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_GO"] == nil, "PARLEY_SKIP_GO is set"))
struct GoInteropTests {
    let data = LogOnDisk.shared
    let verifier: GoVerifier
    let signer: NoteSigner
    let witness: NoteSigner

    init() throws {
        verifier = try GoVerifier()
        signer = try Fixtures.logSigner()
        witness = try Fixtures.witness("witness.example/a", seed: 2)
    }

    private func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        let bare = try Fixtures.checkpoint(of: data.log, size: size, signer: signer)
        return try bare.adding([witness.cosign(bare.note.text, timestampSeconds: 1_800_000_000)])
    }

    private func receipt(_ index: Int, _ size: Int) throws -> LogProof {
        let proof = try InclusionProof(index: EntryIndex(UInt64(index)), size: TreeSize(UInt64(size)), reader: data.log)
        return try LogProof(inclusion: proof, checkpoint: checkpoint(size))
    }

    private var keyArguments: [String] {
        ["-vkey", signer.verifierKey.vkey, "-witness", witness.verifierKey.vkey]
    }

    /// Writes receipts of entries at both ends and in the middle; gives the verifier's arguments.
    private func writeReceipts(_ size: Int, to directory: ScratchDirectory) throws -> [String] {
        guard size > 0 else { return [] }
        return try Set([0, size / 3, size - 1]).sorted().flatMap { index in
            let proof = directory.file("\(index).tlog-proof")
            let entry = directory.file("\(index).entry")
            try Data(receipt(index, size).bytes).write(to: proof)
            try Data(data.entries[index]).write(to: entry)
            return ["-index", "\(index)", "-proof", proof.path, "-entry", entry.path]
        }
    }

    @Test(
        "logs of every interesting size verify, with proofs, receipts and older checkpoints",
        arguments: [
            0, 1, 2, 255, 256, 257, 65_536, 70_000,
        ])
    func verifies(size: Int) throws {
        let scratch = try ScratchDirectory()
        defer { scratch.remove() }
        let tree = scratch.file("tree")
        try data.write(size: size, checkpoint: checkpoint(size), to: tree)
        var arguments = try keyArguments + writeReceipts(size, to: scratch)
        for older in [0, 1, 2, 200, 255, 256, 257, 4096, 65_535, 65_536, 69_999, 70_000] where older <= size {
            let file = scratch.file("older-\(older)")
            try Data(Fixtures.checkpoint(of: data.log, size: older, signer: signer).bytes).write(to: file)
            arguments += ["-older", file.path]
        }
        let outcome = try verifier.run(arguments + [tree.path])
        let root = try rootHash(at: TreeSize(UInt64(size)), reader: data.log)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.hasPrefix("ok size \(size) root \(root) "), "\(outcome.output)")
    }

    @Test("one damaged byte in any kind of file is found, and the file is named")
    func namesTheDamagedFile() throws {
        let size = 70_000
        let scratch = try ScratchDirectory()
        defer { scratch.remove() }
        let tree = scratch.file("tree")
        try data.write(size: size, checkpoint: checkpoint(size), to: tree)
        let arguments = keyArguments + [tree.path]
        #expect(try verifier.run(arguments).status == 0)
        let paths = [
            "checkpoint", "tile/0/000", "tile/0/255", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17",
            "tile/2/000.p/1", "tile/entries/000", "tile/entries/100", "tile/entries/273.p/112",
        ]
        for path in paths {
            let file = tree.appendingPathComponent(path)
            let original = try Data(contentsOf: file)
            for position in [0, original.count / 2, original.count - 1] {
                var damaged = original
                damaged[position] ^= 0x01
                try expectNamed(path, file, damaged, arguments, "byte \(position)")
            }
            try expectNamed(path, file, original.dropLast(), arguments, "the last byte cut")
            try expectNamed(path, file, original + [0], arguments, "a byte in excess")
            try FileManager.default.removeItem(at: file)
            try expectNamed(path, file, nil, arguments, "missing")
            try original.write(to: file)
        }
        #expect(try verifier.run(arguments).status == 0)
    }

    private func expectNamed(
        _ path: String, _ file: URL, _ contents: Data?, _ arguments: [String], _ what: String
    ) throws {
        try contents?.write(to: file)
        let outcome = try verifier.run(arguments)
        #expect(outcome.status == 1, "\(path), \(what): \(outcome.output)")
        let lines = outcome.output.split(separator: "\n")
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("wrong \(path):") }, "\(what): \(outcome.output)")
    }

    @Test("one damaged byte in a receipt is found, and the receipt is named")
    func namesTheDamagedReceipt() throws {
        let scratch = try ScratchDirectory()
        defer { scratch.remove() }
        let proof = scratch.file("a.tlog-proof")
        let entry = scratch.file("a.entry")
        let original = try receipt(12_345, 70_000).bytes
        try Data(data.entries[12_345]).write(to: entry)
        let arguments = keyArguments + ["-proof", proof.path, "-entry", entry.path]
        try Data(original).write(to: proof)
        let outcome = try verifier.run(arguments)
        #expect(outcome.status == 0 && outcome.output == "ok 1 receipts\n", "\(outcome.output)")
        for position in stride(from: 0, to: original.count, by: 41) {
            var damaged = original
            damaged[position] ^= 0x01
            try Data(damaged).write(to: proof)
            let outcome = try verifier.run(arguments)
            #expect(outcome.status == 1, "byte \(position)")
            #expect(outcome.output.hasPrefix("wrong \(proof.path): "), "\(outcome.output)")
            // Both implementations refuse the same receipts.
            #expect(throws: ProofError.self, "byte \(position)") {
                try LogProof(parsing: damaged).verify(
                    entry: data.entries[12_345], log: signer.verifierKey, witnesses: [witness.verifierKey])
            }
        }
        try Data(original).write(to: proof)
        try Data(data.entries[12_345] + [0]).write(to: entry)
        #expect(try verifier.run(arguments).status == 1)
    }

    @Test("another key, an absent witness, a forked older checkpoint: each is refused")
    func refusals() throws {
        let scratch = try ScratchDirectory()
        defer { scratch.remove() }
        let tree = scratch.file("tree")
        try data.write(size: 257, checkpoint: checkpoint(257), to: tree)
        let other = try Fixtures.logSigner(seed: 5).verifierKey.vkey
        #expect(try verifier.run(["-vkey", other, tree.path]).output.hasPrefix("wrong checkpoint:"))
        let absent = try Fixtures.witness("witness.example/b", seed: 3).verifierKey.vkey
        let outcome = try verifier.run(keyArguments + ["-witness", absent, tree.path])
        #expect(outcome.output == "wrong checkpoint: no signature of witness.example/b\n")
        let fork = scratch.file("fork")
        let forged = try Checkpoint(origin: signer.verifierKey.name, size: 200, root: .sha256(of: [1]))
        try Data(forged.signed(by: signer).bytes).write(to: fork)
        let forked = try verifier.run(keyArguments + ["-older", fork.path, tree.path])
        #expect(forked.status == 1)
        #expect(forked.output.hasPrefix("wrong \(fork.path): the log does not continue it"), "\(forked.output)")
    }
}
