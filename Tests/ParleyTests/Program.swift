import Foundation
import Testing

/// The built program, run as its user runs it.
struct Program {
    struct Result {
        let code: Int32
        let out: String
        let err: String
    }

    let folder: String

    /// A program with a folder of its own that goes with it.
    init() throws {
        folder = NSTemporaryDirectory() + "parley-program-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Beside the test bundle, where the build puts it.
    static let binary: URL = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return bundle.appendingPathComponent("parley")
    }()

    func start(_ arguments: [String], errors: Pipe? = nil) throws -> Process {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: Self.root)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    @discardableResult
    func run(_ arguments: String...) throws -> Result { try run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) throws -> Result {
        // Files rather than pipes: a pipe that fills up would stop both sides.
        let (out, err) = (
            folder + "/out-\(UInt32.random(in: 0 ... .max))", folder + "/err-\(UInt32.random(in: 0 ... .max))"
        )
        for path in [out, err] { try Data().write(to: URL(fileURLWithPath: path)) }
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: Self.root)
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus, out: try String(contentsOfFile: out, encoding: .utf8),
            err: try String(contentsOfFile: err, encoding: .utf8))
    }

    /// Starts the node of a folder and waits until it says where it serves.
    func serve(_ folder: String) throws -> (node: Process, url: String) {
        let errors = Pipe()
        let process = try start(["serve", "--folder", folder, "--port", "0"], errors: errors)
        var text = ""
        while true {
            let part = errors.fileHandleForReading.availableData
            try #require(!part.isEmpty, "the node did not start: \(text)")
            text += String(decoding: part, as: UTF8.self)
            if let found = text.firstMatch(of: /serves on (http:\/\/[0-9.:]+)/) { return (process, String(found.1)) }
        }
    }

    /// The rehearsal, played and stopped; returns its folder and the log's key.
    func rehearse() throws -> (folder: String, logKey: String) {
        let demo = folder + "/demo"
        let result = try run("demo", "--folder", demo, "--no-serve")
        try #require(result.code == 0, "\(result.err)")
        let settings =
            try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: demo + "/node.json"))) as? [String: Any]
        return (demo, try #require(settings?["logKey"] as? String))
    }
}
