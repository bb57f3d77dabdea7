import Foundation
import Testing
import TransparencyLog

/// Evidence that this room writes, golang.org/x/mod's tree and notes judge in the same way.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_GO"] == nil, "PARLEY_SKIP_GO is set"))
struct EvidenceInteropTests {
    typealias Fixtures = WitnessFixtures
    let verifier: GoVerifier
    let key = WitnessFixtures.log.verifierKey

    init() throws { verifier = try GoVerifier() }

    private func file(_ old: Int, _ new: Int) throws -> EvidenceFile {
        let (older, newer) = (try Fixtures.checkpoint(old), try Fixtures.checkpoint(new, fork: 1))
        guard old < new else { return EvidenceFile(try #require(SplitView(older, newer))) }
        let leaves = Fixtures.leaves(new, fork: 1)
        let branch = SplitView.Branch(
            root: ReferenceTree.root(leaves[..<old]), path: ReferenceTree.consistency(old, leaves[...]))
        return EvidenceFile(try SplitView(older: older, newer: newer, branch: branch))
    }

    private func judge(_ bytes: [UInt8], by key: NoteVerifierKey) throws -> GoVerifier.Outcome {
        let scratch = try ScratchDirectory()
        defer { scratch.remove() }
        let path = scratch.file("evidence")
        try Data(bytes).write(to: path)
        return try verifier.run(["-vkey", key.vkey, "-evidence", path.path])
    }

    @Test("both kinds are proven, whatever the sizes", arguments: [(2, 2), (3, 4), (4, 7), (5, 9), (6, 6), (7, 64)])
    func proven(old: Int, new: Int) throws {
        let outcome = try judge(file(old, new).bytes, by: key)
        #expect(outcome.status == 0 && outcome.output == "ok 1 evidence\n", "\(outcome.output)")
    }

    @Test("a stranger's key and damaged bytes prove nothing there either")
    func notProven() throws {
        let good = try file(5, 9).bytes
        #expect(try judge(good, by: Fixtures.otherLog.verifierKey).status == 1)
        for position in stride(from: 0, to: good.count, by: 23) {
            var bytes = good
            bytes[position] ^= 0x01
            #expect(try judge(bytes, by: key).status == 1, "byte \(position)")
            #expect(!EvidenceFile.judge(bytes, by: key).isProven, "byte \(position)")
        }
    }

    @Test("a file whose proof shows the older checkpoint's own root is no evidence in either")
    func noContradiction() throws {
        let (older, newer) = (try Fixtures.checkpoint(5), try Fixtures.checkpoint(9))
        let path = ReferenceTree.consistency(5, Fixtures.leaves(9)[...]).map { "\($0)\n" }.joined()
        let text =
            Array("\(EvidenceFile.header)\nolder 5\n".utf8) + older.bytes + Array("newer 5\n".utf8) + newer.bytes
            + Array("branch \(older.checkpoint.root)\n\(path)".utf8)
        #expect(EvidenceFile.judge(text, by: key) == .notProven(.noContradiction))
        #expect(try judge(text, by: key).output.contains("do not contradict"))
    }
}
