public import Geodesy
import Statements

/// How far a message has come with one recipient; none of these is consent.
public enum MessageState: String, CaseIterable, Sendable {
    /// In the log.
    case sent
    /// The recipient's node has it.
    case delivered
    /// What was repeated differs from what was said: it does not count as received.
    case readBackDiffers = "read-back-differs"
    /// What was repeated agrees.
    case readBack = "read-back"
    /// A named officer has received it.
    case acknowledged
    /// The acknowledgement held for so long and no answer came: it no longer counts.
    case acknowledgementExpired = "acknowledgement-expired"
    /// It was answered.
    case answered
    /// The sender ended it.
    case closed
}

extension Message {
    /// Whether what `recipient` repeated last of the message as it stands agrees, or nothing needs repeating.
    public func isReadBack(by recipient: Recipient) -> Bool {
        guard details.needsReadBack else { return true }
        return recipient.readBacks.last { $0.statement == statement }?.differences.isEmpty ?? false
    }

    /// The acknowledgement of the message as it stands that counts at `now`, the last if there are several.
    public func standing(_ recipient: Recipient, at now: Instant) -> Acknowledgement? {
        guard isReadBack(by: recipient), let last = recipient.acknowledgements.last else { return nil }
        return counts(last, of: recipient, at: now) ? last : nil
    }

    /// Whether an acknowledgement is of the message as it stands, and still holds or was followed by an answer in time.
    private func counts(_ given: Acknowledgement, of recipient: Recipient, at now: Instant) -> Bool {
        guard given.statement == statement else { return false }
        guard let end = given.holdsUntil, end <= now else { return true }
        return recipient.answers.contains { $0.statement == statement && $0.provenance.loggedAt < end }
    }

    /// Whether anything has come of the message as it stands that counts as a receipt once it is read back.
    func hasReceipt(_ recipient: Recipient, at now: Instant) -> Bool {
        recipient.acknowledgements.contains { counts($0, of: recipient, at: now) }
            || recipient.answers.contains { $0.statement == statement }
    }

    /// Its state with one recipient, by the log's clock.
    public func state(_ recipient: Recipient, at now: Instant) -> MessageState {
        if closed != nil { return .closed }
        if recipient.answers.contains(where: { $0.statement == statement }), isReadBack(by: recipient) {
            return .answered
        }
        if standing(recipient, at: now) != nil { return .acknowledged }
        if let last = recipient.readBacks.last(where: { $0.statement == statement }), !last.differences.isEmpty {
            return .readBackDiffers
        }
        if recipient.acknowledgements.last?.statement == statement { return .acknowledgementExpired }
        if details.needsReadBack, isReadBack(by: recipient) { return .readBack }
        return recipient.delivered == nil ? .sent : .delivered
    }

    /// Whether an acknowledgement or answer by an officer of this grade reaches who may decide.
    func hasAuthority(_ grade: Grade) -> Bool { terms.decide?.grade.map { $0 <= grade } ?? true }

    /// Whether an officer who may decide has received the message as it stands, so that it counts, or has answered it.
    public func hasReachedAuthority(_ recipient: Recipient, at now: Instant) -> Bool {
        guard isReadBack(by: recipient) else { return false }
        return recipient.acknowledgements.contains { hasAuthority($0.grade) && counts($0, of: recipient, at: now) }
            || recipient.answers.contains { $0.statement == statement && hasAuthority($0.grade) }
    }

    /// Until when the receipts of officers who may decide count, unless an answer follows; nil when for good or none does.
    func authorityEnds(_ recipient: Recipient, at now: Instant) -> Instant? {
        guard !recipient.answers.contains(where: { $0.statement == statement && hasAuthority($0.grade) }) else {
            return nil
        }
        let counting = recipient.acknowledgements.filter {
            hasAuthority($0.grade) && counts($0, of: recipient, at: now)
        }
        // One that an answer followed in time holds for good.
        let ends = counting.map { given in
            given.holdsUntil.flatMap { end in
                recipient.answers.contains { $0.statement == statement && $0.provenance.loggedAt < end } ? nil : end
            }
        }
        return ends.contains(nil) ? nil : ends.compactMap { $0 }.max()
    }

    /// Time to decision-maker: from when it was sent to when an officer of at least the clause's grade had it, by the
    /// log's clock; nil while none has, and where no clause names a grade.
    ///
    /// A correction does not begin it anew: it counts from the first sending to the first acknowledgement of the text as it
    /// stands, since who acknowledged a text that was wrong has not been told.
    public func secondsToDecisionMaker(_ recipient: Recipient) -> Int64? {
        guard let grade = terms.decide?.grade else { return nil }
        let reached = recipient.acknowledgements.filter { $0.grade >= grade && $0.statement == statement }
            .map(\.provenance.loggedAt).min()
        return reached.map { sent.loggedAt.microseconds(to: $0) / 1_000_000 }
    }

    /// The same as both sides say it: from when it was said to when it was acknowledged, by voice or paper where so.
    public func secondsToDecisionMakerAsSaid(_ recipient: Recipient) -> Int64? {
        guard let grade = terms.decide?.grade else { return nil }
        let reached = recipient.acknowledgements.filter { $0.grade >= grade && $0.statement == statement }
            .map { $0.enteredLater?.at ?? $0.provenance.saidAt }.min()
        return reached.map { saidAt.microseconds(to: $0) / 1_000_000 }
    }

    /// Whether something is still awaited from `recipient`: an answer, or a receipt that counts.
    public func isOpenEnd(_ recipient: Recipient, at now: Instant) -> Bool {
        guard closed == nil else { return false }
        switch state(recipient, at: now) {
        case .answered:
            // That others will be told is not yet what they say, and who may not decide has not decided.
            let last = recipient.answers.last { $0.statement == statement }
            return last?.given.choice == .willInform || !hasReachedAuthority(recipient, at: now)
        case .acknowledged: return details.purpose != .notice || !hasReachedAuthority(recipient, at: now)
        default: return true
        }
    }

    /// Whether the time that a warning or an ultimatum names has come.
    public func hasRunOut(at now: Instant) -> Bool { details.expires.map { $0 <= now } ?? false }
}
