public import Coordination
public import Geodesy
public import Statements
import StrictJSON

/// Bodies of lines and rosters.
extension Bodies {
    /// `line.establish.v1`: a line between these parties, held in English and Russian.
    ///
    /// `checksAt` are times of day in UTC; `grades` hold every day.
    public static func line(
        _ cells: [String] = ["party-a", "party-b"], checksAt: [String] = [], graceSeconds: Int64 = 900,
        checkClause: String? = "4.1", caller: String = "party-a",
        grades: [(from: String, until: String, grade: String)] = [],
        languages: [String] = ["en"], coChair: String? = nil
    ) -> [UInt8] {
        object { body in
            body.key("name")
            body.object { $0.member("en", "Safety of flight line") }
            body.key("cells")
            body.array { list in
                for cell in cells {
                    list.object { fields in
                        fields.member("party", cell)
                        fields.key("name")
                        fields.object { $0.member("en", "Duty desk of \(cell)") }
                        if let coChair { fields.member("coChair", coChair) }
                    }
                }
            }
            body.texts("languages", languages)
            body.key("means")
            body.array { list in
                list.object { $0.member("kind", "line") }
                list.object { fields in
                    fields.member("kind", "telephone")
                    fields.member("note", "the black telephone")
                }
            }
            if !grades.isEmpty {
                body.key("grades")
                body.array { list in
                    for rule in grades {
                        list.object { fields in
                            fields.texts("days", WeeklyHours.Day.allCases.map(\.rawValue))
                            fields.member("from", rule.from)
                            fields.member("until", rule.until)
                            fields.member("grade", rule.grade)
                            fields.clause("4.2")
                        }
                    }
                }
            }
            if !checksAt.isEmpty {
                body.key("checks")
                body.object { fields in
                    fields.member("by", caller)
                    fields.texts("at", checksAt)
                    fields.member("graceSeconds", graceSeconds)
                    if let checkClause { fields.clause(checkClause) }
                }
            }
        }
    }

    /// `line.declare.v1`.
    public static func declare(
        _ state: DeclaredState, on line: String = "neutral-host/flight", reason: String = "after the incident"
    ) -> [UInt8] {
        object { body in
            body.member("line", line)
            body.member("state", state.rawValue)
            body.member("reason", reason)
        }
    }

    /// `line.check.v1`; answered by an officer of the party called, or by nobody.
    public static func lineCheck(
        _ line: String = "neutral-host/flight", calling called: String, at time: Instant, answered: Bool = true
    ) -> [UInt8] {
        object { body in
            body.member("line", line)
            body.member("called", called)
            body.member("at", time.description)
            body.member("outcome", answered ? "answered" : "unanswered")
            if answered { body.member("answeredBy", "access-1") }
            body.member("means", "telephone")
            if answered { body.member("language", "en") }
        }
    }

    /// A shift: seconds from `Instant.test(0)`, which must be full minutes.
    public static func shift(
        _ from: Int64, _ until: Int64, _ officer: String, _ post: DutyPost = .first, languages: [String] = ["en"]
    ) -> Shift {
        Shift(
            from: .test(from), until: .test(until), officer: OfficerID(checked: officer), post: post,
            support: DutySupport(languages: languages))
    }

    /// `roster.publish.v1`.
    public static func roster(
        _ line: RecordID = flightLine, from: Int64, until: Int64, _ shifts: [Shift]
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 4_096)
        RosterPlan(line: line, from: .test(from), until: .test(until), zone: "Asia/Damascus", shifts: shifts)
            .write(to: &writer)
        return writer.bytes
    }

    /// The line that these bodies mean: `neutral-host/flight`.
    public static let flightLine = RecordID(
        owner: PartyID(checked: "neutral-host"), subject: SubjectID(checked: "flight"))

    /// `roster.override.v1`.
    public static func override(
        from: Int64, until: Int64, _ officer: String, replaces: String? = nil, post: DutyPost? = nil
    ) -> [UInt8] {
        object { body in
            body.member("from", Instant.test(from).description)
            body.member("until", Instant.test(until).description)
            if let replaces { body.member("replaces", replaces) }
            body.member("officer", officer)
            if let post { body.member("post", post.rawValue) }
            body.texts("languages", ["en"])
            body.member("reason", "ill")
        }
    }

    /// `roster.hand-over.v1`.
    public static func handOver(to officer: String, at time: Instant) -> [UInt8] {
        object { body in
            body.member("line", flightLine.description)
            body.member("at", time.description)
            body.member("to", officer)
            body.key("note")
            body.object { $0.member("en", "Two messages are unanswered.") }
            body.texts("openEnds", ["party-b/m-7"])
        }
    }
}

extension JSONWriter {
    mutating func texts(_ name: String, _ texts: [String]) {
        key(name)
        array { list in for text in texts { list.string(text) } }
    }

    fileprivate mutating func clause(_ clause: String) {
        key("clause")
        object { fields in
            fields.member("instrument", "mou")
            fields.member("clause", clause)
        }
    }
}
