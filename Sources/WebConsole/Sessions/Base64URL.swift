import TransparencyLog

/// Base64 for addresses (RFC 4648 section 5), without padding.
enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        for byte in Base64.encode(bytes).utf8 where byte != UInt8(ascii: "=") {
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): out.append(UInt8(ascii: "_"))
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// - Throws: what `Base64` throws for text that is not of this form.
    static func decode(_ text: String) throws -> [UInt8] {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): out.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): out.append(UInt8(ascii: "/"))
            default: out.append(byte)
            }
        }
        while out.count % 4 != 0 { out.append(UInt8(ascii: "=")) }
        return try Base64.decode(String(decoding: out, as: UTF8.self))
    }
}
