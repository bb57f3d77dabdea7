import Inquiry
import ParleyClient
import Statements
import Testing
import TransparencyLog

/// Given a log that is trusted with nothing, when a bundle is made from it, then it holds and carries what is needed only.
@Suite struct BundleMakerTests {
    let scene: HospitalCase

    init() throws {
        var scene = try HospitalCase()
        // What others say, and what comes later, is none of this record's business.
        try scene.log.enrol(officer: "duty", of: "party-a", name: #"{"en":"Duty officer"}"#)
        try scene.log.tick()
        try scene.log.say("party-a", "duty", "notification.notify.v1", "site-3", #"{"name":{"en":"Another site 3"}}"#)
        try scene.log.tick()
        try scene.log.say(
            "red-crescent", "access-2", "body.recall.v1", "recalls",
            #"{"statement":"\#(try SignedStatement(scene.log.entries[Int(scene.firstStatement.value)]).hash)"}"#)
        self.scene = scene
    }

    private func make(
        _ subject: EntryCollector.Subject, fields: FieldChoice = FieldChoice(), source: PaperSource? = nil
    ) async throws -> BundleFindings {
        var enclosures = BundleMaker.Enclosures()
        enclosures.fields = fields
        return try await BundleMaker(source: source ?? PaperSource(log: scene.log), log: scene.log.logKey).make(
            subject, enclosing: enclosures, madeAt: scene.log.now
        ) { index, _ in scene.log.bodies[index] }
    }

    @Test("a record's bundle holds its statements, what recalls them, everybody's enrolment, and nobody else's")
    func record() async throws {
        let findings = try await make(.record(scene.record))
        let kinds = findings.statements.map(\.statement.kind.rawValue)
        #expect(
            kinds == [
                "notification.notify.v1", "notification.amend.v1", "notification.withdraw.v1", "body.recall.v1",
            ])
        #expect(findings.opened.count == 2)
        let about = findings.proved.entries.map { "\($0.statement.kind) \($0.statement.subject)" }
        // Both recipients' names are there, their officers are not.
        #expect(about.contains("party.enrol.v1 party-a") && about.contains("party.enrol.v1 party-b"))
        #expect(!about.contains("officer.enrol.v1 duty"))
        // Every statement has the clock before it.
        for entry in findings.statements {
            let before = scene.log.entries[..<Int(entry.index.value)].lastIndex {
                (try? SignedStatement($0).statement.kind.rawValue) == "clock.tick.v1"
            }
            #expect(findings.proved.entries.contains { $0.index.value == UInt64(before ?? 0) })
        }
    }

    @Test("only the fields chosen are shown, and a body without any is not opened")
    func fields() async throws {
        let shown = try await make(
            .record(scene.record), fields: FieldChoice(shown: ["name", "note"], hidden: ["note"]))
        #expect(shown.opened.values.allSatisfy { $0.shownNames == ["name"] })
        let none = try await make(.record(scene.record), fields: FieldChoice(shown: ["nothing"]))
        #expect(none.opened.isEmpty)
        #expect(!String(decoding: none.bundle.bytes, as: UTF8.self).contains("Al-Quds"))
    }

    @Test("one statement by number or by name")
    func statement() async throws {
        let hash = try SignedStatement(scene.log.entries[Int(scene.firstStatement.value)]).hash
        for subject in [EntryCollector.Subject.entry(scene.firstStatement), .statement(hash)] {
            let findings = try await make(subject)
            #expect(
                findings.statements.map(\.index) == [
                    scene.firstStatement, EntryIndex(UInt64(scene.log.entries.count - 1)),
                ])
            #expect(findings.bundle.record == scene.record)
        }
        await #expect(throws: BundleError.self) { try await make(.entry(EntryIndex(9_999))) }
    }

    @Test("an entry that is not what the log signed stops everything")
    func damage() async throws {
        var source = PaperSource(log: scene.log)
        source.damaged = [5]
        await #expect(throws: BundleError.self) { try await make(.record(scene.record), source: source) }
    }

    @Test("evidence of equivocation gathers what makes both keys known")
    func equivocation() async throws {
        let (one, other) = try scene.contradiction()
        let gathered = try await EntryGatherer(source: PaperSource(log: scene.log), log: scene.log.logKey)
            .gather(.keys([one, other]))
        let file = Equivocation(checkpoint: gathered.checkpoint, entries: gathered.entries, other, one)
        let judgement = try Evidence(parsing: file.bytes).judged(by: scene.log.logKey)
        #expect(judgement.isProven && "\(judgement)".contains("the log holds"), "\(judgement)")
        #expect(file.entries.count < 10)
    }
}
