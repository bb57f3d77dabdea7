import Geodesy
import StrictJSON

/// Reads a GeoJSON collection of lines (RFC 7946) as a road network, piece by piece as the bytes arrive.
///
/// Memory: one feature's text and what the network will hold.
public struct RoadGeoJSONReader {
    private let mapping: RoadMapping
    private var stream = FeatureStream()
    private var builder: RoadNetworkBuilder
    private var number = 0
    private var isCollection = false
    private var keys: Set<String> = []

    /// Begins a network.
    ///
    /// - Parameters:
    ///   - title: What the network is called.
    ///   - attribution: Whom to name as the source.
    ///   - mapping: Which properties say what.
    public init(title: String, attribution: String, mapping: RoadMapping = .openStreetMap) {
        self.mapping = mapping
        builder = RoadNetworkBuilder(title: title, attribution: attribution)
    }

    /// Reads a whole text.
    ///
    /// - Throws: `RoadNetworkError` naming the feature and the rule.
    public static func read(
        _ text: [UInt8], title: String, attribution: String, mapping: RoadMapping = .openStreetMap
    ) throws(RoadNetworkError) -> (network: RoadNetwork, report: NetworkReport) {
        var reader = RoadGeoJSONReader(title: title, attribution: attribution, mapping: mapping)
        try reader.feed(text)
        return try reader.finish()
    }

    /// Takes the next bytes of the text, as many or few as there are.
    ///
    /// - Throws: `RoadNetworkError` naming the feature and the rule; the reader is of no use after that.
    public mutating func feed(_ bytes: [UInt8]) throws(RoadNetworkError) {
        // The stream is taken out while it calls back, so that the callback may change the rest.
        var stream = stream
        self.stream = FeatureStream()
        try stream.feed(bytes) { (item) throws(RoadNetworkError) in try take(item) }
        self.stream = stream
    }

    /// Ends the text and makes the network.
    ///
    /// - Throws: `RoadNetworkError`.
    public consuming func finish() throws(RoadNetworkError) -> (network: RoadNetwork, report: NetworkReport) {
        guard stream.isDone else { throw .notGeoJSON(feature: nil, "the text ends early; send it again whole") }
        guard isCollection else { throw .notGeoJSON(feature: nil, "its 'type' must be 'FeatureCollection'") }
        guard stream.hasFeatures else { throw .notGeoJSON(feature: nil, "it has no 'features'") }
        return try builder.finish()
    }

    private mutating func take(_ item: FeatureStream.Item) throws(RoadNetworkError) {
        switch item {
        case .member(let key, let bytes):
            guard keys.insert(key).inserted, keys.count <= 64 else {
                throw .notGeoJSON(feature: nil, "key '\(key)' stands twice, or there are more than 64 keys")
            }
            do throws(JSONError) {
                let value = try JSONDocument(bytes, limits: .init(maximumBytes: RoadLimits.maximumFeatureBytes)).root
                switch key {
                case "type":
                    guard try value.string() == "FeatureCollection" else {
                        throw value.refused("must be 'FeatureCollection'")
                    }
                    isCollection = true
                case "features": throw value.refused("must be an array")
                case "crs" where !value.isNull: try check(crs: value)
                default: break
                }
            } catch  where error.rule == .notAllowed(Self.foreign) {
                throw .foreignReference
            } catch { throw .notGeoJSON(feature: nil, "member '\(key)': \(error)") }
        case .feature(let bytes):
            number += 1
            let features: FeatureLines
            do throws(JSONError) {
                let limits = JSONDocument.Limits(maximumBytes: RoadLimits.maximumFeatureBytes)
                features = try FeatureLines(try JSONDocument(bytes, limits: limits).root, mapping)
            } catch { throw .notGeoJSON(feature: number, "\(error)") }
            try add(features)
        }
    }

    private static let foreign = "foreign"

    private func check(crs: JSONValue) throws(JSONError) {
        var fields = try crs.object()
        var properties = try fields.required("properties").object()
        let name = try properties.required("name").string()
        let known = [
            "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "EPSG:4326",
            "urn:ogc:def:crs:EPSG::4326",
        ]
        if !known.contains(name) { throw crs.refused(Self.foreign) }
    }

    private mutating func add(_ feature: FeatureLines) throws(RoadNetworkError) {
        guard !feature.lines.isEmpty else {
            builder.skip(.notALine, feature: number)
            return
        }
        for coordinates in feature.lines {
            var line: [Position] = []
            do throws(JSONError) {
                let places = try coordinates.array(limit: RoadLimits.maximumFeaturePositions)
                line.reserveCapacity(places.count)
                for place in places { line.append(try position(place)) }
            } catch { throw .badCoordinate(feature: number, "\(error)") }
            var road = RoadFeature(number: number, line: line)
            // The parts of a line of several parts have ends that nobody numbered.
            road.ends = feature.lines.count == 1 ? feature.ends : nil
            road.roadClass = feature.roadClass
            road.direction = feature.direction
            road.postedSpeed = feature.speed
            road.hasUnreadSpeed = feature.hasUnreadSpeed
            road.name = feature.name
            road.statedLengthMillimetres = feature.lines.count == 1 ? feature.lengthMillimetres : nil
            try builder.add(road)
        }
    }

    private func position(_ value: JSONValue) throws(JSONError) -> Position {
        let numbers = try value.array(limit: 4)
        guard numbers.count >= 2 else { throw value.refused("must be a longitude and a latitude") }
        let (longitude, latitude) = (try numbers[0].decimal(scale: 7), try numbers[1].decimal(scale: 7))
        do { return try Position(latitudeE7: latitude.value, longitudeE7: longitude.value) } catch {
            throw value.refused("\(error)")
        }
    }
}
