public import Geodesy
import Statements
public import StrictJSON

/// What a recipient repeats of a message, as understood: where, when, what about.
public struct ReadBack: Hashable, Sendable {
    /// How far a repeated position may be off beyond the stated precision: what a place spoken to four decimals loses.
    public static let toleranceMillimetres: Int64 = 15_000
    /// How far a repeated time may be off: seconds are not spoken.
    public static let toleranceSeconds: Int64 = 59

    /// A place as understood, in whichever format it was heard.
    public enum Place: Hashable, Sendable {
        /// Degrees.
        case position(Position)
        /// A second format.
        case second(SecondPlace)
    }

    /// The subject, if it was repeated.
    public let about: MessageSubject?
    /// The positions, in the message's order.
    public let positions: [Place]
    /// The time, if it was repeated.
    public let time: TimeWindow?

    init(_ fields: inout JSONObject) throws(JSONError) {
        about = if let about = fields.present("about") { try MessageSubject(about) } else { nil }
        var positions: [Place] = []
        for place in try fields.present("positions")?.array(limit: MessageDetails.maximumPositions) ?? [] {
            positions.append(try Place(place))
        }
        self.positions = positions
        time = try fields.present("time")?.timeWindow()
    }

    /// Writes its members.
    public func write(to fields: inout JSONWriter) {
        if let about {
            fields.key("about")
            about.write(to: &fields)
        }
        if !positions.isEmpty {
            fields.key("positions")
            fields.array { list in for place in positions { place.write(to: &list) } }
        }
        if let time {
            fields.key("time")
            fields.timeWindow(time)
        }
    }
}

extension ReadBack.Place {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let position = fields.present("position")
        let second = fields.present("second")
        try fields.finish()
        switch (position, second) {
        case (let position?, nil): self = .position(try position.position())
        case (nil, let second?): self = .second(try SecondPlace(second))
        default: throw value.refused("needs exactly one of 'position', 'second': as it was heard")
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            switch self {
            case .position(let position):
                fields.key("position")
                fields.position(position)
            case .second(let place):
                fields.key("second")
                place.write(to: &fields)
            }
        }
    }

    /// What was understood, as sentences name it.
    var words: String {
        switch self {
        case .position(let position): StatedPlace.degrees(position)
        case .second(let place): place.text
        }
    }
}

/// One field of a message that came back otherwise than it was said.
public struct ReadBackDifference: Hashable, Sendable {
    /// Which field, as a pointer into the message's body.
    public let field: String
    /// What the message says.
    public let said: String
    /// What was repeated; nil where nothing was.
    public let understood: String?
    /// For a position, how far apart the two are in millimetres.
    public let apartMillimetres: Int64?

    /// Writes it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("field", field)
            fields.member("said", said)
            if let understood { fields.member("understood", understood) }
            if let apartMillimetres { fields.metres("apartMetres", apartMillimetres) }
        }
    }
}

extension ReadBack {
    /// Compares field by field: every place, the time, what it is about; what was not repeated differs.
    ///
    /// Words are not compared by a machine: of a subject in words only that it is an activity, or an incident.
    public func differences(from details: MessageDetails) -> [ReadBackDifference] {
        var found: [ReadBackDifference] = []
        if about?.comparable != details.about.comparable {
            found.append(
                ReadBackDifference(
                    field: "/about", said: details.about.comparable, understood: about?.comparable,
                    apartMillimetres: nil))
        }
        for (number, place) in details.positions.enumerated() {
            let heard = number < positions.count ? positions[number] : nil
            if let difference = Self.difference(heard, from: place, number) { found.append(difference) }
        }
        for number in details.positions.count..<max(details.positions.count, positions.count) {
            found.append(
                ReadBackDifference(
                    field: "/positions/\(number)", said: "no such position", understood: positions[number].words,
                    apartMillimetres: nil))
        }
        if !Self.agree(details.time, time) {
            found.append(
                ReadBackDifference(
                    field: "/time", said: Self.words(details.time) ?? "no time", understood: Self.words(time),
                    apartMillimetres: nil))
        }
        return found
    }

    private static func difference(_ heard: Place?, from place: StatedPlace, _ number: Int) -> ReadBackDifference? {
        let tolerance = place.precisionMillimetres + toleranceMillimetres
        let apart: Int64?
        switch heard {
        case .position(let position)?:
            let distance = place.position.millimetresApart(from: position)
            guard distance > tolerance else { return nil }
            apart = distance
        case .second(let second)?:
            // A square too large to tell one place from another repeats nothing.
            if second.sideMetres <= max(SecondPlace.coarsestMetres, place.precisionMillimetres / 1_000) {
                guard let distance = second.millimetresApart(from: place.position, within: tolerance) else {
                    return nil
                }
                apart = distance
            } else {
                apart = nil
            }
        case nil: apart = nil
        }
        return ReadBackDifference(
            field: "/positions/\(number)", said: "\(StatedPlace.degrees(place.position)) (\(place.second))",
            understood: heard?.words, apartMillimetres: apart)
    }

    private static func agree(_ said: TimeWindow?, _ heard: TimeWindow?) -> Bool {
        guard let said, let heard else { return said == nil && heard == nil }
        func isNear(_ left: Instant, _ right: Instant) -> Bool {
            abs(left.microseconds(to: right)) <= toleranceSeconds * 1_000_000
        }
        guard isNear(said.start, heard.start) else { return false }
        switch (said.end, heard.end) {
        case (nil, nil): return true
        case (let said?, let heard?): return isNear(said, heard)
        default: return false
        }
    }

    private static func words(_ window: TimeWindow?) -> String? {
        window.map { "\($0.start) to \($0.end.map { "\($0)" } ?? "no end")" }
    }
}
