import Coordination
import HashTreeCollections
import Statements
import StrictJSON

/// Lines and rosters: registers of their own, beside the records that hold somewhere.
extension Picture {
    func decideDuty(
        _ command: Command, id: RecordID, by speaker: OfficerRef, in context: RuleContext
    ) throws(Refusal) {
        switch command {
        case .line(let command):
            if case .establish = command { try checkName(id, for: .line) }
            try lines.decide(command, id: id, by: speaker, register: register, in: context)
        case .roster(let command):
            try checkName(id, for: .roster)
            try rosters.decide(command, id: id, by: speaker, lines: lines, register: register, in: context)
        default: break
        }
    }

    /// What a name may be taken for.
    enum NamedFor { case notification, movement, line, roster, message, dossier }

    /// Says whether a name is free, or already one of this mechanism; one name means one thing.
    func checkName(_ id: RecordID, for use: NamedFor) throws(Refusal) {
        if let mechanism = record(id)?.mechanism {
            let isSame =
                (use == .notification && mechanism == .notification) || (use == .movement && mechanism == .movement)
            guard isSame else { throw .otherMechanism(id, is: mechanism.rawValue) }
        }
        if use != .roster, let other = rosters.mechanism(of: id) { throw .otherMechanism(id, is: other.name) }
        if use != .message, messages[id] != nil { throw .otherMechanism(id, is: "message") }
        if use != .dossier, let other = dossiers[id] { throw .otherMechanism(id, is: other.mechanism.rawValue) }
        if use != .line, lines[id] != nil { throw .otherMechanism(id, is: "line") }
        if use == .line, let other = bodies.records[id] { throw .otherMechanism(id, is: other.mechanism) }
    }

    /// What an open record, line or roster of this name is; nil when there is none.
    func openMechanism(of id: RecordID) -> String? {
        if let record = record(id) { return record.audience == .open ? record.mechanism.rawValue : nil }
        if let message = messages[id] { return message.audience == .open ? "message" : nil }
        if lines[id] != nil { return "line" }
        if let dossier = dossiers[id] { return dossier.audience == .open ? dossier.mechanism.rawValue : nil }
        return rosters.mechanism(of: id).flatMap { $0.isOpen ? $0.name : nil }
    }

    /// Whether all that was said before about a record is at hand.
    func isKnown(_ id: RecordID) -> Bool {
        if let record = record(id) { return !record.isIncomplete }
        if let dossier = dossiers[id] { return !dossier.isIncomplete }
        if let roster = rosters.rosters[id] { return !roster.isIncomplete }
        return rosters.handOvers[id] != nil
    }

    /// Writes lines and rosters for the digest: all of them, or those that are open.
    func addDuty(_ scope: DigestScope, _ add: ((inout JSONWriter) -> Void) -> Void) {
        for (_, line) in lines.lines.sorted(by: { $0.key < $1.key }) {
            add { fields in
                fields.key("line")
                line.write(to: &fields, now: clock.now, register: register)
            }
        }
        for (_, roster) in rosters.rosters.sorted(by: { $0.key < $1.key }) {
            guard scope == .local || roster.audience == .open else { continue }
            add { fields in
                fields.key("roster")
                roster.write(to: &fields)
            }
        }
        for (_, handOver) in rosters.handOvers.sorted(by: { $0.key < $1.key }) {
            guard scope == .local || handOver.audience == .open else { continue }
            add { fields in
                fields.key("handOver")
                handOver.write(to: &fields)
            }
        }
        guard scope == .local else { return }
        for (party, count) in rosters.unread.sorted(by: { $0.key < $1.key }) {
            add { fields in
                fields.member("unreadRosters", party.rawValue)
                fields.member("count", count)
            }
        }
    }
}
