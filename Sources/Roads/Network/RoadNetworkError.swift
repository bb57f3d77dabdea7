/// Why a road network was refused: the feature, the rule, and what was found.
public enum RoadNetworkError: Error, Hashable, Sendable {
    /// The text is not JSON, or not a collection of features.
    case notGeoJSON(feature: Int?, String)
    /// The file names another coordinate reference system than WGS 84.
    case foreignReference
    /// A coordinate is outside ±90 or ±180 degrees, or is no number.
    case badCoordinate(feature: Int, String)
    /// A line comes nearer to a pole than the index can hold.
    case tooNearPole(feature: Int)
    /// The line has fewer than two positions.
    case tooFewPositions(feature: Int)
    /// The line has more positions than the limit.
    case tooManyPositions(feature: Int, limit: Int)
    /// The road is longer than the limit.
    case roadTooLong(feature: Int, kilometres: Int)
    /// The numbers of the ends do not fit the lines: no position is the one of all lines that name this end.
    case endsDisagree(feature: Int, end: Int64)
    /// Some features number their ends and others do not.
    case endsMissing(feature: Int)
    /// The name is longer than the limit.
    case nameTooLong(feature: Int, bytes: Int)
    /// There are more roads, nodes, positions or bytes than the limit.
    case tooMany(String, limit: Int)
    /// The roads lie more than 180 degrees of longitude apart.
    case tooWide
    /// There is no road at all.
    case empty
}

extension RoadNetworkError: CustomStringConvertible {
    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .notGeoJSON(let feature?, let sentence): "feature \(feature): \(sentence)"
        case .notGeoJSON(nil, let sentence): "not a GeoJSON collection of roads: \(sentence)"
        case .foreignReference:
            "the file names another coordinate reference system than WGS 84; RFC 7946 knows no other, so convert it"
        case .badCoordinate(let feature, let sentence): "feature \(feature): \(sentence)"
        case .tooNearPole(let feature):
            "feature \(feature): is nearer to a pole than 5 degrees; roads are taken up to latitude 85"
        case .tooFewPositions(let feature): "feature \(feature): a road has at least two positions"
        case .tooManyPositions(let feature, let limit):
            "feature \(feature): has more than \(limit) positions; divide it"
        case .roadTooLong(let feature, let kilometres):
            "feature \(feature): is \(kilometres) km long; a road of one piece has at most "
                + "\(RoadLimits.maximumRoadMillimetres / 1_000_000) km, so look for a wrong coordinate"
        case .endsDisagree(let feature, let end):
            "feature \(feature): its end number \(end) is at no place that all lines naming it share; correct the "
                + "numbers, or leave them out so that lines meet where they share a position"
        case .endsMissing(let feature):
            "feature \(feature): does not number its ends as the features before it do (or numbers them as those "
                + "before do not); number all or none"
        case .nameTooLong(let feature, let bytes):
            "feature \(feature): its name has \(bytes) bytes; at most \(RoadLimits.maximumNameBytes) are kept"
        case .tooMany(let what, let limit): "the network has more than \(limit) \(what); divide it"
        case .tooWide: "the roads span more than 180 degrees of longitude; divide the network"
        case .empty: "the file holds no road"
        }
    }
}
