public import Coordination
import Statements
public import TransparencyLog

/// An outbox proof that holds, with what follows from it.
public struct OutboxFindings: Sendable {
    /// What was judged.
    public let proof: OutboxProof
    /// The head of the row before the statements.
    public let first: OutboxHead
    /// The head of the row after them.
    public let last: OutboxHead
    /// What was handed over, in order; the first has the number after `first`.
    public let statements: [ProvedEntries.Entry]
    /// What the witnesses say of the checkpoint; nil when there is no policy to ask.
    public let witnesses: WitnessReport?

    /// What is proved, in one sentence.
    var sentence: String {
        let recipient = proof.row.recipient.map { "'\($0)'" } ?? "whoever may read the log"
        let what =
            statements.isEmpty
            ? "nothing" : "\(statements.count == 1 ? "1 statement" : "\(statements.count) statements")"
        return "'\(proof.row.sender)' handed \(what) to \(recipient) between its counts \(first.number) and "
            + "\(last.number) in the log \(proof.checkpoint.checkpoint.origin), and none is missing"
    }

    /// One statement in a line.
    func line(_ entry: ProvedEntries.Entry) -> String {
        let place = statements.firstIndex { $0.index == entry.index } ?? 0
        let statement = entry.statement
        return
            "Number \(first.number + UInt64(place) + 1): \(statement.kind) '\(statement.subject)', entry \(entry.index), "
            + "said at \(statement.saidAt), logged at \(entry.clock) or later, \(entry.verified.hash)."
    }
}

extension OutboxProof {
    /// Judges the proof with the log's key: no network, no clock, nobody's word.
    ///
    /// - Parameters:
    ///   - log: the log's key, from elsewhere than the file.
    ///   - policy: the witness policy, from elsewhere, if any is asked for.
    /// - Returns: what follows from it.
    /// - Throws: the first thing that does not hold.
    public func judged(by log: NoteVerifierKey, policy: WitnessPolicy? = nil) throws(InquiryError) -> OutboxFindings {
        guard (try? NoteVerifierKey(vkey: logKey)) == log else { throw .otherLogKey(named: logKey) }
        let verified: VerifiedCheckpoint
        do { verified = try checkpoint.verified(by: log) } catch { throw .checkpoint(error) }
        guard from.map({ $0 < to }) ?? true else {
            throw .outbox("it goes from a count to itself or backwards: 'from' is another count, before 'to'")
        }
        let proved = try ProvedEntries(entries, in: verified.checkpoint, of: log)
        try proved.checkChains()
        let first =
            try from.map { index throws(InquiryError) in try count(at: index, in: proved) }
            ?? .empty(row, in: proved.speakers.accord)
        let last = try count(at: to, in: proved)
        var head = first
        var statements: [ProvedEntries.Entry] = []
        for entry in proved.entries where entry.index < to && from.map({ $0 < entry.index }) ?? true {
            guard entry.statement.party == row.sender, entry.statement.outboxes.contains(row) else { continue }
            head = head.adding(entry.verified.hash)
            statements.append(entry)
        }
        guard head == last else {
            throw .outbox(
                "the statements carried lead from count \(first.number) to \(head.number) with another hash than the "
                    + "sender's count \(last.number): one is missing, or does not belong here")
        }
        let witnesses: WitnessReport?
        witnesses = try policy?.report(on: checkpoint, of: log)
        return OutboxFindings(
            proof: self, first: first, last: last, statements: statements, witnesses: witnesses)
    }

    private func count(at index: EntryIndex, in proved: ProvedEntries) throws(InquiryError) -> OutboxHead {
        guard let entry = proved[index], entry.statement.party == row.sender,
            entry.statement.kind == Kind.outboxCount.name, case .open(let body) = entry.statement.content
        else { throw .outbox("entry \(index) is no count of '\(row.sender)'") }
        let counts: [OutboxCount]
        do { counts = try OutboxCount.read(body) } catch { throw .malformed(error) }
        guard let count = counts.first(where: { $0.recipient == row.recipient }) else {
            throw .outbox("the count in entry \(index) has no row for this recipient")
        }
        return count.head
    }
}
