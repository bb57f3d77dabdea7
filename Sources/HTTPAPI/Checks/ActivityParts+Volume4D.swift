import Deconfliction
import Geodesy
import Statements
import StrictJSON

/// `Volume4D` and what it is made of.
///
/// Source: ASTM F3548-21 annex A4 (the USS API's OpenAPI), types Volume4D, Volume3D, Polygon, Circle, Altitude, Time.
extension ActivityParts {
    /// Adds one volume; a polygon whose corners were rounded also adds its border with a width.
    mutating func add(volume value: JSONValue, number: Int) throws(JSONError) {
        var fields = try value.object()
        let space = try fields.required("volume")
        let start = try Self.time(fields.present("time_start"), "time_start", of: value, .down)
        let end = try Self.time(fields.present("time_end"), "time_end", of: value, .up)
        try fields.finish()
        let window: TimeWindow
        do { window = try TimeWindow(start: start, end: end) } catch { throw value.refused("\(error)") }
        var shape = try space.object()
        let circle = shape.present("outline_circle")
        let polygon = shape.present("outline_polygon")
        let lower = try Self.altitude(shape.present("altitude_lower"), roundsUp: false)
        let upper = try Self.altitude(shape.present("altitude_upper"), roundsUp: true)
        try shape.finish()
        let band = try Self.band(lower, upper, of: space)
        switch (circle, polygon) {
        case (let circle?, nil): add(.circle(try readCircle(circle)), band, window, number: number)
        case (nil, let polygon?): try addPolygon(polygon, band, window, number: number)
        default: throw space.refused("needs exactly one of 'outline_circle' and 'outline_polygon'")
        }
    }

    private mutating func readCircle(_ value: JSONValue) throws(JSONError) -> Circle {
        var fields = try value.object()
        let centre = try readPoint(fields.required("center"))
        let radius = try fields.required("radius")
        try fields.finish()
        var length = try radius.object()
        let metres = try length.required("value")
        var millimetres = try metres.millimetresRounded(up: true)
        try Self.requireMetres(length.required("units"))
        try length.finish()
        if !centre.isExact, millimetres >= 0 { millimetres += ActivityReader.growthMillimetres }
        do {
            return try Circle(centre: centre.position, radiusMillimetres: millimetres)
        } catch { throw metres.refused("\(error)") }
    }

    private mutating func addPolygon(
        _ value: JSONValue, _ band: AltitudeBand, _ window: TimeWindow, number: Int
    ) throws(JSONError) {
        var fields = try value.object()
        let list = try fields.required("vertices")
        try fields.finish()
        var ring: [Position] = []
        var isExact = true
        for element in try list.array(limit: Limits.maximumVertices) {
            let point = try readPoint(element)
            ring.append(point.position)
            isExact = isExact && point.isExact
        }
        do {
            let polygon = try Polygon(outer: ring)
            add(.polygon(polygon), band, window, number: number)
            if !isExact { try addBorder(of: polygon.outer, band, window, number: number) }
        } catch { throw list.refused("\(error)") }
    }

    /// The border of a rounded polygon as a narrow route: with the polygon itself it covers what was meant.
    private mutating func addBorder(
        of ring: [Position], _ band: AltitudeBand, _ window: TimeWindow, number: Int
    ) throws(GeodesyError) {
        let closed = ring + ring.prefix(1)
        let step = Limits.maximumVertices - 1
        for first in stride(from: 0, to: closed.count - 1, by: step) {
            let path = Array(closed[first...min(first + step, closed.count - 1)])
            let route = try Route(path: path, halfWidthMillimetres: ActivityReader.growthMillimetres)
            add(.route(route), band, window, number: number)
        }
    }

    private mutating func readPoint(_ value: JSONValue) throws(JSONError) -> (position: Position, isExact: Bool) {
        var fields = try value.object()
        let point = try JSONValue.roundedPosition(
            latitude: fields.required("lat"), longitude: fields.required("lng"))
        try fields.finish()
        if !point.isExact { wasRounded = true }
        return point
    }

    private static func time(
        _ value: JSONValue?, _ name: String, of volume: JSONValue, _ rounding: Instant.Rounding
    ) throws(JSONError) -> Instant {
        guard let value else {
            throw volume.refused(
                "needs '\(name)': an activity is checked for the time it takes, so give both its times")
        }
        var fields = try value.object()
        let text = try fields.required("value")
        let format = try fields.required("format")
        try fields.finish()
        guard try format.string() == "RFC3339" else { throw format.refused("must be 'RFC3339'") }
        return try text.instant(rounding: rounding)
    }

    private static func altitude(
        _ value: JSONValue?, roundsUp: Bool
    ) throws(JSONError) -> (millimetres: Int64, reference: AltitudeReference, value: JSONValue)? {
        guard let value else { return nil }
        var fields = try value.object()
        let millimetres = try fields.required("value").millimetresRounded(up: roundsUp)
        let named = try fields.required("reference")
        try requireMetres(fields.required("units"))
        try fields.finish()
        guard let reference = AltitudeReference(rawValue: try named.string()) else {
            throw named.refused("must be 'W84', 'MSL' or 'SFC'; F3548 itself has 'W84' only")
        }
        return (millimetres, reference, value)
    }

    private static func band(
        _ lower: (millimetres: Int64, reference: AltitudeReference, value: JSONValue)?,
        _ upper: (millimetres: Int64, reference: AltitudeReference, value: JSONValue)?, of space: JSONValue
    ) throws(JSONError) -> AltitudeBand {
        guard let reference = lower?.reference ?? upper?.reference else { return .everything }
        if let lower, let upper, lower.reference != upper.reference {
            throw upper.value.refused("must have the reference of 'altitude_lower', \(lower.reference.rawValue)")
        }
        do {
            return try AltitudeBand(
                lowerMillimetres: lower?.millimetres, upperMillimetres: upper?.millimetres, reference: reference)
        } catch { throw (upper ?? lower)?.value.refused("\(error)") ?? space.refused("\(error)") }
    }

    private static func requireMetres(_ value: JSONValue) throws(JSONError) {
        guard try value.string() == "M" else { throw value.refused("must be 'M': metres") }
    }
}
