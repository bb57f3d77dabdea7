import ArgumentParser
import Coordination
import Geodesy
import RoadImport
import Roads
import StrictJSON

/// Road networks, and routes proposed on them.
struct RoadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roads", abstract: "Load a road network, and propose routes on it.",
        subcommands: [Load.self, RoadsRouteCommand.self])

    /// Turns a file of roads into the compact form.
    struct Load: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a file of roads (GeoJSON, plain or .gz, or GeoPackage) into the compact form.",
            discussion: """
                What is broken is refused with the number of the feature; what is odd is counted and reported.

                  parley roads load aleppo.geojson.gz --title Aleppo --attribution "OpenStreetMap contributors, ODbL" \\
                      --to aleppo.parleyroads
                """)
        @Argument(help: "The file.") var file: String
        @Option(help: "What the network is called.") var title: String
        @Option(help: "Whose data it is, with its licence; every route names it.") var attribution: String
        @Option(help: "The table of a GeoPackage that holds the roads, where it has several.") var layer: String?
        @Option(help: "Where to write the compact form.") var to: String

        func perform() async throws {
            let imported: RoadImporter.Imported
            do {
                imported = try RoadImporter(title: title, attribution: attribution, layer: layer).read(path: file)
            } catch { throw Failure(.refused, "\(error)") }
            try Files.write(imported.network.file, to: to)
            if let report = imported.report { print(report.description) }
            Terminal.note("\(to) holds \(imported.network.roadCount) roads and \(imported.network.nodeCount) nodes")
        }
    }
}

