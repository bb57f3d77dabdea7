import Coordination
import Geodesy
import Statements
import StrictJSON
import Testing

@testable import ListImport

private let header = "id,name_en,name_ar,lat,lon\n"

@Suite struct RowRuleTests {
    @Test func aGoodRowBecomesTheDocumentedBody() throws {
        let report = try Fixture.run(header + "A7,Al-Quds clinic,مستوصف القدس,36.151583,37.20\n")
        #expect(report.issues == [])
        let record = try #require(report.recordsToSubmit.first)
        #expect(record.subject.rawValue == "s-a7")
        #expect(record.line == 2)
        let expected =
            #"{"category":"static-site","kind":"clinic","name":{"ar":"مستوصف القدس","en":"Al-Quds clinic"},"#
            + #""place":{"circle":{"centre":{"lat":36.151583,"lon":37.2},"radiusMetres":0}},"#
            + #""given":{"text":"lat 36.151583, lon 37.20","method":"GPS","precisionMetres":1000},"#
            + #""standOffClass":"humanitarian-site","valid":{"from":"2016-09-01T00:00:00Z"},"#
            + #""consent":{"by":"Owner","givenAt":"2016-08-01T00:00:00Z","reference":"file 1"},"#
            + #""contact":{"role":"Duty officer","phones":["+963 11 000"]}}"#
        #expect(String(decoding: record.body, as: UTF8.self) == expected)
    }

    /// One row, and the field, rule and weight of everything that is found in it.
    static let cases: [(row: String, found: [String])] = [
        ("1,A,,36,37", ["lat few-decimals warning"]),
        ("1,A,,,37.123", ["lat empty error"]),
        ("1,A,,nan,inf", ["lat not-a-number error", "lon not-a-number error"]),
        ("1,A,,.,-", ["lat not-a-number error", "lon not-a-number error"]),
        ("1,A,,N/A,37.123", ["lat not-a-number error"]),
        ("1,A,,٣٦.١٥,37.123", ["lat not-a-number error"]),
        ("1,A,,36°09'05\"\"N,37.123", ["- quote"]),
        ("1,A,,36°09'05N,37.123", ["lat not-decimal-degrees error"]),
        ("1,A,,36 09 05,37.123", ["lat not-decimal-degrees error"]),
        ("1,A,,\"36,151\",37.123", ["lat comma-decimal error"]),
        ("1,A,,91.5,37.123", ["lat looks-swapped error"]),
        ("1,A,,91.5,137.123", ["lat out-of-range error"]),
        ("1,A,,36.123,190", ["lon out-of-range error"]),
        ("1,A,,1e30,37.123", ["lat out-of-range error"]),
        ("1,A,,0,0.0", ["lat null-island error"]),
        ("1,,,36.123,37.123", ["name_en name-empty error"]),
        ("1,A\u{200B}B,,36.123,37.123", ["name_en invisible-character error"]),
        ("1,A\u{202E}B,,36.123,37.123", ["name_en control-character error"]),
        ("1,A\u{0}B,,36.123,37.123", ["name_en control-character error"]),
        ("1,A\u{FFFD}B,,36.123,37.123", ["name_en replacement-character error"]),
        ("1,A,\u{645}\u{200F},36.123,37.123", ["name_ar direction-mark warning"]),
        ("1,A\u{A0}B,,36.123,37.123", ["name_en unusual-space warning"]),
        ("1,\"A\nB\",,36.123,37.123", ["name_en line-break warning"]),
        ("1,Ã©tÃ©,,36.123,37.123", ["name_en looks-misdecoded warning"]),
        (",A,,36.123,37.123", ["id empty error"]),
        ("a b,A,,36.123,37.123", ["id subject-bad error"]),
        ("1,\(String(repeating: "x", count: 401)),,36.123,37.123", ["name_en form-refused error"]),
        ("1,A,,+36.123,3.7123e1", []),
        ("1,A,,-90,37.123", []),
    ]

