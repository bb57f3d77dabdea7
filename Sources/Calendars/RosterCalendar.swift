public import Coordination
import Geodesy
public import Statements
import TransparencyLog

/// Rosters as calendars, for a line or for one officer.
///
/// Means of contact are left out: a calendar is copied to telephones and forwarded.
public enum RosterCalendar {
    /// Said at the head of every calendar.
    public static let note =
        "Who is on duty as published in the log when this was made. A later roster or substitute is not in it; the log counts."

    /// The names of fields for programs.
    enum FieldName {
        static let line = "X-PARLEY-LINE"
        static let party = "X-PARLEY-PARTY"
        static let officer = "X-PARLEY-OFFICER"
        static let post = "X-PARLEY-POST"
        static let languages = "X-PARLEY-LANGUAGES"
        static let interpreter = "X-PARLEY-INTERPRETER"
        static let roster = "X-PARLEY-ROSTER"
    }

    /// A desk's calendar, or that of one officer at it.
    public static func file(
        _ timeline: DutyTimeline, at line: Line, of party: PartyID, in accord: AccordID, officer: OfficerID? = nil
    ) -> CalendarFile {
        let spells = timeline.spells.filter { spell in officer.map { $0 == spell.officer } ?? true }
        let cell = line.terms.cell(of: party)?.name.text() ?? party.rawValue
        let title = "\(line.terms.name.text()), \(cell)"
        let rest =
            timeline.isIncomplete ? " Not complete: there are rosters of this desk that its reader may not see." : ""
        return CalendarFile(
            name: officer.map { "\(title), \($0)" } ?? title, text: note + rest,
            events: spells.map { event($0, line, party, accord, title) })
    }

    private static func event(
        _ spell: DutySpell, _ line: Line, _ party: PartyID, _ accord: AccordID, _ title: String
    ) -> CalendarEvent {
        var text = ["\(title): \(word(spell.post))"]
        if let replaced = spell.replaces { text.append("In the place of \(replaced).") }
        if !spell.support.languages.isEmpty {
            text.append("Languages: \(spell.support.languages.joined(separator: ", "))")
        }
        for interpreter in spell.support.interpreters {
            let name = interpreter.name.map { "\($0), " } ?? ""
            text.append(
                "Interpreter: \(name)\(interpreter.languages.joined(separator: "/")), \(interpreter.qualification)")
        }
        text.append("Roster \(spell.roster), entry \(spell.provenance.entry).")
        var fields = [
            CalendarEvent.Field(FieldName.line, line.id.description),
            CalendarEvent.Field(FieldName.party, party.rawValue),
            CalendarEvent.Field(FieldName.officer, spell.officer.rawValue),
            CalendarEvent.Field(FieldName.post, spell.post.rawValue),
        ]
        if !spell.support.languages.isEmpty {
            fields.append(CalendarEvent.Field(FieldName.languages, spell.support.languages.joined(separator: " ")))
        }
        for interpreter in spell.support.interpreters {
            let languages = interpreter.languages.joined(separator: " ")
            fields.append(
                CalendarEvent.Field(
                    FieldName.interpreter,
                    [languages, interpreter.qualification, interpreter.name].compactMap { $0 }
                        .joined(separator: "\n")))
        }
        fields.append(CalendarEvent.Field(FieldName.roster, spell.roster.description))
        let start = CalendarTime.text(spell.from)
        let names = [spell.officer.rawValue, spell.post.rawValue, party.rawValue, line.id.description]
        return CalendarEvent(
            // The same desk, officer, place and beginning is the same event in every edition.
            uid: "\(start)/\(names.joined(separator: "/"))@\(accord).parley", sequence: spell.provenance.entry.value,
            stamp: spell.provenance.loggedAt, start: spell.from, end: spell.until,
            summary: "\(spell.officer), \(word(spell.post)), \(line.terms.name.text())",
            text: text.joined(separator: "\n"),
            fields: fields)
    }

    private static func word(_ post: DutyPost) -> String {
        switch post {
        case .first: "answers first"
        case .second: "answers second"
        case .onCall: "on call"
        }
    }
}

extension RosterCalendar {
    /// Why an event of a calendar is no shift.
    public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The event's UID.
        public let uid: String
        /// The rule it breaks.
        public let rule: String

        /// The event and the rule.
        public var description: String { "event '\(uid)': \(rule)" }
    }

    /// The shifts of a calendar, in order.
    ///
    /// Who is on duty is what the field `X-PARLEY-OFFICER` names, else the summary up to its first comma, which `officers`
    /// may translate from what people write there.
    ///
    /// - Throws: `ImportError` naming the event and the rule.
    public static func shifts(
        of file: CalendarFile, officers: [String: OfficerID] = [:]
    ) throws(ImportError) -> [Shift] {
        var shifts: [Shift] = []
        for event in file.events { shifts.append(try shift(event, officers)) }
        return shifts.sorted { ($0.from, $0.post, $0.officer) < ($1.from, $1.post, $1.officer) }
    }

    private static func shift(_ event: CalendarEvent, _ officers: [String: OfficerID]) throws(ImportError) -> Shift {
        func refused(_ rule: String) -> ImportError { ImportError(uid: event.uid, rule: rule) }
        let written = event.field(FieldName.officer) ?? event.summary.prefix { $0 != "," }.trimmed
        let officer: OfficerID
        if let known = officers[written] {
            officer = known
        } else {
            do { officer = try OfficerID(written) } catch {
                throw refused("'\(written)' is no officer's name in the accord; it \(error)")
            }
        }
        var post = DutyPost.first
        if let word = event.field(FieldName.post) {
            guard let found = DutyPost(rawValue: word) else { throw refused("'\(word)' is no post") }
            post = found
        }
        for time in [event.start, event.end] where time.microsecondsSince1970 % 60_000_000 != 0 {
            throw refused("\(time) is not at a full minute")
        }
        let languages = event.field(FieldName.languages)?.split(separator: " ").map(String.init) ?? []
        let interpreters = event.fields.filter { $0.name == FieldName.interpreter }.compactMap { field in
            let lines = field.value.split(separator: "\n", maxSplits: 2).map(String.init)
            return lines.count < 2
                ? nil
                : Interpreter(
                    languages: lines[0].split(separator: " ").map(String.init), qualification: lines[1],
                    name: lines.count > 2 ? lines[2] : nil)
        }
        return Shift(
            from: event.start, until: event.end, officer: officer, post: post,
            support: DutySupport(languages: languages, interpreters: interpreters))
    }
}

extension Substring {
    /// Without the spaces at both ends.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
