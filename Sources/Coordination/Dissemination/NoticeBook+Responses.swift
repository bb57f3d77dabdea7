import Geodesy
import HashTreeCollections
public import Statements

extension NoticeBook {
    /// Says whether a response may be taken; `notice` is what is known of the notice it names, if there is one.
    ///
    /// An open response is judged by everybody, so it may only be about what is open, and an open answer only to an open
    /// challenge. A sealed one is judged by those who can read it.
    ///
    /// - Throws: the first rule broken.
    public func decide(
        _ response: NoticeResponse, by speaker: PartyID, about notice: KnownNotice?, in context: RuleContext
    ) throws(Refusal) {
        let id = response.record
        guard let notice, notice.audience.admits(speaker, owner: id.owner) else { throw .unknownRecord(id) }
        if context.audience == .open, notice.audience != .open { throw .sealedNotice(id) }
        let limit = context.now.adding(seconds: LogClock.toleranceSeconds)
        switch response {
        case .answer(_, challenge: let challenge, _, text: _):
            return try decideAnswer(to: challenge, by: speaker, about: id, in: context)
        case .receive(let named, receivedAt: let time, means: _, note: _):
            try decide(named, by: speaker, notice, in: context)
            guard time <= limit else { throw .field("/receivedAt", "nothing is received in the future") }
            let mine = self[id][speaker].receipts
            try checkRoom(mine.map(\.mark), "receipts of one notice", in: context)
            guard !mine.contains(where: { Self.repeats($0, named.statement, context) }) else {
                throw .notAllowed(id, state: "received", what: "this officer has already acknowledged this text of it")
            }
        case .disseminate(let named, let step):
            try decide(named, by: speaker, notice, in: context)
            guard step.at <= limit else { throw .field("/at", "nothing has been passed on in the future") }
            try checkRoom(self[id][speaker].steps.map(\.mark), "steps of one notice", in: context)
        case .challenge(let named, reason: _, text: _):
            try decide(named, by: speaker, notice, in: context)
            guard !notice.hasEnded else {
                throw .notAllowed(id, state: "ended", what: "what has ended is not challenged")
            }
            try checkRoom(self[id][speaker].challenges.map(\.mark), "challenges of one notice", in: context)
        }
    }

    private static func repeats(_ receipt: NoticeReceipt, _ version: StatementHash, _ context: RuleContext) -> Bool {
        receipt.version == version && receipt.mark.provenance.officer == context.provenance.officer
            && (receipt.mark.readers == nil) == (context.audience == .open)
    }

    private func decide(
        _ named: NoticeReference, by speaker: PartyID, _ notice: KnownNotice, in context: RuleContext
    ) throws(Refusal) {
        guard speaker != notice.id.owner else {
            throw .field("/record", "is your own notice: its recipients say that they have it")
        }
        guard context.audience.admits(notice.id.owner, owner: speaker) else { throw .withoutOwner(notice.id.owner) }
        guard notice.has(named.statement) else {
            throw .field("/statement", "is no text of '\(notice.id)': name the statement that you have before you")
        }
    }

    /// What is open is counted apart: everybody counts it alike, whatever else they can read.
    private func checkRoom(_ marks: [ResponseMark], _ what: String, in context: RuleContext) throws(Refusal) {
        let isOpen = context.audience == .open
        let count = marks.count { ($0.readers == nil) == isOpen }
        guard count < RecipientLedger.maximumEntries else {
            throw .tooMany(what, limit: RecipientLedger.maximumEntries)
        }
    }

    private func decideAnswer(
        to name: StatementHash, by speaker: PartyID, about id: RecordID, in context: RuleContext
    ) throws(Refusal) {
        guard speaker == id.owner else { throw .field("/record", "is answered for by its owner, '\(id.owner)'") }
        let isOpen = context.audience == .open
        guard let (party, challenge) = challenge(name, about: id), !isOpen || challenge.mark.readers == nil else {
            throw .field("/challenge", "no challenge of '\(id)' has this name")
        }
        guard context.audience.admits(party, owner: speaker) else { throw .withoutOwner(party) }
        let answers = challenge.answers.filter { !isOpen || $0.mark.readers == nil }
        guard !answers.contains(where: { $0.answer.isFinal }) else {
            throw .notAllowed(
                id, state: "answered", what: "this challenge has its answer; a new doubt is a new challenge")
        }
        guard answers.count < NoticeChallenge.maximumAnswers else {
            throw .tooMany("answers to one challenge", limit: NoticeChallenge.maximumAnswers)
        }
    }

    /// The challenge of that name, and who made it.
    public func challenge(_ name: StatementHash, about id: RecordID) -> (party: PartyID, challenge: NoticeChallenge)? {
        for (party, ledger) in self[id].recipients {
            if let found = ledger.challenges.first(where: { $0.mark.statement == name }) { return (party, found) }
        }
        return nil
    }

    /// Takes what was accepted.
    public mutating func apply(
        _ response: NoticeResponse, by speaker: PartyID, in context: RuleContext, clauses: NoticeClauses
    ) {
        let mark = ResponseMark(context)
        switch response {
        case .receive(let named, receivedAt: let time, means: let means, note: let note):
            let receipt = NoticeReceipt(
                version: named.statement, receivedAt: time, means: means, note: note, mark: mark)
            change(named.record) { $0.change(speaker) { $0.receipts.append(receipt) } }
        case .disseminate(let named, let step):
            let attested = AttestedStep(version: named.statement, step: step, mark: mark)
            change(named.record) { $0.change(speaker) { $0.steps.append(attested) } }
        case .challenge(let named, reason: let reason, text: let text):
            let due = clauses.answerChallenge?.deadline(from: context.now)
            let challenge = NoticeChallenge(
                version: named.statement, reason: reason, text: text, due: due, mark: mark)
            change(named.record) { $0.change(speaker) { $0.challenges.append(challenge) } }
        case .answer(let id, challenge: let name, let answer, text: let text):
            guard let (party, _) = challenge(name, about: id) else { return }
            let said = NoticeChallenge.Answer(answer: answer, text: text, mark: mark)
            change(id) { ledger in
                ledger.change(party) { mine in
                    guard let place = mine.challenges.firstIndex(where: { $0.mark.statement == name }) else { return }
                    mine.challenges[place].answers.append(said)
                }
            }
        }
    }
}
