public import Geodesy
import Statements
public import StrictJSON

/// Places, altitudes and times as statements write them; every length in metres, every angle in degrees.
extension JSONValue {
    /// `{"lat": 36.151583, "lon": 36.96775}`: WGS 84 degrees with at most seven decimals.
    public func position() throws(JSONError) -> Position {
        var fields = try object()
        let latitude = try fields.required("lat").degreesE7(90)
        let longitude = try fields.required("lon").degreesE7(180)
        try fields.finish()
        do { return try Position(latitudeE7: latitude, longitudeE7: longitude) } catch { throw refused("\(error)") }
    }

    private func degreesE7(_ limit: Int64) throws(JSONError) -> Int64 {
        let (value, isExact) = try decimal(scale: 7)
        guard isExact else { throw refused("has more than 7 decimals; round it to 1e-7 degree (11 mm) and say so") }
        guard value.magnitude <= UInt64(limit * 10_000_000) else {
            throw refused("must be from -\(limit) to \(limit) degrees")
        }
        return value
    }

    /// Metres with at most three decimals, as millimetres.
    public func millimetres() throws(JSONError) -> Int64 {
        let (value, isExact) = try decimal(scale: 3)
        guard isExact else { throw refused("has more than 3 decimals; metres are given to the millimetre") }
        return value
    }

    /// `{"circle": ...}`, `{"polygon": ...}` or `{"route": ...}`.
    public func area() throws(JSONError) -> Area {
        var fields = try object()
        let circle = fields.optional("circle")
        let polygon = fields.optional("polygon")
        let route = fields.optional("route")
        try fields.finish()
        switch (circle, polygon, route) {
        case (let circle?, nil, nil): return .circle(try circle.circle())
        case (nil, let polygon?, nil): return .polygon(try polygon.polygon())
        case (nil, nil, let route?): return .route(try route.route())
        default: throw refused("needs exactly one of 'circle', 'polygon', 'route'")
        }
    }

    private func circle() throws(JSONError) -> Circle {
        var fields = try object()
        let centre = try fields.required("centre").position()
        let radius = try fields.present("radiusMetres")?.millimetres() ?? 0
        try fields.finish()
        do { return try Circle(centre: centre, radiusMillimetres: radius) } catch { throw refused("\(error)") }
    }

    private func polygon() throws(JSONError) -> Polygon {
        var fields = try object()
        let outer = try fields.required("outer").positions()
        var holes: [[Position]] = []
        for hole in try fields.present("holes")?.array(limit: Limits.maximumVertices) ?? [] {
            holes.append(try hole.positions())
        }
        try fields.finish()
        do { return try Polygon(outer: outer, holes: holes) } catch { throw refused("\(error)") }
    }

    private func route() throws(JSONError) -> Route {
        var fields = try object()
        let path = try fields.required("path").positions()
        let halfWidth = try fields.required("halfWidthMetres").millimetres()
        try fields.finish()
        do { return try Route(path: path, halfWidthMillimetres: halfWidth) } catch { throw refused("\(error)") }
    }

    /// An array of positions.
    public func positions() throws(JSONError) -> [Position] {
        var out: [Position] = []
        for element in try array(limit: Limits.maximumVertices) { out.append(try element.position()) }
        return out
    }

    /// `{"reference": "W84" | "MSL" | "SFC", "lowerMetres": 0, "upperMetres": 60}`; a bound left out is none.
    public func altitudeBand() throws(JSONError) -> AltitudeBand {
        var fields = try object()
        let named = try fields.required("reference")
        guard let reference = AltitudeReference(rawValue: try named.string()) else {
            let names = AltitudeReference.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw named.refused(
                "must be one of \(names): W84 above the ellipsoid, MSL above sea level, SFC above ground")
        }
        let lower = try fields.present("lowerMetres")?.millimetres()
        let upper = try fields.present("upperMetres")?.millimetres()
        try fields.finish()
        do {
            return try AltitudeBand(lowerMillimetres: lower, upperMillimetres: upper, reference: reference)
        } catch { throw refused("\(error)") }
    }

    /// A window, `{"from": ..., "until": ...}`, that holds until withdrawn where `until` is left out.
    ///
    /// The end itself is outside.
    public func timeWindow() throws(JSONError) -> TimeWindow {
        var fields = try object()
        let start = try fields.required("from").instant(rounding: .down)
        let end = try fields.present("until")?.instant(rounding: .up)
        try fields.finish()
        do { return try TimeWindow(start: start, end: end) } catch { throw refused("\(error)") }
    }
}
