import Geodesy
import ParleyNode
import TestKit
import Testing
import TransparencyLog

@Suite struct WitnessTests {
    let tree = WitnessedTree(40)
    let store = MemoryWitnessStore()
    let witness: Witness
    let key = WitnessedTree.witness.verifierKey

    init() throws { witness = try WitnessedTree.open(store) }

    private func answer(_ old: Int, _ new: Int, _ at: Int64 = 1000) throws -> AddCheckpointAnswer {
        try witness.answer(tree.request(old, new).bytes, at: .seconds(at)).answer
    }

    /// The time of a cosignature that holds over the tree's checkpoint; nil for any other answer.
    private func time(_ answer: AddCheckpointAnswer, _ size: Int, of tree: WitnessedTree? = nil) throws -> UInt64? {
        let line = answer.cosignature(of: key, on: try (tree ?? self.tree).checkpoint(size))
        return line.flatMap { Cosignature($0)?.timestampSeconds }
    }

    @Test("cosigns the first checkpoint and every continuation, from size 0 too, and stores before it answers")
    func grows() throws {
        for (old, new) in [(0, 0), (0, 3), (3, 4), (4, 4), (4, 17), (17, 40)] {
            #expect(try time(answer(old, new, Int64(1000 + new)), new) == UInt64(1000 + new), "\(old) \(new)")
            let stored = try SignedCheckpoint(parsing: #require(try witness.cosigned(WitnessedTree.name)))
            let verified = try stored.verified(by: WitnessedTree.log.verifierKey, witnesses: [key])
            #expect(verified.checkpoint.size == TreeSize(UInt64(new)))
            #expect(verified.cosignatures.map(\.timestampSeconds) == [UInt64(1000 + new)])
        }
    }

    @Test("the answer carries the witness's line alone")
    func onlyItsOwn() throws {
        guard case .cosigned(let lines) = try answer(0, 5) else {
            Issue.record("expected a cosignature")
            return
        }
        #expect(lines.count == 1 && lines.allSatisfy { key.matches($0) })
    }

    @Test("each refusal has the status that the protocol gives it, and stores nothing")
    func statuses() throws {
        _ = try answer(0, 7)
        let good = try tree.checkpoint(12)
        let foreign = WitnessedTree.signer(WitnessedTree.name, .ed25519, 9)
        let otherName = try NoteSigner(
            name: KeyName("log.example/other"), kind: .ed25519, seed: [UInt8](repeating: 1, count: 32))
        let stranger = try good.checkpoint.signed(by: foreign)
        let unknown = try Checkpoint(origin: otherName.verifierKey.name, size: 12, root: tree.root(12))
            .signed(by: otherName)
        let tampered = try #require(
            NoteSignature(
                name: WitnessedTree.name, keyID: WitnessedTree.log.verifierKey.keyID,
                signature: [UInt8](repeating: 0, count: 64)))
        let proof = tree.proof(7, 12)
        let cases: [(String, TreeSize, [Hash], SignedCheckpoint, AddCheckpointAnswer?, Int)] = try [
            ("unknown origin", 7, proof, unknown, nil, 404),
            ("unknown key", 7, proof, stranger, nil, 403),
            ("a trusted line that fails beside a good one", 7, proof, good.adding([tampered]), nil, 403),
            ("old size above the checkpoint's", 13, [], good, nil, 400),
            ("old size below the last", 6, tree.proof(6, 12), good, .conflict(7), 409),
            ("old size 0", 0, [], good, .conflict(7), 409),
            ("old size above the last", 8, tree.proof(8, 12), good, .conflict(7), 409),
            ("a smaller checkpoint", 5, [], tree.checkpoint(5), .conflict(7), 409),
            ("no proof", 7, [], good, nil, 422),
            ("a proof too long", 7, proof + [.emptyTree], good, nil, 422),
            ("a proof of other sizes", 7, tree.proof(6, 12), good, nil, 422),
            ("a proof without sizes between", 7, [.emptyTree], tree.checkpoint(7), nil, 422),
        ]
        let before = store.history
        for (what, old, proof, checkpoint, expected, status) in cases {
            let request = try AddCheckpointRequest(oldSize: old, proof: proof, checkpoint: checkpoint)
            let outcome = try witness.answer(request.bytes, at: .seconds(2000))
            #expect(outcome.answer.status == status, "\(what)")
            if let expected { #expect(outcome.answer == expected, "\(what)") }
            #expect(outcome.splitView == nil, "\(what)")
        }
        #expect(try witness.answer(Array("old 7\n".utf8), at: .seconds(2000)).answer.status == 400)
        #expect(store.history == before)
        #expect(try time(answer(7, 12, 2000), 12) == 2000, "and it goes on")
    }

    @Test("a proof from size 0 must be empty")
    func proofFromNothing() throws {
        let request = try AddCheckpointRequest(oldSize: 0, proof: [.emptyTree], checkpoint: tree.checkpoint(5))
        #expect(try witness.answer(request, at: .seconds(1)).answer.status == 422)
        _ = try answer(0, 0)
        #expect(try witness.answer(request, at: .seconds(1)).answer.status == 422)
        #expect(try answer(0, 5).status == 200)
    }

    @Test("the same checkpoint again: the same line within a second, a newer time later")
    func idempotent() throws {
        let first = try answer(0, 7, 1000)
        #expect(try answer(7, 7, 1000) == first)
        #expect(store.history.count == 1)
        #expect(try time(answer(7, 7, 1005), 7) == 1005)
        #expect(store.history.count == 2)
    }

    @Test("a clock that goes backwards, or stands before 1970, never makes an older or a zero time")
    func clock() throws {
        #expect(try time(answer(0, 1, -50), 1) == 1)
        #expect(try time(answer(1, 2, 5000), 2) == 5000)
        #expect(try time(answer(2, 3, 4000), 3) == 5000)
        #expect(try time(answer(3, 3, 4000), 3) == 5000)
        let again = try WitnessedTree.open(store)
        #expect(try time(again.answer(tree.request(3, 4), at: .seconds(1)).answer, 4) == 5000, "after a restart too")
    }

    @Test("two roots at one size are evidence, whatever the request claims to continue")
    func splitView() throws {
        _ = try answer(0, 9)
        let fork = WitnessedTree(40, fork: 4)
        for (old, status) in [(9, 422), (0, 409), (5, 409)] {
            let outcome = try witness.answer(fork.request(old, 9), at: .seconds(2000))
            #expect(outcome.answer.status == status)
            let view = try #require(outcome.splitView, "old \(old)")
            let file = EvidenceFile(view).bytes
            #expect(EvidenceFile.judge(file, by: WitnessedTree.log.verifierKey) == .proven(view))
            #expect(Set([view.older.checkpoint.root, view.newer.checkpoint.root]) == [tree.root(9), fork.root(9)])
        }
        #expect(store.history.count == 1)
    }

    @Test("a larger fork with its own proof is refused, and is evidence where the proof carries the older root")
    func largerFork() throws {
        let fork = WitnessedTree(40, fork: 2)
        for last in 3...17 {
            let store = MemoryWitnessStore()
            let witness = try WitnessedTree.open(store)
            _ = try witness.answer(tree.request(0, last), at: .seconds(1))
            let outcome = try witness.answer(fork.request(last, 30), at: .seconds(2))
            #expect(outcome.answer.status == 422)
            #expect((outcome.splitView != nil) == (last.nonzeroBitCount > 1), "\(last)")
            guard let view = outcome.splitView else { continue }
            let file = EvidenceFile(view).bytes
            #expect(EvidenceFile.judge(file, by: WitnessedTree.log.verifierKey).isProven)
        }
    }

    @Test("a line forged under the witness's own name is neither stored nor in the way")
    func forgedOwnLine() throws {
        let forged = try #require(
            NoteSignature(name: key.name, keyID: key.keyID, signature: [UInt8](repeating: 0, count: 72)))
        let request = try AddCheckpointRequest(
            oldSize: 0, proof: [], checkpoint: tree.checkpoint(5).adding([forged, forged]))
        #expect(try time(witness.answer(request, at: .seconds(7)).answer, 5) == 7)
        let stored = try SignedCheckpoint(parsing: #require(store.history.last))
        #expect(stored.note.signatures.count == 2)
        #expect(try time(answer(5, 8), 8) == 1000)
        #expect(try time(WitnessedTree.open(store).answer(tree.request(8, 9), at: .seconds(1001)).answer, 9) == 1001)
    }

    @Test("every flipped bit of a request is refused, and none is taken for evidence")
    func bitFlips() throws {
        _ = try answer(0, 7)
        let body = try tree.request(7, 12).bytes
        let before = store.history
        for position in body.indices {
            for bit in 0..<8 {
                var bytes = body
                bytes[position] ^= 1 << UInt8(bit)
                let outcome = try witness.answer(bytes, at: .seconds(2000))
                #expect(outcome.answer.status != 200, "byte \(position), bit \(bit)")
                #expect(outcome.splitView == nil, "byte \(position), bit \(bit)")
            }
        }
        #expect(store.history == before)
        #expect(try answer(7, 12).status == 200)
    }

    @Test("a log with a new key beside the old one goes on; a store signed by a dropped key is still ours")
    func logKeyRotation() throws {
        _ = try answer(0, 7)
        let next = WitnessedTree.signer(WitnessedTree.name, .ed25519, 3)
        let log = try WitnessedLog(origin: WitnessedTree.name, keys: [next.verifierKey])
        let later = Witness(try WitnessCore(signer: WitnessedTree.witness, logs: [log]), store: store)
        #expect(try later.answer(tree.request(7, 9), at: .seconds(2000)).answer.status == 403)
        let signed = try tree.checkpoint(9).checkpoint.signed(by: next)
        let request = try AddCheckpointRequest(oldSize: 7, proof: tree.proof(7, 9), checkpoint: signed)
        #expect(try later.answer(request, at: .seconds(2000)).answer.status == 200)
    }

    @Test("keys and logs that cannot work are refused at the start")
    func configuration() throws {
        let name = WitnessedTree.name
        let log = try WitnessedLog(origin: name, keys: [WitnessedTree.log.verifierKey])
        #expect(throws: WitnessError.wrongKey(name)) { try WitnessCore(signer: WitnessedTree.log, logs: [log]) }
        #expect(throws: WitnessError.duplicateOrigin(name)) {
            try WitnessCore(signer: WitnessedTree.witness, logs: [log, log])
        }
        #expect(throws: WitnessError.badLogKeys(name)) { try WitnessedLog(origin: name, keys: []) }
        #expect(throws: WitnessError.badLogKeys(name)) { try WitnessedLog(origin: name, keys: [key]) }
        let core = try WitnessCore(signer: WitnessedTree.witness, logs: [log])
        #expect(throws: WitnessError.notRestored(name)) { try core.decide(tree.request(0, 1), at: .seconds(1)) }
    }
}
