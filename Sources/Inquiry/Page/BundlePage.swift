/// A bundle as a page that people read, with the object that counts inside it.
public enum BundlePage {
    /// What begins the element that holds the object.
    static let opening = Array(#"<script type="application/json" id="parley-bundle">"#.utf8)
    private static let closing = Array("</script>".utf8)
    private static let lessThan = Array(#"\u003c"#.utf8)

    /// The object as it stands in a page; nil when the bytes are no page at all.
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
        return Array(bytes[start..<end])
    }

    /// The object with every `<` spelled so that it ends no element.
    static func embedded(_ object: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(object.count + 1024)
        for byte in object {
            if byte == UInt8(ascii: "<") { out.append(contentsOf: lessThan) } else { out.append(byte) }
        }
        return out
    }

    /// The same with the spelling undone, where the backslash is not itself escaped.
    static func restored(_ object: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(object.count)
        var at = 0
        while at < object.count {
            guard object[at] == UInt8(ascii: "\\") else {
                out.append(object[at])
                at += 1
                continue
            }
            if object[at...].starts(with: lessThan) {
                out.append(UInt8(ascii: "<"))
                at += lessThan.count
            } else {
                out.append(contentsOf: object[at..<min(at + 2, object.count)])
                at += 2
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
