import Coordination
import Testing

@testable import ListImport

@Suite struct NameTests {
    @Test(
        "spellings of one name fold to one key",
        arguments: [
            ["Tell al-Bel", "TELL AL BEL", "tell  al–bel", "Tell al\u{200B}-Bel"],
            ["Kabır", "KABIR", "Kabîr", "Kabi\u{302}r", "kabır"],
            ["Qal’at Semʿān", "Qalat Seman", "qal'at SEM’AN"],
            ["مستشفى القدس", "مستشفي القدس", "مُسْتَشْفَى  القُدس", "مستـشفى القدس"],
            ["أبراج", "ابراج", "إبراج", "آبراج"],
            ["مدرسة", "مدرسه"], ["Straße", "STRASSE"], ["Ward 3", "ward ٣"], ["Ærø", "aero"],
        ])
    func folds(names: [String]) {
        var folding = NameFolding()
        let keys = Set(names.map { folding.key($0) })
        #expect(keys.count == 1, "\(keys)")
        #expect(keys.first?.isEmpty == false)
    }

    @Test func otherNamesStayApart() {
        var folding = NameFolding()
        #expect(folding.key("Tell Rifaat") != folding.key("Tell Rifat 2"))
        #expect(folding.key("—") == "")
    }

    @Test func mostLettersDecideTheScript() {
        #expect(Script.most(of: "الجمهورية العربية") == .arabic)
        #expect(Script.most(of: "Endîwer") == .latin)
        #expect(Script.most(of: "حي 12 (A)") == .arabic)
        #expect(Script.most(of: "12 - 4") == nil)
        #expect(Script.most(of: "ab مد") == nil)
        #expect(Script.most(of: "Київ") == .cyrillic)
    }

    @Test func columnsSpeakOfTheirLanguage() {
        #expect(ColumnLanguage(column: "ADM0_EN")?.base == ColumnLanguage(column: "ADM0_AR")?.base)
        #expect(ColumnLanguage(column: "NAM_AR_REF")?.script == .arabic)
        #expect(ColumnLanguage(column: "name_ar_osm")?.script == .arabic)
        #expect(ColumnLanguage(column: "name:en")?.script == .latin)
        #expect(ColumnLanguage(column: "en") == nil)
        #expect(ColumnLanguage(column: "screen") == nil)
        #expect(ColumnLanguage(column: "lat") == nil)
    }

    private static let rows = (1...3).map { "\($0),A\($0),م,36.\($0)23,37.123,سوريا,Syria\n" }.joined()

    @Test func swappedColumnsAreReportedOnceForTheFile() throws {
        let report = try Fixture.run("id,name_en,name_ar,lat,lon,ADM0_EN,ADM0_AR\n" + Self.rows)
        #expect(report.brief == ["2 ADM0_EN, ADM0_AR script-mismatch warning"])
        #expect(
            report.issues.first?.sentence.hasPrefix(
                "column ADM0_EN holds Arabic text and ADM0_AR Latin: the columns look swapped (3 of 3 rows, from line 2)"
            )
                == true)
        #expect(report.records.count == 3)
    }

    @Test func swappedColumnsThatTheMappingReadsRefuseTheFile() throws {
        let report = try Fixture.run(
            "id,name_en,name_ar,lat,lon\n1,م,A,36.123,37.123\n2,م,B,36.2,37.123\n", policy: .goodRows)
        #expect(report.isFileRefused)
        #expect(report.brief.first == "2 name_en, name_ar script-mismatch error")
        #expect(report.recordsToSubmit.isEmpty)
    }

    @Test func aFewStrangersAreWarnedOfOneByOne() throws {
        let report = try Fixture.run(
            "id,name_en,name_ar,lat,lon\n1,A,م,36.123,37.123\n2,B,Kobanê,36.2,37.123\n3,C,ن,36.3,37.123\n")
        #expect(report.brief == ["3 name_ar script-mismatch warning"])
    }

    @Test func checksOfTheMappingCoverColumnsWithoutALanguage() throws {
        let report = try Fixture.run(
            "id,name_en,name_ar,lat,lon,label\n1,A,,36.123,37.123,Syria\n",
            ["languageChecks": #"[{"column": "label", "script": "arabic"}]"#])
        #expect(report.brief == ["2 label script-mismatch error"])
    }
}
