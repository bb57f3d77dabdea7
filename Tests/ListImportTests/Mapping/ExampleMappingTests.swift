import Coordination
import Statements
import Testing

@testable import ListImport

/// The mapping files that ship with the program, and the page that explains them.
@Suite struct ExampleMappingTests {
    @Test("every shipped mapping is one, and says that it is for exercises", arguments: RealListTests.lists)
    func parses(list: RealListTests.Expected) throws {
        let mapping = try Files.mapping(list.mapping)
        #expect(mapping.title.hasSuffix("public list, exercise only"))
        guard case .fixed(let by) = mapping.consent.by else {
            Issue.record("consent is not the same for every row")
            return
        }
        #expect(by == "Public list, exercise only: no owner was asked")
    }

    @Test func theExampleOfThePageWorksAsThePageSays() throws {
        let page = String(decoding: try Files.own("Examples/mappings/README.md"), as: UTF8.self)
        func block(_ language: String) throws -> [UInt8] {
            let start = try #require(page.firstRange(of: "```\(language)\n"))
            let end = try #require(page[start.upperBound...].firstRange(of: "```"))
            return Array(page[start.upperBound..<end.lowerBound].utf8)
        }
        let report = ListImporter(mapping: try ListMapping(block("json")), owner: Fixture.owner)
            .run(try block("csv"), policy: .allOrNothing)
        #expect(report.issues == [])
        let record = try #require(report.recordsToSubmit.first)
        #expect(record.subject.rawValue == "clinic-k-07")
        #expect(record.details.kind == .clinic)
        #expect(record.details.contact.phones == ["+963 21 000 000"])
    }

    @Test func thePageNamesEveryMapping() throws {
        let page = String(decoding: try Files.own("Examples/mappings/README.md"), as: UTF8.self)
        for list in RealListTests.lists { #expect(page.contains("`\(list.mapping).json`"), "\(list.mapping)") }
    }
}
