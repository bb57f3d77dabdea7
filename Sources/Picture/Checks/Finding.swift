public import Coordination
public import Deconfliction
public import Geodesy
import HashTreeCollections
public import Statements

/// A record that an activity would endanger: which, whose, how near, when, whom to call.
public struct Finding: Sendable {
    /// The record.
    public let record: Record
    /// How near and when.
    public let conflict: Conflict
    /// The class that sets the distance to keep, with its clause.
    public let standOff: Accord.StandOffClass
    /// The owner's name.
    public let ownerName: LocalisedText?
    /// Whom to call: the owner's duty officers with a contact, after the record's own contact.
    public let officers: [Officer]
}

/// What a check says, and on what knowledge.
public struct CheckAnswer: Sendable {
    /// What would be endangered, nearest first, ties in the order of the log.
    public let findings: [Finding]
    /// The log's clock at the picture's last entry.
    public let loggedAt: Instant?
    /// Whether the picture holds statements it cannot read, so that even what was found may not be all.
    public let isPartial: Bool
    /// Whether the accord is a rehearsal.
    public let isExercise: Bool
}

extension Picture {
    /// Everything that `reader` may know of and that `activity` would come nearer to than its stand-off.
    public func check(_ activity: Activity, as reader: PartyID?) -> CheckAnswer {
        var findings: [Finding] = []
        for conflict in index.conflicts(with: activity, where: { records[$0].isReadable(by: reader) }) {
            let record = records[conflict.slot]
            // A class that the accord no longer lists cannot hide what stands near.
            let standOff =
                accord?.standOff(record.standOffClass)
                ?? Accord.StandOffClass(name: record.standOffClass, millimetres: 0, clause: "")
            let owner = record.id.owner
            let officers = clock.now.map { register.officers(of: owner, with: .duty, at: $0) } ?? []
            findings.append(
                Finding(
                    record: record, conflict: conflict, standOff: standOff,
                    ownerName: register.parties[owner]?.name, officers: officers.filter { $0.contact != nil }))
        }
        findings.sort {
            ($0.conflict.distanceMillimetres, $0.conflict.slot) < ($1.conflict.distanceMillimetres, $1.conflict.slot)
        }
        return CheckAnswer(
            findings: findings, loggedAt: clock.now, isPartial: isPartial,
            isExercise: accord?.isExercise ?? false)
    }
}
