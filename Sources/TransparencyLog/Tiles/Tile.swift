/// A tile with its bytes, whose number is known to be right.
public struct Tile: Hashable, Sendable {
    /// Where the tile lies and how wide it is.
    public let coordinate: TileCoordinate

    /// The hashes one after the other, 32 bytes each.
    public let bytes: [UInt8]

    /// Checks the number of bytes.
    ///
    /// - Throws: `tileLength` when the bytes are not 32 for each hash.
    public init(_ coordinate: TileCoordinate, bytes: [UInt8]) throws(LogError) {
        guard bytes.count == coordinate.byteCount else {
            throw .tileLength(
                path: coordinate.path, expectedByteCount: coordinate.byteCount, foundByteCount: bytes.count)
        }
        self.init(checked: coordinate, bytes: bytes)
    }

    init(checked coordinate: TileCoordinate, bytes: [UInt8]) {
        self.coordinate = coordinate
        self.bytes = bytes
    }

    /// The hash at a position of the tile; nil outside 0..<width.
    public func hash(at position: Int) -> Hash? {
        guard (0..<coordinate.width).contains(position) else { return nil }
        return bytes.withUnsafeBytes { Hash(first32Of: UnsafeRawBufferPointer(rebasing: $0[(position * 32)...])) }
    }

    /// All hashes in order.
    public var hashes: [Hash] {
        bytes.withUnsafeBytes { raw in
            (0..<coordinate.width).map { Hash(first32Of: UnsafeRawBufferPointer(rebasing: raw[($0 * 32)...])) }
        }
    }

    /// The same tile as a smaller tree had it; nil when this one is not as wide.
    public func narrowed(to width: Int) -> Tile? {
        guard (1...coordinate.width).contains(width) else { return nil }
        let narrow = TileCoordinate(checkedLevel: coordinate.level, index: coordinate.index, width: width)
        return Tile(checked: narrow, bytes: Array(bytes.prefix(narrow.byteCount)))
    }
}

/// Tiles as a proof needs them.
public protocol TileReading {
    /// The bytes of exactly this tile, 32 for each hash; a wider stored tile is cut to the width.
    ///
    /// - Throws: what the store throws when it cannot read or has no such tile.
    func tile(_ coordinate: TileCoordinate) throws -> [UInt8]
}

/// Tiles held in memory, for those who fetch them first and prove or verify afterwards.
public struct TileSet: TileReading, Sendable {
    private var tiles: [TileCoordinate: [UInt8]]

    /// Starts without tiles.
    public init() { tiles = [:] }

    /// Adds a tile; one that is there already is replaced.
    public mutating func insert(_ tile: Tile) { tiles[tile.coordinate] = tile.bytes }

    /// The bytes of this tile, if need be cut from the full one.
    ///
    /// - Throws: `tileMissing` when it was never inserted.
    public func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        if let bytes = tiles[coordinate] { return bytes }
        let full = TileCoordinate(
            checkedLevel: coordinate.level, index: coordinate.index, width: TileCoordinate.fullWidth)
        guard let bytes = tiles[full] else { throw LogError.tileMissing(path: coordinate.path) }
        return Array(bytes.prefix(coordinate.byteCount))
    }
}
