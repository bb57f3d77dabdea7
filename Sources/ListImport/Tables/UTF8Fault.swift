/// Finds where a text stops being UTF-8 (Unicode 15, table 3-7).
enum UTF8Fault {
    /// The offset of the first byte that cannot stand where it stands; nil when all is well.
    static func firstOffset(in bytes: ArraySlice<UInt8>) -> Int? {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard let length = length(bytes, at) else { return at - bytes.startIndex }
            at += length
        }
        return nil
    }

    private static func length(_ bytes: ArraySlice<UInt8>, _ at: Int) -> Int? {
        let first = bytes[at]
        let (count, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (count, second) = (3, 0x80...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard at + count <= bytes.endIndex, second.contains(bytes[at + 1]) else { return nil }
        for offset in 2..<max(2, count) where bytes[at + offset] & 0xC0 != 0x80 { return nil }
        return count
    }
}
