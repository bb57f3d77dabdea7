import StrictJSON

/// One GeoJSON feature: its lines as written, and what its properties say.
struct FeatureLines {
    /// The coordinates of each line; none for a geometry that is no line.
    var lines: [JSONValue] = []
    var ends: RoadFeature.Ends?
    var roadClass: RoadClass?
    var direction: RoadDirection? = .both
    var speed: Int?
    var hasUnreadSpeed = false
    var name = ""
    var lengthMillimetres: Int64?

    init(_ value: JSONValue, _ mapping: RoadMapping) throws(JSONError) {
        var fields = try value.object()
        let type = try fields.required("type")
        guard try type.string() == "Feature" else { throw type.refused("must be 'Feature'") }
        if let properties = try fields.present("properties")?.object() { try read(properties, mapping) }
        guard let geometry = fields.present("geometry") else { return }
        var shape = try geometry.object()
        switch try shape.required("type").string() {
        case "LineString": lines = [try shape.required("coordinates")]
        case "MultiLineString":
            lines = try shape.required("coordinates").array(limit: RoadLimits.maximumFeatureParts)
        default: break
        }
    }

    private mutating func read(_ properties: JSONObject, _ mapping: RoadMapping) throws(JSONError) {
        let endNames = mapping.ends
        var (one, other): (Int64?, Int64?)
        for (key, value) in properties.members where !value.isNull {
            if key == endNames?.0 {
                one = try Self.number(value)
            } else if key == endNames?.1 {
                other = try Self.number(value)
            } else if key == mapping.roadClass {
                roadClass = Self.words(value).lazy.compactMap { RoadClass(named: $0) }.first
            } else if key == mapping.oneWay {
                direction = Self.direction(value)
            } else if key == mapping.speed {
                let speeds = Self.words(value).compactMap(RoadWords.speed)
                // Of several speeds along one road the lowest counts.
                speed = speeds.min()
                hasUnreadSpeed = speeds.isEmpty
            } else if key == mapping.name {
                name = Self.words(value).joined(separator: "; ")
            } else if key == mapping.length {
                lengthMillimetres = try value.decimal(scale: 3).value
            }
        }
        if let one, let other { ends = RoadFeature.Ends(one, other) }
    }

    /// A number, also one written as text.
    private static func number(_ value: JSONValue) throws(JSONError) -> Int64 {
        if value.kind == .string {
            guard let number = Int64(try value.string()) else { throw value.refused("must be a whole number") }
            return number
        }
        return try value.integer()
    }

    /// The text of a value, or the texts of an array.
    private static func words(_ value: JSONValue) -> [String] {
        switch value.kind {
        case .string: (try? value.string()).map { [$0] } ?? []
        case .number: [String(decoding: value.rawBytes, as: UTF8.self)]
        case .array: ((try? value.array(limit: 100)) ?? []).compactMap { try? $0.string() }
        default: []
        }
    }

    private static func direction(_ value: JSONValue) -> RoadDirection? {
        if let isOneWay = try? value.bool() { return isOneWay ? .forward : .both }
        return words(value).first.flatMap(RoadWords.direction)
    }
}
