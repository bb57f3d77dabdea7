import Geodesy
public import StrictJSON

/// Why a gazetteer's file was refused: the line, from 1, and the sentence.
public struct GazetteerFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; nil for the whole file.
    public let line: Int?
    /// What was found there.
    public let sentence: String
    /// The line and the sentence.
    public var description: String { (line.map { "line \($0): " } ?? "") + sentence }
}

extension Place {
    /// Writes the place as a JSON object.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("list", list)
            fields.member("code", code)
            if let kind { fields.member("kind", kind) }
            fields.key("names")
            fields.array { list in
                for name in names {
                    list.object { fields in
                        if !name.language.isEmpty { fields.member("language", name.language) }
                        fields.member("text", name.text)
                    }
                }
            }
            fields.key("units")
            fields.array { list in
                for unit in units {
                    list.object { fields in
                        fields.member("level", unit.level)
                        if !unit.code.isEmpty { fields.member("code", unit.code) }
                        if !unit.name.isEmpty { fields.member("name", unit.name) }
                    }
                }
            }
            if let position {
                fields.key("position")
                fields.object { fields in
                    fields.key("latitude")
                    fields.decimal(Int64(position.latitudeE7), scale: 7)
                    fields.key("longitude")
                    fields.decimal(Int64(position.longitudeE7), scale: 7)
                }
            }
        }
    }

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let list = try fields.required("list").string()
        let code = try fields.required("code").string()
        let kind = try fields.present("kind")?.string()
        var names: [PlaceName] = []
        for element in try fields.required("names").array(limit: GazetteerLimits.maximumNames) {
            var name = try element.object()
            let language = try name.present("language")?.string() ?? ""
            names.append(PlaceName(try name.required("text").string(), language: language))
            try name.finish()
        }
        var units: [AdminUnit] = []
        for element in try fields.required("units").array(limit: GazetteerLimits.maximumUnits) {
            var unit = try element.object()
            let level = Int(try unit.required("level").integer(in: 0...20))
            let code = try unit.present("code")?.string() ?? ""
            units.append(AdminUnit(level: level, code: code, name: try unit.present("name")?.string() ?? ""))
            try unit.finish()
        }
        var position: Position?
        if let place = fields.present("position") {
            var degrees = try place.object()
            let latitude = try degrees.required("latitude").decimal(scale: 7)
            let longitude = try degrees.required("longitude").decimal(scale: 7)
            try degrees.finish()
            do { position = try Position(latitudeE7: latitude.value, longitudeE7: longitude.value) } catch {
                throw place.refused("\(error)")
            }
        }
        try fields.finish()
        do {
            self = try Place(code: code, list: list, names: names, units: units, kind: kind, position: position)
        } catch { throw value.refused("\(error)") }
    }
}

extension Gazetteer {
    /// The most bytes of a gazetteer's file.
    public static let maximumFileBytes = 256 << 20
    private static let maximumLineBytes = 256 << 10

    /// The gazetteer as its file has it: JSON Lines in UTF-8, one place a line.
    public var file: [UInt8] {
        var bytes: [UInt8] = []
        for place in places {
            var writer = JSONWriter(capacity: 256)
            place.write(to: &writer)
            bytes += writer.bytes
            bytes.append(0x0A)
        }
        return bytes
    }

    /// Reads a gazetteer's file.
    ///
    /// - Throws: The first line that is refused, and why.
    public init(reading bytes: [UInt8]) throws(GazetteerFileError) {
        guard bytes.count <= Self.maximumFileBytes else {
            throw GazetteerFileError(line: nil, sentence: "the file has more than \(Self.maximumFileBytes) bytes")
        }
        var places: [Place] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do throws(JSONError) {
                let document = try JSONDocument(Array(line), limits: .init(maximumBytes: Self.maximumLineBytes))
                places.append(try Place(document.root))
            } catch { throw GazetteerFileError(line: index + 1, sentence: "\(error)") }
        }
        do { try self.init(places) } catch { throw GazetteerFileError(line: nil, sentence: "\(error)") }
    }

    /// This gazetteer with a list's places in the place of those that it had of that list.
    ///
    /// - Throws: `codeRepeated`, `tooManyPlaces`.
    public func replacing(list: String, with places: [Place]) throws(PlaceError) -> Gazetteer {
        try Gazetteer(self.places.filter { $0.list != list } + places)
    }
}
