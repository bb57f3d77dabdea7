/// Which columns of a table say what; what is nil is looked for by its usual names.
///
/// Usual names are compared without capitals, spaces, underscores, hyphens, points and brackets. Where two columns could
/// be one field, the file is refused until the mapping says which.
public struct TrackColumns: Hashable, Sendable {
    /// The device.
    public var device: String?
    /// The time.
    public var time: String?
    /// The latitude.
    public var latitude: String?
    /// The longitude.
    public var longitude: String?
    /// The accuracy in metres.
    public var accuracy: String?
    /// The speed.
    public var speed: String?
    /// The course.
    public var course: String?
    /// The note.
    public var note: String?
    /// The unit of a speed whose column does not name it; nil to leave such a speed out.
    public var speedUnit: SpeedUnit?
    /// Whether numbers are written with a decimal comma.
    public var hasDecimalComma: Bool
    /// The offset from UTC, in minutes, of times that state none; nil to refuse those.
    public var offsetMinutes: Int?

    /// A mapping.
    public init(
        device: String? = nil, time: String? = nil, latitude: String? = nil, longitude: String? = nil,
        accuracy: String? = nil, speed: String? = nil, course: String? = nil, note: String? = nil,
        speedUnit: SpeedUnit? = nil, hasDecimalComma: Bool = false, offsetMinutes: Int? = nil
    ) {
        self.device = device
        self.time = time
        self.latitude = latitude
        self.longitude = longitude
        self.accuracy = accuracy
        self.speed = speed
        self.course = course
        self.note = note
        self.speedUnit = speedUnit
        self.hasDecimalComma = hasDecimalComma
        self.offsetMinutes = offsetMinutes
    }

    enum Field: String, CaseIterable {
        case device, time, latitude, longitude, accuracy, speed, course, note

        /// Names as they are compared.
        var usualNames: Set<String> {
            switch self {
            case .device:
                [
                    "device", "deviceid", "devicename", "id", "uniqueid", "tracker", "trackerid", "imei", "unit",
                    "unitid",
                ]
            case .time:
                [
                    "time", "timestamp", "datetime", "gpstime", "fixtime", "utc", "utctime", "timeutc", "at",
                    "datetimeutc", "positiontime", "recordedat",
                ]
            case .latitude:
                ["latitude", "lat", "latdeg", "latitudedeg", "latitudedegrees", "gpslat", "gpslatitude", "y"]
            case .longitude:
                [
                    "longitude", "lon", "lng", "long", "longdeg", "londeg", "lngdeg", "longitudedeg",
                    "longitudedegrees", "gpslon",
                    "gpslng", "gpslongitude", "x",
                ]
            case .accuracy: ["accuracy", "accuracym", "accuracymetres", "accuracymeters", "hacc", "horizontalaccuracy"]
            case .speed: Set(["speed", "velocity"] + Self.speedsWithUnit.keys)
            case .course: ["course", "heading", "bearing", "direction", "cog"]
            case .note: ["note", "notes", "remark", "remarks", "comment", "comments"]
            }
        }

        /// Names of speeds that say their unit.
        static let speedsWithUnit: [String: SpeedUnit] = [
            "speedms": .metresPerSecond, "speedm/s": .metresPerSecond, "speedmps": .metresPerSecond,
            "speedmetrespersecond": .metresPerSecond, "speedkmh": .kilometresPerHour, "speedkm/h": .kilometresPerHour,
            "speedkph": .kilometresPerHour, "speedkn": .knots, "speedkt": .knots, "speedkts": .knots,
            "speedknots": .knots,
        ]
    }

    func name(of field: Field) -> String? {
        switch field {
        case .device: device
        case .time: time
        case .latitude: latitude
        case .longitude: longitude
        case .accuracy: accuracy
        case .speed: speed
        case .course: course
        case .note: note
        }
    }

    /// A column's name as it is compared.
    static func folded(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { !" _-.()[]".unicodeScalars.contains($0) })
    }

    /// Finds the columns of a header.
    func places(in header: [String]) throws(TrackImportError) -> [Field: Int] {
        var places: [Field: Int] = [:]
        for field in Field.allCases {
            let asked = name(of: field)
            let found = header.indices.filter { index in
                asked.map { $0 == header[index] } ?? field.usualNames.contains(Self.folded(header[index]))
            }
            guard found.count <= 1 else {
                let names = found.map { "'\(DecimalReading.shown(header[$0]))'" }.joined(separator: ", ")
                throw TrackImportError(
                    .columns, "the columns \(names) could each be the \(field.rawValue); state which in the mapping")
            }
            places[field] = found.first
            let isNeeded = asked != nil || [.time, .latitude, .longitude].contains(field)
            if found.isEmpty, isNeeded {
                throw TrackImportError(
                    .columns,
                    "no column is the \(field.rawValue)" + (asked.map { " ('\(DecimalReading.shown($0))')" } ?? "")
                        + "; name it in the mapping, or call it '\(field.rawValue)'")
            }
        }
        return places
    }
}
