import Testing

@testable import TransparencyLog

@Suite struct DecimalTests {
    @Test("one spelling per number", arguments: [UInt64(0), 1, 9, 10, 70_000, UInt64(Int64.max), UInt64.max])
    func accepts(value: UInt64) {
        #expect(Decimal.parse(Array(String(value).utf8)[...]) == value)
        #expect(Decimal.parse(Array("0\(value)".utf8)[...]) == nil)
        #expect(Decimal.parse(Array("+\(value)".utf8)[...]) == nil)
        #expect(Decimal.parse(Array("\(value) ".utf8)[...]) == nil)
    }

    @Test(arguments: [
        "", "-1", "18446744073709551616", "99999999999999999999", "123456789012345678901", "1e3", "٣", "0x1",
    ])
    func refuses(text: String) {
        #expect(Decimal.parse(Array(text.utf8)[...]) == nil)
    }

    @Test func sizesAndIndexesStopBelowTwoToThe63() {
        #expect(TreeSize(decimal: "9223372036854775807") == .maximum)
        #expect(TreeSize(decimal: "9223372036854775808") == nil)
        #expect(EntryIndex(decimal: "007") == nil)
        #expect(EntryIndex(decimal: "7") == 7)
    }
}
