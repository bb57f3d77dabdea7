import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("commitments")
struct CommitmentTests {
    private static let text = "{\"name\":{\"en\":\"Al-Quds\"}, \"lat\": 36.151583 ,\"x.y_Z-1\":[1, 2]}"

    private func opening(_ byte: UInt8) throws -> FieldOpening {
        try #require(FieldOpening(bytes: [UInt8](repeating: byte, count: 32)))
    }

    private func body() throws -> OpenedBody {
        let openings = ["name": try opening(1), "lat": try opening(2), "x.y_Z-1": try opening(3)]
        return try OpenedBody(body: Array(Self.text.utf8), opening: { openings[$0] ?? FieldOpening() })
    }

    @Test("a field is HMAC-SHA256 over label, name and value; the body is the root over its fields")
    func golden() throws {
        // python3: hmac.new(b"\1" * 32, b"parley/field/v1\0" + b"\0\4name" + b'{"en":"Al-Quds"}', "sha256").hexdigest()
        let field = FieldCommitment(name: "name", value: Array("{\"en\":\"Al-Quds\"}".utf8), opening: try opening(1))
        #expect(field.hash.hex == "843dd417c0c020b55fedeb37f7fb88bd2067f0d396838b77d53a6a7ff228b5d9")
        #expect(
            try body().commitment.hash.hex == "421f3c05a3bf1a16aa812a810ba9830e2ea08bbda9e588b04a24c9061dbb2444")
        #expect(try OpenedBody(body: Array("{}".utf8)).commitment.hash == .emptyTree)
    }

    @Test("the body comes back with every value as it was spelled, and without the space around it")
    func reconstructs() throws {
        let opened = try body()
        #expect(
            String(decoding: opened.body, as: UTF8.self)
                == "{\"name\":{\"en\":\"Al-Quds\"},\"lat\":36.151583,\"x.y_Z-1\":[1, 2]}")
        #expect(opened.isComplete)
        let again = try OpenedBody(json: opened.json)
        #expect(again == opened)
        #expect(again.json == opened.json)
    }

    @Test("one field can be shown while the others stay hidden, and belongs to the same statement")
    func shows() throws {
        let opened = try body()
        let part = opened.showing(only: ["lat"])
        #expect(part.commitment == opened.commitment)
        #expect(!part.isComplete)
        #expect(part.shownNames == ["lat"])
        #expect(String(decoding: part.body, as: UTF8.self) == "{\"lat\":36.151583}")
        let text = String(decoding: part.json, as: UTF8.self)
        #expect(!text.contains("Al-Quds") && !text.contains("name\":\"name"))
        #expect(try OpenedBody(json: part.json).commitment == opened.commitment)
        // What is hidden cannot be shown again.
        #expect(part.showing(only: ["lat", "name"]) == part)
        #expect(opened.showing(only: []).body == Array("{}".utf8))
    }

    @Test("any change of name, value, opening or order is another body")
    func binds() throws {
        let opened = try body()
        let text = String(decoding: opened.json, as: UTF8.self)
        for (old, new) in [
            ("36.151583", "36.151584"), ("\"lat\"", "\"lon\""), ("[1, 2]", "[1,2]"),
            (Base64.encode([UInt8](repeating: 2, count: 32)), Base64.encode([UInt8](repeating: 4, count: 32))),
        ] {
            let altered = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
            #expect(altered != text, "\(old)")
            #expect(try OpenedBody(json: Array(altered.utf8)).commitment != opened.commitment, "\(old)")
        }
        #expect(
            Commitment(over: [FieldCommitment(.emptyTree), FieldCommitment(opened.commitment.hash)])
                != Commitment(over: [FieldCommitment(opened.commitment.hash), FieldCommitment(.emptyTree)]))
    }

    @Test("the same body gives another commitment every time")
    func hides() throws {
        let bytes = Array("{\"lat\":36.151583}".utf8)
        #expect(try OpenedBody(body: bytes).commitment != OpenedBody(body: bytes).commitment)
        #expect(FieldOpening(bytes: [1]) == nil)
        #expect(FieldOpening().bytes.count == FieldOpening.byteCount)
    }

    static let opening = Base64.encode([UInt8](repeating: 7, count: 32))
    static let field = "{\"name\":\"a\",\"value\":1,\"opening\":\"\(opening)\"}"
    static let malformed: [(json: String, pointer: String, sentence: String)] = [
        ("[]", "", "an object"), ("{}", "/fields", "missing"), ("{\"fields\":{}}", "/fields", "an array"),
        ("{\"fields\":[],\"x\":1}", "/x", "not a field"),
        ("{\"fields\":[\(field),\(field)]}", "/fields/1/name", "twice"),
        ("{\"fields\":[{\"name\":\"a\",\"value\":1}]}", "/fields/0/opening", "missing"),
        ("{\"fields\":[{\"name\":\"a\",\"opening\":\"\(opening)\"}]}", "/fields/0/value", "missing"),
        ("{\"fields\":[{\"name\":\"a\",\"value\":1,\"opening\":\"AA==\"}]}", "/fields/0/opening", "32 bytes"),
        (
            "{\"fields\":[{\"name\":\"a b\",\"value\":1,\"opening\":\"\(opening)\"}]}", "/fields/0/name", "A-Z"
        ),
        ("{\"fields\":[{\"name\":\"\",\"value\":1,\"opening\":\"\(opening)\"}]}", "/fields/0/name", "A-Z"),
        ("{\"fields\":[{\"commitment\":\"AA==\"}]}", "/fields/0/commitment", "32 bytes"),
        (
            "{\"fields\":[{\"commitment\":\"\(Hash.emptyTree.base64)\",\"value\":1}]}", "/fields/0/value", "not a field"
        ),
        ("{\"fields\":[\(Array(repeating: "{}", count: 257).joined(separator: ","))]}", "/fields", "257"),
    ]

    @Test("a malformed list of fields names field and rule", arguments: malformed)
    func refuses(json: String, pointer: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try OpenedBody(json: Array(json.utf8)) }
        #expect(error?.pointer == pointer)
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test("a body has limits: fields, their names, bytes, nesting")
    func limits() throws {
        func fields(_ count: Int) -> [UInt8] {
            Array(("{" + (0..<count).map { "\"f\($0)\":\($0)" }.joined(separator: ",") + "}").utf8)
        }
        #expect(try OpenedBody(body: fields(256)).fields.count == 256)
        #expect(throws: JSONError.self) { try OpenedBody(body: fields(257)) }
        for name in ["", "a b", "é", String(repeating: "a", count: 65), "a/b"] {
            #expect(throws: JSONError.self, "\(name)") { try OpenedBody(body: Array("{\"\(name)\":1}".utf8)) }
        }
        #expect(throws: JSONError.self) { try OpenedBody(body: Array("[1]".utf8)) }
        let long = "{\"a\":\"\(String(repeating: "x", count: OpenedBody.maximumBytes - 10))\"}"
        #expect(throws: JSONError.self) { try OpenedBody(body: Array(long.utf8)) }
        // As deep as a body may be, and read back from its list.
        let levels = Statement.maximumDepth - 1
        let deep = "{\"a\":\(String(repeating: "[", count: levels))\(String(repeating: "]", count: levels))}"
        let opened = try OpenedBody(body: Array(deep.utf8))
        #expect(try OpenedBody(json: opened.json) == opened)
    }
}
