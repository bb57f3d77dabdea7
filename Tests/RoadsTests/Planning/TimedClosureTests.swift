import Geodesy
import Testing

@testable import Roads

@Suite("Closures by the hour")
struct TimedClosureTests {
    /// The rules once more: a road is entered at the first moment from which the whole passage lies outside all windows.
    private static func left(_ entered: Int64, taking: Int64, _ windows: [(Int64, Int64)]) -> Int64 {
        var enter = entered
        var isMoved = true
        while isMoved {
            isMoved = false
            for (start, end) in windows where enter < end && enter + max(1, taking) > start {
                enter = end
                isMoved = true
            }
        }
        return enter + taking
    }

    @Test("the arrival is that of a slow and obvious search, with windows and checkpoints on random networks")
    func likeTheOracle() throws {
        let departs = try Instant(rfc3339: "2026-03-01T08:00:00Z", rounding: .down)
        var (found, refused, waited, held) = (0, 0, 0, 0)
        for seed in UInt64(0)..<150 {
            var random = SeededRandom(seed: seed)
            let network = try randomNetwork(&random)
            let planner = RoadPlanner(network, profile: .loadedTrucks)
            var closures: [RoadClosure] = []
            var windows: [Int32: [(Int64, Int64)]] = [:]
            for road in 0..<Int32(network.roadCount) {
                for _ in 0..<random.index(below: 3) where random.chance(60) {
                    let start = Int64(random.index(below: 600)) - 100
                    let end = start + 1 + Int64(random.index(below: 300))
                    let window = try TimeWindow(
                        start: departs.adding(seconds: start), end: departs.adding(seconds: end))
                    closures.append(RoadClosure(name: "\(road)", extent: .roads([.init(index: road)]), window: window))
                    windows[road, default: []].append((start * 1_000, end * 1_000))
                }
            }
            let circle = try Circle(
                centre: place(Int64(random.index(below: 2_500)), Int64(random.index(below: 2_500))),
                radiusMillimetres: 200_000)
            let delay = TravelTime(leastMilliseconds: 1, usualMilliseconds: 90_000, mostMilliseconds: 900_000)
            let conditions = try RoadConditions(
                on: network, closures: closures,
                checkpoints: [RoadCheckpoint(name: "held", circle: circle, delay: delay)])
            let driving = ShortestTimeTests.part(network, .loadedTrucks)
            func taking(_ road: Int32, _ from: Int64, _ to: Int64) throws -> Int64? {
                guard let time = driving(road, from, to) else { return nil }
                guard from != to else { return 0 }
                let path = network.path(of: Stretch(road: road, from: from, to: to))
                let area = Area.circle(circle)
                let begins = try Area.circle(Circle(centre: path[0], radiusMillimetres: 0))
                let whole = try Area.route(Route(path: path, halfWidthMillimetres: 0))
                let enters =
                    !begins.isWithin(millimetres: 0, of: area) && whole.isWithin(millimetres: 0, of: area)
                return time + (enters ? 90_000 : 0)
            }
            for _ in 0..<8 {
                let ends = try (0..<2).map { _ in
                    try place(Int64(random.index(below: 2_500)), Int64(random.index(below: 2_500)))
                }
                guard let from = planner.nearestRoad(to: ends[0], withinMillimetres: 3_000_000),
                    let to = planner.nearestRoad(to: ends[1], withinMillimetres: 3_000_000)
                else { continue }
                func arrival(_ road: Int32, _ start: Int64, _ end: Int64, at time: Int64) throws -> Int64? {
                    guard let taking = try taking(road, start, end) else { return nil }
                    return start == end ? time : Self.left(time, taking: taking, windows[road] ?? [])
                }
                let expected = try Self.earliest(network, from, to, arrival)
                let request = RouteRequest(
                    places: [RoutePlace(name: "a", position: ends[0]), RoutePlace(name: "b", position: ends[1])],
                    departure: .init(planned: departs, latest: departs), mayWait: true,
                    maximumSnapMillimetres: 3_000_000)
                guard let route = try? planner.route(request, under: conditions) else {
                    #expect(expected == nil, "seed \(seed)")
                    refused += 1
                    continue
                }
                #expect(route.reached.usualMilliseconds == expected, "seed \(seed)")
                #expect(route.reached.leastMilliseconds <= route.reached.usualMilliseconds, "seed \(seed)")
                #expect(route.reached.usualMilliseconds <= route.reached.mostMilliseconds, "seed \(seed)")
                found += 1
                let driven = route.steps.reduce(0) { $0 + $1.travel.usualMilliseconds }
                if route.reached.usualMilliseconds > driven { waited += 1 }
                if route.steps.contains(where: { !$0.checkpoints.isEmpty }) { held += 1 }
            }
        }
        #expect(found > 500 && refused > 200 && waited > 100 && held > 50, "\(found) \(refused) \(waited) \(held)")
    }

    /// The earliest arrival, by trying every road again until nothing changes.
    private static func earliest(
        _ network: RoadNetwork, _ from: SnappedPlace, _ to: SnappedPlace,
        _ arrival: (_ road: Int32, _ start: Int64, _ end: Int64, _ time: Int64) throws -> Int64?
    ) throws -> Int64? {
        func ends(_ road: Int32) -> [(node: Int, offset: Int64)] {
            let (one, other) = network.ends(of: .init(index: road))
            return [(one, 0), (other, network.lengthMillimetres(of: .init(index: road)))]
        }
        var best = [Int64](repeating: .max, count: network.nodeCount)
        for (node, offset) in ends(from.road.index) {
            let time = try arrival(from.road.index, from.offsetMillimetres, offset, 0) ?? .max
            best[node] = min(best[node], time)
        }
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for road in 0..<Int32(network.roadCount) {
                let both = ends(road)
                for (tail, head) in [(both[0], both[1]), (both[1], both[0])]
                where best[tail.node] < .max && tail.offset != head.offset {
                    let time = try arrival(road, tail.offset, head.offset, best[tail.node]) ?? .max
                    guard time < best[head.node] else { continue }
                    best[head.node] = time
                    hasChanged = true
                }
            }
        }
        var total = Int64.max
        for (node, offset) in ends(to.road.index) where best[node] < .max {
            total = min(total, try arrival(to.road.index, offset, to.offsetMillimetres, best[node]) ?? .max)
        }
        if from.road == to.road {
            total = min(total, try arrival(from.road.index, from.offsetMillimetres, to.offsetMillimetres, 0) ?? .max)
        }
        return total == .max ? nil : total
    }
}
