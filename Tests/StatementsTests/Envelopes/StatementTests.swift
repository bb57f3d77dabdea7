import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("statements")
struct StatementTests {
    @Test("a payload is read into its fields")
    func reads() throws {
        let statement = try Statement(payload: PayloadText().bytes)
        #expect(statement.accord.rawValue == "accord-1")
        #expect(statement.party.rawValue == "un-hub")
        #expect(statement.officer.rawValue == "access-1")
        #expect(statement.kind.rawValue == "notification.notify.v1")
        #expect(statement.subject.rawValue == "site-1")
        #expect(statement.sequence == 2)
        #expect(statement.previous?.description == String(repeating: "ab", count: 32))
        #expect(statement.seen == TreeHead(size: TreeSize(7), root: .emptyTree))
        #expect(statement.saidAt == Instant.test(28_200))
        #expect(statement.audience == nil)
        #expect(statement.payload == PayloadText().bytes)
    }

    @Test("a restricted one has a commitment and an audience instead of a body")
    func restricted() throws {
        let text = PayloadText().with("body", nil).with("commitment", "\"\(Hash.emptyTree.base64)\"")
            .with("audience", "[\"party-a\",\"party-b\"]").with("sealed", "\"\(Hash.emptyTree.base64)\"")
        let statement = try Statement(payload: text.bytes)
        #expect(statement.audience?.map(\.rawValue) == ["party-a", "party-b"])
        #expect(statement.payload == text.bytes)
        #expect(statement.sealed == .emptyTree)
        #expect(statement.commitment == Commitment(.emptyTree))
        let forNobody = try Statement(payload: text.with("audience", "[]").with("sealed", nil).bytes)
        #expect(forNobody.audience == [])
        #expect(forNobody.sealed == nil)
        #expect(forNobody.payload == text.with("audience", "[]").with("sealed", nil).bytes)
        // Sealed exactly when somebody gets it.
        for text in [text.with("audience", "[]"), text.with("sealed", nil), text.with("sealed", "\"AA==\"")] {
            #expect(throws: JSONError.self) { try Statement(payload: text.bytes) }
        }
    }

    static let malformed: [(field: String, json: String?, pointer: String, sentence: String)] = [
        ("accord", nil, "/accord", "is missing"), ("accord", "\"Accord\"", "/accord", "a-z"),
        ("accord", "7", "/accord", "a string"),
        ("party", "\"\"", "/party", "1 to 64"), ("party", "\"un/hub\"", "/party", "a-z"),
        ("party", "\"un_hub\"", "/party", "character 3"),
        ("officer", "\"-a\"", "/officer", "begins with"), ("officer", "\"é\"", "/officer", "a-z"),
        ("kind", "\"\(String(repeating: "k", count: 65))\"", "/kind", "1 to 64"), ("kind", nil, "/kind", "is missing"),
        ("subject", "\"a b\"", "/subject", "a-z"), ("subject", "\"..\"", "/subject", "begins with"),
        ("subject", "null", "/subject", "a string"),
        ("sequence", "0", "/sequence", "from 1"), ("sequence", "-1", "/sequence", "from 1"),
        ("sequence", "1.5", "/sequence", "whole number"),
        ("sequence", "9223372036854775808", "/sequence", "too large"),
        ("sequence", "\"2\"", "/sequence", "whole number"),
        ("previous", nil, "/previous", "is missing"), ("previous", "\"AB\"", "/previous", "64 lower-case"),
        ("previous", "\"\(String(repeating: "AB", count: 32))\"", "/previous", "64 lower-case"),
        ("seen", "{\"size\":7}", "/seen/root", "is missing"),
        ("seen", "{\"size\":-1,\"root\":\"\"}", "/seen/size", "from 0"),
        ("seen", "{\"size\":1,\"root\":\"AA==\"}", "/seen/root", "44 characters"), ("seen", "[]", "/seen", "an object"),
        (
            "seen", "{\"size\":7,\"root\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\",\"time\":1}", "/seen/time",
            "not a field"
        ),
        ("saidAt", "\"2016-09-19\"", "/saidAt", ""), ("saidAt", "\"2016-13-19T07:50:00Z\"", "/saidAt", ""),
        ("saidAt", "\"2016-09-19T07:50:00\"", "/saidAt", ""), ("saidAt", "\"0000-01-01T00:00:00Z\"", "/saidAt", ""),
        ("saidAt", "1", "/saidAt", "a string"),
        ("body", nil, "", "either 'body'"), ("body", "[]", "/body", "an object"),
        ("body", "null", "/body", "an object"), ("body", "\"x\"", "/body", "an object"),
        ("commitment", "\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"", "", "not both"),
        ("audience", "[]", "/audience", "not a field"),
        ("sealed", "\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"", "/sealed", "not a field"),
        ("extra", "1", "/extra", "not a field"), ("approved", "true", "/approved", "not a field"),
        ("target", "\"x\"", "/target", "not a field"),
    ]

    @Test("a malformed payload names field and rule", arguments: malformed)
    func refuses(field: String, json: String?, pointer: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try Statement(payload: PayloadText().with(field, json).bytes) }
        #expect(error?.pointer == pointer)
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test(
        "a malformed audience names field and rule",
        arguments: [
            ("[\"b\",\"a\"]", "/audience/1"), ("[\"a\",\"a\"]", "/audience/1"), ("[\"A\"]", "/audience/0"),
            ("{}", "/audience"), ("null", "/audience"),
            ("[\(Array(repeating: "\"a\"", count: 65).joined(separator: ","))]", "/audience"),
        ])
    func refusesAudience(json: String, pointer: String) {
        let text = PayloadText().with("body", nil).with("commitment", "\"\(Hash.emptyTree.base64)\"").with(
            "audience", json)
        let error = #expect(throws: JSONError.self) { try Statement(payload: text.bytes) }
        #expect(error?.pointer == pointer)
    }

