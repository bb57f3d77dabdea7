import TransparencyLog

/// Keys and policies for the witnessing suites; keys are made once, from fixed seeds.
enum WitnessFixtures {
    static let log = signer("log.example/accord", .ed25519, 1)
    static let otherLog = signer("log.example/other", .ed25519, 2)
    static let signers = (0..<8).map { signer("witness.example/\($0)", .cosignatureV1, UInt8(100 + $0)) }
    static let keys = signers.map(\.verifierKey)

    private static func signer(_ name: String, _ kind: NoteVerifierKey.Kind, _ seed: UInt8) -> NoteSigner {
        guard let name = try? KeyName(name),
            let signer = try? NoteSigner(name: name, kind: kind, seed: [UInt8](repeating: seed, count: 32))
        else { preconditionFailure("a fixed seed makes a key") }
        return signer
    }

    static func policy(_ text: String) throws(PolicyError) -> WitnessPolicy {
        try WitnessPolicy(parsing: Array(text.utf8))
    }

    /// Lines that define w0, w1 and so on.
    static func witnessLines(_ count: Int) -> String {
        (0..<count).map { "witness w\($0) \(keys[$0].vkey)\n" }.joined()
    }

    /// The checkpoint of the first `size` entries of a counting log, or of one that differs from entry `fork` on.
    static func checkpoint(_ size: Int, fork: Int? = nil) throws -> SignedCheckpoint {
        let root = ReferenceTree.root(leaves(size, fork: fork)[...])
        return try Checkpoint(origin: log.verifierKey.name, size: TreeSize(UInt64(size)), root: root).signed(by: log)
    }

    static func leaves(_ size: Int, fork: Int? = nil) -> [Hash] {
        (0..<size).map { $0 >= fork ?? .max ? MemoryLog.leaf($0 + 1_000_000) : MemoryLog.leaf($0) }
    }
}
