import Coordination
import Statements
import StrictJSON
import Testing

@testable import ListImport

private let header = "id,name_en,name_ar,lat,lon\n"

@Suite struct PolicyTests {
    private static let list = header + "1,A,,36.123,37.123\n2,,,36.123,38.123\n"

    @Test func allRowsOrNone() throws {
        let report = try Fixture.run(Self.list, policy: .allOrNothing)
        #expect(report.records.count == 1)
        #expect(report.recordsToSubmit.isEmpty)
        #expect(!report.isSubmittable)
        #expect(report.verdict == "Nothing would be submitted: 1 bad row, and all rows or none was asked.")
    }

    @Test func theGoodRows() throws {
        let report = try Fixture.run(Self.list, policy: .goodRows)
        #expect(report.recordsToSubmit.count == 1)
        #expect(report.verdict == "1 record would be submitted; 1 bad row is left out.")
    }

    @Test("what is wrong with the list as a whole stops it under either policy", arguments: ImportPolicy.allCases)
    func wholeFile(policy: ImportPolicy) throws {
        let report = try Fixture.run(header + "1,A,,36.123,37.123\n2,\"B,,36.1,37.2\n", policy: policy)
        #expect(report.isFileRefused)
        #expect(report.recordsToSubmit.isEmpty)
    }

    @Test func columnsThatAreMissingOrStandTwiceAreNamed() throws {
        let report = try Fixture.run("id,Name_EN,name_ar,lat,lat,lon\n1,A,,36.1,36.1,37.2\n")
        #expect(report.brief == ["- name_en column-missing error", "- lat column-repeated error"])
        #expect(report.issues[0].sentence.contains("there is 'Name_EN'"))
        #expect(report.records.isEmpty)
    }

    @Test func filesThatCannotBeReadAreNamed() throws {
        let importer = ListImporter(mapping: try Fixture.mapping(), owner: Fixture.owner)
        func rules(_ bytes: [UInt8]) -> [ImportRule] { importer.run(bytes, policy: .goodRows).issues.map(\.rule) }
        #expect(rules([]) == [.fileEmpty])
        #expect(rules([0xFF, 0xFE, 0x61, 0x00]) == [.otherEncoding])
        #expect(rules([0x1F, 0x8B, 8, 0, 0]) == [.gzipDamaged])
        #expect(rules(Array(header.utf8)) == [.fileEmpty])
        var limits = ImportLimits()
        limits.maximumFileBytes = 10
        let small = ListImporter(mapping: try Fixture.mapping(), owner: Fixture.owner, limits: limits)
        #expect(small.run(Array(header.utf8), policy: .goodRows).issues.map(\.rule) == [.fileTooLarge])
    }

    @Test func gzipIsReadAsWhatItHolds() throws {
        // "id,name_en,name_ar,lat,lon\n1,A,,36.123,37.123\n", by Python's gzip.
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 76, 209, 201, 75, 204, 77, 141, 79, 205, 131, 208, 137, 69, 58, 57,
            137, 37, 58, 57, 249, 121, 92, 134, 58, 142, 58, 58, 198, 102, 122, 134, 70, 198, 58, 198, 230, 32, 138, 11,
            0, 143, 238, 112, 88, 46, 0, 0, 0,
        ]
        let importer = ListImporter(mapping: try Fixture.mapping(), owner: Fixture.owner)
        #expect(importer.run(packed, policy: .allOrNothing).recordsToSubmit.count == 1)
        var damaged = packed
        damaged[packed.count - 8] ^= 1
        #expect(importer.run(damaged, policy: .allOrNothing).issues.map(\.rule) == [.gzipDamaged])
    }

    @Test func issuesBeyondTheLimitAreCounted() throws {
        var limits = ImportLimits()
        limits.maximumIssues = 3
        let rows = (0..<10).map { "\($0),A\($0),,x,37.\($0)23\n" }.joined()
        let report = try Fixture.run(header + rows, limits: limits)
        #expect(report.issues.count == 3)
        #expect(report.issuesLeftOut == 7)
        #expect(report.rowsBad == 10)
        #expect(report.counts[.notANumber] == 10)
    }

    @Test func theReportNeverSendsControlCharactersToATerminal() throws {
        let report = try Fixture.run(header + "1,A\u{1B}[2J\u{202E},,x\u{1B}[2J,37.1\n")
        #expect(!report.text().unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }

    @Test("every body is read back as it was written")
    func bodiesRoundTrip() throws {
        let report = try Fixture.run(header + "1,A,م,36.123,37.123\n2,B,,-36.5,-178.123\n")
        #expect(report.records.count == 2)
        for record in report.records {
            let document = try JSONDocument(record.body, limits: .init(maximumBytes: 1 << 20))
            let details = try NotificationDetails(body: document.root)
            #expect(details == record.details)
            var writer = JSONWriter()
            details.write(to: &writer)
            #expect(writer.bytes == record.body)
        }
    }

    @Test func theNastyListHasItsGoldenReport() throws {
        let bytes = try Files.own("Tests/ListImportTests/Golden/nasty.csv")
        let mapping = try Fixture.mapping([
            "title": "\"A nasty list\"", "expectedBox": #"{"south": 31.5, "west": 35, "north": 38, "east": 43}"#,
            "skipWhen": #"[{"column": "state", "equals": ["closed"]}]"#,
        ])
        let report = ListImporter(mapping: mapping, owner: Fixture.owner).run(bytes, policy: .goodRows)
        try Files.golden("nasty.txt", is: report.text())
        var writer = JSONWriter()
        report.write(to: &writer, includesBodies: true)
        _ = try JSONDocument(writer.bytes, limits: .init(maximumBytes: 1 << 20))
        try Files.golden("nasty.json", is: String(decoding: writer.bytes, as: UTF8.self) + "\n")
    }
}
