import Dispatch
import Geodesy
import ParleyNode
import Synchronization
import TestKit
import Testing
import TransparencyLog

/// Crashes, races and stores that lie: no two cosignatures that cannot both be true, none that is not durable.
@Suite struct WitnessFaultTests {
    let tree = WitnessedTree(64)
    let key = WitnessedTree.witness.verifierKey

    @Test("a crash before or after storing: nothing was answered, and after a restart the log gets its cosignature")
    func crashes() throws {
        for fault in [MemoryWitnessStore.Fault.reading, .before, .after] {
            for size in [1, 5, 8, 13] {
                let store = MemoryWitnessStore()
                let witness = try WitnessedTree.open(store)
                _ = try witness.answer(tree.request(0, size), at: .seconds(10))
                store.failOnce(fault)
                #expect(throws: fault) { try witness.answer(tree.request(size, 20), at: .seconds(20)) }
                // The same process and a new one, with a clock that was set back, agree on what is stored.
                for next in [witness, try WitnessedTree.open(store)] {
                    let held = fault == .after ? 20 : size
                    let probe = try next.answer(tree.request(2, 30), at: .seconds(15)).answer
                    #expect(probe == .conflict(TreeSize(UInt64(held))), "\(fault) \(size)")
                }
                let answer = try WitnessedTree.open(store).answer(
                    tree.request(fault == .after ? 20 : size, 20), at: .seconds(15)
                ).answer
                let line = try #require(answer.cosignature(of: key, on: tree.checkpoint(20)))
                #expect(Cosignature(line)?.timestampSeconds == (fault == .after ? 20 : 15))
            }
        }
    }

    @Test("of two requests that race one wins, and the other learns the new size")
    func overtaken() throws {
        for (slow, quick) in [(9, 12), (12, 9)] {
            let store = MemoryWitnessStore()
            let (one, two) = (try WitnessedTree.open(store), try WitnessedTree.open(store))
            _ = try one.answer(tree.request(0, 5), at: .seconds(10))
            let request = try tree.request(5, quick)
            let winner = Mutex<AddCheckpointAnswer?>(nil)
            store.overtakeOnce {
                let answer = try? two.answer(request, at: .seconds(11)).answer
                winner.withLock { $0 = answer }
            }
            let loser = try one.answer(tree.request(5, slow), at: .seconds(11)).answer
            #expect(winner.withLock { $0?.status } == 200)
            #expect(loser == .conflict(TreeSize(UInt64(quick))))
            #expect(store.history.count == 2)
        }
    }

    @Test("two forks that race: one is cosigned, the other is refused and is evidence")
    func forksRace() throws {
        let store = MemoryWitnessStore()
        let (one, two) = (try WitnessedTree.open(store), try WitnessedTree.open(store))
        let fork = WitnessedTree(64, fork: 3)
        store.overtakeOnce { [tree] in _ = try? two.answer(tree.request(0, 9), at: .seconds(1)) }
        let outcome = try one.answer(fork.request(0, 9), at: .seconds(1))
        #expect(outcome.answer == .conflict(9))
        let view = try #require(outcome.splitView)
        #expect(EvidenceFile(view).judged(by: WitnessedTree.log.verifierKey).isProven)
    }

    @Test("the same checkpoint again, racing: both are answered, the time never goes back")
    func sameCheckpointRaces() throws {
        let store = MemoryWitnessStore()
        let (one, two) = (try WitnessedTree.open(store), try WitnessedTree.open(store))
        _ = try one.answer(tree.request(0, 9), at: .seconds(1))
        store.overtakeOnce { [tree] in _ = try? two.answer(tree.request(9, 9), at: .seconds(50)) }
        let answer = try one.answer(tree.request(9, 9), at: .seconds(40)).answer
        let line = try #require(answer.cosignature(of: key, on: tree.checkpoint(9)))
        #expect(Cosignature(line)?.timestampSeconds == 50)
    }

