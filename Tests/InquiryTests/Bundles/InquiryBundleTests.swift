import Inquiry
import Statements
import Testing
import TransparencyLog

/// Given a bundle, when a stranger judges it with the log's key, then what it proves, or the first thing that is wrong.
@Suite struct InquiryBundleTests {
    let scene: HospitalCase

    init() throws { scene = try HospitalCase() }

    private func judge(_ bundle: InquiryBundle, policy: WitnessPolicy? = nil) throws -> BundleFindings {
        try InquiryBundle(parsing: bundle.bytes).judged(by: scene.log.logKey, policy: policy)
    }

    @Test("it holds, is read back to the byte, and is spelled as in its golden file")
    func holds() throws {
        let bundle = try scene.bundle()
        let read = try InquiryBundle(parsing: bundle.bytes)
        #expect(read.bytes == bundle.bytes)
        let findings = try read.judged(by: scene.log.logKey, policy: scene.log.policy)
        #expect(findings.statements.count == 3)
        #expect(findings.witnesses?.verdict.isWitnessed == true)
        try Golden.expect(bundle.bytes, "bundle.json")
        try Golden.expect(Array(scene.log.logKey.vkey.utf8) + [0x0A], "log.vkey")
        try Golden.expect(Array(scene.log.policyText.utf8), "policy.txt")
    }

