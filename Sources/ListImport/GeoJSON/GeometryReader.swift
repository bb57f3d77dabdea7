import Geodesy
import StrictJSON

/// Reads one geometry (RFC 7946, section 3.1) as places, longitude before latitude.
struct GeometryReader {
    let routeHalfWidthMillimetres: Int64?
    let explodesMultiPoint: Bool
    let box: ExpectedBox?
    var tally = CoordinateTally()
    var issues: RowIssues

    /// What this row has met, so that a rule is reported once and not for every position.
    private var reported: Set<ImportRule> = []
    private var row = CoordinateTally()

    init(
        routeHalfWidthMillimetres: Int64?, explodesMultiPoint: Bool, box: ExpectedBox?, issues: RowIssues
    ) {
        self.routeHalfWidthMillimetres = routeHalfWidthMillimetres
        self.explodesMultiPoint = explodesMultiPoint
        self.box = box
        self.issues = issues
    }

    /// The places of a geometry; none when anything about it is refused.
    mutating func read(_ geometry: JSONValue?) -> [PlaceDraft] {
        guard let geometry else {
            issues.error(.geometryMissing, "geometry", "the feature has no geometry; a notification needs a place")
            return []
        }
        var places: [PlaceDraft] = []
        do {
            var fields = try geometry.object()
            let type = try fields.required("type").string()
            if let fault = refusal(of: type) {
                issues.error(.geometryRefused, "geometry", fault)
                return []
            }
            places = try read(type, fields.required("coordinates"))
        } catch {
            issues.error(.geometryRefused, "geometry", "\(error)")
        }
        if row.densifiedEdges > 0 {
            let metres = (row.farthestMetres * 10).rounded() / 10
            issues.warning(
                .longEdge, "geometry",
                "edges that are straight in longitude and latitude, as RFC 7946 has them, stray up to \(metres) m from the "
                    + "geodesics used here (\(row.densifiedEdges) of them); positions were added so that they follow to within 1 m"
            )
        }
        if places.count > 1, places[0].part != nil {
            issues.warning(.partsSplit, "geometry", "the row makes \(places.count) records, one for each part")
        }
        tally.rounded += row.rounded
        tally.densifiedEdges += row.densifiedEdges
        tally.farthestMetres = max(tally.farthestMetres, row.farthestMetres)
        return issues.hasError ? [] : places
    }

    private func refusal(of type: String) -> String? {
        switch type {
        case "Point", "Polygon", "MultiPolygon": nil
        case "MultiPoint" where explodesMultiPoint: nil
        case "MultiPoint":
            "a MultiPoint is several places in one row; divide it, or state 'multiPoint': 'explode' in the mapping"
        case "LineString" where routeHalfWidthMillimetres != nil: nil
        case "MultiLineString" where routeHalfWidthMillimetres != nil: nil
        case "LineString", "MultiLineString":
            "a line needs a width; state 'routeHalfWidthMetres' in the mapping"
        case "GeometryCollection":
            "a GeometryCollection mixes points, lines and areas; give every place its own row"
        default: "'\(type.prefix(40))' is not a geometry of RFC 7946"
        }
    }

    private mutating func read(_ type: String, _ coordinates: JSONValue) throws(JSONError) -> [PlaceDraft] {
        switch type {
        case "Point": return try point(coordinates, part: nil).map { [$0] } ?? []
        case "Polygon": return try polygon(coordinates, part: nil).map { [$0] } ?? []
        case "LineString": return try route(coordinates, part: nil).map { [$0] } ?? []
        default: break
        }
        let parts = try coordinates.array(limit: Limits.maximumVertices)
        guard !parts.isEmpty else {
            issues.error(.geometryRefused, "geometry", "the \(type) has no part")
            return []
        }
        var places: [PlaceDraft] = []
        for (index, element) in parts.enumerated() {
            let part = parts.count > 1 ? index + 1 : nil
            let place =
                switch type {
                case "MultiPoint": try point(element, part: part)
                case "MultiPolygon": try polygon(element, part: part)
                default: try route(element, part: part)
                }
            if let place { places.append(place) }
        }
        return places
    }

    private mutating func point(_ value: JSONValue, part: Int?) throws(JSONError) -> PlaceDraft? {
        guard let place = try lonLat(value),
            let position = try? Position(latitudeE7: place.latitudeE7, longitudeE7: place.longitudeE7)
        else { return nil }
        let decimals = try value.array().prefix(2).map { DegreesText.decimals($0.rawBytes) }.max() ?? 7
        return PlaceDraft(
            shape: .point(position), middle: position,
            given: "GeoJSON Point \(String(decoding: value.rawBytes.prefix(250), as: UTF8.self))", part: part,
            halfDigitMillimetres: PlaceDraft.halfDigit(decimals: decimals))
    }

