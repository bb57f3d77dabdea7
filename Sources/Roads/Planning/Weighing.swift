import Geodesy

/// What each arc counts for in one search: the planner's times under conditions that hold at a departure.
struct Weighing {
    /// What an arc counts for in milliseconds; `.max` where it is closed.
    var costs: [UInt32]
    /// How long an arc takes; empty while nothing depends on the hour.
    var times: [UInt32] = []
    /// When roads are closed that one may wait before, by road.
    var windows: [Int32: [TimeWindow]] = [:]
    /// Roads whose closures last throughout, as far as anybody knows.
    private var shutByHour: Set<Int32> = []
    private var departure: Instant?

    init(
        _ planner: borrowing RoadPlanner, _ conditions: RoadConditions, departure: RouteRequest.Departure?,
        mayWait: Bool
    ) {
        costs = planner.weights
        self.departure = departure?.planned
        for (road, touch) in conditions.touches where !touch.windows.isEmpty && !touch.isShut {
            guard let waits = Self.waits(touch.windows, departure: departure, mayWait: mayWait) else {
                shutByHour.insert(road)
                continue
            }
            if !waits.isEmpty { windows[road] = waits }
        }
        if !windows.isEmpty { times = planner.weights }
        for change in conditions.changes where costs[Int(change.arc)] != .max {
            let arc = Int(change.arc)
            guard !change.isShut, !change.isTimed || !shutByHour.contains(change.road) else {
                costs[arc] = .max
                continue
            }
            let time = Int64(costs[arc])
            if !times.isEmpty { times[arc] = Self.weight(time + change.delay) }
            costs[arc] = Self.weight(time + time * change.percent / 100 + change.delay)
        }
    }

    /// The windows that one waits for; nil when the road counts as closed throughout.
    private static func waits(
        _ windows: [TimeWindow], departure: RouteRequest.Departure?, mayWait: Bool
    ) -> [TimeWindow]? {
        guard let departure else { return nil }
        // Nobody is under way before the departure, nor after the longest movement from the latest one.
        let last = departure.latest.adding(seconds: RoadLimits.maximumTravelMilliseconds / 1_000)
        let met = windows.filter { window in
            (window.end.map { $0 > departure.planned } ?? true) && window.start < last
        }
        return met.isEmpty || mayWait && met.allSatisfy { $0.end != nil } ? met : nil
    }

    /// Whether a road counts as closed throughout.
    func isShut(_ road: Int32, _ conditions: RoadConditions) -> Bool {
        guard let touch = conditions.touches[road] else { return false }
        return touch.isShut || shutByHour.contains(road)
    }

    /// A weight that fits, or closed when it is longer than any movement.
    static func weight(_ milliseconds: Int64) -> UInt32 {
        milliseconds > RoadLimits.maximumTravelMilliseconds ? .max : UInt32(milliseconds)
    }

    /// How long one waits before a road that takes `taking`, on arriving `elapsed` after the departure.
    func wait(before road: Int32, elapsed: Int64, taking: Int64) -> Int64 {
        guard let windows = windows[road], let departure else { return 0 }
        return Self.wait(windows, at: departure, elapsed: elapsed, taking: taking)
    }

    /// How long one waits until a whole passage fits outside all windows, which are merged and in order.
    static func wait(_ windows: [TimeWindow], at departure: Instant, elapsed: Int64, taking: Int64) -> Int64 {
        let start = departure.microsecondsSince1970 / 1_000 + elapsed
        var enter = start
        for window in windows {
            let from = window.start.microsecondsSince1970 / 1_000
            // A window ends within the millisecond that its end falls into.
            let until = ((window.end ?? .latest).microsecondsSince1970 + 999) / 1_000
            if enter + max(1, taking) > from, enter < until { enter = until }
        }
        return enter - start
    }
}

extension RoadNetwork {
    /// The arcs of a road, each with whether it follows the line.
    func arcs(of road: Int32) -> [(arc: Int, isForward: Bool)] {
        let record = records[Int(road)]
        var out: [(Int, Bool)] = []
        for arc in Int(arcStarts[Int(record.from)])..<Int(arcStarts[Int(record.from) + 1])
        where arcRoads[arc] == road << 1 {
            out.append((arc, true))
        }
        for arc in Int(arcStarts[Int(record.to)])..<Int(arcStarts[Int(record.to) + 1])
        where arcRoads[arc] == road << 1 | 1 {
            out.append((arc, false))
        }
        return out
    }
}
