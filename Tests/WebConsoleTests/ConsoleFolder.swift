import Foundation
import Logging

@testable import WebConsole

/// The console of this checkout, as tests open it.
enum ConsoleFolder {
    /// The checkout.
    static var root: String {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }

    static var resources: String { root + "/Sources/WebConsole/Resources" }

    static func console(_ limits: ConsoleLimits = ConsoleLimits(), helpers: Console.Helpers = .init()) throws -> Console
    {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let passkeys = FileManager.default.temporaryDirectory.appendingPathComponent("passkeys-\(UUID()).json").path
        return try Console(
            files: ConsoleFiles(folder: resources), passkeys: passkeys, helpers: helpers, limits: limits, logger: logger
        )
    }

    static func texts(_ part: String, _ suffixes: [String]) throws -> [(path: String, text: String)] {
        try ConsoleFiles(folder: resources).all(part, limit: 64 << 20)
            .filter { file in suffixes.contains { file.path.hasSuffix($0) } }
            .map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }
    }
}
