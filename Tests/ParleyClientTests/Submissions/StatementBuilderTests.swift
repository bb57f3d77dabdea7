import Coordination
import Geodesy
import ParleyClient
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite struct StatementBuilderTests {
    private let key = SigningKey(.ed25519)
    private let saidAt: Instant

    init() throws { saidAt = try Instant(rfc3339: "2026-11-21T04:00:00Z", rounding: .down) }

    private func build(
        _ body: String, audience: Audience = .open, after tip: ChainTip? = nil, key: SigningKey? = nil,
        kind: String = "x.y.v1", fieldAudiences: [String: Set<PartyID>] = [:]
    ) throws -> Submission {
        let keys = try Dictionary(
            uniqueKeysWithValues: ["a", "b", "c", "p"].map {
                (PartyID(checked: $0), try TestKeys.sealing($0).publicKey)
            })
        let builder = StatementBuilder(
            accord: AccordID(checked: "a"), party: PartyID(checked: "p"), officer: OfficerID(checked: "o"),
            key: key ?? self.key)
        return try builder.statement(
            StatementKind(checked: kind), about: SubjectID(checked: "s"), body: Array(body.utf8),
            audience: audience, sealing: SealingPlan(keys: keys, fieldAudiences: fieldAudiences), after: tip,
            seen: .empty, saidAt: saidAt)
    }

    @Test(
        "an open statement is its envelope, and the body is kept to the byte", arguments: PublicKey.Algorithm.allCases)
    func open(algorithm: PublicKey.Algorithm) throws {
        let key = SigningKey(algorithm)
        let body = #"{ "b" : 1.50,"a":"\u00e9é"}"#
        let submission = try build(body, key: key)
        #expect(submission.opened == nil)
        #expect(submission.bytes == submission.envelopeBytes)
        #expect(submission.contentType == Submission.envelopeType)
        let signed = try SignedStatement(submission.bytes)
        _ = try VerifiedStatement(signed, by: key.publicKey)
        #expect(signed.statement.sequence == 1)
        #expect(signed.statement.previous == nil)
        #expect(signed.statement.saidAt == saidAt)
        guard case .open(let value) = signed.statement.content else {
            Issue.record("not open")
            return
        }
        #expect(String(decoding: value.rawBytes, as: UTF8.self) == body)
    }

    @Test("statements follow one another")
    func chain() throws {
        let first = try build("{}")
        let second = try build("{}", after: first.tip)
        #expect(second.signed.statement.sequence == 2)
        #expect(second.signed.statement.previous == first.signed.hash)
        #expect(second.tip == ChainTip(sequence: 2, hash: second.signed.hash))
    }

    @Test("a restricted statement commits to its body and takes it along, sealed")
    func restricted() throws {
        let parties = ["c", "a", "c", "b"].map { PartyID(checked: $0) }
        let submission = try build(#"{"where":"here"}"#, audience: .parties(parties))
        #expect(submission.contentType == Submission.restrictedType)
        #expect(submission.signed.statement.audience?.map(\.rawValue) == ["a", "b", "c"])
        let opened = try #require(submission.opened)
        let sealed = try #require(submission.sealed)
        #expect(submission.signed.statement.commitment == opened.commitment)
        #expect(submission.signed.statement.sealed == sealed.hash)
        var fields = try JSONDocument(submission.bytes, limits: .init(maximumBytes: 10_000)).root.object()
        #expect(try Base64.decode(fields.required("envelope").string()) == submission.envelopeBytes)
        #expect(try Array(fields.required("sealed").rawBytes) == sealed.bytes)
        try fields.finish()
        #expect(!String(decoding: submission.bytes, as: UTF8.self).contains("here"))
        // The author's own node gets it too, and each opens the same.
        #expect(sealed.recipients.map(\.party.rawValue) == ["a", "b", "c", "p"])
        for party in ["a", "p"] {
            let parts = try sealed.opened(of: submission.signed.statement, with: [TestKeys.sealing(party)])
            #expect(parts?.folded == opened)
        }
    }

    @Test("a body for nobody is committed to and not sealed")
    func forNobody() throws {
        let submission = try build(#"{"where":"here"}"#, audience: .parties([]))
        #expect(submission.sealed == nil)
        #expect(submission.contentType == Submission.envelopeType)
        #expect(submission.bytes == submission.envelopeBytes)
        #expect(submission.opened?.commitment == submission.signed.statement.commitment)
    }

    @Test("fields go to some parties only, as far as the others can still read the body")
    func fieldAudiences() throws {
        let parties = Audience.parties(["a", "b"].map { PartyID(checked: $0) })
        let body = #"{"seconds":60,"reason":"checkpoint","note":"the road by the mill"}"#
        let submission = try build(
            body, audience: parties, fieldAudiences: ["note": [PartyID(checked: "a")], "reason": []])
        let sealed = try #require(submission.sealed)
        #expect(sealed.parts.count == 3)
        func seen(_ party: String) throws -> [String] {
            let parts = try sealed.opened(of: submission.signed.statement, with: [TestKeys.sealing(party)])
            return try #require(parts).folded.shownNames
        }
        #expect(try seen("a") == ["seconds", "note"])
        #expect(try seen("b") == ["seconds"])
        #expect(try seen("p") == ["seconds", "reason", "note"])
        #expect(throws: SubmissionError.unknownField("nothing")) {
            try build(body, audience: parties, fieldAudiences: ["nothing": []])
        }
        let report = #"{"at":"2026-11-21T03:00:00Z","note":"all well"}"#
        _ = try build(report, audience: parties, kind: "movement.check-in.v1", fieldAudiences: ["note": []])
        let error = #expect(throws: SubmissionError.self) {
            try build(report, audience: parties, kind: "movement.check-in.v1", fieldAudiences: ["at": []])
        }
        guard case .fieldNeeded(let party, let why) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(party.rawValue == "a" && why.pointer == "/at")
        #expect(throws: SubmissionError.withoutNode(PartyID(checked: "z"))) {
            try build(report, audience: .parties([PartyID(checked: "z")]))
        }
    }

    @Test("what no node would read is not made")
    func refused() throws {
        func refusal(_ body: String, audience: Audience = .open, after tip: ChainTip? = nil) -> SubmissionError? {
            do {
                _ = try build(body, audience: audience, after: tip)
                return nil
            } catch { return error as? SubmissionError }
        }
        for bad in ["", "[]", "{", "{} {}", #"{"a":1,"a":2}"#, "7"] {
            guard case .body = refusal(bad) else {
                Issue.record("'\(bad)' was taken")
                continue
            }
        }
        // Nested once more than a payload may be, body included.
        let deep = String(repeating: #"{"a":"#, count: 16) + "1" + String(repeating: "}", count: 16)
        guard case .unreadable = refusal(deep) else {
            Issue.record("too deep a body was taken: \(refusal(deep).map { "\($0)" } ?? "no error")")
            return
        }
        let long = #"{"a":"\#(String(repeating: "x", count: 14_000))"}"#
        guard case .tooLong(_, limit: 16 * 1024) = refusal(long) else {
            Issue.record("too long an envelope was taken")
            return
        }
        #expect(refusal(long, audience: .parties([])) == nil)
        let crowd = (0..<65).map { PartyID(checked: "p\($0)") }
        #expect(refusal("{}", audience: .parties(crowd)) == .audienceTooLarge(65, limit: 64))
        let last = ChainTip(sequence: UInt64(Int64.max), hash: StatementHash(.emptyTree))
        #expect(refusal("{}", after: last) == .sequenceSpent)
        #expect(refusal("{}", after: ChainTip(sequence: .max, hash: StatementHash(.emptyTree))) == .sequenceSpent)
    }
}
