import Coordination
import Statements
import StrictJSON
import Testing

@testable import ListImport

private func refusal(_ changes: [String: String?]) -> String? {
    do throws(JSONError) {
        _ = try ListMapping(Array(Fixture.text(changes).utf8))
        return nil
    } catch { return error.pointer }
}

@Suite struct ListMappingTests {
    @Test func theFixtureIsAMapping() throws {
        let mapping = try Fixture.mapping()
        #expect(mapping.title == "A list")
        #expect(mapping.columns.map(\.column) == ["id", "name_ar", "name_en", "lat", "lon"])
    }

    /// What a changed member is refused at.
    static let cases: [(member: String, value: String?, pointer: String)] = [
        ("consent", nil, "/consent"),
        ("consent", #"{"by": "X"}"#, "/consent/givenAt"),
        ("consent", #"{"by": "X", "givenAt": "2016-09-01"}"#, "/consent"),
        ("version", "2", "/version"),
        ("colour", "1", "/colour"),
        ("format", "\"xls\"", "/format"),
        ("separator", "\"|\"", "/separator"),
        ("kind", "\"castle\"", "/kind"),
        ("kind", #"{"column": "x", "table": {}}"#, "/kind/table"),
        ("kind", #"{"column": "x", "table": {"a": "castle"}}"#, "/kind/table/a"),
        ("kind", #"{"column": "x", "table": {"a": "clinic", " a": "clinic"}}"#, "/kind/table/ a"),
        ("kind", #"{"column": "x", "table": {"a": {"refuse": ""}}}"#, "/kind/table/a/refuse"),
        ("subject", #"{"column": "a", "slugOf": "b"}"#, "/subject"),
        ("subject", #"{"column": "a", "prefix": "Bad "}"#, "/subject/prefix"),
        ("name", "{}", "/name"),
        ("name", #"{"en": {"column": "a", "template": "b"}}"#, "/name/en"),
        ("name", #"{"en": {"template": "a {b"}}"#, "/name/en/template"),
        ("name", #"{"en": "a\u202eb"}"#, "/name/en"),
        ("place", #"{"latitude": "a"}"#, "/place/longitude"),
        ("place", #"{"latitude": "a", "longitude": "b", "multiPoint": "explode"}"#, "/place/multiPoint"),
        ("place", #"{"latitude": "a", "longitude": "b", "radiusMetres": 60000}"#, "/place/radiusMetres"),
        ("given", #"{"precisionMetres": 60000}"#, "/given/precisionMetres"),
        ("standOffClass", "\"A B\"", "/standOffClass"),
        ("valid", #"{"from": "2016-09-01"}"#, "/valid"),
        ("valid", #"{"from": "2016-09-01", "dateOffset": "3h"}"#, "/valid/dateOffset"),
        ("contact", #"{"role": "X"}"#, "/contact"),
        ("skipWhen", #"[{"column": "a"}]"#, "/skipWhen/0"),
        ("skipWhen", #"[{"column": "a", "isEmpty": false}]"#, "/skipWhen/0/isEmpty"),
        ("expectedBox", #"{"south": 3, "west": 1, "north": 2, "east": 4}"#, "/expectedBox"),
        ("languageChecks", #"[{"column": "a", "script": "runic"}]"#, "/languageChecks/0/script"),
        ("duplicateMetres", "0", "/duplicateMetres"),
        ("invisibleCharacters", "\"ignore\"", "/invisibleCharacters"),
    ]

    @Test("a mapping that breaks the form is refused at the field", arguments: cases)
    func refuses(member: String, value: String?, pointer: String) {
        #expect(refusal([member: value]) == pointer)
    }

    @Test func templatesKeepTheirOrder() throws {
        let report = try Fixture.run(
            "id,name_en,name_ar,lat,lon\n1,A,,36.123,37.123\n",
            ["name": #"{"en": {"template": "{name_en} ({ id })!"}}"#])
        #expect(report.records.first?.details.name.text() == "A (1)!")
    }

    @Test func slugsCarryTheRowsNumber() throws {
        let report = try Fixture.run(
            "id,name_en,name_ar,lat,lon\n1,Éşref's  Kale,,36.123,37.123\n2,عيادة,,36.2,37.123\n",
            ["subject": #"{"slugOf": "name_en", "prefix": "x-"}"#, "name": #"{"ar": {"column": "name_en"}}"#])
        #expect(report.records.map(\.subject.rawValue) == ["x-esref-s-kale-1", "x-2"])
    }
}
