/// A resource of a tiled log by its path below the log's prefix.
///
/// Source: c2sp.org/tlog-tiles.
public enum LogPath: Hashable, Sendable {
    /// `checkpoint`
    case checkpoint
    /// `tile/<level>/<index>[.p/<width>]`
    case tile(TileCoordinate)
    /// `tile/entries/<index>[.p/<width>]`
    case entries(BundleCoordinate)

    /// Reads a path without a leading slash, in its one spelling.
    ///
    /// - Throws: `badPath` for anything that is not a path of the log.
    public init(_ path: String) throws(LogError) {
        guard let parsed = LogPath.parse(path) else { throw .badPath(path) }
        self = parsed
    }

    /// The path without a leading slash.
    public var path: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let tile): tile.path
        case .entries(let bundle): bundle.path
        }
    }

    private static func parse(_ path: String) -> LogPath? {
        if path == "checkpoint" { return .checkpoint }
        // Split bytes, not characters: a combining mark after a slash must not hide it.
        var parts = Array(path.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        guard parts.popFirst()?.elementsEqual("tile".utf8) == true, let kind = parts.popFirst(),
            let (index, width) = parsePosition(parts)
        else { return nil }
        if kind.elementsEqual("entries".utf8) {
            return BundleCoordinate(index: index, width: width).map(LogPath.entries)
        }
        guard let level = Decimal.parse(kind), level <= UInt64(TileCoordinate.maximumLevel) else { return nil }
        return TileCoordinate(level: Int(level), index: index, width: width).map(LogPath.tile)
    }

    /// Reads `x001/x234/067` or `x001/x234/067.p/5`.
    private static func parsePosition(_ parts: ArraySlice<ArraySlice<UInt8>>) -> (index: UInt64, width: Int)? {
        var groups = parts
        var width = TileCoordinate.fullWidth
        if let beforeLast = parts.dropLast().last, beforeLast.suffix(2).elementsEqual(".p".utf8) {
            guard let text = groups.popLast(), let partial = Decimal.parse(text), (1...255).contains(partial) else {
                return nil
            }
            width = Int(partial)
            groups.removeLast()
            groups.append(beforeLast.dropLast(2))
        }
        guard let last = groups.popLast(), var index = digits(last), groups.count <= 6 else { return nil }
        var scale: UInt64 = 1000
        for (distance, group) in groups.reversed().enumerated() {
            guard group.first == UInt8(ascii: "x"), let value = digits(group.dropFirst()) else { return nil }
            // The first group of several is never zero, else a tile would have several paths.
            guard distance + 1 < groups.count || value > 0 else { return nil }
            let (product, tooBig) = value.multipliedReportingOverflow(by: scale)
            let (sum, carries) = index.addingReportingOverflow(product)
            guard !tooBig, !carries else { return nil }
            index = sum
            if distance + 1 < groups.count { scale *= 1000 }
        }
        return (index, width)
    }

    private static func digits(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard text.count == 3, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return text.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
    }

    /// Writes an index as groups of three digits, all but the last prefixed with `x`, and the width of a partial one.
    fileprivate static func position(_ index: UInt64, width: Int) -> String {
        var text = threeDigits(index % 1000)
        var rest = index / 1000
        while rest > 0 {
            text = "x" + threeDigits(rest % 1000) + "/" + text
            rest /= 1000
        }
        return width == TileCoordinate.fullWidth ? text : text + ".p/\(width)"
    }

    private static func threeDigits(_ value: UInt64) -> String {
        (value < 10 ? "00" : value < 100 ? "0" : "") + String(value)
    }
}

extension TileCoordinate: CustomStringConvertible {
    /// The tile's path below the log's prefix, such as `tile/0/x001/x234/067.p/5`.
    public var path: String { "tile/\(level)/" + LogPath.position(index, width: width) }

    /// The path.
    public var description: String { path }

    /// Reads a path as `path` writes it.
    ///
    /// - Throws: `badPath` for anything else.
    public init(path: String) throws(LogError) {
        guard case .tile(let tile) = try LogPath(path) else { throw .badPath(path) }
        self = tile
    }
}

extension BundleCoordinate: CustomStringConvertible {
    /// The bundle's path below the log's prefix, such as `tile/entries/x001/234.p/5`.
    public var path: String { "tile/entries/" + LogPath.position(index, width: width) }

    /// The path.
    public var description: String { path }

    /// Reads a path as `path` writes it.
    ///
    /// - Throws: `badPath` for anything else.
    public init(path: String) throws(LogError) {
        guard case .entries(let bundle) = try LogPath(path) else { throw .badPath(path) }
        self = bundle
    }
}
