import Coordination
import Geodesy
import ParleyClient
import Picture
import Statements
import Testing
import TransparencyLog

/// A log whose tree is in order and whose statements are not: the operator colluded, or was careless.
@Suite struct AuditRulesTests {
    /// Grows a log, adds one bad entry, grows on, and says what the audit found.
    private func finding(
        at size: Int = 300, limits: LogAuditor.Limits = LogAuditor.Limits(), _ spoil: (inout SmallAccord) throws -> Void
    ) async throws -> AuditError? {
        var accord = try SmallAccord()
        try accord.grow(to: size)
        try spoil(&accord)
        try accord.grow(to: accord.entries.count + 20)
        let auditor = LogAuditor(
            source: try MemoryLogSource(accord), log: accord.signer.verifierKey, limits: limits)
        do {
            _ = try await auditor.audit()
            return nil
        } catch { return error }
    }

    private func expect(_ error: AuditError?, _ rule: String, at entry: UInt64 = 300) {
        #expect(error?.rule == rule, "\(error.map { "\($0)" } ?? "nothing was found")")
        #expect(error?.entry == EntryIndex(entry))
    }

    @Test("a signature by another key, under the name of the right one")
    func wrongSignature() async throws {
        let error = try await finding { accord in
            let forged = try accord.notice("x", body: accord.siteBody(1), key: SigningKey(.ed25519))
            let text = String(decoding: forged.envelopeBytes, as: UTF8.self)
            let named = text.replacing(
                forged.signed.envelope.keyID.description, with: accord.officerKey.publicKey.id.description)
            try accord.add(Array(named.utf8), chain: SmallAccord.officer)
        }
        expect(error, "bad-signature")
    }

    @Test("a key that nobody enrolled, also in the first entries")
    func unknownKey() async throws {
        for size in [4, 300] {
            let error = try await finding(at: size) { accord in
                try accord.add(
                    accord.notice("x", body: accord.siteBody(1), key: SigningKey(.ed25519)).envelopeBytes,
                    chain: SmallAccord.officer)
            }
            expect(error, "unknown-key", at: UInt64(size))
        }
    }

