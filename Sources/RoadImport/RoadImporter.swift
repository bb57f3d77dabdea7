import Foundation
import Gzip
public import Roads

/// Reads a road network from a file, whichever form it has: GeoJSON, the same in gzip, GeoPackage, or the compact form.
public struct RoadImporter: Sendable {
    /// What was read.
    public struct Imported: Sendable {
        /// The network.
        public let network: RoadNetwork
        /// What was noticed; nil for the compact form, where it was reported when that was made.
        public let report: NetworkReport?
    }

    /// The most bytes of GeoJSON, once inflated.
    public static let maximumTextBytes = 4 << 30
    private static let pieceBytes = 1 << 20

    /// What the network is called; the compact form has its own.
    public var title: String
    /// Whom to name as the source; the compact form has its own.
    public var attribution: String
    /// Which properties or columns say what.
    public var mapping: RoadMapping
    /// The table of a GeoPackage that holds the roads; may be nil where there is one only.
    public var layer: String?

    /// A reader.
    public init(
        title: String, attribution: String, mapping: RoadMapping = .openStreetMap, layer: String? = nil
    ) {
        self.title = title
        self.attribution = attribution
        self.mapping = mapping
        self.layer = layer
    }

    /// Reads the file at a path; its first bytes tell its form.
    ///
    /// - Throws: `RoadImportError`.
    public func read(path: String) throws -> Imported {
        let first = try Self.open(path).read(upToCount: 16) ?? Data()
        if first.starts(with: Array("SQLite format 3".utf8)) {
            return try GeoPackageReader(path: path, layer: layer, mapping: mapping).read(
                into: RoadNetworkBuilder(title: title, attribution: attribution))
        }
        if first.starts(with: Array("PARLEYRD".utf8)) {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw RoadImportError(.unreadable, "\(path) cannot be read")
            }
            do { return Imported(network: try RoadNetwork(reading: [UInt8](bytes)), report: nil) } catch {
                throw RoadImportError(.badRoadFile, path, cause: error)
            }
        }
        return try readGeoJSON(path, isPacked: Gzip.isGzip(first))
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw RoadImportError(.unreadable, "\(path) cannot be opened")
        }
        return handle
    }

    private func readGeoJSON(_ path: String, isPacked: Bool) throws -> Imported {
        let file = try Self.open(path)
        do {
            var reader = RoadGeoJSONReader(title: title, attribution: attribution, mapping: mapping)
            var gunzip = try GzipReader(limit: Self.maximumTextBytes)
            var count = 0
            while let data = try file.read(upToCount: Self.pieceBytes), !data.isEmpty {
                var plain = [UInt8](data)
                if isPacked {
                    plain = []
                    try gunzip.read([UInt8](data), into: &plain)
                }
                count += plain.count
                guard count <= Self.maximumTextBytes else {
                    throw RoadImportError(.refused, "\(path) has more than \(Self.maximumTextBytes) bytes; divide it")
                }
                try reader.feed(plain)
            }
            if isPacked { try gunzip.finish() }
            let (network, report) = try reader.finish()
            return Imported(network: network, report: report)
        } catch let error as RoadNetworkError {
            throw RoadImportError(.refused, path, cause: error)
        } catch let error as GzipError {
            throw RoadImportError(.badGzip, path, cause: error)
        }
    }
}
