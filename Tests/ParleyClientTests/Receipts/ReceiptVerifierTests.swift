import ParleyClient
import Statements
import Testing
import TransparencyLog

@Suite struct ReceiptVerifierTests {
    private let accord: SmallAccord

    init() throws {
        var accord = try SmallAccord()
        try accord.grow(to: 300)
        self.accord = accord
    }

    private func receipt(_ index: Int) throws -> [UInt8] {
        let proof = try InclusionProof(
            index: EntryIndex(UInt64(index)), size: accord.tree.size, reader: accord.tree)
        return try LogProof(inclusion: proof, checkpoint: accord.checkpoint()).bytes
    }

    @Test("a receipt says which entry of which tree", arguments: [0, 4, 255, 256, 299])
    func holds(index: Int) throws {
        let verdict = try ReceiptVerifier.verify(
            statement: accord.entries[index], receipt: receipt(index), vkey: accord.signer.verifierKey.vkey)
        #expect(verdict.entry == EntryIndex(UInt64(index)))
        #expect(verdict.checkpoint.size == 300)
        #expect(verdict.checkpoint.root == accord.tree.root)
        #expect(!verdict.isSignatureChecked)
        #expect(verdict.signed.envelope.bytes == accord.entries[index])
    }

    @Test("every flipped byte of statement or receipt is found")
    func flipped() throws {
        let log = accord.signer.verifierKey
        let (statement, receipt) = (accord.entries[20], try receipt(20))
        _ = try ReceiptVerifier.verify(
            statement: statement, receipt: receipt, log: log, signedBy: accord.officerKey.publicKey)
        for position in statement.indices {
            var altered = statement
            altered[position] ^= 1
            #expect(throws: ReceiptError.self, "statement byte \(position)") {
                try ReceiptVerifier.verify(statement: altered, receipt: receipt, log: log)
            }
        }
        for position in receipt.indices {
            var altered = receipt
            altered[position] ^= 1
            #expect(throws: ReceiptError.self, "receipt byte \(position)") {
                try ReceiptVerifier.verify(statement: statement, receipt: altered, log: log)
            }
        }
    }

    @Test("another log, another statement, another signer, a key that is none: each is told")
    func refusals() throws {
        let log = accord.signer.verifierKey
        let receipt = try receipt(20)
        let other = try SmallAccord(logName: "other.example/log").signer.verifierKey
        #expect(
            throws: ReceiptError.receipt(.unknownLog(expected: "other.example/log", found: "parley.example/test"))
        ) { try ReceiptVerifier.verify(statement: accord.entries[20], receipt: receipt, log: other) }
        #expect(throws: ReceiptError.receipt(.rootMismatch(size: 300))) {
            try ReceiptVerifier.verify(statement: accord.entries[21], receipt: receipt, log: log)
        }
        let stranger = SigningKey(.ed25519).publicKey
        #expect(throws: ReceiptError.statement(.unknownKey(accord.officerKey.publicKey.id))) {
            try ReceiptVerifier.verify(
                statement: accord.entries[20], receipt: receipt, log: log, signedBy: stranger)
        }
        #expect(throws: ReceiptError.key(.badVerifierKey("x"))) {
            try ReceiptVerifier.verify(statement: accord.entries[20], receipt: receipt, vkey: "x")
        }
    }
}
