import Geodesy

/// Closures, hazards and checkpoints made ready for one planner: which roads each of them touches.
public struct RoadConditions: Sendable {
    /// What touches one road.
    struct Touch: Sendable {
        var closures: [Int] = []
        var hazards: [Int] = []
        /// Checkpoints whose circle the road meets.
        var checkpoints: [Int] = []
        /// Closed whatever the time: by a closure without a window, or a hazard to avoid.
        var isShut = false
        /// Percent added to what the road counts for.
        var percent: Int64 = 0
        /// The windows of closures, merged and in order.
        var windows: [TimeWindow] = []
    }

    /// What one arc counts for beside its time; the same for every profile.
    struct Change: Sendable {
        var arc: Int32
        var road: Int32
        var isShut: Bool
        var isTimed: Bool
        var percent: Int64
        /// How long checkpoints that it enters usually hold, in milliseconds.
        var delay: Int64
    }

    /// The closures, in the order given.
    public let closures: [RoadClosure]
    /// The hazards, in the order given.
    public let hazards: [RoadHazard]
    /// The checkpoints, in the order given.
    public let checkpoints: [RoadCheckpoint]
    /// How near a road may come to a hazard before the hazard counts, in millimetres.
    public let clearanceMillimetres: Int64
    let touches: [Int32: Touch]
    /// The arcs of all roads touched, in order.
    private(set) var changes: [Change] = []
    /// How many roads each closure, hazard and checkpoint touches.
    let reach: (closures: [Int], hazards: [Int], checkpoints: [Int])
    /// Areas of checkpoints, prepared.
    private let circles: [PreparedArea]

    /// No conditions at all.
    public static let none = RoadConditions()

    private init() {
        (closures, hazards, checkpoints, clearanceMillimetres) = ([], [], [], 0)
        (touches, reach, circles) = ([:], ([], [], []), [])
    }

    /// Finds the roads that each condition touches.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - closures: What is closed.
    ///   - hazards: What is to be kept away from.
    ///   - checkpoints: Where vehicles are held.
    ///   - clearanceMillimetres: How near a road may come to a hazard's area before the hazard counts.
    /// - Throws: `ConditionError`.
    public init(
        on network: RoadNetwork, closures: [RoadClosure] = [], hazards: [RoadHazard] = [],
        checkpoints: [RoadCheckpoint] = [],
        clearanceMillimetres: Int64 = 0
    ) throws(ConditionError) {
        for (what, count) in [
            ("closures", closures.count), ("hazards", hazards.count), ("checkpoints", checkpoints.count),
        ] where count > RoadLimits.maximumConditions {
            throw .tooMany(what, limit: RoadLimits.maximumConditions)
        }
        guard (0...RoadLimits.maximumSnapMillimetres).contains(clearanceMillimetres) else {
            throw .badClearance(clearanceMillimetres)
        }
        var touches: [Int32: Touch] = [:]
        var reach: (closures: [Int], hazards: [Int], checkpoints: [Int]) = ([], [], [])
        for (index, closure) in closures.enumerated() {
            let roads: [Int32]
            switch closure.extent {
            case .area(let area): roads = network.roads(touching: PreparedArea(area), withinMillimetres: 0)
            case .roads(let list):
                if let stranger = list.first(where: { !network.records.indices.contains(Int($0.index)) }) {
                    throw .unknownRoad(closure: closure.name, index: Int(stranger.index))
                }
                roads = Set(list.map(\.index)).sorted()
            }
            reach.closures.append(roads.count)
            for road in roads {
                touches[road, default: Touch()].closures.append(index)
                if let window = closure.window {
                    touches[road, default: Touch()].windows.append(window)
                } else {
                    touches[road, default: Touch()].isShut = true
                }
            }
        }
        for (index, hazard) in hazards.enumerated() {
            if case .discourage(let percent) = hazard.treatment, !(1...10_000).contains(percent) {
                throw .badPercent(hazard: hazard.name, percent)
            }
            let roads = network.roads(touching: PreparedArea(hazard.area), withinMillimetres: clearanceMillimetres)
            reach.hazards.append(roads.count)
            for road in roads {
                touches[road, default: Touch()].hazards.append(index)
                switch hazard.treatment {
                case .avoid: touches[road, default: Touch()].isShut = true
                case .discourage(let percent): touches[road, default: Touch()].percent += Int64(percent)
                }
            }
        }
        var circles: [PreparedArea] = []
        for (index, checkpoint) in checkpoints.enumerated() {
            let delay = checkpoint.delay
            guard delay.leastMilliseconds >= 0, delay.leastMilliseconds <= delay.usualMilliseconds,
                delay.usualMilliseconds <= delay.mostMilliseconds,
                delay.mostMilliseconds <= RoadLimits.maximumTravelMilliseconds
            else { throw .badDelay(checkpoint: checkpoint.name) }
            let circle = PreparedArea(.circle(checkpoint.circle))
            circles.append(circle)
            let roads = network.roads(touching: circle, withinMillimetres: 0)
            reach.checkpoints.append(roads.count)
            for road in roads { touches[road, default: Touch()].checkpoints.append(index) }
        }
        for (road, touch) in touches where touch.windows.count > 1 {
            touches[road]?.windows = Self.merged(touch.windows)
        }
        self.closures = closures
        self.hazards = hazards
        self.checkpoints = checkpoints
        self.clearanceMillimetres = clearanceMillimetres
        self.touches = touches
        self.reach = reach
        self.circles = circles
        changes = touches.keys.sorted().flatMap { changes(of: $0, on: network) }
    }

