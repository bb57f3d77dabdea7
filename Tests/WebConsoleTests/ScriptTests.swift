import Foundation
import Testing

/// The console's scripts have tests of their own, in their own language.
@Suite("scripts")
struct ScriptTests {
    /// Node from version 20 on: before it, what browsers have by themselves was hidden behind switches.
    private static let node: String? = ["/usr/bin/node", "/usr/bin/nodejs", "/usr/local/bin/node"].first { path in
        guard FileManager.default.isExecutableFile(atPath: path) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--version"]
        let pipe = Pipe()
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return false }
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.dropFirst().split(separator: ".").first.flatMap { Int($0) }.map { $0 >= 20 } ?? false
    }

    private static let patienceSeconds = 400

    @Test(
        "every test of the console's scripts passes under node",
        .enabled(if: node != nil, "node 20 or later is not installed"))
    func scripts() throws {
        let folder = ConsoleFolder.root + "/Tests/WebConsoleTests/js"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".test.mjs") }
        #expect(!files.isEmpty)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.node))
        process.arguments = ["--no-warnings", "--test"] + files.sorted().map { "\(folder)/\($0)" }
        var environment = ProcessInfo.processInfo.environment
        let program = ConsoleFolder.root + "/.build/debug/parley"
        if FileManager.default.isExecutableFile(atPath: program) { environment["PARLEY"] = program }
        process.environment = environment
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("scripts-\(UUID()).log")
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        // So that scripts that never end fail, instead of keeping everything waiting.
        for _ in 0..<Self.patienceSeconds * 10 where process.isRunning { Thread.sleep(forTimeInterval: 0.1) }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        let text = try String(contentsOf: output, encoding: .utf8)
        try? FileManager.default.removeItem(at: output)
        #expect(process.terminationStatus == 0, "\(text.suffix(6_000))")
    }
}
