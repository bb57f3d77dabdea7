import Testing

@testable import ListImport

private func read(
    _ bytes: [UInt8], separator: UInt8? = nil, limits: ImportLimits = .standard
) -> (table: SourceTable, issues: [ImportIssue]) {
    var log = IssueLog(limit: 1_000)
    let table = CSVReader.read(bytes, separator: separator, limits: limits, log: &log)
    return (table, log.sorted)
}

private func read(_ text: String, separator: UInt8? = nil) -> (table: SourceTable, issues: [ImportIssue]) {
    read(Array(text.utf8), separator: separator)
}

@Suite struct CSVReaderTests {
    @Test func readsWhatTheStandardAllows() {
        let (table, issues) = read("\u{FEFF}a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n,\n\"\",3")
        #expect(table.columns == ["a", "b"])
        #expect(table.rows.map(\.values) == [["1", "x, \"y\"\r\nz"], ["", ""], ["", "3"]])
        #expect(table.rows.map(\.line) == [2, 5, 6])
        #expect(table.rows.map(\.number) == [1, 2, 3])
        #expect(issues.isEmpty)
    }

    @Test(
        "the separator is the one that the header holds most",
        arguments: ["a,b,c", "a;b;c", "a\tb\tc", "\"x;y;z\",b,c"])
    func detectsSeparator(header: String) {
        #expect(read(header + "\n").table.columns.count == 3)
    }

    @Test func rowsThatBreakARuleAreNamedAndReadingGoesOn() {
        let (table, issues) = read("a,b\n1\n2,3\n4,x\"y\n5,\"6\"7\n8,9,10\n11,1\r2\n13,14")
        #expect(table.rows.map { $0.values[0] } == ["2", "13"])
        #expect(table.rowsRead == 7)
        #expect(issues.map(\.line) == [2, 4, 5, 6, 7])
        #expect(
            issues.map(\.rule) == [.fieldCount, .quoteMisplaced, .quoteMisplaced, .fieldCount, .bareCarriageReturn])
        #expect(issues.map(\.row) == [1, 3, 4, 5, 6])
        #expect(issues[1].field == "b")
    }

    @Test func aQuoteNeverClosedStopsTheFile() throws {
        let (table, issues) = read("a,b\n1,2\n3,\"4\n5,6\n")
        #expect(table.rows.count == 1)
        let issue = try #require(issues.first)
        #expect(issue.rule == .quoteNotClosed)
        #expect(issue.row == nil)
        #expect(issue.line == 3)
        #expect(issue.field == "b")
        #expect(issue.sentence.contains("line 3"))
    }

    @Test func badUTF8IsNamedWithLineAndByte() throws {
        let bytes = Array("a,b\nok,ok\n".utf8) + [0x78, 0x2C, 0x79, 0xC3, 0x28, 0x0A] + Array("ok,\u{645}\n".utf8)
        let (table, issues) = read(bytes)
        #expect(table.rows.map(\.line) == [2, 4])
        let issue = try #require(issues.first)
        #expect(issues.count == 1)
        #expect(issue.rule == .notUTF8)
        #expect(issue.line == 3)
        #expect(issue.field == "b")
        #expect(issue.sentence.contains("byte 4 of the line (0xC3)"))
    }

    @Test func limitsAreNamed() {
        var limits = ImportLimits()
        limits.maximumColumns = 3
        limits.maximumFieldBytes = 5
        limits.maximumRows = 2
        let wide = read(Array("a,b\n1,2,3,4\n123456,1\n".utf8), limits: limits)
        #expect(wide.issues.map(\.rule) == [.tooManyColumns, .fieldTooLong])
        #expect(read(Array("a,b\n1,2\n3,4\n5,6\n".utf8), limits: limits).issues.map(\.rule) == [.tooManyRows])
        #expect(read(Array("a,b\n1,\"123456\"\n".utf8), limits: limits).issues.map(\.rule) == [.quoteNotClosed])
        #expect(read(Array("a,b,c,d\n".utf8), limits: limits).issues.map(\.row) == [nil])
    }

    @Test func anEmptyFileIsNamed() {
        #expect(read("").issues.map(\.rule) == [.fileEmpty])
        #expect(read("\n\n").issues.map(\.rule) == [.fileEmpty])
    }

    @Test("every byte string is UTF-8 to both checks or to neither", arguments: UInt64(0)..<8)
    func faultsAgreeWithTheLibrary(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let interesting: [UInt8] = [0x41, 0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0xA0, 0x9F, 0xED, 0xF0, 0x90, 0xF4, 0x8F, 0xF5]
        for _ in 0..<4_000 {
            let bytes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                interesting.randomElement(using: &random) ?? 0
            }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((UTF8Fault.firstOffset(in: bytes[...]) == nil) == isValid, "seed \(seed): \(bytes)")
        }
    }

    @Test("a table written out and read back is the same", arguments: UInt64(0)..<20)
    func roundTrips(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", "\"", ",", "\n", "\r\n", "م", ";", "x y", ""]
        let width = Int.random(in: 2...5, using: &random)
        let rows = (0..<30).map { _ in
            (0..<width).map { _ in
                (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
        }
        let header = (0..<width).map { "c\($0)" }
        let text = ([header] + rows).map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }.joined(separator: "\r\n")
        let (table, issues) = read(text, separator: UInt8(ascii: ","))
        #expect(issues.isEmpty, "seed \(seed)")
        #expect(table.rows.map(\.values) == rows.map { $0.map(\.trimmed) }, "seed \(seed)")
    }

    @Test("mutations never crash and every row is good, bad or skipped", arguments: UInt64(0)..<12)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = Array("id,name_en,name_ar,lat,lon\n1,A,\"\u{645}\",36.1,37.2\n2,\"B \"\"b\"\"\",,36.3,37.4\n".utf8)
        let importer = ListImporter(mapping: try Fixture.mapping(), owner: Fixture.owner)
        let strange: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0xFF, 0x00, 0x3B, 0xC3, 0x2D, 0x2E, 0x1F, 0x8B]
        for _ in 0..<150 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = strange.randomElement(using: &random) ?? 0
                case 1: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: at)
                case 2: bytes.remove(at: at)
                default: bytes = Array(bytes[..<at]) + bytes[(at / 2)...]
                }
                if bytes.isEmpty { bytes = [0x61] }
            }
            let report = importer.run(bytes, policy: .goodRows)
            if !report.isFileRefused {
                #expect(report.rowsGood + report.rowsBad + report.rowsSkipped == report.rowsRead, "seed \(seed)")
            }
            #expect(report.isFileRefused == report.issues.contains { $0.row == nil && $0.severity == .error })
        }
    }
}
