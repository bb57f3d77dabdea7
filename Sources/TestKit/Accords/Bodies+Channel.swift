public import Coordination
public import Geodesy
public import Statements
public import StrictJSON

/// Bodies of instruments, messages and what is said about them.
extension Bodies {
    /// A setting as `instrument.clauses.v1` writes it: its clause, rule, seconds, and grade.
    public struct Setting: Sendable {
        let clause: String
        let rule: ClauseRule
        let seconds: Int64
        let grade: String?

        /// A setting from its parts.
        public init(_ clause: String, _ rule: ClauseRule, _ seconds: Int64, grade: String? = nil) {
            self.clause = clause
            self.rule = rule
            self.seconds = seconds
            self.grade = grade
        }
    }

    /// What most tests hold parties to: flash within 5 minutes, a general within 10, a step every 5, held for 15.
    public static let usualSettings = [
        Setting("4(a)", .acknowledgeWithin(.flash), 300),
        Setting("4(b)", .decideWithin(.flash), 600, grade: "OF-6"),
        Setting("4(c)", .escalateAfter(.flash), 300),
        Setting("4(d)", .acknowledgementHolds(.flash), 900),
    ]

    /// `instrument.clauses.v1`.
    public static func instrument(_ settings: [Setting] = usualSettings, lines: [RecordID] = []) -> [UInt8] {
        object { body in
            if !lines.isEmpty { body.texts("lines", lines.map(\.description)) }
            body.key("name")
            body.object { $0.member("en", "Safety of flight, rehearsal") }
            body.key("clauses")
            body.array { list in
                for setting in settings {
                    list.object { fields in
                        fields.member("clause", setting.clause)
                        fields.key("text")
                        fields.object { $0.member("en", "Text of clause \(setting.clause)") }
                        fields.key("sets")
                        fields.object { sets in
                            sets.member("rule", setting.rule.name.rawValue)
                            if let urgency = setting.rule.urgency { sets.member("urgency", urgency.rawValue) }
                            if setting.seconds > 0 { sets.member("seconds", setting.seconds) }
                            if let grade = setting.grade { sets.member("grade", grade) }
                        }
                    }
                }
            }
        }
    }

    /// A place in two formats; the second follows from `gridOf`, which is the position unless a test wants a slip.
    public static func statedPlace(
        _ position: Position, gridOf other: Position? = nil, precisionMetres: Int64 = 0, to writer: inout JSONWriter
    ) {
        writer.object { fields in
            fields.key("position")
            fields.position(position)
            fields.key("second")
            fields.object { second in
                second.member("format", "mgrs")
                second.member("text", "\(GridReference(other ?? position))")
            }
            if precisionMetres > 0 { fields.member("precisionMetres", precisionMetres) }
        }
    }

    /// `message.send.v1` and `message.correct.v1`.
    public static func message(
        to: [String] = ["party-b"], purpose: MessagePurpose = .stopCall, urgency: Urgency = .flash,
        text: String = "Cease fire at once.", at positions: [Position] = [], gridOf: Position? = nil,
        time: TimeWindow? = nil, expires: Instant? = nil, enteredLater: (SpokenMeans, Instant)? = nil,
        line: String = "neutral-host/flight"
    ) -> [UInt8] {
        object { body in
            body.member("line", line)
            body.key("to")
            body.array { list in for party in to { list.string(party) } }
            body.member("purpose", purpose.rawValue)
            body.member("urgency", urgency.rawValue)
            body.key("about")
            body.object { about in
                about.key("incident")
                about.object { $0.member("en", "Strikes in progress") }
            }
            body.key("text")
            body.object { $0.member("en", text) }
            if !positions.isEmpty {
                body.key("positions")
                body.array { list in for place in positions { statedPlace(place, gridOf: gridOf, to: &list) } }
            }
            if let time {
                body.key("time")
                body.timeWindow(time)
            }
            if let expires { body.member("expires", expires.description) }
            body.entered(enteredLater)
        }
    }

    /// `message.read-back.v1`.
    public static func readBack(
        _ reference: MessageCommand.MessageReference, at positions: [Position] = [], time: TimeWindow? = nil,
        about: String? = "incident", enteredLater: (SpokenMeans, Instant)? = nil
    ) -> [UInt8] {
        object { body in
            reference.write(to: &body)
            if let about {
                body.key("about")
                body.object { fields in
                    fields.key(about)
                    fields.object { $0.member("en", "What is going on there") }
                }
            }
            if !positions.isEmpty {
                body.key("positions")
                body.array { list in
                    for place in positions {
                        list.object { fields in
                            fields.key("position")
                            fields.position(place)
                        }
                    }
                }
            }
            if let time {
                body.key("time")
                body.timeWindow(time)
            }
            body.entered(enteredLater)
        }
    }

    /// `message.acknowledge.v1`, and `message.deliver.v1` without officer and times.
    public static func acknowledge(
        _ reference: MessageCommand.MessageReference, officer: String? = nil,
        enteredLater: (SpokenMeans, Instant)? = nil
    ) -> [UInt8] {
        object { body in
            reference.write(to: &body)
            if let officer { body.member("officer", officer) }
            body.entered(enteredLater)
        }
    }

    /// `message.answer.v1`.
    public static func answer(
        _ reference: MessageCommand.MessageReference, _ choice: AnswerChoice, at time: Instant,
        by: String = "Duty officer", text: String? = nil
    ) -> [UInt8] {
        object { body in
            reference.write(to: &body)
            body.member("answer", choice.rawValue)
            body.member("at", time.description)
            body.member("by", by)
            guard let text else { return }
            body.key("text")
            body.object { $0.member("en", text) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func entered(_ later: (SpokenMeans, Instant)?) {
        guard let later else { return }
        key("enteredLater")
        object { fields in
            fields.member("means", later.0.rawValue)
            fields.member("at", later.1.description)
        }
    }
}
