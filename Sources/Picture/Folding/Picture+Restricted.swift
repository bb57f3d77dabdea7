public import Coordination
import Geodesy
import HashTreeCollections
public import Statements
import TransparencyLog

/// Restricted statements: everybody judges them by their headers, and folds what their node can open.
extension Picture {
    /// Says whether a restricted statement may be taken.
    ///
    /// Without its body the header decides. Where the body is at hand, as on the author's own node, and all that was said
    /// before about the record is too, what the others could not read is refused before it is in the log.
    ///
    /// - Throws: the first rule broken.
    func decideRestricted(
        _ verified: VerifiedStatement, _ kind: Kind, opened: OpenedParts?, speaker: OfficerRef, accord: Accord,
        now: Instant
    ) throws(Refusal) -> Accepted {
        let statement = verified.statement
        guard kind.mayBeRestricted else { throw .mayNotBeRestricted(kind) }
        for party in statement.audience ?? [] { _ = try register.recipient(party, field: "/audience") }
        let id = RecordID(owner: statement.party, subject: statement.subject)
        try bodies.decide(kind, statement, openMechanism: openMechanism(of: id))
        guard let opened else { return Accepted(verified, opened: nil, kind: kind, command: nil) }
        guard opened.commitment == statement.commitment else { throw .commitmentMismatch }
        guard kind.isFolded else { return Accepted(verified, opened: opened, kind: kind, command: nil) }
        let body = try Accepted.body(of: statement, opened: opened)
        let command: Command
        do { command = try Command(kind, of: statement, body: body) } catch {
            throw .malformedBody(Accepted.inBody(error))
        }
        let accepted = Accepted(verified, opened: opened, kind: kind, command: command)
        if isKnown(command, kind, id) { try decide(command, accepted, speaker: speaker, accord: accord, now: now) }
        return accepted
    }

    /// Says whether what a restricted statement says may be said, as far as this node can tell.
    ///
    /// Its signature, its place in the chain and its time are for the node that puts statements in order to judge; that node
    /// cannot read the body.
    ///
    /// - Throws: the first rule broken.
    public func decideBody(of verified: VerifiedStatement, opened: OpenedParts) throws(Refusal) {
        let statement = verified.statement
        guard let accord, let now = clock.now, let kind = Kind(statement.kind) else { return }
        if kind.isGivenWhole, !opened.folded.isComplete || opened.parts.contains(where: { !$0.body.isComplete }) {
            throw .field("", "this is given to all its readers whole: leave no field out for any of them")
        }
        let speaker = OfficerRef(statement.party, statement.officer)
        _ = try decideRestricted(verified, kind, opened: opened, speaker: speaker, accord: accord, now: now)
    }

    /// Whether all that was said before about what a command speaks of is at hand, so that the rules can judge it.
    private func isKnown(_ command: Command, _ kind: Kind, _ id: RecordID) -> Bool {
        if kind.record?.step == .begins { return true }
        switch command {
        case .message(let command): return messages[command.message(id)].map { !$0.isIncomplete } ?? false
        // What its author's node knows of the notice, which its header does not name, is all there is to judge it by.
        case .response, .unit: return true
        // Whoever has no such dossier cannot add to it, and one that is stated anew is stated whole.
        case .dossier: return true
        case .lapse(let lapse): return clocks.owed[lapse.id] != nil || clocks.lapses[lapse.id] != nil
        default: return isKnown(id)
        }
    }

    /// Folds a restricted statement of a known kind in.
    mutating func applyRestricted(_ accepted: Accepted, _ kind: Kind, _ context: RuleContext) {
        let statement = accepted.verified.statement
        let id = RecordID(owner: statement.party, subject: statement.subject)
        bodies.apply(kind, statement, hash: accepted.verified.hash, at: size.nextIndex, now: context.now)
        if kind == .bodyShare {
            guard let audience = statement.audience else { return }
            rosters.widen(id, by: audience)
            messages.widen(id, by: audience)
            dossiers.widen(id, by: audience)
            if let slot = slots[id] { records[slot].widen(by: audience) }
        }
        guard kind.isFolded else { return }
        if let command = accepted.command, fold(command, accepted, id, context) { return }
        if accepted.opened == nil { sealedStatements += 1 } else { unreadableStatements += 1 }
        if kind.isDeclaration { notices.apply(nil, id: id, in: context) }
        guard let (mechanism, step) = kind.record else { return }
        if mechanism == "message" { return messages.apply(unread: step, id, clocks: &clocks, in: context) }
        if DossierMechanism(rawValue: mechanism) != nil { return dossiers.apply(unread: id, in: context) }
        guard Record.Mechanism(rawValue: mechanism) != nil else {
            return rosters.apply(unread: step, of: mechanism, id: id, in: context)
        }
        if step == .begins { reserved[id] = records.append(nil) }
        if kind.isVersion { notices.applyVersion(of: id, times: nil, loggedAt: context.now, by: noticeClauses) }
        guard let slot = slots[id] else { return }
        var record = records[slot]
        record.apply(unread: step, in: context)
        replace(record, in: slot)
        if case .movement(let movement) = record { watch(movement, slot) }
    }

    /// Folds a body into its record; false when the rules do not take it here.
    private mutating func fold(
        _ command: Command, _ accepted: Accepted, _ id: RecordID, _ context: RuleContext
    ) -> Bool {
        let statement = accepted.verified.statement
        let current = record(id)
        do throws(Refusal) {
            switch command {
            case .notification(.amend(let details)) where current == nil:
                // It states the site whole: whoever was given only this is told all the same.
                try Notification.decide(.notify(details), on: nil, id: id, in: context)
                apply(.notify(details), statement, context)
            case .notification(let command):
                if case .movement = current { return false }
                let site: Coordination.Notification? = if case .notification(let site) = current { site } else { nil }
                try Notification.decide(command, on: site, id: id, in: context)
                apply(command, statement, context)
            case .movement(let command):
                if case .notification = current { return false }
                if case .amend(let details) = command, current == nil {
                    try Movement.decide(.notify(details), on: nil, id: id, in: context)
                    apply(.notify(details), statement, context)
                    return true
                }
                let movement: Movement? = if case .movement(let found) = current { found } else { nil }
                try Movement.decide(command, on: movement, id: id, in: context)
                apply(command, statement, context)
            case .message(let command):
                // A message of which something is withheld would be another message to each of its readers.
                guard accepted.opened?.folded.isComplete ?? false else { return false }
                try decide(command, accepted, context)
                apply(command, accepted, context)
            case .dossier(let command):
                // Of which something is withheld would be another dossier to each of its readers.
                guard accepted.opened?.folded.isComplete ?? false else { return false }
                try decide(command, id: id, by: statement.party, in: context)
                apply(command, statement, context)
            case .response(let response):
                try notices.decide(response, by: statement.party, about: notice(response.record), in: context)
                apply(response, by: statement.party, context)
            case .unit(let unit):
                try notices.units.decide(unit, id: id, in: context)
                notices.apply(unit, id: id, in: context)
            case .lapse(let lapse):
                try clocks.decide(lapse, by: OfficerRef(statement.party, statement.officer), in: context)
                clocks.apply(lapse, in: context)
            case .roster(let command):
                let speaker = OfficerRef(statement.party, statement.officer)
                try checkName(id, for: .roster)
                try rosters.decide(command, id: id, by: speaker, lines: lines, register: register, in: context)
                rosters.apply(command, id: id, in: context)
            default: return false
            }
            return true
        } catch { return false }
    }
}
