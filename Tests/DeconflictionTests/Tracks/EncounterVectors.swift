import Foundation
import Testing

/// Relative states with the answers of DAIDALUS 2.0.4 (NASA, CDCylinder), kept beside the checkout.
struct EncounterVectors {
    /// Metres and metres per second: x, y, z, then the first aircraft's velocity, then the second's.
    struct Row {
        var state: [Double]
        var isLoss: Bool
        var entrySeconds: Double
        var exitSeconds: Double
    }

    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "../shared/data/08-vectors/encounters_daidalus_2.0.4.csv.gz").standardized

    static let areHere = FileManager.default.fileExists(atPath: file.path)

    static func rows() throws -> [Row] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-dc", file.path]
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return try lines.dropFirst().map { line in
            let fields = try line.split(separator: ",").map { try #require(Double($0)) }
            try #require(fields.count == 15)
            return Row(
                state: Array(fields[0..<9]), isLoss: fields[9] == 1, entrySeconds: fields[10], exitSeconds: fields[11])
        }
    }
}
