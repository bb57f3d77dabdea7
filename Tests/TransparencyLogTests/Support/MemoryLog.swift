import TransparencyLog

/// A log in memory, grown by the builder under test; serves the tiles of its present and every former size.
struct MemoryLog: TileReading {
    private(set) var builder = TileBuilder()
    private(set) var leaves: [Hash] = []
    private(set) var fullTiles: [TileCoordinate: [UInt8]] = [:]
    private(set) var completed: [TileCoordinate] = []

    mutating func append(_ new: some Sequence<Hash>) {
        let batch = Array(new)
        leaves.append(contentsOf: batch)
        for tile in builder.append(batch) {
            fullTiles[tile.coordinate] = tile.bytes
            completed.append(tile.coordinate)
        }
    }

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        guard coordinate.exists(in: builder.size) else {
            throw LogError.tileBeyondTree(path: coordinate.path, size: builder.size)
        }
        let full = TileCoordinate(level: coordinate.level, index: coordinate.index, width: 256)
        if let full, let bytes = fullTiles[full] { return Array(bytes.prefix(coordinate.byteCount)) }
        guard let tile = builder.partialTile(coordinate) else { throw LogError.tileMissing(path: coordinate.path) }
        return tile.bytes
    }

    /// A log of `count` leaves made from their numbers.
    static func counting(_ count: Int) -> MemoryLog {
        var log = MemoryLog()
        log.append((0..<count).map(leaf))
        return log
    }

    static func leaf(_ number: Int) -> Hash { .leaf(of: Array("entry \(number)".utf8)) }

    /// One log of 70,000 for all tests that need depth.
    static let large = counting(70_000)
}

/// Refuses tiles that a tree of `size` does not have at exactly that width, and counts reads.
final class StrictReader: TileReading {
    let log: MemoryLog
    let size: TreeSize
    private(set) var reads: [TileCoordinate] = []

    init(_ log: MemoryLog, size: TreeSize) {
        self.log = log
        self.size = size
    }

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        guard size.tile(atLevel: coordinate.level, index: coordinate.index) == coordinate else {
            throw LogError.tileBeyondTree(path: coordinate.path, size: size)
        }
        reads.append(coordinate)
        return try log.tile(coordinate)
    }
}

/// A log of any size up to 2^63 - 1 whose entries are all the same, so that every tile of a level is the same.
struct UniformLog: TileReading {
    /// The root of a complete subtree of each height, 0...63.
    let complete: [Hash]

    init(leaf: Hash) {
        complete = (1...63).reduce(into: [leaf]) { roots, height in
            roots.append(.node(roots[height - 1], roots[height - 1]))
        }
    }

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        (0..<coordinate.width).flatMap { _ in complete[8 * coordinate.level].bytes }
    }

    func root(_ size: UInt64) -> Hash {
        guard size > 0 else { return .emptyTree }
        let height = 63 - size.leadingZeroBitCount
        let rest = size - 1 << UInt64(height)
        return rest == 0 ? complete[height] : .node(complete[height], root(rest))
    }
}
