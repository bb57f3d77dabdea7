import Foundation
import Testing

/// The independent verifier in `scripts/verify-log`, built once for a test run.
struct GoVerifier {
    /// What it printed and how it ended.
    struct Outcome {
        let status: Int32
        let output: String
    }

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let built: Outcome = build()
    private static let program = package.appendingPathComponent(".build/verify-log/verify-log")

    /// Builds the verifier, or fails the test with what to do.
    init() throws {
        let outcome = Self.built
        try #require(
            outcome.status == 0,
            """
            the Go verifier did not build: run scripts/setup, which installs golang-go and golang-golang-x-mod-dev, \
            or set PARLEY_SKIP_GO to leave these tests out. \(outcome.output)
            """)
    }

    func run(_ arguments: [String]) throws -> Outcome { try Self.run(Self.program, arguments) }

    private static func build() -> Outcome {
        let script = package.appendingPathComponent("scripts/verify-log/build.sh")
        do {
            return try run(URL(fileURLWithPath: "/bin/sh"), [script.path, program.path])
        } catch {
            return Outcome(status: -1, output: "\(error)")
        }
    }

    private static func run(_ program: URL, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
}

/// A directory of its own for one test, removed with `remove`.
struct ScratchDirectory {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}
