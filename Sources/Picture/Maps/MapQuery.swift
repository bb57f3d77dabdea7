public import Coordination
public import Geodesy
public import Statements

/// What stands on the map, in one word: the kind of a site, a movement, or dangerous ground.
public enum MapKind: Hashable, Sendable {
    /// A notified site.
    case site(SiteKind)
    /// A convoy or mission.
    case movement
    /// Ground reported as dangerous, now or before.
    case hazard

    /// Every kind, in the order in which a legend lists them.
    public static let all: [MapKind] = [.movement, .hazard] + SiteKind.allCases.map(MapKind.site)

    /// Its word, for programs.
    public var word: String {
        switch self {
        case .site(let kind): kind.rawValue
        case .movement: "movement"
        case .hazard: "hazard"
        }
    }
}

/// What a reader wants to see on a map: a part of the Earth, at a time; every condition narrows.
public struct MapQuery: Sendable {
    /// Records shown one by one, at most.
    public static let maximumFeatures = 2_000
    /// Records shown one by one unless the reader says otherwise.
    public static let usualFeatures = 1_000
    /// Positions of all that is shown one by one, at most.
    public static let maximumPositions = 40_000
    /// Clusters, at most; with more, they become coarser.
    public static let maximumClusters = 2_000
    /// The closest zoom, at which a cluster's cell is some metre wide.
    public static let maximumZoom = 22
    /// Words of all states that something on a map may have.
    public static let states = RecordState.allCases.map(\.rawValue) + HazardReport.Status.allCases.map(\.rawValue)

    /// What is looked at.
    public var box = BoundingBox.everywhere
    /// How closely, as web maps count: the Earth is 512 · 2^zoom pixels around.
    public var zoom = 0
    /// At what time; nil for now, by the log's clock.
    public var at: Instant?
    /// Also what holds at some time from then to before this.
    public var until: Instant?
    /// Only these kinds; empty for all.
    public var kinds: Set<MapKind> = []
    /// Only those of these owners; empty for all.
    public var owners: Set<PartyID> = []
    /// Only these states, by the log's clock now; empty for all.
    public var states: Set<String> = []
    /// Records to be shown one by one, 1...2000.
    public var limit = usualFeatures

    /// The whole Earth, now.
    public init() {}
}