    @Test("every rule is named with line and field", arguments: cases)
    func names(row: String, found: [String]) throws {
        let report = try Fixture.run(header + row + "\n")
        if found == ["- quote"] {
            #expect(report.issues.map(\.rule) == [.quoteMisplaced])
            return
        }
        #expect(report.issues.map { "\($0.field) \($0.rule.rawValue) \($0.severity.rawValue)" } == found, "\(row)")
        #expect(report.issues.allSatisfy { $0.line == 2 && $0.row == 1 && $0.sentence.count > 10 })
        #expect(report.rowsBad == (found.contains { $0.hasSuffix("error") } ? 1 : 0))
        #expect(report.records.count + report.rowsBad == 1)
    }

    @Test func placesOutsideTheExpectedBoxAndSwapsAreToldApart() throws {
        let box = ["expectedBox": #"{"south": 31.5, "west": 35, "north": 38, "east": 43}"#]
        let report = try Fixture.run(
            header + "1,A,,36.123,37.123\n2,B,,40.123,36.123\n3,C,,50.123,37.123\n", box)
        #expect(report.brief == ["3 lat looks-swapped error", "4 lat outside-expected-box error"])
        #expect(report.issues[0].sentence.contains("look swapped"))
        #expect(report.records.map(\.subject.rawValue) == ["s-1"])
    }

    @Test func aSwapIsNeverUndone() throws {
        let report = try Fixture.run(header + "1,A,,137.2,36.1\n")
        #expect(report.records.isEmpty)
        #expect(report.brief == ["2 lat looks-swapped error"])
    }

    @Test func decimalCommasAreTakenOnlyWhenTheMappingSaysSo() throws {
        let changes = [
            "place": #"{"latitude": "lat", "longitude": "lon", "decimalComma": true}"#, "separator": "\";\"",
        ]
        let report = try Fixture.run("id;name_en;name_ar;lat;lon\n1;A;;36,151;37,2001\n2;B;;1.234,5;37,2\n", changes)
        #expect(report.brief == ["3 lat comma-decimal error"])
        #expect(report.records.first?.details.given?.text == "lat 36,151, lon 37,2001")
        guard case .circle(let circle) = report.records.first?.details.place else {
            Issue.record("not a circle")
            return
        }
        #expect(circle.centre.latitudeE7 == 361_510_000)
    }

    @Test func digitsBeyondTheSeventhAreRoundedAndCounted() throws {
        let report = try Fixture.run(header + "1,A,,36.12345675,37.1\n2,B,,36.1234567500,37.1\n3,C,,36.12345670,x\n")
        #expect(report.coordinatesRounded == 2)
        #expect(report.records.allSatisfy { $0.details.given?.text.contains("36.12345675") == true })
        guard case .circle(let circle) = report.records.first?.details.place else {
            Issue.record("not a circle")
            return
        }
        #expect(circle.centre.latitudeE7 == 361_234_568)
    }

    @Test func invisibleCharactersAreRemovedWhenTheMappingSaysSo() throws {
        let report = try Fixture.run(
            header + "1,\u{200B}Tell Arshaf,,36.123,37.123\n", ["invisibleCharacters": "\"remove\""])
        #expect(report.brief == ["2 name_en invisible-character warning"])
        #expect(report.records.first?.details.name.text() == "Tell Arshaf")
    }

    @Test func namesOfRecordsThatClashAreAllRefused() throws {
        let taken = ExistingRecord(
            id: RecordID(owner: Fixture.owner, subject: SubjectID(checked: "s-3")), names: [],
            place: try Position(latitudeE7: 0, longitudeE7: 0))
        let report = try Fixture.run(
            header + "a,A,,36.123,37.123\nA,B,,36.123,38.123\n3,C,,36.123,39.123\n4,D,,36.123,40.123\n",
            existing: [taken])
        #expect(
            report.brief == ["2 id subject-repeated error", "3 id subject-repeated error", "4 id record-exists error"])
        #expect(report.records.map(\.subject.rawValue) == ["s-4"])
    }

