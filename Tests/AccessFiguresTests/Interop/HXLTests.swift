import Foundation
import Geodesy
import Testing

@testable import AccessFigures

/// The tables as libhxl reads them, the humanitarian data exchange's own reader.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] == nil, "PARLEY_SKIP_PYTHON is set"),
    .enabled(if: Libhxl.isHere, "there is no libhxl at .build/venv: run scripts/setup test"))
struct HXLTests {
    private struct Verdict: Decodable {
        struct Table: Decodable {
            let rows: Int
            let tags: [String]
            let sums: [String: Double]
        }

        let tables: [String: Table]
        let problems: [String]
    }

    @Test(
        "libhxl finds every hashtag in the dictionary, every date and number in order, and the same sums",
        arguments: [0, 1])
    func read(which: Int) throws {
        var random = RandomFacts(seed: 21)
        let figures =
            which == 1
            ? try ReportTests.hostileFigures()
            : try Figures(
                random.facts(movements: 250, convoys: 40, lines: 6, days: 60), period: FigurePeriod(by: .week))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parley-hxl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tables = figures.tables(doctrine: ["one sentence"])
        for table in tables { try Data(table.bytes).write(to: folder.appendingPathComponent("\(table.name).csv")) }
        let script = Libhxl.root.appendingPathComponent("scripts/interop/hxl.py").path
        let (status, output, complaint) = try Libhxl.run([script, folder.path])
        try #require(status == 0, "hxl.py: \(complaint)")
        let verdict = try JSONDecoder().decode(Verdict.self, from: output)
        #expect(verdict.problems.isEmpty, "\(verdict.problems.prefix(5))")
        #expect(Set(verdict.tables.keys) == Set(tables.map(\.name)))
        let periods = try #require(verdict.tables["outcomes-by-period"])
        let all = figures.movements.all
        #expect(periods.sums["#indicator+num+total"] == Double(all.total))
        #expect(
            periods.sums["#indicator+facilitated+num"] ?? periods.sums["#indicator+num+facilitated"]
                == Double(all.count(Outcome.facilitated)))
        #expect(verdict.tables["movements"]?.rows == all.total)
        #expect(verdict.tables["lines"]?.rows == figures.cargo.reduce(0) { $0 + $1.lines })
    }
}

/// The Python environment with libhxl.
private enum Libhxl {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let python = root.appendingPathComponent(".build/venv/bin/python3")

    static var isHere: Bool { (try? run(["-c", "import hxl"]))?.status == 0 }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: Data, complaint: String) {
        let process = Process()
        process.executableURL = python
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, answer, String(decoding: complaint, as: UTF8.self))
    }
}
