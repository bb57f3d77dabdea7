import Foundation
import Geodesy
import Testing

@testable import AccessFigures

/// Tables that any reader of RFC 4180 takes apart again, with nothing in them that a spreadsheet would run.
@Suite struct CSVTests {
    /// Reads RFC 4180, slowly and strictly.
    static func rows(_ bytes: [UInt8]) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell: [UInt8] = []
        var at = 0
        var isQuoted = false
        while at < bytes.count {
            let byte = bytes[at]
            if isQuoted {
                if byte == 0x22, at + 1 < bytes.count, bytes[at + 1] == 0x22 {
                    cell.append(0x22)
                    at += 1
                } else if byte == 0x22 {
                    isQuoted = false
                } else {
                    cell.append(byte)
                }
            } else {
                switch byte {
                case 0x22:
                    try #require(cell.isEmpty, "a quote within a cell")
                    isQuoted = true
                case 0x2C:
                    row.append(String(decoding: cell, as: UTF8.self))
                    cell = []
                case 0x0D:
                    try #require(at + 1 < bytes.count && bytes[at + 1] == 0x0A, "a bare carriage return")
                    at += 1
                    row.append(String(decoding: cell, as: UTF8.self))
                    rows.append(row)
                    (row, cell) = ([], [])
                default: cell.append(byte)
                }
            }
            at += 1
        }
        try #require(!isQuoted && row.isEmpty && cell.isEmpty, "the table ends within a row")
        return rows
    }

    private func written(_ text: String) throws -> String {
        var csv = CSVWriter("t", [Column("h", "#meta")])
        csv.text(text)
        csv.endRow()
        let rows = try Self.rows(csv.table.bytes)
        return try #require(rows.last?.first)
    }

    @Test(
        "a cell that could be a formula is made a text",
        arguments: [
            "=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＠SUM",
            "+963 11 22",
            "=HYPERLINK(\"http://x\",\"y\")", "-", "+",
        ])
    func formulas(text: String) throws { #expect(try written(text) == "'" + text) }

    @Test(
        "numbers and plain texts stay as they are",
        arguments: [
            "-5", "+12", "-3.25", "12", "0", "a=b", "a,b", "a\"b", "two\nlines", "ق", "Дейр-эз-Зор", "a;b", " x ",
        ])
    func plain(text: String) throws { #expect(try written(text) == text) }

    @Test("hostile texts break no row: every row has the header's cells", arguments: [0, 1, 2])
    func hostile(which: Int) throws {
        var random = RandomFacts(seed: 77)
        let figures =
            switch which {
            case 0: try GoldenTests.small()
            case 1: try ReportTests.hostileFigures()
            default:
                try Figures(
                    random.facts(movements: 200, convoys: 30, lines: 5, days: 50), period: FigurePeriod(by: .month))
            }
        for table in figures.tables(doctrine: ReportTests.hostile) {
            let rows = try Self.rows(table.bytes)
            try #require(rows.count >= 2, "\(table.name)")
            #expect(rows.allSatisfy { $0.count == rows[0].count }, "\(table.name)")
            #expect(
                rows[1].allSatisfy { $0.wholeMatch(of: /#[a-z_0-9]+(\+[a-z][a-z0-9_]*)*/) != nil },
                "\(table.name): \(rows[1])")
            for row in rows.dropFirst(2) {
                for cell in row { #expect(!cell.hasPrefix("=") && !cell.hasPrefix("@") && !cell.hasPrefix("\t")) }
            }
        }
    }

    @Test("the rows of a table of counts can be counted again from the table of movements")
    func countedAgain() throws {
        var random = RandomFacts(seed: 5)
        let figures = try Figures(
            random.facts(movements: 300, convoys: 0, lines: 0, days: 50), period: FigurePeriod(by: .week))
        let tables = Dictionary(uniqueKeysWithValues: figures.tables(doctrine: []).map { ($0.name, $0.bytes) })
        let movements = try Self.rows(try #require(tables["movements"])).dropFirst(2)
        let periods = try Self.rows(try #require(tables["outcomes-by-period"]))
        let facilitated = try #require(periods[0].firstIndex(of: "facilitated"))
        for row in periods.dropFirst(2) {
            #expect(movements.filter { $0[8] == row[0] }.count == Int(row[2]))
            #expect(movements.filter { $0[8] == row[0] && $0[11] == "facilitated" }.count == Int(row[facilitated]))
        }
    }
}
