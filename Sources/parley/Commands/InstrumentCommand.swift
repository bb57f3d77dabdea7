import ArgumentParser
import Coordination
import StrictJSON

/// Instruments: their clauses, and what they set.
struct InstrumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instrument", abstract: "State an instrument's clauses, or show what they set.",
        discussion: """
            Every deadline comes from a clause, and a lapse names it. An instrument is stated whole: stating it again
            replaces it from then on; what has begun keeps the clause it began under.
            """,
        subcommands: [State.self, Show.self])

    struct State: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "State an instrument's clauses, whole; by the host's root key.")
        @Argument(help: "The instrument's name.") var subject: String?
        @Option(help: "A JSON file with the body; '-' reads standard input.") var body: String?
        @Flag(help: "Print an example body and stop.") var example = false
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            if example { return print(ExampleBodies.instrument) }
            guard let subject, let body else {
                throw Failure(.usage, "give the instrument's name and --body; see --example")
            }
            try await speaker.say(.instrumentClauses, subject: subject, body: try Files.read(body))
        }
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Show every instrument, clause by clause, as JSON.")
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let reply = try await speaker.withSession { try await $0.get("/instruments") }
            print(String(decoding: reply, as: UTF8.self))
        }
    }
}
