import StrictJSON

/// Reads a latitude or longitude as lists write it: decimal degrees, and nothing guessed.
enum DegreesText {
    /// A number read.
    struct Reading {
        /// 1e-7 degree, rounded half away from zero.
        var valueE7: Int64
        var isExact: Bool
        /// Digits written after the point.
        var decimals: Int
    }

    /// A number refused: the rule and the sentence.
    struct Fault: Error {
        var rule: ImportRule
        var sentence: String
    }

    static func read(_ text: String, takesComma: Bool) throws(Fault) -> Reading {
        guard !text.isEmpty else { throw Fault(rule: .empty, sentence: "is empty; a place needs both coordinates") }
        var bytes = Array(text.utf8)
        if takesComma, !bytes.contains(UInt8(ascii: ".")), bytes.count(where: { $0 == UInt8(ascii: ",") }) == 1 {
            bytes = bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
        }
        if bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        guard isNumber(bytes) else { throw fault(text) }
        guard let (value, isExact) = DecimalText.scaled(bytes[...], scale: 7) else {
            throw Fault(rule: .outOfRange, sentence: "'\(text.prefix(40))' is too large for degrees")
        }
        return Reading(valueE7: value, isExact: isExact, decimals: decimals(bytes))
    }

    /// Digits, at most one point with digits on a side, and an exponent if any.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let exponent = rest.dropFirst(mantissa.count).dropFirst()
        let hasExponent = rest.count > mantissa.count
        let isDigit: (UInt8) -> Bool = { $0 &- 0x30 < 10 }
        guard mantissa.contains(where: isDigit), mantissa.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
            mantissa.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") })
        else { return false }
        guard hasExponent else { return true }
        let sign = exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-") ? 1 : 0
        let digits = exponent.dropFirst(sign)
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    static func decimals(_ bytes: some Collection<UInt8>) -> Int {
        guard !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return 7 }
        guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
        return bytes.distance(from: point, to: bytes.endIndex) - 1
    }

    private static func fault(_ text: String) -> Fault {
        let shown = text.prefix(40)
        let isUnit: (Unicode.Scalar) -> Bool = { "°º˚′″'\"’”NSEWnsew:".unicodeScalars.contains($0) }
        let hasDigit = text.unicodeScalars.contains { $0.properties.numericType != nil }
        let isPlainASCII = text.utf8.allSatisfy { $0 < 0x80 }
        if hasDigit, isPlainASCII, text.utf8.contains(UInt8(ascii: ",")), !text.unicodeScalars.contains(where: isUnit) {
            return Fault(
                rule: .commaDecimal,
                sentence: "'\(shown)' has a comma; write a decimal point, or state 'decimalComma' in the mapping")
        }
        let words = text.split(separator: " ").count
        if hasDigit, words > 1 || text.unicodeScalars.contains(where: isUnit) {
            return Fault(
                rule: .notDecimalDegrees,
                sentence: "'\(shown)' is not decimal degrees; convert degrees, minutes and seconds to degrees such as "
                    + "36.151583")
        }
        return Fault(
            rule: .notANumber, sentence: "'\(shown)' is not a number; write decimal degrees such as 36.151583")
    }

    /// 1e-7 degrees as a decimal without trailing zeros.
    static func write(_ valueE7: Int64) -> String {
        var writer = JSONWriter(capacity: 16)
        writer.decimal(valueE7, scale: 7)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
