import Inquiry
import Statements
import Testing
import TransparencyLog

/// Given any file, when it is verified, then one line says whether it holds, and further ones what it does not prove.
@Suite struct FileVerdictTests {
    let scene: HospitalCase

    init() throws { scene = try HospitalCase() }

    private func judge(
        _ bytes: [UInt8], policy: WitnessPolicy? = nil, statement: [UInt8]? = nil
    ) throws -> FileVerdict {
        try VerifiableFile(parsing: bytes).judged(by: scene.log.logKey, policy: policy, statement: statement)
    }

    private func receipt(cosigners: Int) throws -> (bytes: [UInt8], statement: [UInt8]) {
        let entry = scene.log.carried(scene.firstStatement)
        let proof = InclusionProof(index: entry.index, size: scene.log.head.size, path: entry.path)
        return (
            try LogProof(inclusion: proof, checkpoint: scene.log.checkpoint(cosigners: cosigners)).bytes, entry.envelope
        )
    }

    @Test("every kind of file is recognised by its bytes")
    func kinds() throws {
        let page = try #require(BundlePage.page(of: try scene.bundle().judged(by: scene.log.logKey)))
        let files: [(String, [UInt8])] = [
            ("receipt", try receipt(cosigners: 2).bytes), ("bundle", try scene.bundle().bytes), ("bundle", page),
            ("promise", try scene.brokenPromise().promise.bytes), ("split-view", try scene.splitView().bytes),
            ("broken-promise", try scene.brokenPromise().bytes), ("equivocation", try scene.equivocation().bytes),
        ]
        for (kind, bytes) in files { #expect(try VerifiableFile(parsing: bytes).kind == kind) }
        for text in ["", "{}", "[]", "hello\n", #"{"format":"parley/other@v1"}"#] {
            #expect(throws: VerifiableFileError.self) { try VerifiableFile(parsing: Array(text.utf8)) }
        }
    }

    @Test("with a policy, missing witnesses are named and nothing is verified")
    func failsClosed() throws {
        let policy = try scene.log.policy
        for (full, short) in [
            (try scene.bundle(cosigners: 2).bytes, try scene.bundle(cosigners: 1).bytes),
            (try receipt(cosigners: 2).bytes, try receipt(cosigners: 1).bytes),
        ] {
            let statement = try receipt(cosigners: 2).statement
            #expect(try judge(full, policy: policy, statement: statement).headline.hasPrefix("verified: "))
            let verdict = try judge(short, policy: policy, statement: statement)
            #expect(!verdict.holds && verdict.headline.hasPrefix("not verified: not witnessed"))
            #expect(verdict.headline.contains("'south'") && verdict.headline.contains("'neutral'"))
            // Without one, nothing is claimed of them.
            #expect(try judge(short, statement: statement).holds)
        }
    }

    @Test("a receipt without its statement, or with another, verifies nothing")
    func receipts() throws {
        let good = try receipt(cosigners: 0)
        #expect(try !judge(good.bytes).holds)
        #expect(try !judge(good.bytes, statement: scene.log.entries[3]).holds)
        let verdict = try judge(good.bytes, statement: good.statement)
        #expect(verdict.restsOn.contains { $0.contains("Nothing is established by witnesses") })
    }

    @Test("a promise is verified as one, and says that it does not show its keeping")
    func promises() throws {
        let verdict = try judge(scene.brokenPromise().promise.bytes)
        #expect(verdict.holds && verdict.doesNotProve.contains { $0.contains("was kept") })
    }
}
