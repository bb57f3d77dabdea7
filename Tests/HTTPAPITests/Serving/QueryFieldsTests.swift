import Testing

@testable import HTTPAPI

@Suite("queries")
struct QueryFieldsTests {
    @Test("percent-encoding of UTF-8, and plus for what it is")
    func reads() throws {
        let query = try QueryFields("a=1&text=%D8%AD%D9%84%D8%A8+x&t=2016-09-19T07:50:00+03:00&e=&flag")
        #expect(query["a"] == "1" && query.text("text") == "حلب x" && query["t"] == "2016-09-19T07:50:00+03:00")
        #expect(query["e"] == "" && query["flag"] == "" && query["none"] == nil)
        #expect(throws: Problem.self) { try query.allow(["a", "text"]) }
    }

    @Test("what is not", arguments: ["%", "a=%4", "a=%zz", "a=%FF", "a=%C0%80", "a=%00", "=1", "a=1&a=2", "a=%E2%82"])
    func refuses(query: String) { #expect(throws: Problem.self) { try QueryFields(query) } }

    @Test("no more than a bounded number")
    func bounded() throws {
        let many = (0..<40).map { "p\($0)=1" }.joined(separator: "&")
        #expect(throws: Problem.self) { try QueryFields(many) }
    }
}
