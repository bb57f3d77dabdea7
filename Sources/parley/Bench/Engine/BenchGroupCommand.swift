import ArgumentParser

/// `parley bench`: one figure by its name, or the conflict engine with options of its own.
struct BenchGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure one of the published figures on this machine.",
        discussion: """
            `parley bench NAME` measures admit, http, replay, audit, memory, receipt, seal, follow, visible or
            gazetteer (see `parley bench figure --help`);
            `parley bench engine` measures the conflict engine, alone or beside other engines.
            """,
        subcommands: [BenchCommand.self, EngineBenchCommand.self],
        defaultSubcommand: BenchCommand.self)
}
