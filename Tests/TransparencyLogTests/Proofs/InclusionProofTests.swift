import Testing
import TransparencyLog

@Suite struct InclusionProofTests {
    @Test("every entry of every tree up to 64: the path of the RFC's recursion, and it verifies")
    func exhaustive() throws {
        let log = MemoryLog.counting(64)
        for size in 1...64 {
            let reader = StrictReader(log, size: TreeSize(UInt64(size)))
            let root = ReferenceTree.root(log.leaves[..<size])
            #expect(try rootHash(at: reader.size, reader: reader) == root)
            for index in 0..<size {
                let proof = try InclusionProof(index: EntryIndex(UInt64(index)), size: reader.size, reader: reader)
                #expect(proof.path == ReferenceTree.inclusion(index, log.leaves[..<size]), "\(index) of \(size)")
                try proof.verify(leaf: log.leaves[index], root: root)
            }
        }
    }

    @Test func randomSizesTo70000() throws {
        var random = SplitMix64(seed: 7)
        let log = MemoryLog.large
        for round in 0..<12 {
            let size = round < 4 ? [256, 257, 65_536, 70_000][round] : Int.random(in: 1...70_000, using: &random)
            let reader = StrictReader(log, size: TreeSize(UInt64(size)))
            let root = ReferenceTree.root(log.leaves[..<size])
            for _ in 0..<8 {
                let index = Int.random(in: 0..<size, using: &random)
                let before = reader.reads.count
                let proof = try InclusionProof(index: EntryIndex(UInt64(index)), size: reader.size, reader: reader)
                #expect(reader.reads.count - before <= 6, "\(index) of \(size), seed 7")
                try proof.verify(leaf: log.leaves[index], root: root)
            }
            let last = try InclusionProof(index: EntryIndex(UInt64(size - 1)), size: reader.size, reader: reader)
            #expect(last.path == ReferenceTree.inclusion(size - 1, log.leaves[..<size]))
        }
    }

    @Test("any single change to a proof, the leaf, the root or the index makes it fail")
    func mutationsFail() throws {
        var random = SplitMix64(seed: 8)
        let log = MemoryLog.counting(40)
        for size in 1...40 {
            let root = ReferenceTree.root(log.leaves[..<size])
            for index in 0..<size {
                let good = InclusionProof(
                    index: EntryIndex(UInt64(index)), size: TreeSize(UInt64(size)),
                    path: ReferenceTree.inclusion(index, log.leaves[..<size]))
                let leaf = log.leaves[index]
                var bad = (0..<size).filter { $0 != index }.map {
                    InclusionProof(index: EntryIndex(UInt64($0)), size: good.size, path: good.path)
                }
                for position in good.path.indices {
                    var path = good.path
                    path[position] = flip(path[position], &random)
                    bad.append(InclusionProof(index: good.index, size: good.size, path: path))
                    path = good.path
                    path.remove(at: position)
                    bad.append(InclusionProof(index: good.index, size: good.size, path: path))
                }
                bad.append(InclusionProof(index: good.index, size: good.size, path: good.path + [root]))
                bad.append(InclusionProof(index: good.index, size: good.size, path: [leaf] + good.path))
                for proof in bad {
                    #expect(throws: ProofError.self, "\(index) of \(size)") { try proof.verify(leaf: leaf, root: root) }
                }
                #expect(throws: ProofError.rootMismatch(size: good.size)) {
                    try good.verify(leaf: flip(leaf, &random), root: root)
                }
                #expect(throws: ProofError.rootMismatch(size: good.size)) {
                    try good.verify(leaf: leaf, root: flip(root, &random))
                }
            }
        }
    }

    @Test("an empty path proves nothing except in a tree of one")
    func emptyPath() {
        let leaf = MemoryLog.leaf(0)
        #expect(throws: Never.self) { try InclusionProof(index: 0, size: 1, path: []).verify(leaf: leaf, root: leaf) }
        for size in UInt64(2)...70 {
            #expect(throws: ProofError.self) {
                try InclusionProof(index: EntryIndex(size - 1), size: TreeSize(size), path: []).verify(
                    leaf: leaf, root: leaf)
            }
        }
        #expect(throws: ProofError.indexBeyondTree(index: 0, size: 0)) {
            try InclusionProof(index: 0, size: 0, path: []).verify(leaf: leaf, root: .emptyTree)
        }
        #expect(throws: ProofError.indexBeyondTree(index: 1, size: 1)) {
            try InclusionProof(index: 1, size: 1, path: []).verify(leaf: leaf, root: leaf)
        }
        #expect(throws: ProofError.indexBeyondTree(index: 64, size: 64)) {
            try InclusionProof(index: 64, size: 64, reader: MemoryLog.counting(64))
        }
        #expect(throws: ProofError.pathLength(expected: 6, found: 7)) {
            try InclusionProof(index: 3, size: 64, path: [Hash](repeating: leaf, count: 7)).verify(
                leaf: leaf, root: leaf)
        }
    }

    @Test("sizes up to 2^63 - 1, on a log whose entries are all the same")
    func enormous() throws {
        var random = SplitMix64(seed: 9)
        let leaf = Hash.leaf(of: [1])
        let log = UniformLog(leaf: leaf)
        for round in 0..<40 {
            let size =
                round == 0
                ? TreeSize.maximum.value : UInt64.random(in: 1...UInt64(Int64.max), using: &random) >> UInt64(round)
            guard size > 0 else { continue }
            for index in [0, size - 1, UInt64.random(in: 0..<size, using: &random)] {
                let proof = try InclusionProof(index: EntryIndex(index), size: TreeSize(size), reader: log)
                try proof.verify(leaf: leaf, root: log.root(size))
            }
            let old = UInt64.random(in: 0...size, using: &random)
            let consistency = try ConsistencyProof(oldSize: TreeSize(old), newSize: TreeSize(size), reader: log)
            try consistency.verify(oldRoot: log.root(old), newRoot: log.root(size))
        }
    }

    private func flip(_ hash: Hash, _ random: inout SplitMix64) -> Hash {
        var bytes = hash.bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        return Hash(bytes: bytes) ?? hash
    }
}
