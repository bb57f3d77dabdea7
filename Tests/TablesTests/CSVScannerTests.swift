import Tables
import Testing

@Suite("rows and fields of CSV") struct CSVScannerTests {
    private func rows(
        _ bytes: ArraySlice<UInt8>, columns: Int = 8, fieldBytes: Int = 100
    ) -> [(line: Int, texts: [String?], fault: CSVScanner.Fault?)] {
        var scanner = CSVScanner(bytes, maximumColumns: columns, maximumFieldBytes: fieldBytes)
        var found: [(line: Int, texts: [String?], fault: CSVScanner.Fault?)] = []
        while let row = scanner.next() { found.append((row.line, row.fields.map { scanner.text($0) }, row.fault)) }
        return found
    }

    private func rows(_ text: String) -> [(line: Int, texts: [String?], fault: CSVScanner.Fault?)] {
        rows(Array(text.utf8)[...])
    }

    @Test("quotes, doubled quotes, both line ends, blank lines and a byte order mark are taken")
    func taken() {
        let found = rows("\u{FEFF}a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\n\r\n\n,\n\"\"")
        #expect(found.map(\.texts) == [["a", "b"], ["1", "x, \"y\"\r\nz"], ["", ""], [""]])
        #expect(found.map(\.line) == [1, 2, 6, 7])
        #expect(found.allSatisfy { $0.fault == nil })
        #expect(rows("").isEmpty && rows("\n\r\n").isEmpty)
    }

    @Test("a row that breaks a rule is told, and reading goes on; after an open quote it cannot")
    func faults() {
        let found = rows("a,b\"c\n\"d\"e,f\ng\rh,i\nj,k\nl,\"m\nn,o\n")
        #expect(
            found.map(\.fault) == [
                .quoteMisplaced(field: 1), .quoteMisplaced(field: 0), .bareCarriageReturn(field: 0), nil,
                .quoteNotClosed(line: 5),
            ])
        #expect(found[3].texts == ["j", "k"])
        let limited = rows(Array("1,2,3\n123456,1\n1,2\n1,\"123456\"\n1,2\n".utf8)[...], columns: 2, fieldBytes: 5)
        #expect(limited.map(\.fault) == [.tooManyColumns, .fieldTooLong(field: 0), nil, .quoteNotClosed(line: 4)])
    }

    @Test("text that is not UTF-8 is no text, and its row is still divided")
    func notUTF8() {
        let found = rows([0x61, 0x2C, 0xC3, 0x28, 0x0A, 0x62, 0x2C, 0x63][...])
        #expect(found.map(\.texts) == [["a", nil], ["b", "c"]])
    }

    @Test("a part of longer bytes is read as if it stood alone", arguments: [0, 1, 40])
    func slices(start: Int) {
        let table = Array("a;b\n\"1\"\"\";2\n".utf8)
        let bytes = [UInt8](repeating: 0x22, count: start) + table + [0x22]
        #expect(rows(bytes[start..<(start + table.count)]).map(\.texts) == [["a", "b"], ["1\"", "2"]])
    }
}
