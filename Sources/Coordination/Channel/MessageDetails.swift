public import Geodesy
public import Statements
public import StrictJSON

/// What a message is for; none of them asks for leave, and none gives it.
public enum MessagePurpose: String, CaseIterable, Sendable {
    /// It tells.
    case notice
    /// It asks.
    case question
    /// It warns of something that may follow; it ends with its `expires`, if it has one.
    case warning
    /// It names a time after which something may follow.
    case ultimatum
    /// It asks for what is under way to stop.
    case stopCall = "stop-call"

    /// Whether it needs `expires`: the clock is the message.
    var needsExpiry: Bool { self == .ultimatum }
}

/// What a message is about.
public enum MessageSubject: Hashable, Sendable {
    /// A record of the accord.
    case record(RecordID)
    /// Something that is amiss with a movement under way.
    case alarm(RecordID, MovementAlarm.Kind)
    /// An activity, in words.
    case activity(LocalisedText)
    /// Something that happens now, in words.
    case incident(LocalisedText)

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let record = fields.present("record")
        let activity = fields.present("activity")
        let incident = fields.present("incident")
        let alarm = fields.present("alarm")
        try fields.finish()
        switch (record, activity, incident, alarm) {
        case (let record?, nil, nil, nil): self = .record(try record.recordID())
        case (nil, let activity?, nil, nil): self = .activity(try LocalisedText(activity))
        case (nil, nil, let incident?, nil): self = .incident(try LocalisedText(incident))
        case (nil, nil, nil, let alarm?):
            var named = try alarm.object()
            self = .alarm(try named.required("movement").recordID(), try named.required("kind").choice())
            try named.finish()
        default: throw value.refused("needs exactly one of 'record', 'activity', 'incident', 'alarm'")
        }
    }

    /// The word for what it is, and the record's name where it is one: what can be compared by a machine.
    var comparable: String {
        switch self {
        case .record(let id): "record \(id)"
        case .alarm(let id, let kind): "alarm \(kind.rawValue) of \(id)"
        case .activity: "activity"
        case .incident: "incident"
        }
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            switch self {
            case .record(let id): fields.member("record", id.description)
            case .alarm(let id, let kind):
                fields.key("alarm")
                fields.object { named in
                    named.member("movement", id.description)
                    named.member("kind", kind.rawValue)
                }
            case .activity(let text):
                fields.key("activity")
                text.write(to: &fields)
            case .incident(let text):
                fields.key("incident")
                text.write(to: &fields)
            }
        }
    }
}

/// What a sender says to others on a line.
public struct MessageDetails: Hashable, Sendable {
    /// Parties one message may go to.
    public static let maximumRecipients = 16
    /// Positions one message may give.
    public static let maximumPositions = 16
    /// Bytes of one language's text.
    public static let maximumTextBytes = 2_000

    /// The line.
    public let line: RecordID
    /// The parties it is for, in order of their names.
    public let to: [PartyID]
    /// What it is for.
    public let purpose: MessagePurpose
    /// How urgent it is.
    public let urgency: Urgency
    /// What it is about.
    public let about: MessageSubject
    /// What it says.
    public let text: LocalisedText
    /// Where.
    public let positions: [StatedPlace]
    /// When what it is about happens, if that is part of it.
    public let time: TimeWindow?
    /// When a warning or an ultimatum ends.
    public let expires: Instant?
    /// How and when it was said, if this channel did not carry it.
    public let enteredLater: EnteredLater?

    /// Whether a recipient repeats it before it counts as received: it says where or when.
    public var needsReadBack: Bool { !positions.isEmpty || time != nil }

    /// Reads the body of `message.send.v1` or `message.correct.v1`.
    init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        line = try fields.required("line").recordID()
        let list = try fields.required("to")
        var parties: Set<PartyID> = []
        for party in try list.array(limit: Self.maximumRecipients) {
            guard parties.insert(try party.identifier()).inserted else { throw list.refused("names a party twice") }
        }
        guard !parties.isEmpty else { throw list.refused("needs at least one party") }
        to = parties.sorted()
        purpose = try fields.required("purpose").choice()
        urgency = try fields.required("urgency").choice()
        about = try MessageSubject(fields.required("about"))
        text = try LocalisedText(fields.required("text"), limit: Self.maximumTextBytes)
        var positions: [StatedPlace] = []
        for place in try fields.present("positions")?.array(limit: Self.maximumPositions) ?? [] {
            positions.append(try StatedPlace(place))
        }
        self.positions = positions
        time = try fields.present("time")?.timeWindow()
        expires = try fields.present("expires")?.instant()
        if let entered = fields.present("enteredLater") {
            enteredLater = try EnteredLater(entered)
        } else {
            enteredLater = nil
        }
        try fields.finish()
        guard expires != nil || !purpose.needsExpiry else {
            throw body.refused("'\(purpose.rawValue)' needs 'expires': the time that it names")
        }
        guard expires == nil || purpose == .warning || purpose == .ultimatum else {
            throw body.refused("only a warning or an ultimatum has 'expires'")
        }
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("line", line.description)
            fields.key("to")
            fields.array { list in for party in to { list.string(party.rawValue) } }
            fields.member("purpose", purpose.rawValue)
            fields.member("urgency", urgency.rawValue)
            fields.key("about")
            about.write(to: &fields)
            fields.key("text")
            text.write(to: &fields)
            if !positions.isEmpty {
                fields.key("positions")
                fields.array { list in for place in positions { place.write(to: &list) } }
            }
            if let time {
                fields.key("time")
                fields.timeWindow(time)
            }
            if let expires { fields.member("expires", expires.description) }
            enteredLater?.write(to: &fields)
        }
    }
}

extension JSONValue {
    /// A record's name, `owner/subject`.
    public func recordID() throws(JSONError) -> RecordID {
        guard let id = RecordID(try string()) else { throw refused("must be a record's name, 'owner/subject'") }
        return id
    }
}
