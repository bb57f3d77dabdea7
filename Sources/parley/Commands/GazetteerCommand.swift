import ArgumentParser
import Gazetteer
import ListImport
import StrictJSON

/// Places by name: loading lists of them, and finding what a text may mean.
struct GazetteerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gazetteer",
        abstract: "Load lists of places, and find the places that a name may mean.",
        subcommands: [GazetteerLoadCommand.self, GazetteerFindCommand.self])
}

/// Loads lists of places.
struct GazetteerLoadCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Load lists of places (CSV, plain or .gz) with a mapping file.",
        discussion: """
            Every bad row is reported with its line, field and rule. Without --good-rows, one bad row stops the load.
            Files given together are parts of one list. A list loaded again replaces what was loaded of it before.

              parley gazetteer load places.csv --mapping Examples/gazetteers/settlements-osm-pcode.json --folder node

            Without --folder or --gazetteer the places are kept in the user's own data
            (~/.local/share/parley/gazetteer.jsonl). Examples/gazetteers/README.md explains mapping files.
            """)

    @Argument(help: "The files of one list.") var files: [String]
    @Option(help: "The mapping file.") var mapping: String
    @Flag(name: .customLong("good-rows"), help: "Load the good rows even if others are bad.") var goodRows = false
    @OptionGroup var place: GazetteerPlace

    func perform() async throws {
        let plan: GazetteerMapping
        do { plan = try GazetteerMapping(Files.read(mapping, limit: GazetteerMapping.maximumBytes)) } catch let failure
            as Failure
        { throw failure } catch { throw Failure(.usage, "\(mapping): \(error)") }
        var places: [Place] = []
        var bad = 0
        for file in files {
            let report = try GazetteerImporter(mapping: plan).run(Files.read(file))
            print("\(file): \(report.text)")
            guard !report.isFileRefused else { throw Failure(.refused, "\(file) cannot be read; nothing was loaded") }
            bad += report.rowsBad
            places += report.places
        }
        guard bad == 0 || goodRows else {
            throw Failure(
                .refused, "\(bad) rows are bad and nothing was loaded; correct them, or load with --good-rows")
        }
        let path = try place.path
        let gazetteer: Gazetteer
        do { gazetteer = try (place.read() ?? .empty).replacing(list: plan.list, with: places) } catch let error
            as PlaceError
        { throw Failure(.refused, "\(error); nothing was loaded") }
        try Files.write(gazetteer.file, to: path)
        Terminal.note("\(path) holds \(gazetteer.places.count) places, \(places.count) of them of '\(plan.list)'")
    }
}

/// Finds the places that a name may mean.
struct GazetteerFindCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find the places that a name may mean, in any spelling or script.",
        discussion: """
            Every place is shown with admin units and position in two formats for reading back, and how it was
            recognised. Several places of one name are ambiguous, and likeness alone is doubtful: somebody must say.

              parley gazetteer find "Urum al Kubra" --within Aleppo --folder node

            Exit codes: 0 one place is called this; 1 somebody must say which is meant, or nothing was found.
            """)

    @Argument(help: "The name or code.") var name: String
    @Option(help: "The name or code of an admin unit that must hold the place.") var within: String?
    @Option(help: "The most places to show, 1 to 20.") var limit = 5
    @Flag(help: "Print one JSON object.") var json = false
    @OptionGroup var place: GazetteerPlace

    func perform() async throws {
        guard (1...GazetteerLimits.maximumMatches).contains(limit) else {
            throw Failure(.usage, "--limit: must be 1 to \(GazetteerLimits.maximumMatches)")
        }
        guard let gazetteer = try place.read() else {
            throw Failure(.usage, "no places are loaded at \(try place.path); begin with `parley gazetteer load`")
        }
        let answer = gazetteer.find(name, within: within, limit: limit)
        if json {
            var writer = JSONWriter(capacity: 4_096)
            answer.write(to: &writer)
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            print("\(answer.finding.rawValue): \(answer.sentence)")
            for (index, match) in answer.matches.enumerated() { print("  \(index + 1). \(match.readBack)") }
        }
        if answer.finding != .one { throw ExitCode(Failure.Code.refused.rawValue) }
    }
}
