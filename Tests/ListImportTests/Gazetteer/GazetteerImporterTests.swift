import Gazetteer
import Geodesy
import StrictJSON
import Testing

@testable import ListImport

@Suite("Lists of places for a gazetteer")
struct GazetteerImporterTests {
    static let mapping = """
        {"version": 1, "list": "test", "code": "pcode", "kind": "type",
         "names": [{"column": "name", "language": "en"}, {"column": "other", "separator": "|"}],
         "units": [{"level": 1, "name": "adm1"}], "position": {"latitude": "lat", "longitude": "lon"},
         "expectedBox": {"south": 31.5, "west": 35, "north": 38, "east": 43}}
        """

    private func report(_ rows: String...) throws -> GazetteerReport {
        let list = (["pcode,name,other,type,adm1,lat,lon"] + rows).joined(separator: "\n") + "\n"
        return try GazetteerImporter(mapping: GazetteerMapping(Array(Self.mapping.utf8))).run(Array(list.utf8))
    }

    @Test("a good row becomes a place with all its names")
    func good() throws {
        let report = try report("C1,Duma,دوما|Douma|Duma,town,Rural Damascus,33.57,36.4", "C2,Nowhere,,,,,")
        #expect(report.issues.isEmpty && report.rowsBad == 0)
        #expect(report.places.map { $0.names.map(\.text) } == [["Duma", "دوما", "Douma"], ["Nowhere"]])
        #expect(report.places[0].position?.latitudeE7 == 335_700_000)
        #expect(report.places[1].position == nil)
        #expect(report.text.contains("1 places have no position"))
    }

    @Test("every bad row is named with line, field and rule, and the good ones are kept")
    func bad() throws {
        let report = try report(
            ",A,,,,33.5,36.4", "C2,,,,,33.5,36.4", "C3,C,,,,33.5,", "C4,D,,,,36.4,33.5", "C5,E,,,,0,0", "C6,F,,,,x,36",
            "C7,G,,,,33.5,36.4", "C7,H,,,,33.6,36.4", "C8,I,,,,33.5,36.4")
        #expect(report.places.map(\.code) == ["C8"])
        #expect(report.rowsBad == 8)
        let found = report.issues.map { "\($0.line ?? 0) \($0.field) \($0.rule.rawValue)" }
        #expect(
            found == [
                "2 pcode empty", "3 name name-empty", "4 lon empty", "5 lat looks-swapped", "6 lat null-island",
                "7 lat not-a-number", "8 pcode subject-repeated", "9 pcode subject-repeated",
            ])
    }

    @Test("a list without a column that the mapping reads is refused as a whole")
    func columns() throws {
        let list = Array("pcode,name\nC1,A\n".utf8)
        let report = try GazetteerImporter(mapping: GazetteerMapping(Array(Self.mapping.utf8))).run(list)
        #expect(report.isFileRefused && report.places.isEmpty)
        #expect(report.issues.allSatisfy { $0.rule == .columnMissing })
    }

    @Test(
        "a mapping that is not of its form is refused by field",
        arguments: [
            (#"{"version": 2}"#, "/version"), (#"{"version": 1, "list": "a", "code": "c", "names": []}"#, ""),
            (#"{"version": 1, "list": "a", "code": "c", "names": [{"column": "n"}], "x": 1}"#, "/x"),
            (
                #"{"version": 1, "list": "a", "code": "c", "names": [{"column": "n", "separator": "||"}]}"#,
                "/names/0/separator"
            ),
        ])
    func mappings(text: String, pointer: String) {
        #expect {
            try GazetteerMapping(Array(text.utf8))
        } throws: {
            ($0 as? JSONError)?.pointer == pointer
        }
    }

    @Test(
        "the mappings that come along are read", arguments: ["settlements-osm-pcode", "aleppo-neighbourhood-aliases"])
    func examples(name: String) throws {
        _ = try GazetteerMapping(Files.own("Examples/gazetteers/\(name).json"))
    }
}
