import ArgumentParser
import Foundation

/// Measures one published figure.
struct BenchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "figure",
        abstract: "Measure one of the published figures on this machine.",
        discussion: """
            Names: \(names).
            Each makes its own accord and store in a temporary folder, takes about a minute at most, and prints one JSON
            object on its last line with --json. docs/performance.md has the figures, what they mean and where the limits
            are.
            """)

    private static let names =
        "admit, http, replay, audit, independent, memory, receipt, seal, follow, visible, "
        + "message, clock, gazetteer, deliver, network, route, movements, access-report, console, desks, map"

    @Argument(help: ArgumentHelp(names)) var name: String
    @Option(help: "Statements to use instead of the default.") var statements: Int?
    @Option(help: "Where to put the store; the medium is part of what is measured.") var folder: String?
    @Option(help: "For network and route: a file of roads; an invented town without it.") var roads: String?
    @Flag(help: "For map: serve on for a browser until the input ends.") var hold = false
    @Flag(help: "Print one JSON object on the last line.") var json = false

    func perform() async throws {
        let place = (folder ?? NSTemporaryDirectory()) + "/parley-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let result = try await measure(in: place)
        if json { return print(result.json) }
        print("\(result.name): \(Terminal.bold(result.shownValue)) \(result.unit)")
        print("  \(result.conditions)")
        for (key, value) in result.details { print("  \(key): \((value * 100).rounded() / 100)") }
    }

    private func measure(in place: String) async throws -> BenchResult {
        if let statements, !(1_000...10_000_000).contains(statements) {
            throw Failure(.usage, "--statements: must be from 1000 to 10000000")
        }
        switch name {
        case "admit":
            var bench = AdmitBench()
            if let statements { bench.statements = statements }
            return try await bench.run(in: place)
        case "http":
            var bench = HTTPBench()
            if let statements { bench.statementsPerClient = statements / bench.clients }
            return try await bench.run(in: place)
        case "replay":
            var bench = ReplayBench()
            if let statements { bench.statements = statements }
            return try await bench.run(in: place)
        case "audit":
            var bench = AuditBench()
            if let statements { bench.statements = statements }
            return try await bench.run(in: place)
        case "independent":
            var bench = AuditBench()
            if let statements { bench.statements = statements }
            return try await bench.runIndependently(in: place)
        case "follow":
            var bench = FollowBench()
            if let statements { bench.statements = statements }
            return try await bench.run(in: place)
        case "visible":
            return try await VisibleBench().run(in: place)
        case "message":
            return try await MessageBench().run(in: place)
        case "clock":
            return try ClockBench().run()
        case "memory":
            var bench = MemoryBench()
            if let statements { bench.sites = statements }
            return try await bench.run(in: place)
        case "receipt":
            var bench = ReceiptBench()
            if let statements { bench.statements = statements }
            return try await bench.run(in: place)
        case "seal":
            var bench = SealBench()
            if let statements { bench.bodies = statements }
            return try bench.run()
        case "gazetteer":
            return try GazetteerBench().run()
        case "deliver":
            var bench = DeliverBench()
            if let statements { bench.notices = statements }
            return try await bench.run(in: place)
        case "network":
            return try RoadBench(roads: roads).runNetwork(in: place)
        case "route":
            return try RoadBench(roads: roads).runRoutes(in: place)
        case "movements":
            return try MovementsBench().run()
        case "console":
            return try await ConsoleBench().run(in: place)
        case "map":
            var bench = MapBench()
            if let statements { bench.sites = statements }
            bench.holds = hold
            return try await bench.run(in: place)
        case "desks":
            var bench = DesksBench()
            if let statements { bench.desks = statements }
            return try await bench.run(in: place)
        case "access-report":
            return try await AccessReportBench().run(in: place)
        default:
            throw Failure(
                .usage,
                "no bench is called '\(name)'; there are \(Self.names)")
        }
    }
}
