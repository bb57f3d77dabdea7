import ArgumentParser
import Foundation

/// Measures the conflict engine on a synthetic workload, alone or beside others.
struct EngineBenchCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Measure the conflict engine on a synthetic workload, alone or beside other engines.",
        discussion: """
            Draws records and questions from the seed, the same on every machine, and measures: one question (processor \
            time), every pair in conflict, writing while another core reads, and memory. --export writes the workload \
            for other programs and measures nothing.

            Peers: PostGIS (postgresql, postgis, python3 with psycopg2), GEOS (python3 with shapely, pyproj, numpy), and \
            the C++ reference whose folder PARLEY_ENGINE_REFERENCE names. One that is not installed is listed as such.
            """)

    @Option(help: "Records in the index.") var records = 100_000
    @Option(help: "Questions to ask.") var queries = 10_000
    @Option(help: "Seed of the workload.") var seed = Workload.defaultSeed
    @Flag(help: "Ask other engines the same, where they are installed.") var peers = false
    @Option(help: "Write the workload's files to this folder, and stop.") var export: String?
    @Option(help: "Write our answers to this file, 'question record' a line.") var dump: String?
    @Flag(help: "Print one JSON object on the last line.") var json = false

    func perform() async throws {
        let workload = try workload()
        if let export {
            let bar = ProgressBar("records")
            try WorkloadExport(folder: export).write(workload) { bar.show(UInt64($0), of: UInt64(records)) }
            return
        }
        let runner = peers ? try PeerRunner() : nil
        var (figures, hits) = try EngineBench(workload: workload).run()
        if let dump { try Files.write(Array(hits.lines.utf8), to: dump) }
        if let runner {
            figures.peers = try runner.run(workload, beside: hits, ourMicroseconds: figures.q1MeanMicroseconds)
        }
        print("engine: \(records) records, \(queries) questions, seed \(seed)")
        print(Terminal.faint(BuildDescription.text))
        print(EngineTable(figures).text)
        if json { print(figures.json) }
    }

    private func workload() throws -> Workload {
        guard (1...20_000_000).contains(records) else {
            throw Failure(.usage, "--records: must be from 1 to 20000000")
        }
        guard (1...1_000_000).contains(queries) else {
            throw Failure(.usage, "--queries: must be from 1 to 1000000")
        }
        return Workload(records: records, questions: queries, seed: seed)
    }
}
