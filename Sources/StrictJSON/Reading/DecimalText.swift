/// Decimal texts as whole numbers at a fixed scale, exact and without floating point.
public enum DecimalText {
    /// `text` (a JSON number) times 10^`scale`, rounded half away from zero; nil when it does not fit in 64 bits.
    public static func scaled(_ text: ArraySlice<UInt8>, scale: Int) -> (value: Int64, isExact: Bool)? {
        var at = text.startIndex
        let isNegative = at < text.endIndex && text[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var digits: [UInt8] = []
        var fraction = 0
        var exponent = 0
        var seenPoint = false
        while at < text.endIndex {
            let byte = text[at]
            if byte &- 0x30 < 10 {
                if !(digits.isEmpty && byte == 0x30) { digits.append(byte &- 0x30) }
                if seenPoint { fraction += 1 }
            } else if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else if byte | 0x20 == UInt8(ascii: "e") {
                guard let parsed = exponentValue(text[(at + 1)...]) else { return nil }
                exponent = parsed
                break
            } else {
                return nil
            }
            at += 1
        }
        if digits.isEmpty { return (0, true) }
        return place(digits, shift: scale - fraction + exponent, isNegative: isNegative)
    }

    /// The digits shifted by a power of ten.
    private static func place(_ digits: [UInt8], shift: Int, isNegative: Bool) -> (value: Int64, isExact: Bool)? {
        let kept = digits.count + shift
        guard kept <= 19 else { return nil }
        var magnitude: UInt64 = 0
        for position in 0..<max(0, kept) {
            let digit = position < digits.count ? UInt64(digits[position]) : 0
            let (times, overflowed) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carried) = times.addingReportingOverflow(digit)
            guard !overflowed, !carried else { return nil }
            magnitude = sum
        }
        let dropped = kept < 0 ? digits[...] : digits[min(digits.count, kept)...]
        let isExact = !dropped.contains { $0 != 0 }
        if kept >= 0, let first = dropped.first, first >= 5 { magnitude += 1 }
        guard magnitude <= UInt64(Int64.max) else { return nil }
        return (isNegative ? -Int64(magnitude) : Int64(magnitude), isExact)
    }

    private static func exponentValue(_ text: ArraySlice<UInt8>) -> Int? {
        var at = text.startIndex
        var sign = 1
        if at < text.endIndex, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            sign = text[at] == UInt8(ascii: "-") ? -1 : 1
            at += 1
        }
        guard at < text.endIndex else { return nil }
        var value = 0
        while at < text.endIndex {
            guard text[at] &- 0x30 < 10 else { return nil }
            // Beyond this every number is zero or too large; the cap keeps the sum from overflowing.
            value = min(value * 10 + Int(text[at] &- 0x30), 100_000)
            at += 1
        }
        return sign * value
    }
}
