/// A bundle as a page that people read, with the object that counts inside it.
public enum BundlePage {
    /// What begins the element that holds the object.
    static let opening = Array(#"<script type="application/json" id="parley-bundle">"#.utf8)
    private static let closing = Array("</script>".utf8)
    private static let lessThan = Array(#"\u003c"#.utf8)

    /// The object in a page; nil when the bytes are no page at all.
    ///
    /// - Throws: `badPage` for a page without exactly one such element.
    static func object(in bytes: [UInt8]) throws(InquiryError) -> [UInt8]? {
        guard bytes.count <= InquiryBundle.maximumByteCount else {
            throw .tooLong(byteCount: bytes.count, maximum: InquiryBundle.maximumByteCount)
        }
        let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        guard first == UInt8(ascii: "<") else { return nil }
        // Inside the element stands no other '<' than that of its end, so that a browser sees the same object.
        guard let start = bytes.firstRange(of: opening)?.upperBound,
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "<")), bytes[end...].starts(with: closing),
            bytes[end...].firstRange(of: opening) == nil
        else { throw .badPage }
        return replacing(lessThan, by: [UInt8(ascii: "<")], in: bytes[start..<end])
    }

    /// The object as it stands in a page; nil when it cannot stand in one and be read back to the byte.
    ///
    /// A value's bytes count, so the spelling that the page adds must not occur in the object already.
    static func embedded(_ object: [UInt8]) -> [UInt8]? {
        guard object.firstRange(of: lessThan) == nil else { return nil }
        return replacing([UInt8(ascii: "<")], by: lessThan, in: object[...])
    }

    private static func replacing(_ old: [UInt8], by new: [UInt8], in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == old[0], bytes[at...].starts(with: old) {
                out.append(contentsOf: new)
                at += old.count
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return out
    }
}

extension Collection<UInt8> where Index == Int {
    /// Where `other`, which is not empty, first occurs.
    func firstRange(of other: [UInt8]) -> Range<Int>? {
        guard let first = other.first else { return nil }
        var at = startIndex
        while let found = self[at...].firstIndex(of: first) {
            if self[found...].starts(with: other) { return found..<(found + other.count) }
            at = found + 1
        }
        return nil
    }
}
