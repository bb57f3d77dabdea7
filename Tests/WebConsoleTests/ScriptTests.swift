import Foundation
import Testing

/// The console's scripts have tests of their own, in their own language.
@Suite("scripts")
struct ScriptTests {
    private static let node: String? = ["/usr/bin/node", "/usr/bin/nodejs", "/usr/local/bin/node"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test("every test of the console's scripts passes under node", .enabled(if: node != nil, "node is not installed"))
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
        process.waitUntilExit()
        let text = try String(contentsOf: output, encoding: .utf8)
        try? FileManager.default.removeItem(at: output)
        #expect(process.terminationStatus == 0, "\(text.suffix(6_000))")
    }
}
