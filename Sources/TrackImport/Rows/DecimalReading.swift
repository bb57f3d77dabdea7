import StrictJSON

/// A value that was refused: the rule, and the sentence.
struct FieldFault: Error {
    var rule: TrackIssue.Rule
    var sentence: String

    init(_ rule: TrackIssue.Rule, _ sentence: String) {
        self.rule = rule
        self.sentence = sentence
    }
}

/// Reads numbers as devices and lists write them, as whole numbers at a scale, and nothing guessed.
enum DecimalReading {
    /// A decimal number times 10^`scale`, rounded half away from zero.
    static func scaled(_ text: String, scale: Int, takesComma: Bool = false) throws(FieldFault) -> Int64 {
        guard !text.isEmpty else { throw FieldFault(.missing, "is empty") }
        var bytes = Array(text.utf8.prefix(65))
        guard bytes.count <= 64 else { throw FieldFault(.notANumber, "is longer than any number here") }
        let comma = UInt8(ascii: ",")
        if bytes.contains(comma) {
            guard takesComma, !bytes.contains(UInt8(ascii: ".")), bytes.count(where: { $0 == comma }) == 1 else {
                throw FieldFault(
                    bytes.contains(where: { $0 &- 0x30 < 10 }) ? .commaDecimal : .notANumber,
                    "'\(shown(text))' has a comma; write a decimal point, or state that the file has decimal commas")
            }
            bytes = bytes.map { $0 == comma ? UInt8(ascii: ".") : $0 }
        }
        if bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        guard isNumber(bytes) else {
            throw FieldFault(
                .notANumber, "'\(shown(text))' is not a number in digits 0 to 9; write one such as 36.1516")
        }
        guard let (value, _) = DecimalText.scaled(bytes[...], scale: scale) else {
            throw FieldFault(.outOfRange, "'\(shown(text))' is too large a number here")
        }
        return value
    }

    /// A text as it may be shown in a sentence.
    static func shown(_ text: String) -> String {
        String(text.prefix(40).map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? $0 : "?" })
    }

    /// Digits, at most one point with a digit beside it, and an exponent if any: so neither NaN nor inf.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let isDigit: (UInt8) -> Bool = { $0 &- 0x30 < 10 }
        guard mantissa.contains(where: isDigit), mantissa.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
            mantissa.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") })
        else { return false }
        guard rest.count > mantissa.count else { return true }
        let exponent = rest.dropFirst(mantissa.count + 1)
        let hasSign = exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-")
        let digits = exponent.dropFirst(hasSign ? 1 : 0)
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }
}
