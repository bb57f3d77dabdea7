/// Gzip bodies and files, read within limits so that a few bytes cannot ask for unbounded memory.
public enum Gzip {
    /// The most plain bytes for each compressed byte, unless the caller says otherwise.
    ///
    /// Deflate reaches 1,032; lists and statements stay below 50.
    public static let standardRatio = 200

    /// Below this many plain bytes the ratio is not looked at: short repetitive texts may be dense.
    public static let ratioFloorBytes = 1 << 20

    /// Says whether the bytes begin with the gzip signature.
    public static func isGzip(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.prefix(2).elementsEqual([0x1F, 0x8B])
    }

    /// Inflates one whole gzip text of one or more members.
    ///
    /// - Parameters:
    ///   - bytes: The compressed bytes.
    ///   - limit: The most plain bytes to give out.
    /// - Returns: The plain bytes of all members.
    /// - Throws: the first rule broken; no bytes are given out then.
    public static func inflate(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
        try inflate(bytes, limit: limit, ratio: standardRatio)
    }

    /// Inflates one whole gzip text of one or more members, within a ratio of plain to compressed bytes.
    ///
    /// - Throws: the first rule broken; no bytes are given out then.
    public static func inflate(_ bytes: [UInt8], limit: Int, ratio: Int) throws(GzipError) -> [UInt8] {
        var reader = try GzipReader(limit: limit, ratio: ratio)
        var plain: [UInt8] = []
        plain.reserveCapacity(min(limit, bytes.count * 4))
        try reader.read(bytes, into: &plain)
        try reader.finish()
        return plain
    }
}
