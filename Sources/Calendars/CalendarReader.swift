public import Geodesy

/// Reads the events of a calendar that somebody else wrote; what it does not understand it refuses, by line and rule.
public struct CalendarReader {
    private let limits: CalendarLimits
    private let resolve: (CalendarTime.Local) throws -> Instant

    /// A reader; `resolve` finds the instant of a time by the clocks of a zone, and throws where there is none or two.
    public init(limits: CalendarLimits = CalendarLimits(), resolve: @escaping (CalendarTime.Local) throws -> Instant) {
        self.limits = limits
        self.resolve = resolve
    }

    /// What a file holds so far.
    private struct Draft {
        let line: Int
        var start: ContentLine?
        var end: ContentLine?
        var duration: ContentLine?
        var uid: String?
        var summary = ""
        var text = ""
        var sequence: UInt64 = 0
        var isCancelled = false
        var fields: [CalendarEvent.Field] = []
    }

    /// Reads a file.
    ///
    /// - Throws: `CalendarError` naming the line and the rule.
    public func read(_ bytes: [UInt8]) throws(CalendarError) -> CalendarFile {
        var file = CalendarFile(name: "", text: "", events: [])
        var open: [(name: String, line: Int)] = []
        var draft: Draft?
        var seen: Set<String> = []
        var isOver = false
        for line in try ContentLine.lines(of: bytes, limits: limits) {
            guard !isOver else { throw line.refused("stands after the end of the calendar") }
            switch line.name {
            case "BEGIN":
                let name = line.value.uppercased()
                guard open.count < limits.depth else { throw line.refused("is nested deeper than \(limits.depth)") }
                guard open.isEmpty == (name == "VCALENDAR") else {
                    throw line.refused("'\(name)' may not stand here; a file holds one VCALENDAR")
                }
                open.append((name, line.number))
                if open.count == 2, name == "VEVENT" { draft = Draft(line: line.number) }
            case "END":
                guard let last = open.popLast(), last.name == line.value.uppercased() else {
                    throw line.refused("ends '\(line.value)', which is not what is open")
                }
                isOver = open.isEmpty
                guard open.count == 1, last.name == "VEVENT", let closed = draft else { continue }
                draft = nil
                if closed.isCancelled { continue }
                let event = try event(closed)
                guard file.events.count < limits.events else {
                    throw line.refused("more than \(limits.events) events; divide the file")
                }
                guard seen.insert(event.uid).inserted else {
                    throw CalendarError(line: closed.line, rule: "has the UID of an event before it, '\(event.uid)'")
                }
                file.events.append(event)
            default:
                guard let first = open.first, first.name == "VCALENDAR" else {
                    throw line.refused("must be BEGIN:VCALENDAR, not '\(line.name)'")
                }
                switch open.count {
                case 1: try Self.take(line, into: &file)
                case 2 where draft != nil: try Self.take(line, into: &draft)
                // Alarms, zones, to-dos: nothing of theirs is a shift.
                default: break
                }
            }
        }
        guard isOver else {
            throw CalendarError(
                line: open.last?.line ?? 1,
                rule: open.last.map { "'\($0.name)' is not ended; the file is cut short" }
                    ?? "the file holds no calendar")
        }
        return file
    }

    private static func take(_ line: ContentLine, into file: inout CalendarFile) throws(CalendarError) {
        switch line.name {
        case "VERSION" where line.value != "2.0": throw line.refused("is version '\(line.value)'; 2.0 is read")
        case "CALSCALE" where line.value.uppercased() != "GREGORIAN":
            throw line.refused("counts by '\(line.value)'; GREGORIAN is read")
        case "METHOD" where line.value.uppercased() == "CANCEL":
            throw line.refused("cancels events; publish a roster without them instead")
        case "X-WR-CALNAME": file.name = try line.text()
        case "X-WR-CALDESC": file.text = try line.text()
        default: break
        }
    }

    private static func take(_ line: ContentLine, into draft: inout Draft?) throws(CalendarError) {
        switch line.name {
        case "DTSTART": try once(line, &draft, \.start)
        case "DTEND": try once(line, &draft, \.end)
        case "DURATION": try once(line, &draft, \.duration)
        case "UID": draft?.uid = try line.text()
        case "SUMMARY": draft?.summary = try line.text()
        case "DESCRIPTION": draft?.text = try line.text()
        case "SEQUENCE":
            guard let number = UInt64(line.value) else { throw line.refused("'SEQUENCE' must be a whole number") }
            draft?.sequence = number
        case "STATUS": draft?.isCancelled = line.value.uppercased() == "CANCELLED"
        case "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID":
            throw line.refused("the event recurs by '\(line.name)'; export it with every shift written out")
        case let name where name.hasPrefix("X-"):
            draft?.fields.append(CalendarEvent.Field(name, try line.text()))
        default: break
        }
    }

    private static func once(
        _ line: ContentLine, _ draft: inout Draft?, _ field: WritableKeyPath<Draft, ContentLine?>
    ) throws(CalendarError) {
        guard draft?[keyPath: field] == nil else { throw line.refused("gives '\(line.name)' twice") }
        draft?[keyPath: field] = line
    }

    private func event(_ draft: Draft) throws(CalendarError) -> CalendarEvent {
        func refused(_ rule: String) -> CalendarError { CalendarError(line: draft.line, rule: rule) }
        guard let first = draft.start else { throw refused("the event has no DTSTART") }
        guard let uid = draft.uid, !uid.isEmpty else { throw refused("the event has no UID") }
        let start = try instant(first)
        let end: Instant
        switch (draft.end, draft.duration) {
        case (let last?, nil): end = try instant(last)
        case (nil, let length?): end = start.adding(seconds: try CalendarDuration.seconds(length))
        case (nil, nil): throw refused("the event has neither DTEND nor DURATION")
        case (.some, .some): throw refused("the event has both DTEND and DURATION")
        }
        guard end > start else { throw refused("the event ends at \(end), which is not after its beginning, \(start)") }
        return CalendarEvent(
            uid: uid, sequence: draft.sequence, stamp: start, start: start, end: end, summary: draft.summary,
            text: draft.text, fields: draft.fields)
    }

    private func instant(_ line: ContentLine) throws(CalendarError) -> Instant {
        switch try CalendarTime(line) {
        case .utc(let instant): return instant
        case .local(let local):
            do { return try resolve(local) } catch { throw line.refused("'\(line.name)': \(error)") }
        }
    }
}
