import Geodesy
public import StrictJSON

extension PlaceMatch {
    /// The place as it is read back: name, how it was recognised, admin units, code, and position in two formats.
    ///
    /// The second format is the MGRS square of one metre, so that a slip in one of the two shows.
    public var readBack: String {
        let units = place.units.map { $0.name.isEmpty ? $0.code : $0.name }.filter { !$0.isEmpty }
        let known = ([place.name()] + place.names.map(\.text).filter { $0 != place.name() }.prefix(1))
        var parts = [known.joined(separator: " / ") + (place.kind.map { " (\($0))" } ?? "")]
        parts.append(units.isEmpty ? "admin unit not stated" : "in \(units.reversed().joined(separator: ", "))")
        parts.append("\(place.list) \(place.code)")
        if let position = place.position {
            parts.append("\(Self.degrees(position)) = \(GridReference(position).spaced)")
        } else {
            parts.append("no position is known: it stays text")
        }
        parts.append(means.sentence(name: name, score: score))
        return parts.joined(separator: "; ")
    }

    private static func degrees(_ position: Position) -> String {
        [position.latitudeE7, position.longitudeE7].map { value in
            var writer = JSONWriter(capacity: 16)
            writer.decimal(Int64(value), scale: 7)
            return String(decoding: writer.bytes, as: UTF8.self)
        }.joined(separator: ", ")
    }
}

extension PlaceMatch.Means {
    /// How the name was recognised, for people.
    func sentence(name: String, score: Int) -> String {
        switch self {
        case .code: "by its code"
        case .name: "by its name as written"
        case .spelling: "by its name, spelled '\(name)'"
        case .sound: "by the sound of '\(name)'"
        case .similar: "like '\(name)' (\(score) of 1000)"
        case .part: "a part of, or more than, '\(name)' (\(score) of 1000)"
        }
    }
}

extension PlaceAnswer {
    /// What may be made of the answer, in one sentence, and never more than is known.
    public var sentence: String {
        let left = outside > 0 ? "; \(outside) more lie outside of '\(within ?? "")' and are not shown" : ""
        switch finding {
        case .one:
            return "one place is called this; read it back before it is used" + left
        case .ambiguous:
            return "\(rivals) places come equally near; somebody must say which is meant" + left
        case .doubtful:
            return "no place is called this, one is like it; somebody must say whether it is meant" + left
        case .unknown:
            return "no place like this is known here; it stays text, without a position" + left
        }
    }

    /// Writes the answer as a JSON object.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("query", query)
            if let within { fields.member("within", within) }
            fields.member("finding", finding.rawValue)
            fields.member("sentence", sentence)
            fields.member("rivals", rivals)
            fields.member("outside", outside)
            fields.key("matches")
            fields.array { list in for match in matches { match.write(to: &list) } }
        }
    }
}

extension PlaceMatch {
    /// Writes the match as a JSON object.
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("means", means.rawValue)
            fields.member("score", score)
            fields.member("matchedName", name)
            fields.key("place")
            place.write(to: &fields)
            if let position = place.position { fields.member("mgrs", GridReference(position).spaced) }
            fields.member("readBack", readBack)
        }
    }
}
