import ArgumentParser
import Foundation
import Logging
import ParleyNode

/// Rehearses a scenario and leaves a node serving.
struct DemoCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Replay the convoy of 19 September 2016 and leave a node serving.",
        discussion: """
            Founds a rehearsal accord with a neutral host and four parties in a new folder, signs and logs what the
            scenario file says, asks the question that nobody could ask that evening, and serves the result on loopback.
            """)

    @Option(help: "The folder to make.") var folder = "demo"
    @Option(help: "The scenario file.") var scenario = "Examples/urum-al-kubra-2016-09-19.json"
    @Flag(name: .customLong("no-serve"), help: "Stop after the rehearsal.") var noServe = false
    @OptionGroup var listen: ListenOptions

    func perform() async throws {
        let play: Scenario
        do {
            play = try Scenario(Files.read(scenario, limit: Scenario.maximumBytes))
        } catch let failure as Failure {
            throw failure
        } catch { throw Failure(.usage, "\(scenario): \(error)") }
        let place = NodeFolder(path: folder)
        let settings = try place.create(accord: play.accord, host: play.host, origin: play.origin)
        let clock = ScenarioClock(play.foundedAt)
        let quiet = Logger(label: "parley") { _ in SwiftLogNoOpLogHandler() }
        let opened = try await place.open(clock: clock, logger: quiet)
        print(Terminal.bold(play.title))
        print(Self.wrapped(play.about))
        print("")
        var rehearsal = Rehearsal(
            play, folder: place, node: opened.node, clock: clock, logKey: settings.logKey, url: listen.url(listen.port))
        try await rehearsal.run()
        print("")
        for (name, text) in play.sources { print(Terminal.faint("\(name): \(text)")) }
        clock.letGo()
        guard !noServe else { return try await opened.close() }
        try await opened.node.tick()
        let logger = Logger(label: "parley")
        let site = try ConsoleOptions.parse([]).open(folder: folder, opened, logger: logger)
        try await listen.serve(opened, site: site, logger: logger) { port in
            print(instructions(url: listen.url(port), logKey: settings.logKey))
            fflush(nil)
        }
    }

    private func instructions(url: String, logKey: String) -> String {
        """

        \(Terminal.bold("The node serves on \(url) - open it in a browser."))
        In another terminal, from this folder:

          Sign in to the console at \(url)/console: make a key there as party 'us', officer 'duty', and enrol it
          by the 25 digits that the page shows:
            .build/release/parley key admit "DIGITS" --as \(folder)/parties/us-root.json

          Ask whom an activity would endanger, as the duty officer of one side:
            .build/release/parley check --as \(folder)/parties/us-duty.json --activity \(folder)/activity.json

          Verify a receipt offline, with nothing but files and the log's key:
            .build/release/parley verify --statement \(folder)/receipts/1-urum-al-kubra-compound.statement.json \\
              --receipt \(folder)/receipts/1-urum-al-kubra-compound.tlog-proof \\
              --log-key "\(logKey)"

          Audit the whole log: every entry, every signature, every tile:
            .build/release/parley log \(url)/log --log-key "\(logKey)"

          Tell others about a site (the body's form: parley notify site --example):
            .build/release/parley notify site my-site --as \(folder)/parties/un-ocha-access.json --audience open --body FILE

        Stop with Ctrl-C; `.build/release/parley serve --folder \(folder)` takes it up again.
        """
    }

    private static func wrapped(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.count + word.count > 96 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
