import TransparencyLog

/// Keys, logs and receipts that several suites need; all from fixed seeds.
enum Fixtures {
    static func name(_ text: String) throws -> KeyName { try KeyName(text) }

    static func logSigner(_ name: String = "parley.example/log", seed: UInt8 = 1) throws -> NoteSigner {
        try NoteSigner(name: KeyName(name), kind: .ed25519, seed: [UInt8](repeating: seed, count: 32))
    }

    static func witness(_ name: String, seed: UInt8) throws -> NoteSigner {
        try NoteSigner(name: KeyName(name), kind: .cosignatureV1, seed: [UInt8](repeating: seed, count: 32))
    }

    static func checkpoint(of log: MemoryLog, size: Int, signer: NoteSigner) throws -> SignedCheckpoint {
        let size = TreeSize(UInt64(size))
        let root = try rootHash(at: size, reader: log)
        return try Checkpoint(origin: signer.verifierKey.name, size: size, root: root).signed(by: signer)
    }

    static func receipt(of log: MemoryLog, index: Int, size: Int, signer: NoteSigner) throws -> LogProof {
        let proof = try InclusionProof(
            index: EntryIndex(UInt64(index)), size: TreeSize(UInt64(size)), reader: log)
        return try LogProof(inclusion: proof, checkpoint: checkpoint(of: log, size: size, signer: signer))
    }
}