    @Test("hidden fields stay hidden, and shown ones are what was committed to")
    func fields() throws {
        let findings = try judge(scene.bundle())
        let body = try #require(findings.opened[scene.firstStatement])
        let text = String(decoding: body.body, as: UTF8.self)
        #expect(text.contains("Al-Quds hospital <3rd>") && !text.contains("+963"))
        #expect(!String(decoding: try scene.bundle().bytes, as: UTF8.self).contains("+963"))
        let changed = String(decoding: try scene.bundle().bytes, as: UTF8.self).replacing("Al-Quds", with: "Al-Kuds")
        let bundle = try InquiryBundle(parsing: Array(changed.utf8))
        #expect(throws: InquiryError.opened(scene.firstStatement, "is not what the statement commits to")) {
            try bundle.judged(by: scene.log.logKey)
        }
    }

    @Test("without a policy of the reader's own, the log's statement is used and said to be the host's word")
    func policies() throws {
        let own = try judge(scene.bundle(), policy: scene.log.policy)
        #expect(own.policySource == .given)
        let logs = try judge(scene.bundle())
        #expect(logs.policySource == .log)
        #expect(logs.doesNotProve.contains { $0.contains("--policy") })
        let short = try judge(scene.bundle(cosigners: 1))
        #expect(short.doesNotProve.contains { $0.contains("'south'") })
        #expect(!short.proves.contains { $0.contains("witnesses") })
    }

    private func changed(
        entries: [CarriedEntry]? = nil, opened: [InquiryBundle.Opened]? = nil, promises: [[UInt8]]? = nil,
        evidence: [[UInt8]] = [], record: RecordID? = nil
    ) throws -> InquiryBundle {
        let good = try scene.bundle()
        return InquiryBundle(
            logKey: good.logKey, record: record ?? good.record, madeAt: good.madeAt, checkpoint: good.checkpoint,
            policy: good.policy, entries: entries ?? good.entries, opened: opened ?? good.opened,
            promises: promises ?? good.promises, evidence: evidence)
    }

    @Test("entries left out that make keys known, entries out of order, and a missing founding are refused")
    func entries() throws {
        let good = try scene.bundle().entries
        for left in good.indices {
            let bundle = try changed(entries: good.enumerated().filter { $0.offset != left }.map(\.element))
            let kind = try SignedStatement(good[left].envelope).statement.kind.rawValue
            // The clock and the policy date and describe; what makes a key known, or is spoken of, cannot be left out.
            let isNeeded =
                kind != "clock.tick.v1" && kind != "witness.policy.v1" && left < Int(scene.firstStatement.value)
            let isUsed = isNeeded && !good[left].mentions(["party-a", "party-b", "access-2"])
            #expect((try? judge(bundle)) == nil || !isUsed, "\(left) \(kind)")
        }
        #expect(throws: InquiryError.entry(good[0].index, .outOfOrder)) {
            try judge(changed(entries: [good[0], good[0]] + good.dropFirst()))
        }
        #expect(throws: InquiryError.self) { try judge(changed(entries: good.reversed())) }
        #expect(throws: InquiryError.self) { try judge(changed(entries: [])) }
    }

    @Test("bodies, promises and evidence that do not belong are refused, each by name")
    func enclosures() throws {
        let good = try scene.bundle()
        let body = try #require(good.opened.first?.body)
        let elsewhere = InquiryBundle.Opened(index: EntryIndex(0), body: body)
        #expect(throws: InquiryError.self) { try judge(changed(opened: [elsewhere])) }
        #expect(throws: InquiryError.opened(scene.firstStatement, "is given twice")) {
            try judge(changed(opened: good.opened + good.opened))
        }
        let stranger = try NoteSigner(
            name: scene.log.logKey.name, kind: .ed25519, seed: PaperLog.seed("stranger"))
        let promise = try PromiseNote(index: EntryIndex(3), leaf: .emptyTree, deadlineSeconds: 1, signedBy: stranger)
        #expect(throws: InquiryError.self) { try judge(changed(promises: [promise.bytes])) }
        let proven = try judge(changed(evidence: [scene.equivocation().bytes]))
        #expect(proven.evidence.count == 1)
        #expect(throws: InquiryError.self) { try judge(changed(evidence: [scene.absence().bytes])) }
    }

    @Test("a promise that an entry in the bundle breaks is refused: it is evidence of its own")
    func brokenPromise() throws {
        #expect(throws: InquiryError.promiseBroken(1, scene.firstStatement)) {
            try judge(changed(promises: [scene.brokenPromise().promise.bytes]))
        }
    }

    @Test("a bundle about a record that nothing in it speaks of is refused")
    func otherRecord() throws {
        let record = RecordID(owner: PartyID(checked: "red-crescent"), subject: SubjectID(checked: "site-4"))
        #expect(throws: InquiryError.nothingAbout(record)) { try judge(changed(record: record)) }
    }

    @Test("a page carries the object to the byte, and any other page is refused")
    func page() throws {
        let bundle = try scene.bundle()
        let findings = try bundle.judged(by: scene.log.logKey, policy: scene.log.policy)
        let page = try #require(BundlePage.page(of: findings))
        #expect(try InquiryBundle(parsing: page).bytes == bundle.bytes)
        try Golden.expect(page, "bundle.html")
        let text = String(decoding: page, as: UTF8.self)
        #expect(!text.contains("<3rd>") && text.contains("&lt;3rd&gt;") && !text.contains("+963"))
        #expect(throws: InquiryError.badPage) { try InquiryBundle(parsing: Array("<!doctype html><p>".utf8)) }
        let twice = text.replacing(
            "</body>", with: #"<script type="application/json" id="parley-bundle">{}</script></body>"#)
        #expect(throws: InquiryError.badPage) { try InquiryBundle(parsing: Array(twice.utf8)) }
    }

    @Test("bytes of other kinds are not taken for a bundle")
    func others() throws {
        #expect(throws: InquiryError.notRecognised) { try InquiryBundle(parsing: scene.equivocation().bytes) }
        #expect(throws: InquiryError.self) { try InquiryBundle(parsing: []) }
        #expect(throws: InquiryError.notRecognised) { try Evidence(parsing: scene.bundle().bytes) }
    }
}

extension CarriedEntry {
    /// Whether the entry is about, or by, one of these.
    func mentions(_ names: [String]) -> Bool {
        guard let statement = try? SignedStatement(envelope).statement else { return false }
        return names.contains(statement.subject.rawValue) || names.contains(statement.party.rawValue)
    }
}
