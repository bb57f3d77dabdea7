public import Geodesy

/// An event of a calendar, as far as rosters need it.
public struct CalendarEvent: Hashable, Sendable {
    /// Names it across calendars and editions.
    public var uid: String
    /// Rises with every edition of the event.
    public var sequence: UInt64
    /// When this edition of it was made.
    public var stamp: Instant
    /// When it begins.
    public var start: Instant
    /// When it ends.
    public var end: Instant
    /// A line for people.
    public var summary: String
    /// More for people; empty when there is no more.
    public var text: String
    /// Fields for programs, `X-` in front, in order.
    public var fields: [Field]

    /// A field for programs.
    public struct Field: Hashable, Sendable {
        /// The name, `X-` in front, in capitals.
        public let name: String
        /// The value.
        public let value: String

        /// A field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// An event from its parts.
    public init(
        uid: String, sequence: UInt64, stamp: Instant, start: Instant, end: Instant, summary: String, text: String,
        fields: [Field]
    ) {
        self.uid = uid
        self.sequence = sequence
        self.stamp = stamp
        self.start = start
        self.end = end
        self.summary = summary
        self.text = text
        self.fields = fields
    }

    /// The first field called `name`.
    public func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// A calendar file (RFC 5545), written in UTC alone.
public struct CalendarFile: Hashable, Sendable {
    /// What most programs show as the calendar's name.
    public var name: String
    /// Said at its head, so that it travels with every copy; empty when there is nothing to say.
    public var text: String
    /// The events.
    public var events: [CalendarEvent]

    /// A calendar.
    public init(name: String, text: String, events: [CalendarEvent]) {
        self.name = name
        self.text = text
        self.events = events
    }

    /// Which program wrote it.
    static let product = "-//Parley//Duty roster//EN"

    /// The file's bytes: the same for the same calendar.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func line(_ text: String) { CalendarText.append(text, to: &bytes) }
        line("BEGIN:VCALENDAR")
        line("VERSION:2.0")
        line("PRODID:\(Self.product)")
        line("CALSCALE:GREGORIAN")
        line("METHOD:PUBLISH")
        line("X-WR-CALNAME:\(CalendarText.escape(name))")
        if !text.isEmpty { line("X-WR-CALDESC:\(CalendarText.escape(text))") }
        for event in events {
            line("BEGIN:VEVENT")
            line("UID:\(CalendarText.escape(event.uid))")
            line("DTSTAMP:\(CalendarTime.text(event.stamp))")
            // RFC 5545 gives a sequence 31 bits.
            line("SEQUENCE:\(min(event.sequence, UInt64(Int32.max)))")
            line("DTSTART:\(CalendarTime.text(event.start))")
            line("DTEND:\(CalendarTime.text(event.end))")
            line("SUMMARY:\(CalendarText.escape(event.summary))")
            if !event.text.isEmpty { line("DESCRIPTION:\(CalendarText.escape(event.text))") }
            line("TRANSP:OPAQUE")
            for field in event.fields { line("\(field.name):\(CalendarText.escape(field.value))") }
            line("END:VEVENT")
        }
        line("END:VCALENDAR")
        return bytes
    }
}
