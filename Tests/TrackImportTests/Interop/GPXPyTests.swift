import Foundation
import Geodesy
import Testing
import Tracking

@testable import TrackImport

/// Files that gpxpy writes, read to the last digit.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] == nil, "PARLEY_SKIP_PYTHON is set"))
struct GPXPyTests {
    private struct Written: Decodable {
        struct Named: Decodable {
            let name: String
            let latitudeE7: Int64
            let longitudeE7: Int64

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                name = try values.decode(String.self)
                latitudeE7 = try values.decode(Int64.self)
                longitudeE7 = try values.decode(Int64.self)
            }
        }

        struct File: Decodable {
            let file: String
            let points: [[Int64?]]
            let waypoints: [Named]
            let routes: [Int]
        }

        let files: [File]
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static var python: URL {
        let folder = ProcessInfo.processInfo.environment["PARLEY_VENV"].map { URL(fileURLWithPath: $0) }
        return (folder ?? root.appendingPathComponent(".build/venv/bin")).appendingPathComponent("python3")
    }

    /// Whether gpxpy can be had at all.
    static let isHere: Bool = (try? run(["-c", "import gpxpy"]))?.status == 0

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: Data, errors: String) {
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

    @Test(
        "every point, name and route of files that gpxpy wrote in both versions",
        .enabled(
            if: isHere,
            "gpxpy is not at .build/venv: run scripts/setup test, or name its folder in PARLEY_VENV; GPX goes unchecked"
        ))
    func readsWhatGPXPyWrites() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parley-gpx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Self.root.appendingPathComponent("scripts/interop/gpx_write.py").path
        let run = try Self.run([script, folder.path])
        try #require(run.status == 0, "gpx_write.py: \(run.errors)")
        let written = try JSONDecoder().decode(Written.self, from: run.output)
        try #require(written.files.count == 12)
        for file in written.files {
            let bytes = try #require(FileManager.default.contents(atPath: file.file))
            let track = try TrackImporter().read([UInt8](bytes))
            #expect(track.isComplete && track.issues.isEmpty, "\(track.issues.prefix(3))")
            try #require(track.reports.count == file.points.count)
            for (report, point) in zip(track.reports, file.points) {
                let position = try Position(
                    latitudeE7: #require(point[0]), longitudeE7: #require(point[1]))
                #expect(report.position == position)
                #expect(report.at.microsecondsSince1970 == point[2], "\(file.file)")
                #expect(report.speedMillimetresPerSecond == point[3])
            }
            #expect(track.waypoints.map(\.name) == file.waypoints.map(\.name))
            for (waypoint, named) in zip(track.waypoints, file.waypoints) {
                #expect(
                    waypoint.positions == [
                        try Position(latitudeE7: named.latitudeE7, longitudeE7: named.longitudeE7)
                    ])
            }
            #expect(track.routes.map(\.positions.count) == file.routes)
        }
    }
}
