import Geodesy

/// Reads the times that lists hold: RFC 3339, or a date or a time without offset where the mapping states one.
enum DateText {
    /// Why a text is not a time.
    enum Fault: Error, CustomStringConvertible {
        case noOffset(String)
        case malformed(String, GeodesyError)

        var description: String {
            switch self {
            case .noOffset(let text):
                "'\(text)' has no offset from UTC; state 'dateOffset' under 'valid' in the mapping, or write it as "
                    + "2016-09-19T07:50:00+03:00"
            case .malformed(let text, let error): "'\(text)': \(error)"
            }
        }
    }

    /// The instant; a date alone is its first moment, or as an end the first moment after it.
    static func instant(_ text: String, offset: String?, isEnd: Bool) throws(Fault) -> Instant {
        let bytes = Array(text.utf8)
        let isDate = bytes.count == 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
        let isLocal =
            bytes.count == 19 && bytes[4] == UInt8(ascii: "-")
            && (bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "))
        guard isDate || isLocal else { return try read(text, shown: text, isEnd: isEnd) }
        guard let offset else { throw .noOffset(text) }
        if isDate {
            let first = try read("\(text)T00:00:00\(offset)", shown: text, isEnd: isEnd)
            return isEnd ? first.adding(seconds: 86_400) : first
        }
        let local = String(decoding: bytes[..<10] + [UInt8(ascii: "T")] + bytes[11...], as: UTF8.self)
        return try read(local + offset, shown: text, isEnd: isEnd)
    }

    private static func read(_ text: String, shown: String, isEnd: Bool) throws(Fault) -> Instant {
        do {
            return try Instant(rfc3339: text, rounding: isEnd ? .up : .down)
        } catch { throw .malformed(shown, error) }
    }
}
