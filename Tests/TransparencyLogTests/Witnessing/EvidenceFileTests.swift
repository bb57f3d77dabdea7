import Testing
import TransparencyLog

@Suite struct EvidenceFileTests {
    typealias Fixtures = WitnessFixtures
    let key = WitnessFixtures.log.verifierKey

    /// The honest log's checkpoint at `old`, that of a log which differs from entry `fork` on at `new`, and the proof.
    private func split(_ old: Int, _ new: Int, fork: Int) throws -> SplitView {
        let older = try Fixtures.checkpoint(old)
        let newer = try Fixtures.checkpoint(new, fork: fork)
        guard old < new else { return try #require(SplitView(older, newer)) }
        let leaves = Fixtures.leaves(new, fork: fork)
        let branch = SplitView.Branch(
            root: ReferenceTree.root(leaves[..<old]), path: ReferenceTree.consistency(old, leaves[...]))
        return try SplitView(older: older, newer: newer, branch: branch)
    }

    @Test("all forks of logs up to 12 entries are shown; the file is read back and proves it with the key alone")
    func exhaustive() throws {
        for new in 1...12 {
            for old in 1...new {
                for fork in Set([0, old / 2, old - 1]) {
                    let view = try split(old, new, fork: fork)
                    let file = EvidenceFile(view)
                    #expect(try EvidenceFile(parsing: file.bytes) == file)
                    #expect(EvidenceFile.judge(file.bytes, by: key) == .proven(view), "\(old) \(new) \(fork)")
                }
            }
        }
    }

    @Test("an honest log is never shown to have lied: equal roots, and every true prefix")
    func honest() throws {
        for new in 0...12 {
            for old in 0...new {
                let (older, newer) = (try Fixtures.checkpoint(old), try Fixtures.checkpoint(new))
                let leaves = Fixtures.leaves(new)
                let path = ReferenceTree.consistency(old, leaves[...])
                #expect(SplitView(older, newer) == nil)
                #expect(SplitView(older: older, newer: newer, failingPath: path) == nil)
                let branch = SplitView.Branch(root: older.checkpoint.root, path: path)
                #expect(throws: EvidenceError.noContradiction) {
                    try SplitView(older: older, newer: newer, branch: branch)
                }
                #expect(throws: EvidenceError.noContradiction) {
                    try SplitView(older: older, newer: newer, branch: nil)
                }
                // A root out of thin air leads nowhere.
                let other = SplitView.Branch(root: .sha256(of: [9]), path: path)
                #expect(throws: EvidenceError.self) { try SplitView(older: older, newer: newer, branch: other) }
            }
        }
    }

    @Test("a submitted proof that fails shows the contradiction wherever it carries the older root")
    func failingPath() throws {
        for new in 2...20 {
            for old in 1..<new {
                let (older, newer) = (try Fixtures.checkpoint(old), try Fixtures.checkpoint(new, fork: old - 1))
                let path = ReferenceTree.consistency(old, Fixtures.leaves(new, fork: old - 1)[...])
                let view = SplitView(older: older, newer: newer, failingPath: path)
                #expect((view != nil) == (old.nonzeroBitCount > 1), "\(old) \(new)")
                if let view { #expect(try view == split(old, new, fork: old - 1)) }
                #expect(SplitView(older: older, newer: newer, failingPath: path + [.emptyTree]) == nil)
                #expect(SplitView(older: older, newer: newer, failingPath: Array(path.dropLast())) == nil)
            }
        }
    }

    @Test("what is not the log's own contradiction proves nothing, and the sentence says why")
    func notProven() throws {
        let view = try split(5, 5, fork: 2)
        let file = EvidenceFile(view)
        #expect(file.judged(by: key).isProven)
        let other = Fixtures.otherLog.verifierKey
        #expect(file.judged(by: other) == .notProven(.otherOrigin(expected: other.name.text, found: key.name.text)))
        let stranger = try NoteSigner(name: key.name, kind: .ed25519, seed: [UInt8](repeating: 9, count: 32))
        #expect(
            file.judged(by: stranger.verifierKey)
                == .notProven(.notSigned(which: "older", .note(.notSignedByKnownKey))))
        // One of the two is signed by somebody else under the log's name.
        let forged = try Fixtures.checkpoint(5, fork: 2).checkpoint.signed(by: stranger)
        let half = EvidenceFile(try #require(SplitView(Fixtures.checkpoint(5), forged)))
        let which = half.splitView.older == forged ? "older" : "newer"
        #expect(half.judged(by: key) == .notProven(.notSigned(which: which, .note(.notSignedByKnownKey))))
        let elsewhere = try Checkpoint(origin: other.name, size: 5, root: .sha256(of: [1])).signed(
            by: Fixtures.otherLog)
        #expect(SplitView(try Fixtures.checkpoint(5), elsewhere) == nil)
        // A witness's key under the log's name is no log's key.
        let witness = try NoteSigner(name: key.name, kind: .cosignatureV1, seed: [UInt8](repeating: 1, count: 32))
        #expect(!file.judged(by: witness.verifierKey).isProven)
    }

    @Test("a file has one spelling: order, end, line counts")
    func spelling() throws {
        let view = try split(5, 5, fork: 2)
        let good = EvidenceFile(view).bytes
        let swapped = [view.newer, view.older].map { String(decoding: $0.bytes, as: UTF8.self) }
        let reversed = "\(EvidenceFile.header)\nolder 5\n\(swapped[0])newer 5\n\(swapped[1])"
        #expect(throws: EvidenceError.noContradiction) { try EvidenceFile(parsing: Array(reversed.utf8)) }
        #expect(throws: EvidenceError.badLine(1, expected: "'\(EvidenceFile.header)'")) {
            try EvidenceFile(parsing: Array(good.dropFirst()))
        }
        #expect(throws: EvidenceError.self) { try EvidenceFile(parsing: good + [10]) }
        #expect(throws: EvidenceError.self) { try EvidenceFile(parsing: good.dropLast()) }
        let text = String(decoding: good, as: UTF8.self)
        for (from, to) in [
            ("older 5", "older 05"), ("older 5", "older 6"), ("newer 5", "newer 4"), ("newer 5", "newest 5"),
        ] {
            guard let range = text.firstRange(of: from) else { throw EvidenceError.noContradiction }
            let bytes = Array((text[..<range.lowerBound] + to + text[range.upperBound...]).utf8)
            #expect(throws: EvidenceError.self, "\(to)") { try EvidenceFile(parsing: bytes) }
        }
        let long = [UInt8](repeating: 10, count: EvidenceFile.maximumByteCount + 1)
        #expect(throws: EvidenceError.self) { try EvidenceFile(parsing: long) }
    }

    @Test("every flipped bit of a file proves nothing, in both kinds")
    func bitFlips() throws {
        for (old, new) in [(5, 5), (5, 9), (4, 7)] {
            let good = EvidenceFile(try split(old, new, fork: 2)).bytes
            for position in good.indices {
                for bit in 0..<8 {
                    var bytes = good
                    bytes[position] ^= 1 << UInt8(bit)
                    let verdict = EvidenceFile.judge(bytes, by: key)
                    #expect(!verdict.isProven, "\(old) \(new), byte \(position), bit \(bit)")
                }
            }
        }
    }

    @Test("golden bytes and sentence")
    func golden() throws {
        let view = try split(2, 3, fork: 1)
        let text = String(decoding: EvidenceFile(view).bytes, as: UTF8.self)
        let leaves = Fixtures.leaves(3, fork: 1)
        let root = Hash.node(leaves[0], leaves[1])
        #expect(
            text == """
                parley/evidence/split-view@v1
                older 5
                \(String(decoding: view.older.bytes, as: UTF8.self))newer 5
                \(String(decoding: view.newer.bytes, as: UTF8.self))branch \(root)
                \(leaves[2])

                """)
        #expect(
            EvidenceFile.judge(Array(text.utf8), by: key).description == """
                proven: the log 'log.example/accord' stated the root \(view.older.checkpoint.root) for its first 2 \
                entries, but in its history of 3 entries their root is \(root); they cannot both be true
                """)
    }
}