    @Test func datesAreReadAndEndsAreAfterStarts() throws {
        let csv = """
            id,name_en,name_ar,lat,lon,from,until
            1,A,,36.123,37.123,2016-09-01,2016-09-03
            2,B,,36.123,38.123,2016-09-01T10:00:00,
            3,C,,36.123,39.123,01/09/2016,
            4,D,,36.123,40.123,2016-09-05,2016-09-03
            5,E,,36.123,41.123,2016-02-30,
            6,F,,36.123,41.123,,

            """
        let valid = #"{"from": {"column": "from"}, "until": {"column": "until"}, "dateOffset": "+03:00"}"#
        let report = try Fixture.run(csv, ["valid": valid])
        #expect(
            report.brief == [
                "4 from bad-date error", "5 until end-before-start error", "6 from bad-date error",
                "7 from bad-date error",
            ])
        // A date alone is its whole day, where the list was made.
        #expect(report.records[0].details.valid.start.description == "2016-08-31T21:00:00Z")
        #expect(report.records[0].details.valid.end?.description == "2016-09-03T21:00:00Z")
        #expect(report.records[1].details.valid.start.description == "2016-09-01T07:00:00Z")
        let without = try Fixture.run(csv, ["valid": #"{"from": {"column": "from"}}"#])
        #expect(without.counts[.badDate] == 6)
        #expect(without.issues[0].sentence.contains("dateOffset"))
    }

    @Test func tablesTakeRefuseAndDefault() throws {
        let kind = #"{"column": "name_ar", "table": {"H": "hospital", "X": {"refuse": "not a place"}}}"#
        let csv = header + "1,A,H ,36.123,37.123\n2,B,X,36.123,38.123\n3,C,Q,36.123,39.123\n"
        let changes = ["kind": kind, "name": #"{"en": {"column": "name_en"}}"#]
        let report = try Fixture.run(csv, changes)
        #expect(
            report.brief.filter { !$0.contains("script") } == [
                "3 name_ar value-refused error", "4 name_ar value-not-in-table error",
            ])
        #expect(report.records.map(\.details.kind) == [.hospital])
        let open = String(kind.dropLast()) + #", "default": "other"}"#
        let second = try Fixture.run(csv, ["kind": open, "name": #"{"en": {"column": "name_en"}}"#])
        #expect(second.records.map(\.details.kind) == [.hospital, .other])
    }

    @Test func rowsLeftOutOnPurposeAreCounted() throws {
        let skip = #"[{"column": "name_en", "equals": ["Old"]}, {"column": "lat", "isEmpty": true}]"#
        let report = try Fixture.run(header + "1,Old,,36.123,37.123\n2,A,,,\n3,B,,36.123,37.123\n", ["skipWhen": skip])
        #expect(report.skipped.map(\.rows) == [1, 1])
        #expect(report.rowsSkipped == 2)
        #expect(report.rowsGood == 1)
        #expect(report.issues == [])
    }

    @Test func contactsAndConsentMayComeFromColumns() throws {
        let csv = "id,name_en,name_ar,lat,lon,tel,who\n1,A,,36.123,37.123,+1,Ministry\n2,B,,36.123,38.123,,\n"
        let changes = [
            "contact": #"{"role": "Watch", "phones": [{"column": "tel"}]}"#,
            "consent": #"{"by": {"column": "who"}, "givenAt": "2016-08-01T00:00:00Z"}"#,
        ]
        let report = try Fixture.run(csv, changes)
        #expect(report.brief == ["3 tel empty error", "3 who empty error"])
        #expect(report.records.first?.details.consent.by == "Ministry")
        #expect(report.records.first?.details.contact.phones == ["+1"])
    }
}
