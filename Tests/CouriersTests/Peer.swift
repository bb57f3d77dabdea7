import Couriers
import Delivery
import Foundation
import StrictJSON
import Synchronization
import TestKit
import Testing

/// Python with the libraries that the peers of these tests are made of.
enum Peers {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let isWanted = ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] == nil
    static let note: Comment = "PARLEY_SKIP_PYTHON is set"

    /// The project's own Python.
    static func python() throws -> String {
        let path = root.path + "/.build/venv/bin/python3"
        try #require(
            FileManager.default.isExecutableFile(atPath: path),
            """
            there is no Python at .build/venv: run scripts/setup test, which makes the virtual environment and installs \
            aiosmtpd, standardwebhooks and cloudevents, or set PARLEY_SKIP_PYTHON to leave these tests out
            """)
        return path
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}

/// A script of scripts/interop that runs beside a test: lines go in and come out; it ends with the test.
final class Peer: Sendable {
    private let process = Process()
    private let input = Pipe()
    private let lines: LineReader

    init(_ script: String, _ arguments: [String] = []) throws {
        let python = try Peers.python()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [Peers.root.path + "/scripts/interop/" + script] + arguments
        process.standardInput = input
        process.standardOutput = output
        lines = LineReader(output.fileHandleForReading)
        try process.run()
    }

    func say(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// The next line; nil when the script has ended.
    func next() -> String? { lines.next() }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}

private final class LineReader: Sendable {
    private let handle: FileHandle
    private let rest = Mutex<[UInt8]>([])

    init(_ handle: FileHandle) { self.handle = handle }

    func next() -> String? {
        rest.withLock { rest in
            while true {
                if let end = rest.firstIndex(of: 0x0A) {
                    defer { rest.removeFirst(end + 1) }
                    return String(decoding: rest[..<end], as: UTF8.self)
                }
                let piece = handle.availableData
                guard !piece.isEmpty else { return nil }
                rest += piece
            }
        }
    }
}

/// A folder that goes away with the test.
final class Folder: Sendable {
    let path = NSTemporaryDirectory() + "parley-couriers-\(UInt64.random(in: 0 ... .max))"

    init(_ folders: [String] = []) throws {
        for folder in [""] + folders {
            try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
    }

    func text(_ file: String) throws -> String { try String(contentsOfFile: path + "/" + file, encoding: .utf8) }

    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + file))
    }
}

/// Secrets in memory.
struct Secrets: SecretSource {
    let values: [String: String]

    func secret(_ name: SecretName) throws -> String {
        guard let value = values[name.rawValue] else {
            throw DeliveryError(.badSetting, "the secret '\(name)' is missing")
        }
        return value
    }
}

extension DeliveryOutcome {
    var code: DeliveryFault.Code? {
        switch self {
        case .failed(let fault, _), .refused(let fault): fault.code
        case .handedOver, .pending: nil
        }
    }
}
