public import Geodesy

/// Roads that are closed, as somebody said.
public struct RoadClosure: Hashable, Sendable {
    /// What is closed.
    public enum Extent: Hashable, Sendable {
        /// Every road that touches an area.
        case area(Area)
        /// Single roads, by their places in the network.
        case roads([RoadNetwork.RoadID])
    }

    /// What it is called; answers name it.
    public let name: String
    /// What is closed; a road that an area touches is closed along its whole length.
    public let extent: Extent
    /// When; nil for always.
    public let window: TimeWindow?

    /// A closure.
    public init(name: String, extent: Extent, window: TimeWindow? = nil) {
        self.name = name
        self.extent = extent
        self.window = window
    }
}

/// An area that holds a danger, suspected or known.
public struct RoadHazard: Hashable, Sendable {
    /// What planning does about it.
    public enum Treatment: Hashable, Sendable {
        /// No road that comes near is used.
        case avoid
        /// Roads that come near count as if they took this many percent longer, 1 to 10,000; times stay as they are.
        case discourage(percent: Int)
    }

    /// What it is called; answers name it.
    public let name: String
    /// Where it is.
    public let area: Area
    /// What planning does about it.
    public let treatment: Treatment

    /// A hazard.
    public init(name: String, area: Area, treatment: Treatment) {
        self.name = name
        self.area = area
        self.treatment = treatment
    }
}

/// A place where vehicles are held: every road that enters its circle is delayed there, once an entry.
public struct RoadCheckpoint: Hashable, Sendable {
    /// What it is called; answers name it.
    public let name: String
    /// Where it is; wide enough for both carriageways.
    public let circle: Circle
    /// How long it holds.
    public let delay: TravelTime

    /// A checkpoint.
    public init(name: String, circle: Circle, delay: TravelTime) {
        self.name = name
        self.circle = circle
        self.delay = delay
    }
}

/// Why a set of conditions was refused.
public enum ConditionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// More closures, hazards or checkpoints than the limit.
    case tooMany(String, limit: Int)
    /// A closure names a road that the network does not have.
    case unknownRoad(closure: String, index: Int)
    /// The delay is negative, out of order or longer than the longest movement.
    case badDelay(checkpoint: String)
    /// The percentage is not 1 to 10,000.
    case badPercent(hazard: String, Int)
    /// The clearance is negative or more than 20 km.
    case badClearance(Int64)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .tooMany(let what, let limit): "more than \(limit) \(what) at once; leave out what is far away"
        case .unknownRoad(let closure, let index):
            "closure '\(closure)' names road \(index), which this network does not have; was it loaded anew?"
        case .badDelay(let checkpoint):
            "the delay at '\(checkpoint)' must be from least to most, and at most 14 days"
        case .badPercent(let hazard, let percent): "hazard '\(hazard)': \(percent) % is not 1 to 10,000"
        case .badClearance(let millimetres): "a clearance of \(millimetres) mm is not 0 to 20 km"
        }
    }
}
