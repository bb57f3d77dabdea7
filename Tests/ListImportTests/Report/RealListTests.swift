import Coordination
import Statements
import StrictJSON
import Testing

@testable import ListImport

/// Real public lists, where they are at hand; the numbers were counted with another program in another language.
@Suite(.enabled(if: Files.hasData, "the real lists are not beside this checkout (../shared/data)"))
struct RealListTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        var mapping: String
        var path: String
        var read: Int
        var good: Int
        var bad = 0
        var skipped = 0
        var records: Int
        var rounded = 0
        var sameName = 0
        var samePlace = 0
        var rules: [ImportRule: Int] = [:]

        var testDescription: String { mapping }
    }

    static let lists: [Expected] = [
        Expected(
            mapping: "airports-openflights", path: "02-sites/airports_levant_openflights.csv", read: 60, good: 60,
            records: 60, rounded: 96),
        Expected(
            mapping: "aleppo-neighbourhoods", path: "02-sites/aleppo_neighbourhoods_csr.geojson", read: 133, good: 133,
            records: 136, sameName: 1, rules: [.partsSplit: 3]),
        Expected(
            mapping: "aleppo-old-city-sites", path: "02-sites/aleppo_oldcity_cultural_civic_sites.geojson", read: 210,
            good: 210, records: 210, samePlace: 48),
        Expected(
            mapping: "eamena-tells", path: "02-sites/eamena_nw_syria_tells.geojson", read: 19, good: 18, bad: 1,
            records: 18, rules: [.invisibleCharacter: 1]),
        Expected(
            mapping: "pleiades-places", path: "02-sites/pleiades_levant_places.geojson", read: 1_489, good: 1_096,
            skipped: 393, records: 1_096, samePlace: 17, rules: [.fewDecimals: 1]),
        Expected(
            mapping: "transport-nodes-opensyria", path: "02-sites/syria_transport_nodes_opensyria.csv", read: 90,
            good: 90, records: 90, rounded: 12, rules: [.fewDecimals: 3]),
        Expected(
            mapping: "universities-opensyria", path: "02-sites/syria_universities_opensyria.csv", read: 26, good: 26,
            records: 26, rounded: 15),
        Expected(
            mapping: "settlements-osm-pcode", path: "01-basemap/syr_settlements_osm_pcode.csv", read: 2_455,
            good: 2_455, records: 2_455, rules: [.scriptMismatch: 61]),
        Expected(
            mapping: "health-facilities-insecurity-insight",
            path: "03-events/insecurityinsight_health_attacks_syria_2016_2017.csv.gz", read: 411, good: 142, bad: 40,
            skipped: 229, records: 142, rounded: 136, samePlace: 221, rules: [.valueRefused: 40]),
        Expected(
            mapping: "cod-syr-adm3", path: "01-basemap/cod_syr_adm3.geojson.gz", read: 272, good: 270, bad: 2,
            records: 271,
            rules: [.areaRefused: 2, .longEdge: 38, .partsSplit: 1, .scriptMismatch: 1, .largeBody: 82]),
    ]

    @Test("the counts are those of an independent look", arguments: lists)
    func counts(expected: Expected) throws {
        let bytes = try Files.list(expected.path)
        let importer = ListImporter(mapping: try Files.mapping(expected.mapping), owner: Fixture.owner)
        let report = importer.run(bytes, policy: .goodRows)
        #expect(!report.isFileRefused)
        #expect(report.rowsRead == expected.read)
        #expect(report.rowsGood == expected.good)
        #expect(report.rowsBad == expected.bad)
        #expect(report.rowsSkipped == expected.skipped)
        #expect(report.records.count == expected.records)
        #expect(report.coordinatesRounded == expected.rounded)
        #expect(report.counts == expected.rules)
        #expect(report.duplicates.count { $0.kind == .sameName } == expected.sameName)
        #expect(report.duplicates.count { $0.kind == .samePlace } == expected.samePlace)
        // Parsing a body checks its area anew, which is dear for the largest list in a debug build.
        for record in report.records where record.body.count < 11_000 {
            let document = try JSONDocument(record.body, limits: .init(maximumBytes: 1 << 20))
            #expect(try NotificationDetails(body: document.root) == record.details)
        }
        if expected.mapping == "cod-syr-adm3" { checkSwap(report) }
        if expected.mapping == "eamena-tells" {
            #expect(report.issues.first?.row == 8)
            #expect(report.issues.first?.sentence.contains("U+200B") == true)
        }
    }

    /// ADM0_EN and ADM0_AR are swapped in the real file, in every row; the name columns are not.
    private func checkSwap(_ report: ImportReport) {
        let found = report.issues.filter { $0.rule == .scriptMismatch }
        #expect(found.map(\.field) == ["ADM0_EN, ADM0_AR"])
        #expect(
            found.first?.sentence.hasPrefix(
                "column ADM0_EN holds Arabic text and ADM0_AR Latin: the columns look swapped (272 of 272 rows") == true
        )
        #expect(report.edgesDensified == 150)
        #expect(report.issues.contains { $0.rule == .longEdge && $0.sentence.contains("stray up to 166") })
    }

    @Test func aListWithoutPlacesIsRefused() throws {
        let bytes = try Files.list("02-sites/aleppo_neighbourhood_aliases_en_ar.csv")
        let mapping = try Fixture.mapping(["name": #"{"en": {"column": "name"}, "ar": {"column": "name_ar"}}"#])
        let report = ListImporter(mapping: mapping, owner: Fixture.owner).run(bytes, policy: .goodRows)
        #expect(report.rowsRead == 136)
        #expect(report.issues.map(\.field) == ["lat", "lon"])
        #expect(report.issues.allSatisfy { $0.rule == .columnMissing })
        #expect(report.recordsToSubmit.isEmpty)
    }
}