    private mutating func route(_ value: JSONValue, part: Int?) throws(JSONError) -> PlaceDraft? {
        let line = try line(value)
        guard line.count >= 2 else {
            if !issues.hasError {
                issues.error(.geometryRefused, "geometry", "a LineString has at least two positions")
            }
            return nil
        }
        guard let path = densified(line) else { return nil }
        return PlaceDraft(
            shape: .route(path), middle: path[path.count / 2], given: "GeoJSON LineString, \(line.count) positions",
            part: part)
    }

    private mutating func polygon(_ value: JSONValue, part: Int?) throws(JSONError) -> PlaceDraft? {
        var rings: [[Position]] = []
        var count = 0
        for (index, element) in try value.array(limit: Limits.maximumVertices).enumerated() {
            let ring = try line(element)
            count += ring.count
            guard ring.count >= 4, ring.first == ring.last else {
                if !issues.hasError {
                    issues.error(
                        .ringNotClosed, "geometry",
                        "ring \(index + 1) has \(ring.count) positions; a ring has four or more and ends where it began"
                    )
                }
                return nil
            }
            guard let positions = densified(ring) else { return nil }
            rings.append(Array(positions.dropLast()))
        }
        guard let outer = rings.first else {
            issues.error(.geometryRefused, "geometry", "the Polygon has no ring")
            return nil
        }
        return PlaceDraft(
            shape: .polygon(outer: outer, holes: Array(rings.dropFirst())), middle: Self.middle(outer),
            given: "GeoJSON Polygon, \(count) positions", part: part)
    }

    /// The mean of the vertices: inside or near the ring, and the same for the same ring.
    private static func middle(_ ring: [Position]) -> Position {
        let count = Int64(max(1, ring.count))
        let latitude = ring.reduce(Int64(0)) { $0 + Int64($1.latitudeE7) } / count
        let longitude = ring.reduce(Int64(0)) { $0 + Int64($1.longitudeE7) } / count
        return (try? Position(latitudeE7: latitude, longitudeE7: longitude)) ?? ring[0]
    }

    private mutating func line(_ value: JSONValue) throws(JSONError) -> [StraightEdge.LonLat] {
        let elements = try value.array()
        guard elements.count <= Limits.maximumVertices + 1 else {
            let error = GeodesyError.tooManyVertices(found: elements.count, limit: Limits.maximumVertices)
            report(.areaRefused, "\(error)")
            return []
        }
        var places: [StraightEdge.LonLat] = []
        places.reserveCapacity(elements.count)
        for element in elements { if let place = try lonLat(element) { places.append(place) } }
        return places
    }

    /// One position: longitude, latitude and perhaps a height.
    private mutating func lonLat(_ value: JSONValue) throws(JSONError) -> StraightEdge.LonLat? {
        let numbers = try value.array()
        guard numbers.count == 2 || numbers.count == 3 else {
            throw value.refused("is not a position; it needs longitude and latitude")
        }
        if numbers.count == 3, reported.insert(.altitudeIgnored).inserted {
            issues.warning(.altitudeIgnored, "geometry", "the positions hold heights; they are not taken over")
        }
        let (longitude, latitude) = (try numbers[0].decimal(scale: 7), try numbers[1].decimal(scale: 7))
        row.rounded += (longitude.isExact ? 0 : 1) + (latitude.isExact ? 0 : 1)
        do {
            _ = try PlaceCheck.position(latitudeE7: latitude.value, longitudeE7: longitude.value, within: box)
        } catch {
            report(error.rule, error.sentence)
            return nil
        }
        return StraightEdge.LonLat(latitudeE7: latitude.value, longitudeE7: longitude.value)
    }

    /// The positions of a line, with more of them where an edge strays from its geodesic.
    private mutating func densified(_ line: [StraightEdge.LonLat]) -> [Position]? {
        var places = [line[0]]
        for (from, to) in zip(line, line.dropFirst()) {
            guard (to.longitudeE7 - from.longitudeE7).magnitude <= 1_800_000_000 else {
                report(
                    .crossesAntimeridian,
                    "an edge from longitude \(DegreesText.write(from.longitudeE7)) to "
                        + "\(DegreesText.write(to.longitudeE7)) runs round the Earth as RFC 7946 reads it; cut the area at "
                        + "180 degrees (section 3.1.9)")
                return nil
            }
            let edge = StraightEdge(from: from, to: to)
            let metres = edge.deviationMetres
            let added = edge.placesBetween(deviationMetres: metres)
            if !added.isEmpty {
                row.densifiedEdges += 1
                row.farthestMetres = max(row.farthestMetres, metres)
                places += added
            }
            places.append(to)
            guard places.count <= Limits.maximumVertices + 1 else {
                report(
                    .areaRefused,
                    "with positions added along its long edges the area has more than \(Limits.maximumVertices) vertices; "
                        + "simplify it or divide it")
                return nil
            }
        }
        return places.compactMap { try? Position(latitudeE7: $0.latitudeE7, longitudeE7: $0.longitudeE7) }
    }

    private mutating func report(_ rule: ImportRule, _ sentence: String) {
        guard reported.insert(rule).inserted else { return }
        issues.error(rule, "geometry", sentence)
    }
}
