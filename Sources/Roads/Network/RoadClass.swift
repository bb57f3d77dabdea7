/// What a road is, in the words of OpenStreetMap's `highway`.
public enum RoadClass: UInt8, CaseIterable, Comparable, Sendable {
    /// A motorway.
    case motorway
    /// A main road that is not a motorway.
    case trunk
    /// A road between large towns.
    case primary
    /// A road between towns.
    case secondary
    /// A road between villages.
    case tertiary
    /// A lesser public road.
    case unclassified
    /// A road along which people live.
    case residential
    /// A street where those on foot come first.
    case livingStreet
    /// A way to a building, a yard or a car park.
    case service
    /// A way for farm or forest.
    case track
    /// A street for people on foot.
    case pedestrian
    /// A way for people on foot or on bicycles.
    case path
    /// A slip road of a motorway.
    case motorwayLink
    /// A slip road of a trunk road.
    case trunkLink
    /// A slip road of a primary road.
    case primaryLink
    /// A slip road of a secondary road.
    case secondaryLink
    /// A slip road of a tertiary road.
    case tertiaryLink
    /// Anything that the source calls by another name, or by none.
    case other

    /// The name as OpenStreetMap writes it; `other` for what has none.
    public var name: String {
        switch self {
        case .motorway: "motorway"
        case .trunk: "trunk"
        case .primary: "primary"
        case .secondary: "secondary"
        case .tertiary: "tertiary"
        case .unclassified: "unclassified"
        case .residential: "residential"
        case .livingStreet: "living_street"
        case .service: "service"
        case .track: "track"
        case .pedestrian: "pedestrian"
        case .path: "path"
        case .motorwayLink: "motorway_link"
        case .trunkLink: "trunk_link"
        case .primaryLink: "primary_link"
        case .secondaryLink: "secondary_link"
        case .tertiaryLink: "tertiary_link"
        case .other: "other"
        }
    }

    /// The class that a source names; nil when it is none of OpenStreetMap's for vehicles or people on foot.
    public init?(named name: String) {
        switch name {
        case "footway", "cycleway", "bridleway", "steps", "corridor": self = .path
        case "road", "other": self = .other
        default:
            guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = found
        }
    }

    /// Orders as listed.
    public static func < (left: RoadClass, right: RoadClass) -> Bool { left.rawValue < right.rawValue }
}

/// Which way a road may be travelled, seen along its line.
public enum RoadDirection: UInt8, CaseIterable, Sendable {
    /// Both ways.
    case both
    /// From the line's first position to its last.
    case forward
    /// From the line's last position to its first.
    case backward
}
