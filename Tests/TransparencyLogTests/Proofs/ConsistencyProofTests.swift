import Testing
import TransparencyLog

@Suite struct ConsistencyProofTests {
    @Test("all pairs of sizes from 0 to 64: the proof of the RFC's recursion, and it verifies")
    func exhaustive() throws {
        let log = MemoryLog.counting(64)
        let roots = (0...64).map { ReferenceTree.root(log.leaves[..<$0]) }
        for new in 0...64 {
            let reader = StrictReader(log, size: TreeSize(UInt64(new)))
            for old in 0...new {
                let proof = try ConsistencyProof(oldSize: TreeSize(UInt64(old)), newSize: reader.size, reader: reader)
                #expect(proof.path == ReferenceTree.consistency(old, log.leaves[..<new]), "\(old) to \(new)")
                try proof.verify(oldRoot: roots[old], newRoot: roots[new])
            }
        }
    }

    @Test func randomSizesTo70000() throws {
        var random = SplitMix64(seed: 10)
        let log = MemoryLog.large
        var tree = TreeReader(size: 70_000, tiles: log)
        let newRoot = ReferenceTree.root(log.leaves[...])
        #expect(try tree.root() == newRoot)
        for round in 0..<40 {
            let old = round < 5 ? [1, 255, 256, 65_536, 69_999][round] : Int.random(in: 0...70_000, using: &random)
            let proof = try tree.consistencyProof(from: TreeSize(UInt64(old)))
            let oldRoot = try rootHash(
                at: TreeSize(UInt64(old)), reader: StrictReader(log, size: TreeSize(UInt64(old))))
            try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
            if round < 8 { #expect(proof.path == ReferenceTree.consistency(old, log.leaves[...]), "\(old), seed 10") }
        }
    }

    @Test("any single change to a proof or a root makes it fail")
    func mutationsFail() throws {
        var random = SplitMix64(seed: 11)
        let log = MemoryLog.counting(32)
        let roots = (0...32).map { ReferenceTree.root(log.leaves[..<$0]) }
        for new in 1...32 {
            for old in 1...new {
                let good = ReferenceTree.consistency(old, log.leaves[..<new])
                var bad: [[Hash]] = [good + [roots[new]], [roots[old]] + good]
                for position in good.indices {
                    var path = good
                    path[position] = flip(path[position], &random)
                    bad.append(path)
                    path = good
                    path.remove(at: position)
                    bad.append(path)
                }
                func proof(_ path: [Hash]) -> ConsistencyProof {
                    ConsistencyProof(oldSize: TreeSize(UInt64(old)), newSize: TreeSize(UInt64(new)), path: path)
                }
                for path in bad {
                    #expect(throws: ProofError.self, "\(old) to \(new)") {
                        try proof(path).verify(oldRoot: roots[old], newRoot: roots[new])
                    }
                }
                #expect(throws: ProofError.self) {
                    try proof(good).verify(oldRoot: flip(roots[old], &random), newRoot: roots[new])
                }
                #expect(throws: ProofError.self) {
                    try proof(good).verify(oldRoot: roots[old], newRoot: flip(roots[new], &random))
                }
            }
        }
    }

    @Test func degenerateSizes() {
        let root = MemoryLog.leaf(0)
        let other = MemoryLog.leaf(1)
        func verify(_ old: TreeSize, _ new: TreeSize, _ path: [Hash], _ oldRoot: Hash, _ newRoot: Hash) throws {
            try ConsistencyProof(oldSize: old, newSize: new, path: path).verify(oldRoot: oldRoot, newRoot: newRoot)
        }
        #expect(throws: Never.self) { try verify(0, 0, [], .emptyTree, .emptyTree) }
        #expect(throws: Never.self) { try verify(0, 5, [], .emptyTree, other) }
        #expect(throws: Never.self) { try verify(5, 5, [], root, root) }
        #expect(throws: ProofError.oldRootMismatch(size: 0)) { try verify(0, 5, [], root, other) }
        #expect(throws: ProofError.rootMismatch(size: 0)) { try verify(0, 0, [], .emptyTree, root) }
        #expect(throws: ProofError.pathLength(expected: 0, found: 1)) { try verify(0, 5, [root], .emptyTree, other) }
        #expect(throws: ProofError.rootMismatch(size: 5)) { try verify(5, 5, [], root, other) }
        #expect(throws: ProofError.pathLength(expected: 0, found: 1)) { try verify(5, 5, [root], root, root) }
        #expect(throws: ProofError.pathLength(expected: 3, found: 0)) { try verify(4, 17, [], root, root) }
        #expect(throws: ProofError.sizesReversed(old: 6, new: 5)) { try verify(6, 5, [], root, root) }
        #expect(throws: ProofError.sizesReversed(old: 6, new: 5)) {
            try ConsistencyProof(oldSize: 6, newSize: 5, reader: MemoryLog.counting(6))
        }
    }

    @Test("a log that replaced one entry cannot prove that it continues its former self")
    func rewrittenHistory() throws {
        let honest = MemoryLog.counting(50)
        for replaced in 0..<30 {
            var leaves = (0..<80).map(MemoryLog.leaf)
            leaves[replaced] = .leaf(of: [0xFF])
            var forked = MemoryLog()
            forked.append(leaves)
            let oldRoot = ReferenceTree.root(honest.leaves[..<30])
            let proof = try ConsistencyProof(oldSize: 30, newSize: 80, reader: forked)
            #expect(throws: ProofError.oldRootMismatch(size: 30)) {
                try proof.verify(oldRoot: oldRoot, newRoot: forked.builder.root)
            }
        }
    }

    private func flip(_ hash: Hash, _ random: inout SplitMix64) -> Hash {
        var bytes = hash.bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        return Hash(bytes: bytes) ?? hash
    }
}
