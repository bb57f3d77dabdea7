import Foundation
import Testing

@testable import Roads

/// The costs of routes on the whole network of Aleppo, found once more by networkx.
@Suite(
    .enabled(if: AleppoRoads.areHere, "\(AleppoRoads.missing)"),
    .enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] == nil, "PARLEY_SKIP_PYTHON is set"))
struct NetworkxTests {
    private struct Verdict: Decodable {
        let pairs: Int
        let connected: Int
        let differences: [[Int64?]]
    }

    @Test("networkx finds the same costs for 1,000 pairs: 25 random starts with 40 random ends each")
    func sameCosts() throws {
        let root = AleppoRoads.root
        let python = root.appendingPathComponent(".build/venv/bin/python3")
        try #require(
            FileManager.default.isExecutableFile(atPath: python.path),
            "there is no Python at .build/venv: run scripts/setup test, or set PARLEY_SKIP_PYTHON to leave this out")
        let planner = try AleppoRoads.trucks.get()
        var text = ""
        planner.forEachArc { text += "a \($0) \($1) \($2)\n" }
        var random = SeededRandom(seed: 11)
        for _ in 0..<25 {
            let from = random.index(below: planner.network.nodeCount)
            for _ in 0..<40 {
                let to = random.index(below: planner.network.nodeCount)
                let cost = planner.usualMilliseconds(fromNode: from, toNode: to)
                text += "p \(from) \(to) \(cost.map(String.init) ?? "-")\n"
            }
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("parley-roads-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let process = Process()
        process.executableURL = python
        process.arguments = [root.appendingPathComponent("scripts/interop/roads.py").path, file.path]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "roads.py: \(String(decoding: complaint, as: UTF8.self))")
        let verdict = try JSONDecoder().decode(Verdict.self, from: answer)
        #expect(verdict.pairs == 1_000)
        #expect(verdict.connected > 900)
        #expect(verdict.differences.isEmpty, "from, to, networkx, ours: \(verdict.differences.prefix(5))")
    }
}
