public import Geodesy
public import Statements
public import StrictJSON
import HashTreeCollections
import TransparencyLog

/// Silence, recorded: what was owed, by whom, under which clause, and since when; it says nothing of why.
public struct Lapse: Hashable, Sendable {
    /// What was waited for.
    public let id: DeadlineID
    /// The instrument.
    public let instrument: SubjectID
    /// Its clause.
    public let clause: String
    /// When it lapsed, by the log's clock.
    public let lapsedAt: Instant
    /// Its entry, once it is in the log.
    public internal(set) var recorded: Provenance?
    /// The record that it belongs to, once it is in the log.
    public internal(set) var record: RecordID?
    /// Who waited, once it is in the log.
    public internal(set) var waiting: PartyID?
    /// Whether it is open in the log.
    public internal(set) var isOpen = true

    /// What a node records of a deadline that passed.
    public init(_ deadline: Deadline) {
        id = deadline.id
        instrument = deadline.instrument
        clause = deadline.clause
        lapsedAt = deadline.due
    }

    /// Reads the body of `lapse.record.v1`.
    init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        let statement = try fields.required("statement").statementHash()
        let rule: ClauseRule.Name = try fields.required("rule").choice()
        let party = try fields.required("party").identifier(as: PartyID.self)
        let occurrence = try fields.present("occurrence")?.instant()
        id = DeadlineID(statement, rule, party, at: occurrence)
        instrument = try fields.required("instrument").identifier(as: SubjectID.self)
        clause = try fields.required("clause").text(limit: ClauseReference.maximumBytes)
        lapsedAt = try fields.required("lapsedAt").instant()
        try fields.finish()
    }

    /// The body of `lapse.record.v1`.
    public var body: [UInt8] {
        var writer = JSONWriter(capacity: 320)
        writer.object { write(to: &$0) }
        return writer.bytes
    }

    /// Writes the members of its body.
    public func write(to fields: inout JSONWriter) {
        fields.member("statement", id.statement.description)
        fields.member("rule", id.rule.rawValue)
        fields.member("party", id.party.rawValue)
        if let occurrence = id.occurrence { fields.member("occurrence", occurrence.description) }
        fields.member("instrument", instrument.rawValue)
        fields.member("clause", clause)
        fields.member("lapsedAt", lapsedAt.description)
    }
}

extension DutyClocks {
    /// Says whether a lapse may be recorded.
    ///
    /// - Throws: `field`: the same lapse a second time, one that has not lapsed, one of what was given in time, or one
    ///   by a node whose business it is not.
    public func decide(_ lapse: Lapse, by speaker: OfficerRef, in context: RuleContext) throws(Refusal) {
        if let known = lapses[lapse.id] {
            throw .field(
                "/statement", "this lapse is already entry \(known.recorded.map { "\($0.entry)" } ?? "of this log")")
        }
        guard lapse.id.rule != .escalateAfter, let deadline = owed[lapse.id] else {
            throw .field(
                "/statement",
                "nothing is owed to this statement under '\(lapse.id.rule.rawValue)' by "
                    + "'\(lapse.id.party)': it was given in time, or never owed")
        }
        guard deadline.isDue(at: context.now) else {
            throw .field("/lapsedAt", "it is due at \(deadline.due), which is after the log's clock, \(context.now)")
        }
        guard lapse.lapsedAt == deadline.due else {
            throw .field("/lapsedAt", "it lapsed at \(deadline.due), when it was due, not at \(lapse.lapsedAt)")
        }
        guard lapse.instrument == deadline.instrument, lapse.clause == deadline.clause else {
            throw .field("/clause", "the time was set by clause '\(deadline.clause)' of '\(deadline.instrument)'")
        }
        guard deadline.isOpen == (context.audience == .open) else {
            throw .field("/statement", "a lapse is open where what it rests on is, and sealed where that is")
        }
        let writer = deadline.isOpen ? context.accord.host : deadline.waiting
        guard speaker.party == writer else {
            throw .field("/statement", "this lapse is recorded by the node of '\(writer)'")
        }
    }

    /// Takes a lapse that was accepted.
    public mutating func apply(_ lapse: Lapse, in context: RuleContext) {
        guard let deadline = owed[lapse.id] else { return }
        var lapse = lapse
        lapse.recorded = context.provenance
        lapse.record = deadline.record
        lapse.waiting = deadline.waiting
        lapse.isOpen = deadline.isOpen
        apply(lapse)
    }
}
