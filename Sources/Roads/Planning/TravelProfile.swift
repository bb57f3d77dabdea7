/// How fast vehicles of one kind go on each class of road, and on which they may go at all.
public struct TravelProfile: Hashable, Sendable {
    /// A speed with what it may be at worst and at best, in kilometres an hour.
    public struct Speed: Hashable, Sendable {
        /// On a bad day.
        public let slowest: Int
        /// What is planned with.
        public let usual: Int
        /// At best.
        public let fastest: Int

        /// A speed; `TravelProfile` checks its order.
        public init(slowest: Int, usual: Int, fastest: Int) {
            self.slowest = slowest
            self.usual = usual
            self.fastest = fastest
        }
    }

    /// Why a profile was refused.
    public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The speeds of a class are not 1 to 250 km/h in the order slowest, usual, fastest.
        case speedsOutOfOrder(RoadClass)
        /// The load's factor is not 10 to 100 percent.
        case loadOutOfRange(Int)
        /// No class of road is allowed.
        case noRoads

        /// What was found and what to do.
        public var description: String {
            switch self {
            case .speedsOutOfOrder(let roadClass):
                "the speeds for '\(roadClass.name)' must be 1 to 250 km/h, the slowest first and the fastest last"
            case .loadOutOfRange(let percent): "the load's factor is \(percent) %; it must be 10 to 100"
            case .noRoads: "the profile allows no class of road"
            }
        }
    }

    /// What the vehicles are.
    public let name: String
    /// What is left of every speed under load, in percent.
    public let loadPercent: Int
    private let speeds: [Speed?]

    /// A profile; classes without a speed are not travelled.
    ///
    /// - Throws: `Fault`.
    public init(name: String, speeds: [RoadClass: Speed], loadPercent: Int = 100) throws(Fault) {
        guard !speeds.isEmpty else { throw .noRoads }
        guard (10...100).contains(loadPercent) else { throw .loadOutOfRange(loadPercent) }
        for (roadClass, speed) in speeds.sorted(by: { $0.key < $1.key }) {
            guard speed.slowest >= 1, speed.slowest <= speed.usual, speed.usual <= speed.fastest,
                speed.fastest <= 250
            else { throw .speedsOutOfOrder(roadClass) }
        }
        self.init(checked: name, speeds: speeds, loadPercent: loadPercent)
    }

    private init(checked name: String, speeds: [RoadClass: Speed], loadPercent: Int) {
        self.name = name
        self.loadPercent = loadPercent
        self.speeds = RoadClass.allCases.map { speeds[$0] }
    }

    /// The speed on a class of road, before the load; nil where these vehicles do not go.
    public func speed(on roadClass: RoadClass) -> Speed? { speeds[Int(roadClass.rawValue)] }

    /// A column of loaded trucks, an assumption to be replaced by what is known of the vehicles and the roads.
    public static let loadedTrucks = TravelProfile(
        checked: "column of loaded trucks",
        speeds: [
            .motorway: Speed(slowest: 40, usual: 70, fastest: 90),
            .motorwayLink: Speed(slowest: 20, usual: 40, fastest: 60),
            .trunk: Speed(slowest: 30, usual: 60, fastest: 80),
            .trunkLink: Speed(slowest: 20, usual: 35, fastest: 50),
            .primary: Speed(slowest: 25, usual: 50, fastest: 70),
            .primaryLink: Speed(slowest: 15, usual: 30, fastest: 50),
            .secondary: Speed(slowest: 20, usual: 40, fastest: 60),
            .secondaryLink: Speed(slowest: 15, usual: 30, fastest: 50),
            .tertiary: Speed(slowest: 15, usual: 30, fastest: 50),
            .tertiaryLink: Speed(slowest: 10, usual: 25, fastest: 40),
            .unclassified: Speed(slowest: 10, usual: 25, fastest: 40),
            .residential: Speed(slowest: 8, usual: 20, fastest: 30),
            .livingStreet: Speed(slowest: 5, usual: 10, fastest: 20),
            .service: Speed(slowest: 5, usual: 10, fastest: 20),
            .track: Speed(slowest: 5, usual: 10, fastest: 20),
        ], loadPercent: 100)

    /// Every road at one speed, so that the shortest time is the shortest way.
    public static let shortest = TravelProfile(
        checked: "shortest way",
        speeds: Dictionary(
            uniqueKeysWithValues: RoadClass.allCases.map { ($0, Speed(slowest: 36, usual: 36, fastest: 36)) }),
        loadPercent: 100)

    /// The time for a stretch of a road; nil where these vehicles do not go.
    ///
    /// A posted speed is a limit to the usual and the fastest speed. Whole milliseconds: the usual and the longest time
    /// are rounded up, the shortest down.
    func time(_ millimetres: Int64, on roadClass: RoadClass, postedSpeed: UInt8) -> TravelTime? {
        guard let speed = speed(on: roadClass) else { return nil }
        let posted = postedSpeed == 0 ? 250 : max(speed.slowest, Int(postedSpeed))
        func milliseconds(_ speed: Int, _ roundsUp: Bool) -> Int64 {
            // mm / (km/h · percent) · 360 = ms
            let divisor = Int64(speed * loadPercent)
            return (millimetres * 360 + (roundsUp ? divisor - 1 : 0)) / divisor
        }
        return TravelTime(
            leastMilliseconds: milliseconds(min(speed.fastest, posted), false),
            usualMilliseconds: milliseconds(min(speed.usual, posted), true),
            mostMilliseconds: milliseconds(speed.slowest, true))
    }
}
