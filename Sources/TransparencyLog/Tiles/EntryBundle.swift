/// Up to 256 consecutive entries as one resource: each a big-endian two-byte length and its bytes.
public enum EntryBundle {
    /// The longest entry that the format can carry.
    public static let maximumEntryByteCount = 65_535

    /// The bundle of entries in their order.
    ///
    /// - Throws: `entryTooLong`, or `bundleCount` for none or more than 256.
    public static func encode(_ entries: some Collection<[UInt8]>) throws(LogError) -> [UInt8] {
        guard (1...TileCoordinate.fullWidth).contains(entries.count) else { throw .bundleCount(entries.count) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + 2 + $1.count })
        for (position, entry) in entries.enumerated() {
            guard let length = UInt16(exactly: entry.count) else {
                throw .entryTooLong(entry: position, byteCount: entry.count)
            }
            bytes.append(UInt8(length >> 8))
            bytes.append(UInt8(length & 255))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }

    /// The entries of a bundle, as slices of it.
    ///
    /// - Parameters:
    ///   - bytes: the bundle.
    ///   - width: how many entries it must have; any number from 1 to 256 when nil.
    /// - Returns: the entries in their order; indexes are those of `bytes`.
    /// - Throws: `bundleTruncated` when it ends inside an entry or has too few, `bundleOverlong` when bytes follow,
    ///   `bundleCount` when it is empty.
    public static func decode(_ bytes: [UInt8], width: Int? = nil) throws(LogError) -> [ArraySlice<UInt8>] {
        let limit = width ?? TileCoordinate.fullWidth
        guard (1...TileCoordinate.fullWidth).contains(limit) else { throw .bundleCount(limit) }
        var entries: [ArraySlice<UInt8>] = []
        var offset = 0
        while offset < bytes.count {
            guard entries.count < limit else { throw .bundleOverlong(entryCount: entries.count, offset: offset) }
            guard bytes.count - offset >= 2 else { throw .bundleTruncated(entry: entries.count, offset: bytes.count) }
            let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard bytes.count - offset - 2 >= length else {
                throw .bundleTruncated(entry: entries.count, offset: bytes.count)
            }
            entries.append(bytes[(offset + 2)..<(offset + 2 + length)])
            offset += 2 + length
        }
        guard !entries.isEmpty else { throw .bundleCount(0) }
        guard width == nil || entries.count == limit else {
            throw .bundleTruncated(entry: entries.count, offset: bytes.count)
        }
        return entries
    }
}
