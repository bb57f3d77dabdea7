import Foundation
import Gzip

@testable import Roads

/// The roads of Aleppo as OpenStreetMap had them, where the data lie beside the checkout; they are no part of the product.
enum AleppoRoads {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let archive = root.appendingPathComponent("../shared/data/05-roads-control/aleppo_osm_roads.geojson.gz")
        .standardizedFileURL
    static var areHere: Bool { FileManager.default.fileExists(atPath: archive.path) }
    static let missing: String = "the roads of Aleppo are not beside this checkout (../shared/data)"

    /// Read once for all tests.
    static let loaded = Result { try load() }
    static let trucks = Result { RoadPlanner(try loaded.get().network, profile: .loadedTrucks) }

    private static func load() throws -> (network: RoadNetwork, report: NetworkReport) {
        let packed = [UInt8](try Data(contentsOf: archive))
        var gunzip = try GzipReader(limit: 256 << 20)
        var reader = RoadGeoJSONReader(title: "Aleppo", attribution: "© OpenStreetMap contributors")
        for start in stride(from: 0, to: packed.count, by: 1 << 16) {
            var plain: [UInt8] = []
            try gunzip.read(Array(packed[start..<min(packed.count, start + 1 << 16)]), into: &plain)
            try reader.feed(plain)
        }
        try gunzip.finish()
        return try reader.finish()
    }
}
