/// ASCII decimals as the log's formats write them: one spelling per number.
enum Decimal {
    /// The number, or nil for an empty text, a sign, a leading zero, another character or more than 2^64 - 1.
    static func parse(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard let first = text.first, text.count <= 20 else { return nil }
        guard first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (scaled, tooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, carries) = scaled.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            guard !tooBig, !carries else { return nil }
            value = sum
        }
        return value
    }
}
