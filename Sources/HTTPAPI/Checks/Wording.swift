public import Coordination
public import ParleyNode
public import Picture
import TransparencyLog

/// Every sentence that a check says, in one place, so that none can be read as leave to go ahead.
///
/// A check that finds nothing states what is known and how old it is. No sentence here calls a place anything.
public enum Wording {
    /// Said with every answer, since the caller cannot know whether it matters.
    public static let restrictedElsewhere =
        "records that their owners gave to other parties only are not part of this answer"

    /// Said when the picture holds statements that this node cannot read.
    public static let isPartial =
        "this node's picture is partial: it holds statements that it cannot read, so there may be more than is shown"

    /// Said with every answer of a rehearsal.
    public static let isExercise = "EXERCISE: this log is a rehearsal; do not take it for what is notified today"

    /// On what an answer rests, such as `checkpoint 42 (logged 2016-09-19T07:50:00Z, 12 s old, not witnessed)`.
    public static func basis(_ knowledge: Knowledge) -> String {
        guard let loggedAt = knowledge.loggedAt, let age = knowledge.ageSeconds else {
            return "checkpoint \(knowledge.size) (nothing logged yet)"
        }
        return "checkpoint \(knowledge.size) (logged \(loggedAt), \(age) s old, \(witnesses(knowledge)))"
    }

    /// What witnesses say of the newest checkpoint, in a few words.
    public static func witnesses(_ knowledge: Knowledge) -> String {
        switch knowledge.witnessing.verdict {
        case .witnessed: "witnessed as of \(knowledge.witnessedAt.map { "\($0)" } ?? "an unknown time")"
        case .noneRequired: "not witnessed"
        case .short: "not witnessed, missing \(names(knowledge.witnessing.missing))"
        }
    }

    private static func names(_ names: [PolicyName]) -> String {
        names.map(\.description).joined(separator: ", ")
    }

    /// Said while what is known may no longer be the present.
    public static func stale(_ knowledge: Knowledge) -> String {
        let age = knowledge.ageSeconds.map { "the log last spoke \($0) s ago" } ?? "the log has never spoken"
        return "STALE: \(age), by witnesses' word \(lastWitnessed(knowledge)); what was said since is not part of this "
            + "answer; ask by another way"
    }

    private static func lastWitnessed(_ knowledge: Knowledge) -> String {
        guard let witnessed = knowledge.witnessing.witnessed, let at = knowledge.witnessedAt else { return "never" }
        return "at \(at) (checkpoint \(witnessed.size))"
    }

    /// What is not established about an answer, and why, in order; empty when the log's witnesses stand behind it.
    ///
    /// It speaks of the log alone, never of a place.
    public static func reservations(_ knowledge: Knowledge) -> [String] {
        var notes: [String] = []
        if knowledge.isStale { notes.append(stale(knowledge)) }
        switch knowledge.witnessing.verdict {
        case .witnessed: break
        case .noneRequired:
            notes.append(
                "NOT WITNESSED: this log asks for no witness, so only its host's word says that others see the same log"
            )
        case .short:
            notes.append(
                "NOT ESTABLISHED: witnesses that this log asks for have not confirmed checkpoint \(knowledge.size), so "
                    + "others may see another log; missing: \(names(knowledge.witnessing.missing)); last confirmed "
                    + lastWitnessed(knowledge))
        }
        return notes
    }

    /// What was found, in one sentence.
    public static func statement(findings: Int, _ knowledge: Knowledge) -> String {
        guard findings > 0 else {
            return "no active notification known to this register as of \(basis(knowledge))"
        }
        let records = findings == 1 ? "1 record is" : "\(findings) records are"
        return "\(records) nearer to this activity than the stand-off distance, known to this register as of "
            + "\(basis(knowledge)); call the contacts named with each"
    }

    /// What must be known before anything else in the answer is relied on.
    public static func alarm(_ alarm: Alarm) -> String { "ALARM since \(alarm.since): \(alarm.sentence)" }

    /// The sentences that stand beside the statement, in order.
    public static func notes(
        isPartial: Bool, isExercise: Bool, _ knowledge: Knowledge, in language: Doctrine.Language = .english
    ) -> [String] {
        var notes = knowledge.alarms.map(alarm)
        if isExercise { notes.append(Self.isExercise) }
        notes += reservations(knowledge)
        if isPartial { notes.append(Self.isPartial) }
        return notes + [restrictedElsewhere] + Doctrine.sentences(in: language)
    }

    /// Said to an owner who relied on a recipient that no longer takes part.
    public static func departed(_ gone: DepartedRecipient) -> String {
        let since = gone.standing.since.map { " since \($0)" } ?? ""
        let count = gone.records.count == 1 ? "1 notice" : "\(gone.records.count) notices"
        return
            "'\(gone.party)' \(gone.standing == .takesPart ? "takes part" : "no longer takes part")\(since): \(count) of "
            + "yours were handed to it, and nobody there undertakes to look any more; tell those who rely on that"
    }
}
