import Foundation
import Geodesy
import RoadImport
import Roads

/// Loading a road network, and finding routes on it.
struct RoadBench {
    /// A file of roads, GeoJSON as it is or in gzip; an invented town of about as many nodes when nil.
    var roads: String?
    /// Routes asked for, each between two random nodes.
    var routes = 2_000
    /// Times that the compact form is loaded.
    var loads = 9

    /// Loading the network from GeoJSON and from its compact form.
    func runNetwork(in folder: String) throws -> BenchResult {
        let start = ContinuousClock.now
        let (file, imported, seconds) = try load(in: folder)
        let bytes = imported.network.file
        var times: [Double] = []
        var network = imported.network
        for _ in 0..<loads {
            let begin = ContinuousClock.now
            network = try RoadNetwork(reading: bytes)
            times.append((ContinuousClock.now - begin).seconds * 1_000)
        }
        times.sort()
        let begin = ContinuousClock.now
        _ = RoadPlanner(network, profile: .loadedTrucks)
        let planner = (ContinuousClock.now - begin).seconds
        return BenchResult(
            name: "network", value: times[times.count / 2], unit: "ms (loading the compact form)",
            seconds: (ContinuousClock.now - start).seconds, conditions: conditions(network, file),
            details: [
                ("geoJSONSeconds", seconds), ("largestMilliseconds", times[times.count - 1]),
                ("compactBytes", Double(bytes.count)), ("nodes", Double(network.nodeCount)),
                ("roads", Double(network.roadCount)), ("parts", Double(network.partCount)),
                ("plannerSeconds", planner),
            ])
    }

    /// Routes between random nodes: snapping, the search, and the route with its times.
    func runRoutes(in folder: String) throws -> BenchResult {
        let start = ContinuousClock.now
        let (file, imported, _) = try load(in: folder)
        let network = imported.network
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        var random = WorkloadRandom(seed: 16)
        func node() -> Position { network.position(ofNode: Int(random.next() % UInt64(network.nodeCount))) }
        let closures = try (0..<20).map { index in
            RoadClosure(
                name: "\(index)", extent: .area(.circle(try Circle(centre: node(), radiusMillimetres: 200_000))))
        }
        let hazards = try (0..<20).map { index in
            RoadHazard(
                name: "\(index)", area: .circle(try Circle(centre: node(), radiusMillimetres: 500_000)),
                treatment: .discourage(percent: 200))
        }
        let under = try RoadConditions(on: network, closures: closures, hazards: hazards)
        var (plain, conditioned): ([Double], [Double]) = ([], [])
        var missing = 0
        for _ in 0..<routes {
            let request = RouteRequest(places: [
                RoutePlace(name: "from", position: node()), RoutePlace(name: "to", position: node()),
            ])
            var begin = ContinuousClock.now
            if (try? planner.route(request)) == nil { missing += 1 }
            plain.append((ContinuousClock.now - begin).seconds * 1_000)
            begin = ContinuousClock.now
            _ = try? planner.route(request, under: under)
            conditioned.append((ContinuousClock.now - begin).seconds * 1_000)
        }
        plain.sort()
        conditioned.sort()
        return BenchResult(
            name: "route", value: plain[plain.count / 2], unit: "ms (median of a route)",
            seconds: (ContinuousClock.now - start).seconds,
            conditions: conditions(network, file) + "; \(routes) routes between random nodes",
            details: [
                ("p99Milliseconds", plain[plain.count * 99 / 100]), ("largestMilliseconds", plain[plain.count - 1]),
                ("underConditionsMedianMilliseconds", conditioned[conditioned.count / 2]),
                ("underConditionsP99Milliseconds", conditioned[conditioned.count * 99 / 100]),
                ("withoutAWay", Double(missing)),
            ])
    }

    private func conditions(_ network: RoadNetwork, _ file: String) -> String {
        "\(roads == nil ? "an invented town" : file): \(network.nodeCount) nodes, \(network.roadCount) roads"
    }

    private func load(in folder: String) throws -> (file: String, RoadImporter.Imported, seconds: Double) {
        let file = roads ?? folder + "/town.geojson"
        if roads == nil { try Self.town(side: 254).write(to: URL(fileURLWithPath: file)) }
        let begin = ContinuousClock.now
        let imported = try RoadImporter(title: "bench", attribution: "").read(path: file)
        return (file, imported, (ContinuousClock.now - begin).seconds)
    }

    /// A town of crooked blocks with a few wide streets.
    private static func town(side: Int) -> Data {
        var random = WorkloadRandom(seed: 17)
        let places = (0..<side * side).map { index in
            (
                latitude: 36.2 + (Double(index / side) + random.uniform(-0.3, 0.3)) * 0.001,
                longitude: 37.1 + (Double(index % side) + random.uniform(-0.3, 0.3)) * 0.001
            )
        }
        var lines: [String] = []
        for index in places.indices {
            for next in [index % side + 1 < side ? index + 1 : nil, index + side < places.count ? index + side : nil] {
                guard let next, random.unit() < 0.62 || index / side % 10 == 0 || index % side % 10 == 0 else {
                    continue
                }
                let isWide = next == index + 1 ? index / side % 10 == 0 : index % side % 10 == 0
                let (from, to) = (places[index], places[next])
                lines.append(
                    #"{"type":"Feature","properties":{"u":\#(index),"v":\#(next),"highway":""#
                        + (isWide ? "secondary" : "residential")
                        + #""},"geometry":{"type":"LineString","coordinates":[[\#(from.longitude),\#(from.latitude)],"#
                        + #"[\#(to.longitude),\#(to.latitude)]]}}"#)
            }
        }
        return Data(#"{"type":"FeatureCollection","features":[\#(lines.joined(separator: ",\n"))]}"#.utf8)
    }
}