    @Test("a chain that skips, forks or repeats")
    func chains() async throws {
        let skipped = try await finding { accord in
            let tip = ChainTip(sequence: accord.tip?.sequence ?? 0, hash: StatementHash(.sha256(of: [1])))
            try accord.add(
                accord.notice("x", body: accord.siteBody(1), tip: tip).envelopeBytes, chain: SmallAccord.officer)
        }
        expect(skipped, "forked")
        let later = try await finding { accord in
            let tip = try #require(accord.tip)
            let ahead = ChainTip(sequence: tip.sequence + 1, hash: tip.hash)
            try accord.add(
                accord.notice("x", body: accord.siteBody(1), tip: ahead).envelopeBytes, chain: SmallAccord.officer)
        }
        expect(later, "out-of-order")
        let repeated = try await finding { accord in
            let last = try #require(
                try accord.entries.last { try SignedStatement($0).statement.officer == SmallAccord.officer })
            try accord.add(last, chain: SmallAccord.officer)
        }
        expect(repeated, "replayed")
    }

    @Test("a key that had expired by the log's clock")
    func expiredKey() async throws {
        let error = try await finding { accord in
            try accord.tick(seconds: SmallAccord.keySeconds + 1)
            try accord.notify()
        }
        expect(error, "key-expired", at: 301)
    }

    @Test("a tree that the log never had, or not yet")
    func seen() async throws {
        let forged = try await finding { accord in
            accord.seen = TreeHead(size: accord.seen.size, root: .sha256(of: [1]))
            try accord.notify()
        }
        expect(forged, "seen-other-root")
        let ahead = try await finding { accord in
            accord.seen = TreeHead(size: TreeSize(301), root: .sha256(of: [1]))
            try accord.notify()
        }
        expect(ahead, "seen-ahead")
        let back = try await finding { accord in
            accord.seen = .empty
            try accord.notify()
        }
        expect(back, "seen-went-back")
    }

    @Test("what was said too late or too early")
    func clock() async throws {
        let error = try await finding { accord in
            let builder = StatementBuilder(
                accord: SmallAccord.accord, party: SmallAccord.party, officer: SmallAccord.officer,
                key: accord.officerKey)
            let early = try builder.statement(
                Kind.notificationNotify.name, about: SubjectID("x"), body: accord.siteBody(1), audience: .open,
                after: accord.tip, seen: accord.seen, saidAt: accord.now.adding(seconds: -7200))
            try accord.add(early.envelopeBytes, chain: SmallAccord.officer)
        }
        expect(error, "backdated")
    }

    @Test("bytes that are no statement, and a body that its kind does not have")
    func malformed() async throws {
        for bytes in [[], [0x7B], Array("{}".utf8), [UInt8](repeating: 0x20, count: 20_000)] {
            expect(try await finding { $0.addRaw(bytes) }, "malformed-statement")
        }
        let error = try await finding { accord in
            try accord.add(
                accord.notice("x", body: Array(#"{"a":1}"#.utf8)).envelopeBytes, chain: SmallAccord.officer)
        }
        expect(error, "malformed-body")
    }

    @Test("an officer who says what only a root key may, and an amendment of nothing")
    func mechanisms() async throws {
        let said = try await finding { accord in
            try accord.add(
                accord.notice("x", kind: .partyEnrol, body: Array("{}".utf8)).envelopeBytes, chain: SmallAccord.officer)
        }
        expect(said, "not-authorised")
        let amended = try await finding { accord in
            try accord.add(
                accord.notice("nowhere", kind: .notificationAmend, body: accord.siteBody(1)).envelopeBytes,
                chain: SmallAccord.officer)
        }
        expect(amended, "unknown-record")
    }

    @Test("sealed notices are counted, and what follows them is judged by its header")
    func sealed() async throws {
        let audience = Audience.parties([SmallAccord.party])
        func grown(amended: Audience) throws -> SmallAccord {
            var accord = try SmallAccord()
            try accord.grow(to: 10)
            try accord.add(
                accord.notice("hidden", body: accord.siteBody(1), audience: audience).envelopeBytes,
                chain: SmallAccord.officer)
            try accord.add(
                accord.notice("hidden", kind: .notificationAmend, body: accord.siteBody(2), audience: amended)
                    .envelopeBytes, chain: SmallAccord.officer)
            return accord
        }
        let honest = try grown(amended: audience)
        let report = try await LogAuditor(
            source: try MemoryLogSource(honest), log: honest.signer.verifierKey
        ).audit()
        #expect(report.sealedCount == 2)
        // What is open may not follow what is sealed, and an auditor sees as much as the host.
        let crooked = try grown(amended: .open)
        let error = await #expect(throws: AuditError.self) {
            try await LogAuditor(source: try MemoryLogSource(crooked), log: crooked.signer.verifierKey).audit()
        }
        guard case .refused(EntryIndex(11), let refusal) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(refusal.rule == "audience-differs")
    }

    @Test("a kind of a later version is kept and counted")
    func unknownKind() async throws {
        var accord = try SmallAccord()
        try accord.grow(to: 10)
        let builder = StatementBuilder(
            accord: SmallAccord.accord, party: SmallAccord.party, officer: SmallAccord.officer, key: accord.officerKey)
        let later = try builder.statement(
            StatementKind("weather.report.v9"), about: SubjectID("x"), body: Array("{}".utf8), audience: .open,
            after: accord.tip, seen: accord.seen, saidAt: accord.now)
        try accord.add(later.envelopeBytes, chain: SmallAccord.officer)
        try accord.grow(to: 30)
        let report = try await LogAuditor(
            source: try MemoryLogSource(accord), log: accord.signer.verifierKey
        ).audit()
        #expect(report.unknownCount == 1)
    }

    @Test("trees that are no longer remembered are proved at the end; a forged one is named")
    func oldTrees() async throws {
        var limits = LogAuditor.Limits()
        limits.recentBundles = 1
        var accord = try SmallAccord()
        var heads: [TreeHead] = []
        try accord.grow(to: 40)
        for _ in 0..<10 {
            heads.append(TreeHead(size: accord.tree.size, root: accord.tree.root))
            try accord.notify()
        }
        while accord.entries.count < 1500 { try accord.notify() }
        // Each names a tree that nobody has asked for while it was remembered.
        for head in heads.prefix(5) {
            accord.seen = head
            try accord.notify()
        }
        func audit() async throws(AuditError) -> AuditReport {
            let source: MemoryLogSource
            do { source = try MemoryLogSource(accord) } catch { preconditionFailure("\(error)") }
            return try await LogAuditor(source: source, log: accord.signer.verifierKey, limits: limits).audit()
        }
        let report = try await audit()
        #expect(report.picture.size == 1505)

        accord.seen = TreeHead(size: heads[5].size, root: .sha256(of: [1]))
        try accord.notify()
        await #expect(throws: AuditError.refused(EntryIndex(1505), .seenOtherRoot(heads[5].size))) {
            try await audit()
        }
        limits.maximumOldTrees = 5
        await #expect(throws: AuditError.tooManyOldTrees(EntryIndex(1505), limit: 5)) { try await audit() }
    }
}
