import Geodesy
import ParleyNode
import TestKit
import Testing
import TransparencyLog

@Suite("a witness's store with its anchor")
struct AnchoredWitnessStoreTests {
    private func open(_ store: MemoryWitnessStore, _ anchor: MemoryAnchor, believes: Bool = false) throws -> Witness {
        let log = try WitnessedLog(origin: WitnessedTree.name, keys: [WitnessedTree.log.verifierKey])
        let anchored = AnchoredWitnessStore(store, takesStoreAsNewest: believes) { _ in anchor }
        return Witness(try WitnessCore(signer: WitnessedTree.witness, logs: [log]), store: anchored)
    }

    @Test("it keeps the contract of stores", arguments: WitnessStoreContract.Rule.allCases)
    func contract(rule: WitnessStoreContract.Rule) throws {
        let notes = WitnessStoreContract {
            let store = MemoryWitnessStore()
            return { store }
        }
        #expect(try notes.violations(of: rule) == [])
    }

    @Test("a store restored from a backup cosigns nothing, in this process or after a restart")
    func restored() throws {
        let (store, anchor, tree) = (MemoryWitnessStore(), MemoryAnchor(), WitnessedTree(9))
        let witness = try open(store, anchor)
        #expect(try witness.answer(tree.request(0, 3), at: .seconds(1_000)).answer.status == 200)
        #expect(try witness.answer(tree.request(3, 7), at: .seconds(1_000)).answer.status == 200)
        store.tamper(WitnessedTree.name, store.history[0])
        #expect(throws: WitnessError.storeWentBack(WitnessedTree.name, had: 7, found: 3)) {
            try open(store, anchor).answer(tree.request(3, 8), at: .seconds(1_000))
        }
        store.tamper(WitnessedTree.name, nil)
        #expect(throws: WitnessError.storeWentBack(WitnessedTree.name, had: 7, found: 0)) {
            try open(store, anchor).cosigned(WitnessedTree.name)
        }
        store.tamper(WitnessedTree.name, store.history[1])
        #expect(try open(store, anchor).answer(tree.request(7, 8), at: .seconds(1_000)).answer.status == 200)
    }

    @Test(
        "an anchor that lags, as after power loss, is no reason to stop; one that is gone is, until somebody has looked"
    )
    func anchors() throws {
        let (store, tree) = (MemoryWitnessStore(), WitnessedTree(9))
        let anchor = MemoryAnchor()
        #expect(try open(store, anchor).answer(tree.request(0, 3), at: .seconds(1_000)).answer.status == 200)
        let lagging = MemoryAnchor()
        lagging.publish(store.history[0])
        #expect(try open(store, anchor).answer(tree.request(3, 7), at: .seconds(1_000)).answer.status == 200)
        #expect(try open(store, lagging).answer(tree.request(7, 8), at: .seconds(1_000)).answer.status == 200)
        #expect(throws: WitnessError.anchorMissing(WitnessedTree.name)) {
            try open(store, MemoryAnchor()).answer(tree.request(8, 9), at: .seconds(1_000))
        }
        #expect(
            try open(store, MemoryAnchor(), believes: true).answer(tree.request(8, 9), at: .seconds(1_000)).answer
                .status == 200)
    }

    @Test("a log that shows two histories is evidence, kept and never cosigned again, also after a restart")
    func splitView() throws {
        let (store, evidence) = (MemoryWitnessStore(), MemoryEvidence())
        let (tree, fork) = (WitnessedTree(9), WitnessedTree(9, fork: 2))
        let other = WitnessedTree.signer(try KeyName("log.example/other"), .ed25519, 9)
        func service() throws -> WitnessService {
            try WitnessService(
                signer: WitnessedTree.witness,
                logs: [
                    try WitnessedLog(origin: WitnessedTree.name, keys: [WitnessedTree.log.verifierKey]),
                    try WitnessedLog(origin: other.verifierKey.name, keys: [other.verifierKey]),
                ], store: store, evidence: evidence, clock: ManualClock(.test(0)), logger: Harness.quiet)
        }
        let first = try service()
        #expect(try first.answer(tree.request(0, 7).bytes).status == 200)
        #expect(try first.answer(fork.request(0, 7).bytes).status == 409)
        #expect(first.raised.map(\.kind) == [.splitView])
        let file = try EvidenceFile(parsing: try #require(evidence.evidence(first.raised[0].file)))
        #expect(try file.splitView.older.verified(by: WitnessedTree.log.verifierKey).checkpoint.size == 7)
        let again = try service()
        for witness in [first, again] {
            #expect(try witness.answer(tree.request(7, 8).bytes).status == 403)
            // Another log is not to blame.
            let text = try Checkpoint(origin: other.verifierKey.name, size: 1, root: tree.root(1)).signed(by: other)
            let request = try AddCheckpointRequest(oldSize: 0, proof: [], checkpoint: text)
            if witness === first { #expect(try witness.answer(request.bytes).status == 200) }
        }
        let hash = Hash.sha256(of: Array(WitnessedTree.name.text.utf8)).hex
        #expect(try again.cosigned(originHash: hash) == store.history[0])
        #expect(try again.cosigned(originHash: String(hash.dropLast())) == nil)
    }
}
