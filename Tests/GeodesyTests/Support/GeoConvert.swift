import Foundation

@testable import Geodesy

/// GeographicLib's converter, an independent implementation, where it is installed.
enum GeoConvert {
    static let path = "/usr/bin/GeoConvert"
    static var isHere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// One line of output a line of input; a line that it refuses begins with ERROR.
    static func run(_ options: [String], _ lines: [String]) throws -> [String] {
        let input = FileManager.default.temporaryDirectory.appending(path: "grids-\(UUID().uuidString).txt")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = options + ["--input-file", input.path()]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    static func degrees(_ position: Position) -> String {
        "\(decimal(Int64(position.latitudeE7))) \(decimal(Int64(position.longitudeE7)))"
    }

    private static func decimal(_ value: Int64) -> String {
        let rest = String(value.magnitude % 10_000_000)
        return (value < 0 ? "-" : "") + "\(value.magnitude / 10_000_000)."
            + String(repeating: "0", count: 7 - rest.count) + rest
    }
}
