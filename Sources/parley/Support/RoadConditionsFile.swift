import Coordination
import Geodesy
import Roads
import Statements
import StrictJSON

/// Closures, hazards and checkpoints as a planner writes them down: one JSON object of three lists.
enum RoadConditionsFile {
    static let example = """
        {
          "closures": [
            {"name": "bridge down", "area": {"circle": {"centre": {"lat": 36.17, "lon": 37.05}, "radiusMetres": 150}},
             "from": "2016-09-19T06:00:00Z", "until": "2016-09-19T12:00:00Z"}
          ],
          "hazards": [
            {"name": "suspected mines", "area": {"circle": {"centre": {"lat": 36.16, "lon": 37.0}, "radiusMetres": 400}}},
            {"name": "shelling reported", "area": {"circle": {"centre": {"lat": 36.18, "lon": 37.1}, "radiusMetres": 800}},
             "discouragePercent": 200}
          ],
          "checkpoints": [
            {"name": "crossing", "area": {"circle": {"centre": {"lat": 36.19, "lon": 37.12}, "radiusMetres": 60}},
             "atBestSeconds": 300, "usuallySeconds": 1800, "atWorstSeconds": 14400}
          ]
        }
        """
    private static let longestDelaySeconds: Int64 = 14 * 86_400

    static func read(_ path: String, on network: RoadNetwork) throws -> RoadConditions {
        do {
            let bytes = try Files.read(path)
            var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            let closures = try list(&fields, "closures", closure)
            let hazards = try list(&fields, "hazards", hazard)
            let checkpoints = try list(&fields, "checkpoints", checkpoint)
            try fields.finish()
            return try RoadConditions(on: network, closures: closures, hazards: hazards, checkpoints: checkpoints)
        } catch let failure as Failure { throw failure } catch { throw Failure(.usage, "\(path): \(error)") }
    }

    private static func list<Item>(
        _ fields: inout JSONObject, _ name: StaticString, _ read: (JSONValue) throws -> Item
    ) throws -> [Item] {
        try fields.present(name)?.array(limit: RoadLimits.maximumConditions).map(read) ?? []
    }

    private static func closure(_ value: JSONValue) throws -> RoadClosure {
        var fields = try value.object()
        let name = try fields.required("name").text(limit: 200)
        let area = try fields.required("area").area()
        let from = try fields.present("from")?.instant(rounding: .down)
        let until = try fields.present("until")?.instant(rounding: .up)
        try fields.finish()
        var window: TimeWindow?
        if from != nil || until != nil {
            do { window = try TimeWindow(start: from ?? .earliest, end: until) } catch {
                throw value.refused("'until' must be after 'from'")
            }
        }
        return RoadClosure(name: name, extent: .area(area), window: window)
    }

    private static func hazard(_ value: JSONValue) throws -> RoadHazard {
        var fields = try value.object()
        let name = try fields.required("name").text(limit: 200)
        let area = try fields.required("area").area()
        let percent = try fields.present("discouragePercent")?.integer(in: 1...10_000)
        try fields.finish()
        return RoadHazard(name: name, area: area, treatment: percent.map { .discourage(percent: Int($0)) } ?? .avoid)
    }

    private static func checkpoint(_ value: JSONValue) throws -> RoadCheckpoint {
        var fields = try value.object()
        let name = try fields.required("name").text(limit: 200)
        let place = try fields.required("area")
        guard case .circle(let circle) = try place.area() else {
            throw place.refused("must be a circle, wide enough for both carriageways")
        }
        let range = 0...longestDelaySeconds
        let least = try fields.required("atBestSeconds").integer(in: range)
        let usual = try fields.required("usuallySeconds").integer(in: range)
        let most = try fields.required("atWorstSeconds").integer(in: range)
        try fields.finish()
        guard least <= usual, usual <= most else {
            throw value.refused("'atBestSeconds', 'usuallySeconds' and 'atWorstSeconds' must not decrease")
        }
        return RoadCheckpoint(
            name: name, circle: circle,
            delay: TravelTime(
                leastMilliseconds: least * 1_000, usualMilliseconds: usual * 1_000, mostMilliseconds: most * 1_000))
    }
}