    @Test("a restricted one without an audience is refused: the default is nobody, and has to be said")
    func noAudience() {
        let text = PayloadText().with("body", nil).with("commitment", "\"\(Hash.emptyTree.base64)\"")
        let error = #expect(throws: JSONError.self) { try Statement(payload: text.bytes) }
        #expect(error?.pointer == "/audience")
        #expect(error?.rule == .missing)
    }

    @Test("nesting and size have limits")
    func limits() {
        let deep = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
        #expect(throws: JSONError.self) { try Statement(payload: PayloadText().with("body", "{\"x\":\(deep)}").bytes) }
        let long = "{\"x\":\"\(String(repeating: "x", count: Envelope.maximumBytes))\"}"
        #expect(throws: JSONError.self) { try Statement(payload: PayloadText().with("body", long).bytes) }
    }
}

@Suite("names")
struct IdentifierTests {
    @Test("the largest and the smallest names")
    func limits() throws {
        #expect(try PartyID("a").rawValue == "a")
        #expect(try PartyID(String(repeating: "9", count: 64)).rawValue.utf8.count == 64)
        #expect(throws: IdentifierError.badLength) { try PartyID("") }
        #expect(throws: IdentifierError.badLength) { try PartyID(String(repeating: "a", count: 65)) }
        #expect(throws: IdentifierError.badByte(0x41, at: 2)) { try PartyID("abA") }
        #expect(throws: IdentifierError.badByte(0x2E, at: 0)) { try PartyID(".a") }
        #expect(throws: IdentifierError.self) { try PartyID("p\u{430}rty") }
    }

    @Test("a record's name is read in one form only")
    func records() {
        #expect(RecordID("un-hub/site-1")?.description == "un-hub/site-1")
        for text in ["un-hub", "un-hub/", "/site", "a/b/c", "a//b", "A/b", " a/b"] {
            #expect(RecordID(text) == nil, "\(text)")
        }
    }

    @Test("names order by their bytes")
    func order() throws {
        let names = try ["b", "a-1", "a.1", "a1", "a"].map { try PartyID($0) }.sorted().map(\.rawValue)
        #expect(names == ["a", "a-1", "a.1", "a1", "b"])
    }
}