    private func changes(of road: Int32, on network: RoadNetwork) -> [Change] {
        guard let touch = touches[road] else { return [] }
        let line = touch.checkpoints.isEmpty ? [] : network.line(of: RoadNetwork.RoadID(index: road))
        return network.arcs(of: road).map { arc, isForward in
            let entered = checkpoints(entered: isForward ? line : line.reversed(), on: road)
            return Change(
                arc: Int32(arc), road: road, isShut: touch.isShut, isTimed: !touch.windows.isEmpty,
                percent: touch.percent, delay: entered.reduce(0) { $0 + checkpoints[$1].delay.usualMilliseconds })
        }
    }

    private static func merged(_ windows: [TimeWindow]) -> [TimeWindow] {
        var out: [TimeWindow] = []
        for window in windows.sorted(by: { $0.start < $1.start }) {
            guard let last = out.last, last.end.map({ $0 >= window.start }) ?? true else {
                out.append(window)
                continue
            }
            let end: Instant? = if let one = last.end, let other = window.end { max(one, other) } else { nil }
            if let longer = try? TimeWindow(start: last.start, end: end) { out[out.count - 1] = longer }
        }
        return out
    }

    /// The checkpoints that a stretch enters: it meets their circles and begins outside them.
    func checkpoints(entered path: [Position], on road: Int32) -> [Int] {
        guard let touch = touches[road], let first = path.first else { return [] }
        return touch.checkpoints.filter { index in
            guard let start = try? Circle(centre: first, radiusMillimetres: 0),
                let line = try? Route(path: path, halfWidthMillimetres: 0)
            else { return true }
            let circle = circles[index]
            return circle.separation(to: PreparedArea(.circle(start)), within: 0) == nil
                && circle.separation(to: PreparedArea(.route(line)), within: 0) != nil
        }
    }
}

extension RoadNetwork {
    /// The roads that come within a distance of an area, in order.
    func roads(touching area: PreparedArea, withinMillimetres millimetres: Int64) -> [Int32] {
        grid.roads(in: area.boundingBox.grown(millimetres)).filter { road in
            // A road has fewer positions than a route may have only after it is divided.
            let line = line(of: RoadID(index: road))
            var start = 0
            while start < line.count - 1 {
                let end = min(line.count - 1, start + Limits.maximumVertices - 1)
                if let route = try? Route(path: Array(line[start...end]), halfWidthMillimetres: 0),
                    area.separation(to: PreparedArea(.route(route)), within: millimetres) != nil
                {
                    return true
                }
                start = end
            }
            return false
        }
    }
}

extension BoundingBox {
    /// The box with at least this much more on every side.
    func grown(_ millimetres: Int64) -> BoundingBox {
        guard millimetres > 0 else { return self }
        let north = millimetres / 10 + 1
        let farthest = min(89.5, Double(max(northE7.magnitude, southE7.magnitude)) / 1e7 + Double(north) / 1e7)
        let east = Int64(Double(north) / Trigonometry.ofDegrees(farthest).cosine) + 1
        let width = Int64(eastE7) - Int64(westE7) + (eastE7 < westE7 ? 3_600_000_000 : 0)
        let south = max(-900_000_000, Int64(southE7) - north)
        let top = min(900_000_000, Int64(northE7) + north)
        guard width + 2 * east < 3_600_000_000 else {
            return (try? BoundingBox(southE7: south, westE7: -1_800_000_000, northE7: top, eastE7: 1_800_000_000))
                ?? .everywhere
        }
        func turned(_ longitude: Int64) -> Int64 {
            longitude < -1_800_000_000
                ? longitude + 3_600_000_000 : longitude > 1_800_000_000 ? longitude - 3_600_000_000 : longitude
        }
        return
            (try? BoundingBox(
                southE7: south, westE7: turned(Int64(westE7) - east), northE7: top, eastE7: turned(Int64(eastE7) + east)
            ))
            ?? .everywhere
    }
}
