public import Geodesy
import Statements
public import StrictJSON

/// Something that is amiss with a movement under way; it follows from what was reported, and from what was not.
public struct MovementAlarm: Hashable, Sendable {
    /// What is amiss.
    public enum Kind: String, CaseIterable, Comparable, Sendable {
        /// A leg has not ended by its time.
        case late
        /// It was reported outside the corridor that was notified.
        case offRoute = "off-route"
        /// It has not reported for longer than the clause allows.
        case silent
        /// It has stood in one place for longer than the clause allows, and not at the end of a leg.
        case stopped

        /// Orders by the words.
        public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    /// What is amiss.
    public let kind: Kind
    /// Since when.
    public let since: Instant
    /// Where it was then, if that is known.
    public let position: Position?
    /// For off-route, how far outside its corridor, millimetres, never more than it is.
    public let distanceMillimetres: Int64?

    /// An alarm from its parts.
    public init(_ kind: Kind, since: Instant, position: Position? = nil, distanceMillimetres: Int64? = nil) {
        self.kind = kind
        self.since = since
        self.position = position
        self.distanceMillimetres = distanceMillimetres
    }

    /// What is amiss, in a sentence.
    public var sentence: String {
        switch kind {
        case .late: "should have reached the end of its leg by \(since), and has not reported from there"
        case .offRoute:
            "was reported \(Self.metres(distanceMillimetres ?? 0)) outside the corridor that was notified, at \(since)"
        case .silent: "was due to report by \(since), and has not"
        case .stopped: "has stood in one place, not at the end of a leg, since \(since)"
        }
    }

    private static func metres(_ millimetres: Int64) -> String {
        millimetres < 1_000_000 ? "\(millimetres / 1_000) m" : "\(millimetres / 1_000_000) km"
    }

    /// Writes it as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("alarm", kind.rawValue)
            fields.member("since", since.description)
            if let position {
                fields.key("position")
                fields.position(position)
            }
            if let distanceMillimetres { fields.metres("distanceMetres", distanceMillimetres) }
            fields.member("text", sentence)
        }
    }
}

/// The times that instruments set for movements under way.
public struct MovementTerms: Hashable, Sendable {
    /// How often it reports.
    public let checkInEvery: Term?
    /// From when on a leg is late.
    public let lateAfter: Term?
    /// From when on it has stopped.
    public let stoppedAfter: Term?
    /// By when its organiser says what is the matter.
    public let alarmAnswerWithin: Term?

    /// What the instruments in force set.
    public init(_ instruments: InstrumentRegister) {
        checkInEvery = instruments.rule(.checkInEvery)
        lateAfter = instruments.rule(.lateAfter)
        stoppedAfter = instruments.rule(.stoppedAfter)
        alarmAnswerWithin = instruments.rule(.alarmAnswerWithin)
    }
}
