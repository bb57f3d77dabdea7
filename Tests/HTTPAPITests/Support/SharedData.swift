import Foundation

/// Data beside the checkout, which need not be there.
enum SharedData {
    /// The package's root, from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The JSON files of InterUSS's test data, by name; nil when they cannot be had.
    static func interUSS() -> [(name: String, bytes: [UInt8])]? {
        let archive = root.appending(path: "../shared/data/06-air-utm/interuss_test_data.tar.gz").standardized
        guard FileManager.default.fileExists(atPath: archive.path) else { return nil }
        let folder = FileManager.default.temporaryDirectory.appending(path: "interuss-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let tar = Process()
            tar.executableURL = URL(filePath: "/usr/bin/env")
            tar.arguments = ["tar", "xzf", archive.path, "-C", folder.path]
            try tar.run()
            tar.waitUntilExit()
            guard tar.terminationStatus == 0 else { return nil }
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            let found = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "json" }
            return try found.sorted { $0.path < $1.path }.map {
                ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0)))
            }
        } catch { return nil }
    }
}
