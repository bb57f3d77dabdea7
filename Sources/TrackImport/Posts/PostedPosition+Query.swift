public import Geodesy
import Tracking

extension PostedPosition {
    /// Whose habits the parameters of a query follow: the names are the same, two meanings are not.
    public enum Convention: String, CaseIterable, Hashable, Sendable {
        /// Traccar's OsmAnd protocol: `speed` in knots, `accuracy` in metres, `hdop` without a unit (and not read).
        case traccar
        /// OsmAnd's own online tracking: `speed` in metres a second, and `hdop` holds the accuracy in metres.
        case osmAnd
    }

    /// Reads the parameters of a query or of a form, such as `id=7&lat=36.15&lon=36.97&timestamp=1474271400&speed=12`.
    ///
    /// Read are `id` or `deviceid`, `lat` and `lon` or `location`, `timestamp` (seconds or milliseconds since 1970,
    /// RFC 3339, or that form without an offset, which then is UTC), `speed`, `bearing` or `heading`, `accuracy`, and
    /// `valid`; others are passed over. By `valid=false` or `mock=true` a position is refused. Without `timestamp` it has
    /// the time of receipt, as Traccar's server gives it. Sources: traccar.org/osmand, `OsmAndProtocolDecoder.java` of
    /// traccar/traccar, `ProtocolFormatter.kt` of traccar/traccar-client-android, and for OsmAnd's own meanings
    /// `LiveMonitoringHelper.java` of osmandapp/OsmAnd, which sends the location's speed, and its accuracy as `{3}`.
    ///
    /// - Parameters:
    ///   - query: The query without `?`, or the form's body.
    ///   - receivedAt: When it was received.
    ///   - convention: Which meanings speed and hdop have.
    /// - Throws: `TrackImportError` with code `badPost` and a sentence that can be answered with.
    public init(query: String, receivedAt: Instant, convention: Convention = .traccar) throws(TrackImportError) {
        let parameters = try Self.parameters(query)
        if parameters["valid"].map({ $0.lowercased() == "false" || $0 == "0" }) == true {
            throw TrackImportError(.badPost, "'valid' says that the device does not know where it is")
        }
        if parameters["mock"]?.lowercased() == "true" {
            throw TrackImportError(.badPost, "'mock' says that the position is invented")
        }
        guard let device = try Self.one(of: ["id", "deviceid"], parameters), !device.isEmpty else {
            throw TrackImportError(.badPost, "'id' is missing; it names the device")
        }
        var texts = PointTexts(device: device)
        (texts.latitude, texts.longitude) = try Self.place(parameters)
        texts.time = parameters["timestamp"] ?? receivedAt.description
        texts.speed = Self.known(parameters["speed"])
        texts.course = try Self.known(Self.one(of: ["bearing", "heading"], parameters))
        texts.accuracyMetres = parameters["accuracy"] ?? (convention == .osmAnd ? parameters["hdop"] : nil)
        if texts.accuracyMetres?.hasPrefix("-") == true {
            throw TrackImportError(.badPost, "'accuracy' is negative: the device does not know where it is")
        }
        var builder = PointBuilder(limits: .standard)
        builder.offsetMinutes = 0
        builder.speedUnit = convention == .traccar ? .knots : .metresPerSecond
        let outcome = builder.report(texts, means: .http)
        guard let report = outcome.report else {
            let (field, fault) = outcome.faults.first ?? ("", FieldFault(.badRow, "cannot be read"))
            throw TrackImportError(.badPost, "\(field.isEmpty ? "the position" : field): \(fault.sentence)")
        }
        self.init(report, hasOwnTime: parameters["timestamp"] != nil)
    }

    private static func place(_ parameters: [String: String]) throws(TrackImportError) -> (String?, String?) {
        guard let location = parameters["location"] else { return (parameters["lat"], parameters["lon"]) }
        guard parameters["lat"] == nil, parameters["lon"] == nil else {
            throw TrackImportError(.badPost, "the position stands twice: send 'lat' and 'lon', or 'location'")
        }
        let parts = location.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw TrackImportError(.badPost, "'location' must be a latitude and a longitude with a comma between")
        }
        return (String(parts[0]).trimmedASCII, String(parts[1]).trimmedASCII)
    }

    /// A negative speed or course says that it is not known.
    private static func known(_ text: String?) -> String? { text.flatMap { $0.hasPrefix("-") ? nil : $0 } }

    private static func one(
        of names: [String], _ parameters: [String: String]
    ) throws(TrackImportError) -> String? {
        let found = names.compactMap { parameters[$0] }
        guard found.count <= 1 else {
            throw TrackImportError(.badPost, "'\(names[0])' and '\(names[1])' are both there; send one of them")
        }
        return found.first
    }

    private static func parameters(_ query: String) throws(TrackImportError) -> [String: String] {
        guard query.utf8.count <= TrackImportLimits.maximumPostBytes else {
            throw TrackImportError(
                .badPost, "the query is longer than \(TrackImportLimits.maximumPostBytes) bytes")
        }
        var out: [String: String] = [:]
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= TrackImportLimits.maximumParameters else {
            throw TrackImportError(
                .badPost, "the query has more than \(TrackImportLimits.maximumParameters) parameters")
        }
        for pair in pairs {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = parts.count > 1 ? decoded(parts[1]) : "" else {
                throw TrackImportError(.badPost, "the query holds an escape that is broken or no UTF-8")
            }
            // Of two values one would have to be guessed.
            guard out.updateValue(value, forKey: name) == nil else {
                throw TrackImportError(.badPost, "'\(DecimalReading.shown(name))' stands twice; send it once")
            }
        }
        return out
    }

    /// Percent escapes and `+` for a space, as forms have them; nil for a broken one.
    private static func decoded(_ text: Substring.UTF8View) -> String? {
        func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46: byte - 0x37
            case 0x61...0x66: byte - 0x57
            default: nil
            }
        }
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
