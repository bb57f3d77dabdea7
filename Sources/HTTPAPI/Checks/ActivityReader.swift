import Coordination
public import Deconfliction
import Geodesy
import Statements
public import StrictJSON

/// A planned activity as it was read, ready to be checked.
public struct ReadActivity: Sendable {
    /// The volumes of the question.
    public let activity: Activity
    /// For every volume, the number of the volume or leg in the text that it comes from, from 0.
    public let sources: [Int]
    /// Whether the text gave a route rather than volumes.
    public let isRoute: Bool
    /// Whether places were rounded to 1e-7 degree and the areas grown by as much.
    public let wasRounded: Bool
}

/// Reads an activity: 4-D volumes in the JSON shape of ASTM F3548-21, or a route with times.
///
/// `{"volumes": [Volume4D, ...]}` or `{"route": {"path": [{"lat", "lon", "at"}, ...], "halfWidthMetres", "altitude"}}`,
/// either with `"standOffMetres"`, the least distance to keep from every record, 0 to 1,000 km.
///
/// What is not stated is taken as everything where that is possible: an altitude left out is unlimited. A time left out
/// is refused, since an activity without times would be answered by everything or by nothing.
public enum ActivityReader {
    /// Bytes of an activity's text, unless the caller says otherwise.
    public static let maximumBytes = 1024 * 1024
    /// Levels of nesting in an activity's text.
    public static let maximumDepth = 12
    /// What an area grows by when a place was rounded: half a step each way is 8 mm at the most.
    static let growthMillimetres: Int64 = 12

    /// Reads a text.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public static func read(_ bytes: [UInt8], limit: Int = maximumBytes) throws(JSONError) -> ReadActivity {
        let document = try JSONDocument(bytes, limits: .init(maximumBytes: limit, maximumDepth: maximumDepth))
        var fields = try document.root.object()
        let volumes = fields.optional("volumes")
        let route = fields.optional("route")
        let distance = fields.optional("standOffMetres")
        try fields.finish()
        let standOff = try distance?.distanceMillimetres(limit: ConflictRecord.maximumStandOffMillimetres) ?? 0
        var parts = ActivityParts()
        switch (volumes, route) {
        case (let volumes?, nil):
            for (number, value) in try volumes.array(limit: Activity.maximumVolumes).enumerated() {
                try parts.add(volume: value, number: number)
            }
        case (nil, let route?): try parts.add(route: route)
        default: throw fields.value.refused("needs exactly one of 'volumes' and 'route'")
        }
        do {
            return ReadActivity(
                activity: try Activity(volumes: parts.volumes, standOffMillimetres: standOff), sources: parts.sources,
                isRoute: route != nil,
                wasRounded: parts.wasRounded)
        } catch { throw (volumes ?? document.root).refused("\(error)") }
    }
}

/// Volumes as they are put together.
struct ActivityParts {
    var volumes: [Volume4D] = []
    var sources: [Int] = []
    var wasRounded = false

    mutating func add(_ area: Area, _ band: AltitudeBand, _ window: TimeWindow, number: Int) {
        volumes.append(Volume4D(area: area, band: band, window: window))
        sources.append(number)
    }
}

extension JSONValue {
    /// Degrees as whole 1e-7, rounded to the nearest; says whether anything was rounded.
    func roundedDegrees(limit: Int64) throws(JSONError) -> (valueE7: Int64, isExact: Bool) {
        let (value, isExact) = try decimal(scale: 7)
        // What rounding brings back into the range was still given outside it.
        guard value.magnitude <= UInt64(limit) * 10_000_000, try double().magnitude <= Double(limit) else {
            throw refused("must be from -\(limit) to \(limit) degrees")
        }
        return (value, isExact)
    }

    /// A position from its two values; says whether anything was rounded.
    static func roundedPosition(
        latitude: JSONValue, longitude: JSONValue
    ) throws(JSONError) -> (position: Position, isExact: Bool) {
        let (latitudeE7, latitudeIsExact) = try latitude.roundedDegrees(limit: 90)
        let (longitudeE7, longitudeIsExact) = try longitude.roundedDegrees(limit: 180)
        do {
            let position = try Position(latitudeE7: latitudeE7, longitudeE7: longitudeE7)
            return (position, latitudeIsExact && longitudeIsExact)
        } catch { throw latitude.refused("\(error)") }
    }

    /// Metres of a distance to keep as millimetres, rounded up, from 0 to the limit.
    func distanceMillimetres(limit: Int64) throws(JSONError) -> Int64 {
        let millimetres = try millimetresRounded(up: true)
        // What rounding brings back into the range was still given outside it.
        guard try double() >= 0, (0...limit).contains(millimetres) else {
            throw refused("must be from 0 to \(limit / 1_000) metres")
        }
        return millimetres
    }

    /// Metres as millimetres, rounded towards the larger area.
    func millimetresRounded(up: Bool) throws(JSONError) -> Int64 {
        let (nearest, isExact) = try decimal(scale: 3)
        if isExact { return nearest }
        let (moved, overflows) = nearest.addingReportingOverflow(up ? 1 : -1)
        guard !overflows else { throw refused("is too large a number here") }
        return moved
    }
}