/// Proposes a route.
struct RoadsRouteCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Propose a route by shortest time; a proposal, and what it does not know.",
        discussion: """
            Places are given in their order, each as LAT,LON or NAME=LAT,LON. Conditions are closures, hazards and
            checkpoints in one JSON file (--example prints one). With --departs every time is also an instant, and --legs
            writes the members 'halfWidthMetres' and 'legs' of a movement's body: windows from the earliest to the latest
            time at which the movement may be there.

              parley roads route "depot=36.1995,37.1330" "compound=36.151583,36.96775" --roads aleppo.parleyroads

            Nothing is sent or kept.
            """)
    @Argument(help: "The places, 2 or more, in their order.") var places: [String] = []
    @Option(help: "The network: the compact form, GeoJSON or GeoPackage.") var roads: String?
    @Option(help: "A JSON file with closures, hazards and checkpoints.") var conditions: String?
    @Option(help: "The planned departure (RFC 3339).") var departs: String?
    @Option(help: "The latest departure (RFC 3339); the planned one without it.") var latest: String?
    @Option(name: .customLong("half-width"), help: "Metres to either side of the route that the movement may use.")
    var halfWidth = 100
    @Option(help: "Alternatives to propose besides, 0 to 5.") var alternatives = 0
    @Option(help: "Where to write the legs of a movement's body.") var legs: String?
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print an example of conditions and stop.") var example = false

    func perform() async throws {
        if example { return print(RoadConditionsFile.example) }
        guard places.count >= 2, let roads else {
            throw Failure(.usage, "give two places or more and --roads; see --help")
        }
        guard (1...50_000).contains(halfWidth) else { throw Failure(.usage, "--half-width: must be 1 to 50000 metres") }
        guard (0...5).contains(alternatives) else { throw Failure(.usage, "--alternatives: must be 0 to 5") }
        let request = RouteRequest(places: try named(), departure: try departure())
        let network: RoadNetwork
        do {
            network = try RoadImporter(title: roads, attribution: "not stated").read(path: roads).network
        } catch { throw Failure(.refused, "\(error)") }
        let under = try conditions.map { try RoadConditionsFile.read($0, on: network) } ?? .none
        let planner = RoadPlanner(network, profile: .loadedTrucks)
        let first: RoadRoute
        var others: [RouteAlternative] = []
        do {
            if alternatives == 0 {
                first = try planner.route(request, under: under)
            } else {
                let limits = RoadPlanner.AlternativeLimits(count: alternatives)
                (first, others) = try planner.alternatives(request, under: under, limits: limits)
            }
        } catch { throw Failure(.refused, "\(error)") }
        if let legs { try write(first, to: legs) }
        if json { return printJSON(first, others) }
        show(first)
        for (number, other) in others.enumerated() {
            print("")
            print("Alternative \(number + 1), \(other.sharedPercent) % of it on the roads of the first:")
            show(other.route)
        }
        for sentence in RoadRoute.notKnown { print(Terminal.faint("not known: \(sentence)")) }
    }

    private func named() throws -> [RoutePlace] {
        try places.enumerated().map { number, text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let position = try Places.position(String(parts.last ?? ""), "place \(number + 1)")
            return RoutePlace(name: parts.count == 2 ? String(parts[0]) : "place \(number + 1)", position: position)
        }
    }

    private func departure() throws -> RouteRequest.Departure? {
        guard let departs else {
            guard latest == nil, legs == nil else {
                throw Failure(.usage, "--departs: needed with --latest and --legs, since those are instants")
            }
            return nil
        }
        let planned = try Self.instant(departs, "--departs")
        let last = try latest.map { try Self.instant($0, "--latest") } ?? planned
        guard last >= planned else { throw Failure(.usage, "--latest: must not be before --departs") }
        return RouteRequest.Departure(planned: planned, latest: last)
    }

    private static func instant(_ text: String, _ option: String) throws -> Instant {
        do { return try Instant(rfc3339: text, rounding: .down) } catch { throw Failure(.usage, "\(option): \(error)") }
    }

    private func show(_ route: RoadRoute) {
        print(Terminal.bold("\(Self.kilometres(route.lengthMillimetres)), \(Self.times(route.reached))"))
        for leg in route.legs {
            print("\(leg.from.name) to \(leg.to.name): \(Self.kilometres(leg.lengthMillimetres))")
            for road in leg.roads {
                let name = road.name.isEmpty ? "(no name)" : road.name
                print(
                    "  \(Self.kilometres(road.lengthMillimetres))  \(name), \(road.roadClass.name); \(Self.times(road.reached))"
                )
            }
        }
        for item in route.considered { print("\(item.kind.rawValue) '\(item.name)': \(item.outcome.sentence)") }
        print(Terminal.faint("a proposal for \(route.profileName); roads: \(route.source)"))
    }

    private static func kilometres(_ millimetres: Int64) -> String {
        let tens = (millimetres + 5_000) / 10_000
        let rest = tens % 100
        return "\(tens / 100).\(rest < 10 ? "0" : "")\(rest) km"
    }

    private static func times(_ time: TravelTime) -> String {
        func minutes(_ milliseconds: Int64) -> Int64 { (milliseconds + 59_999) / 60_000 }
        return "after \(minutes(time.usualMilliseconds)) min, from \(time.leastMilliseconds / 60_000) to "
            + "\(minutes(time.mostMilliseconds))"
    }

    private func printJSON(_ first: RoadRoute, _ others: [RouteAlternative]) {
        Output.json { fields in
            fields.key("route")
            first.write(to: &fields)
            fields.key("alternatives")
            fields.array { list in
                for other in others {
                    list.object { fields in
                        fields.member("sharedPercent", other.sharedPercent)
                        fields.key("route")
                        other.route.write(to: &fields)
                    }
                }
            }
        }
    }

    /// The legs of a movement's body: the pieces of the route with the time in which the movement may be on each.
    private func write(_ route: RoadRoute, to file: String) throws {
        let volumes: [RouteVolume]
        do {
            volumes = try route.volumes(.init(halfWidthMillimetres: Int64(halfWidth) * 1_000)) ?? []
        } catch { throw Failure(.usage, "--half-width: \(error)") }
        guard volumes.count <= MovementDetails.maximumLegs else {
            throw Failure(
                .refused,
                "the route has \(volumes.count) pieces and a movement takes \(MovementDetails.maximumLegs); divide it")
        }
        var writer = JSONWriter(capacity: 4096)
        writer.object { fields in
            fields.metres("halfWidthMetres", volumes.first?.route.halfWidthMillimetres ?? 0)
            fields.key("legs")
            fields.array { list in
                for (number, volume) in volumes.enumerated() {
                    list.object { fields in
                        let leg = route.legs[volume.leg]
                        fields.member("from", "\(leg.from.name), piece \(number + 1)")
                        fields.member("to", leg.to.name)
                        fields.key("path")
                        fields.positions(volume.route.path)
                        fields.member("departs", volume.window.start.description)
                        if let end = volume.window.end { fields.member("arrives", end.description) }
                    }
                }
            }
        }
        try Files.write(writer.bytes + [0x0A], to: file)
    }
}
