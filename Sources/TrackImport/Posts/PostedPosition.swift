import Geodesy
import StrictJSON
public import Tracking

/// A position that a device or an app posts over HTTP, as JSON or as the parameters of a query.
public struct PostedPosition: Hashable, Sendable {
    /// The position as a report; its device is always named.
    public let report: PositionReport
    /// Whether the post stated a time; without one, the report has that of receipt.
    public let hasOwnTime: Bool

    /// The device.
    public var device: String { report.device ?? "" }

    init(_ report: PositionReport, hasOwnTime: Bool = true) {
        self.report = report
        self.hasOwnTime = hasOwnTime
    }

    /// Reads a post in JSON: our own form, or that of Traccar Client 9.
    ///
    /// Ours is `{"device","at","lat","lon","accuracyMetres","speedMetresPerSecond","courseDegrees","note"}`, the last four
    /// optional, and nothing else. Traccar Client's is `{"location":{"timestamp","coords":{"latitude","longitude",
    /// "accuracy","speed","heading",…},…},"device_id"}` with speed in metres a second (traccar.org/osmand); there a
    /// negative speed, heading or accuracy says that it is not known, as Apple's CLLocation has it, and a negative
    /// accuracy that the position is not.
    ///
    /// - Throws: `TrackImportError` with code `badPost` and a sentence that can be answered with.
    public init(json bytes: [UInt8]) throws(TrackImportError) {
        do {
            let limits = JSONDocument.Limits(maximumBytes: TrackImportLimits.maximumPostBytes, maximumDepth: 8)
            var fields = try JSONDocument(bytes, limits: limits).root.object()
            if let location = fields.optional("location") {
                try self.init(traccar: location, device: fields.required("device_id").string())
                return
            }
            let device = try fields.required("device").string()
            let time = try fields.required("at")
            guard let at = try? Instant(rfc3339: time.string(), rounding: .down) else {
                throw time.refused("must be a time such as 2016-09-19T07:50:00Z")
            }
            let position = try Self.position(fields.required("lat"), fields.required("lon"))
            let report = try PositionReport(
                at: at, position: position,
                accuracyMillimetres: fields.present("accuracyMetres")?.decimal(scale: 3).value,
                speedMillimetresPerSecond: fields.present("speedMetresPerSecond")?.decimal(scale: 3).value,
                courseCentidegrees: fields.present("courseDegrees")?.decimal(scale: 2).value,
                device: device, means: .http, note: fields.present("note")?.string())
            try fields.finish()
            self.init(report)
        } catch { throw Self.refused(error) }
    }

    private init(traccar location: JSONValue, device: String) throws {
        var fields = try location.object()
        let time = try fields.required("timestamp")
        guard let at = try? Instant(rfc3339: time.string(), rounding: .down) else {
            throw time.refused("must be a time such as 2016-09-19T07:50:00.000Z")
        }
        if let mock = fields.present("mock"), try mock.bool() {
            throw mock.refused("says that the position is invented")
        }
        var coordinates = try fields.required("coords").object()
        let position = try Self.position(coordinates.required("latitude"), coordinates.required("longitude"))
        let accuracy = try coordinates.present("accuracy")?.decimal(scale: 3).value
        if let accuracy, accuracy < 0 {
            throw location.refused("has a negative accuracy: the device does not know where it is")
        }
        let heading = try coordinates.present("heading")?.decimal(scale: 2).value
        self.init(
            try PositionReport(
                at: at, position: position, accuracyMillimetres: accuracy,
                speedMillimetresPerSecond: coordinates.present("speed")?.decimal(scale: 3).value.ifKnown,
                courseCentidegrees: heading.map { $0 == 36_000 ? 0 : $0 }?.ifKnown, device: device, means: .http))
    }

    private static func position(_ latitude: JSONValue, _ longitude: JSONValue) throws -> Position {
        let builder = PointBuilder(limits: .standard)
        do {
            return try builder.position(latitude.decimal(scale: 7).value, longitude.decimal(scale: 7).value)
        } catch let fault as FieldFault {
            throw latitude.refused("the position " + fault.sentence)
        }
    }

    static func refused(_ error: any Error) -> TrackImportError {
        if let error = error as? TrackImportError { return error }
        return TrackImportError(.badPost, "\(error)")
    }
}

extension Int64 {
    /// Nil for a negative value, which devices write for one that is not known.
    var ifKnown: Int64? { self < 0 ? nil : self }
}