    @Test("eight threads over one store: one line of cosigned sizes, each once, every answer durable")
    func threads() throws {
        let store = MemoryWitnessStore()
        let witnesses = try (0..<4).map { _ in try WitnessedTree.open(store) }
        let answered = Mutex<[(size: Int, fork: Bool)]>([])
        let fork = WitnessedTree(64, fork: 1)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            var random = SplitMix64(seed: UInt64(thread))
            var last = 0
            for round in 0..<60 {
                let useFork = random.below(4) == 0
                let size = last + random.below(64 - last)
                let source = useFork ? fork : tree
                guard let request = try? source.request(last, size) else { continue }
                let outcome = try? witnesses[thread % 4].answer(request, at: .seconds(Int64(round)))
                switch outcome?.answer {
                case .cosigned: answered.withLock { $0.append((size, useFork)) }
                case .conflict(let size): last = Int(size.value)
                default: break
                }
            }
        }
        try checkHistory(store.history)
        let stored = Set(try store.history.map { try SignedCheckpoint(parsing: $0).checkpoint })
        for (size, isFork) in answered.withLock({ $0 }) {
            let checkpoint = try (isFork ? fork : tree).checkpoint(size).checkpoint
            #expect(stored.contains(checkpoint), "answered but not stored: \(size)")
        }
    }

    /// Sizes and times only grow, one root a size, and each is a prefix of one and the same tree.
    private func checkHistory(_ history: [[UInt8]]) throws {
        let log = WitnessedTree.log.verifierKey
        let trees = [tree, WitnessedTree(64, fork: 1)]
        var before: VerifiedCheckpoint?
        for bytes in history {
            let now = try SignedCheckpoint(parsing: bytes).verified(by: log, witnesses: [key])
            if let before {
                #expect(now.checkpoint.size >= before.checkpoint.size)
                #expect(now.cosignatures[0].timestampSeconds >= before.cosignatures[0].timestampSeconds)
                let (old, new) = (Int(before.checkpoint.size.value), Int(now.checkpoint.size.value))
                #expect(
                    trees.contains { $0.root(old) == before.checkpoint.root && $0.root(new) == now.checkpoint.root })
            }
            before = now
        }
    }

    @Test("random requests with crashes, restarts, forks and a wild clock keep one history", arguments: UInt64(0)..<30)
    func simulated(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let store = MemoryWitnessStore()
        var witness = try WitnessedTree.open(store)
        let forks = [tree, WitnessedTree(64, fork: 1)]
        for _ in 0..<80 {
            if random.below(6) == 0 { witness = try WitnessedTree.open(store) }
            switch random.below(12) {
            case 0: store.failOnce(.before)
            case 1: store.failOnce(.after)
            case 2: store.failOnce(.reading)
            default: break
            }
            let held = try store.history.last.map { Int(try SignedCheckpoint(parsing: $0).checkpoint.size.value) } ?? 0
            let old = random.below(3) == 0 ? random.below(64) : held
            let new = min(64, old + random.below(8))
            let source = forks[random.below(5) == 0 ? 1 : 0]
            let count = store.history.count
            guard
                let outcome = try? witness.answer(source.request(old, new), at: .seconds(random.within(-100...1000)))
            else { continue }
            #expect((store.history.count > count) ? outcome.answer.status == 200 : true, "seed \(seed)")
            if outcome.answer.status == 200 {
                let last = try SignedCheckpoint(parsing: #require(store.history.last))
                let line = outcome.answer.cosignature(of: key, on: last)
                #expect(line.map { last.note.signatures.contains($0) } == true, "seed \(seed): durable first")
            }
            if let view = outcome.splitView {
                #expect(EvidenceFile(view).judged(by: WitnessedTree.log.verifierKey).isProven, "seed \(seed)")
            }
        }
        try checkHistory(store.history)
    }

    @Test("a store that goes back while the witness runs is noticed, and nothing is cosigned")
    func storeGoesBack() throws {
        let store = MemoryWitnessStore()
        let witness = try WitnessedTree.open(store)
        let name = WitnessedTree.name
        _ = try witness.answer(tree.request(0, 5), at: .seconds(10))
        let backup = try #require(store.history.last)
        _ = try witness.answer(tree.request(5, 9), at: .seconds(11))
        let newest = try #require(store.history.last)
        store.tamper(name, backup)
        #expect(throws: WitnessError.storeWentBack(name, had: 9, found: 5)) {
            try witness.answer(tree.request(5, 7), at: .seconds(12))
        }
        store.tamper(name, nil)
        #expect(throws: WitnessError.storeWentBack(name, had: 9, found: 0)) {
            try witness.answer(tree.request(0, 7), at: .seconds(12))
        }
        store.tamper(name, newest)
        #expect(try witness.answer(tree.request(9, 10), at: .seconds(12)).answer.status == 200)
    }

    @Test("a stored note that is damaged, of another log or not cosigned here stops the witness")
    func storeDamaged() throws {
        let store = MemoryWitnessStore()
        let name = WitnessedTree.name
        _ = try WitnessedTree.open(store).answer(tree.request(0, 5), at: .seconds(10))
        let good = try #require(store.history.last)
        func refuses(_ note: [UInt8], _ comment: Comment) throws {
            store.tamper(name, note)
            let witness = try WitnessedTree.open(store)
            let error = #expect(throws: WitnessError.self, comment) {
                try witness.answer(tree.request(5, 9), at: .seconds(12))
            }
            guard case .storedNoteDamaged = error else {
                Issue.record("\(comment): \(String(describing: error))")
                return
            }
        }
        for position in good.indices {
            var bytes = good
            bytes[position] ^= 0x01
            // A line under another name or ID is nobody's; the note holds as long as the witness's own line does.
            let signed = try? SignedCheckpoint(parsing: bytes)
            let isOurs = signed.map { signed in
                signed.note.signatures.contains { key.isValid($0, over: signed.note.text) }
            }
            guard isOurs != true else { continue }
            try refuses(bytes, "byte \(position)")
        }
        try refuses([], "empty")
        try refuses(tree.checkpoint(5).bytes, "not cosigned")
        let other = try NoteSigner(
            name: KeyName("log.example/other"), kind: .ed25519, seed: [UInt8](repeating: 8, count: 32))
        let swapped = try Checkpoint(origin: other.verifierKey.name, size: 5, root: tree.root(5)).signed(by: other)
        let line = try WitnessedTree.witness.cosign(swapped.note.text, timestampSeconds: 9)
        try refuses(swapped.adding([line]).bytes, "another log's")
    }

    @Test("when others are quicker every time, the request is turned away and may be made again")
    func contended() throws {
        let store = MemoryWitnessStore()
        let (one, two) = (try WitnessedTree.open(store), try WitnessedTree.open(store))
        _ = try one.answer(tree.request(0, 9), at: .seconds(1))
        let clock = Mutex<Int64>(100)
        let again = Mutex<(@Sendable () -> Void)?>(nil)
        let overtake: @Sendable () -> Void = { [tree] in
            let now = clock.withLock { time in
                time += 1
                return time
            }
            _ = try? two.answer(tree.request(9, 9), at: .seconds(now))
            if let next = again.withLock({ $0 }) { store.overtakeOnce(next) }
        }
        again.withLock { $0 = overtake }
        store.overtakeOnce(overtake)
        #expect(throws: WitnessError.contended(WitnessedTree.name)) {
            try one.answer(tree.request(9, 9), at: .seconds(2000))
        }
    }
}
