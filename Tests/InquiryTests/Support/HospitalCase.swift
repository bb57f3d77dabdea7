import Geodesy
import Inquiry
import Statements
import TransparencyLog

/// A small case: a hospital is notified to two parties, amended, and withdrawn; its bundle hides the telephone number.
struct HospitalCase {
    var log: PaperLog
    let firstStatement: EntryIndex
    let record = RecordID(owner: PartyID(checked: "red-crescent"), subject: SubjectID(checked: "site-3"))

    init() throws {
        var log = try PaperLog()
        try log.found()
        try log.say("neutral-host", "root", "witness.policy.v1", "policy", #"{"policy":"\#(log.policyText.escaped)"}"#)
        try log.enrol(party: "red-crescent", name: #"{"en":"Red Crescent","ar":"الهلال الأحمر"}"#)
        try log.enrol(party: "party-a", name: #"{"en":"Party A"}"#)
        try log.enrol(party: "party-b", name: #"{"he":"צד ב","en":"Party B"}"#)
        try log.enrol(officer: "access-1", of: "red-crescent", name: #"{"en":"Access officer","ar":"ضابط الوصول"}"#)
        try log.enrol(officer: "access-2", of: "red-crescent", name: #"{"en":"Second access officer"}"#)
        try log.tick()
        firstStatement = try log.say(
            "red-crescent", "access-1", "notification.notify.v1", "site-3",
            #"{"category":"static-site","kind":"hospital","name":{"en":"Al-Quds hospital <3rd>","ar":"مستشفى القدس"},"#
                + #""place":{"circle":{"centre":{"lat":36.2,"lon":37.13},"radiusMetres":60}},"standOffClass":"hospital","#
                + #""phone":"+963 00 000 0000"}"#,
            audience: ["party-a", "party-b"])
        try log.tick()
        try log.say(
            "red-crescent", "access-1", "notification.amend.v1", "site-3",
            #"{"name":{"ar":"مستشفى القدس"},"note":"Moved next door & across <the> road"}"#, audience: ["party-a"])
        try log.tick()
        try log.say(
            "red-crescent", "access-1", "notification.withdraw.v1", "site-3",
            #"{"reason":"Evacuated; the building is empty"}"#)
        try log.say("party-a", "root", "officer.enrol.v1", "duty", #"{"expires":"2027-03-01T00:00:00Z"}"#)
        self.log = log
    }

    /// Everything but what concerns others, with one field hidden and the amendment not shown.
    func bundle(cosigners: Int = 2, opened: Bool = true) throws -> InquiryBundle {
        let shown = log.bodies[firstStatement].map { body in
            InquiryBundle.Opened(index: firstStatement, body: body.showing { $0 != "phone" })
        }
        let promise = try PromiseNote(
            index: firstStatement, leaf: Hash.leaf(of: log.entries[Int(firstStatement.value)]),
            deadlineSeconds: 1_772_399_000, signedBy: log.logSigner)
        return InquiryBundle(
            logKey: log.logKey.vkey, record: record, madeAt: log.now.adding(seconds: 3600),
            checkpoint: try log.checkpoint(cosigners: cosigners), policy: log.policyText,
            entries: log.carried(Array(log.entries.indices.dropLast())),
            opened: opened ? [shown].compactMap(\.self) : [],
            promises: [promise.bytes])
    }

    /// Two statements of the Red Crescent with one number: the second officer contradicts the first.
    func contradiction() throws -> (SignedStatement, SignedStatement) {
        let logged = try SignedStatement(log.entries[Int(firstStatement.value)])
        let (other, _) = try log.draft(
            "red-crescent", "access-2", "notification.withdraw.v1", "site-3", #"{"reason":"No such hospital"}"#,
            sequence: logged.statement.sequence)
        return (logged, other)
    }

    /// The evidence of it: the founding, the enrolments of the party and of both officers, and the logged statement.
    func equivocation() throws -> Equivocation {
        let (one, other) = try contradiction()
        let wanted = try log.entries.indices.filter { index in
            let statement = try SignedStatement(log.entries[index]).statement
            let isEnrolment = statement.party.rawValue == "red-crescent" && statement.officer == .root
            return index == 0 || isEnrolment || statement.subject.rawValue == "red-crescent"
                || EntryIndex(UInt64(index)) == firstStatement
        }
        return Equivocation(checkpoint: try log.checkpoint(), entries: log.carried(wanted), one, other)
    }

    /// A promise for an entry that another one has taken the place of.
    func brokenPromise() throws -> BrokenPromise {
        let promise = try PromiseNote(
            index: firstStatement, leaf: Hash.sha256(of: [1]), deadlineSeconds: 1_772_399_000, signedBy: log.logSigner)
        let usurper = log.carried(firstStatement)
        return BrokenPromise(
            promise: promise, checkpoint: try log.checkpoint(cosigners: 0),
            usurper: .init(leaf: Hash.leaf(of: usurper.envelope), path: usurper.path))
    }

    /// A promise for an entry that the witnesses' tree does not reach after the deadline.
    func absence(deadline: UInt64 = 1_772_399_000, cosigners: Int = 2) throws -> BrokenPromise {
        let promise = try PromiseNote(
            index: EntryIndex(500), leaf: Hash.sha256(of: [1]), deadlineSeconds: deadline, signedBy: log.logSigner)
        return BrokenPromise(promise: promise, checkpoint: try log.checkpoint(cosigners: cosigners), usurper: nil)
    }

    /// The log signs a second history from some entry on.
    func splitView() throws -> EvidenceFile {
        var other = try PaperLog()
        try other.found()
        for _ in 1..<log.entries.count { try other.tick() }
        let view = SplitView(try log.checkpoint(cosigners: 0), try other.checkpoint(cosigners: 0))
        return EvidenceFile(try #require(view))
    }
}

import Testing

extension String {
    /// The text inside a JSON string.
    var escaped: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: #"\n"#) }
}
