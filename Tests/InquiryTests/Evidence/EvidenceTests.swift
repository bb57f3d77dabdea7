import Inquiry
import Statements
import Testing
import TransparencyLog

/// Given evidence in a file, when a stranger judges it with the log's key, then what is proven, or why nothing is.
@Suite struct EvidenceTests {
    let scene: HospitalCase

    init() throws { scene = try HospitalCase() }

    private func judge(_ bytes: [UInt8], policy: WitnessPolicy? = nil) throws -> EvidenceJudgement {
        let evidence = try Evidence(parsing: bytes)
        #expect(evidence.bytes == bytes, "a file does not render to its own bytes")
        return evidence.judged(by: scene.log.logKey, policy: policy)
    }

    @Test("every kind is read, proven, and spelled as in its golden file")
    func kinds() throws {
        let files: [(String, [UInt8], String)] = [
            ("split-view.txt", try scene.splitView().bytes, "has two different histories"),
            ("broken-promise.json", try scene.brokenPromise().bytes, "holds another entry"),
            ("not-included.json", try scene.absence().bytes, "does not reach it"),
            ("equivocation.json", try scene.equivocation().bytes, "the log holds"),
        ]
        for (name, bytes, sentence) in files {
            let judgement = try judge(bytes, policy: scene.log.policy)
            #expect(judgement.isProven, "\(name): \(judgement)")
            #expect("\(judgement)".contains(sentence), "\(judgement)")
            try Golden.expect(bytes, name)
        }
    }

    @Test("another log's key proves nothing")
    func otherKey() throws {
        let stranger = try PaperLog(log: "log.example/other").logKey
        let files = [
            try scene.splitView().bytes, try scene.brokenPromise().bytes, try scene.absence().bytes,
            try scene.equivocation().bytes,
        ]
        for bytes in files {
            #expect(try !Evidence(parsing: bytes).judged(by: stranger, policy: scene.log.policy).isProven)
        }
    }

    @Test("that an entry is missing is dated by witnesses alone: without a policy, or a quorum, nothing is shown")
    func absence() throws {
        #expect("\(try judge(scene.absence().bytes))".contains("--policy"))
        let short = try judge(scene.absence(cosigners: 1).bytes, policy: scene.log.policy)
        #expect("\(short)".contains("'south'") && "\(short)".contains("'neutral'"), "\(short)")
    }

    @Test(
        "a checkpoint at or before the deadline breaks no promise",
        arguments: [1_772_400_000, 1_772_400_002] as [UInt64])
    func inTime(deadline: UInt64) throws {
        // The quorum of two stands behind it as of the older of both cosignatures.
        #expect(try !judge(scene.absence(deadline: deadline).bytes, policy: scene.log.policy).isProven)
        #expect(try judge(scene.absence(deadline: 1_772_399_999).bytes, policy: scene.log.policy).isProven)
    }

    @Test("a promise that was kept is no evidence")
    func kept() throws {
        let log = scene.log
        let entry = log.carried(scene.firstStatement)
        let leaf = Hash.leaf(of: entry.envelope)
        let promise = try PromiseNote(
            index: entry.index, leaf: leaf, deadlineSeconds: 5, signedBy: log.logSigner)
        let kept = BrokenPromise(
            promise: promise, checkpoint: try log.checkpoint(), usurper: .init(leaf: leaf, path: entry.path))
        #expect("\(try judge(kept.bytes, policy: log.policy))".contains("is kept"))
        let reached = BrokenPromise(promise: promise, checkpoint: try log.checkpoint(), usurper: nil)
        #expect("\(try judge(reached.bytes, policy: log.policy))".contains("reaches entry"))
    }

    @Test("a proof for another place shows no other entry")
    func otherPlace() throws {
        let log = scene.log
        let promise = try scene.brokenPromise().promise
        let other = log.carried(EntryIndex(3))
        let file = BrokenPromise(
            promise: promise, checkpoint: try log.checkpoint(),
            usurper: .init(leaf: Hash.leaf(of: other.envelope), path: other.path))
        #expect(try !judge(file.bytes).isProven)
    }
}
