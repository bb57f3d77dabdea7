public import Geodesy
import Gzip

/// Reads positions from a file of GPX or CSV, plain or in gzip; the first bytes tell which.
public struct TrackImporter: Sendable {
    /// The limits.
    public var limits: TrackImportLimits
    /// Which columns of a table say what.
    public var columns: TrackColumns
    /// Where the positions are expected; a position outside that would lie inside with its numbers exchanged is named.
    public var expected: BoundingBox?
    /// The device that reports are said to come from where the file names none.
    public var device: String?

    /// An importer.
    public init(
        limits: TrackImportLimits = .standard, columns: TrackColumns = TrackColumns(), expected: BoundingBox? = nil,
        device: String? = nil
    ) {
        self.limits = limits
        self.columns = columns
        self.expected = expected
        self.device = device
    }

    /// Reads a file.
    ///
    /// - Throws: `TrackImportError` when nothing can be read; what is wrong with single rows is in the result.
    public func read(_ bytes: [UInt8]) throws(TrackImportError) -> ImportedTrack {
        var plain = bytes
        if Gzip.isGzip(bytes) {
            do { plain = try Gzip.inflate(bytes, limit: limits.maximumFileBytes) } catch {
                throw TrackImportError(.badGzip, "the compressed file cannot be read: \(error)")
            }
        }
        guard plain.count <= limits.maximumFileBytes else {
            throw TrackImportError(
                .tooLarge,
                "the file has \(plain.count) bytes; at most \(limits.maximumFileBytes) are read, so divide it")
        }
        let builder = PointBuilder(expected: expected, device: device, limits: limits)
        let start = plain.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = plain[start...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        let isUTF16 = plain.starts(with: [0xFE, 0xFF]) || plain.starts(with: [0xFF, 0xFE])
        guard first == UInt8(ascii: "<") || isUTF16 else {
            return try TrackTableReader(columns: columns, builder: builder).read(plain[start...])
        }
        return try GPXReader(builder: builder).read(plain)
    }
}
