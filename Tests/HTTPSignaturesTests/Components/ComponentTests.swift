import HTTPTypes
import Testing

@testable import HTTPSignatures

@Suite struct ComponentTests {
    @Test(
        "the authority is lower case and without the scheme's own port",
        arguments: [
            ("Node.Example", "https", "node.example"), ("node.example:443", "https", "node.example"),
            ("node.example:80", "http", "node.example"), ("node.example:443", "http", "node.example:443"),
            ("node.example:80", "https", "node.example:80"), ("node.example:8443", "https", "node.example:8443"),
            ("node.example:", "https", "node.example"), ("[::1]:443", "https", "[::1]"), ("[::1]", "https", "[::1]"),
            ("a:4430", "https", "a:4430"), ("a:443", "HTTPS", "a"),
        ])
    func authority(given: String, scheme: String, expected: String) throws {
        let request = HTTPRequest(method: .get, scheme: scheme, authority: given, path: "/")
        #expect(try Component.authority.value(in: request) == expected)
        let silent = HTTPRequest(method: .get, scheme: nil, authority: given, path: "/")
        #expect(try Component.authority.value(in: silent, scheme: scheme) == expected)
    }

    @Test(
        "path and query are taken as sent",
        arguments: [
            ("/", "/", "?"), ("", "/", "?"), ("?", "/", "?"), ("?a=b", "/", "?a=b"),
            ("/a%2Fb/../c", "/a%2Fb/../c", "?"),
            ("/a?", "/a", "?"), ("/a?b=c&d=e", "/a", "?b=c&d=e"), ("/a?b?c", "/a", "?b?c"),
            ("/a?x=%C3%A4", "/a", "?x=%C3%A4"),
        ])
    func target(given: String, path: String, query: String) throws {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "a", path: given)
        #expect(try Component.path.value(in: request) == path)
        #expect(try Component.query.value(in: request) == query)
    }

    @Test("other forms of target are refused", arguments: ["*", "https://a/b", "a/b", "/a#b", "/a?b#c"])
    func badTarget(given: String) {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "a", path: given)
        #expect(throws: SignatureError.targetForm(given)) { try Component.path.value(in: request) }
    }

    @Test("a missing or repeated field, and a character outside ASCII, have no value")
    func fields() throws {
        var request = HTTPRequest(method: .get, scheme: "https", authority: nil, path: "/\u{e4}")
        #expect(throws: SignatureError.componentAbsent(.authority)) { try Component.authority.value(in: request) }
        #expect(throws: SignatureError.componentAbsent(.date)) { try Component.date.value(in: request) }
        #expect(throws: SignatureError.componentNotText(.path)) { try Component.path.value(in: request) }
        request.headerFields.append(HTTPField(name: .contentType, value: " \ttext/plain \t"))
        #expect(try Component.contentType.value(in: request) == "text/plain")
        request.headerFields.append(HTTPField(name: .contentType, value: "text/html"))
        #expect(throws: SignatureError.fieldRepeated("content-type")) { try Component.contentType.value(in: request) }
        request.headerFields[.date] = "m\u{e4}rz"
        #expect(throws: SignatureError.componentNotText(.date)) { try Component.date.value(in: request) }
        #expect(try Component.method.value(in: request) == "GET")
    }

    @Test("field names are the RFC's")
    func names() {
        #expect(HTTPField.Name.contentDigest.canonicalName == "content-digest")
        #expect(HTTPField.Name.signature.canonicalName == "signature")
        #expect(HTTPField.Name.signatureInput.canonicalName == "signature-input")
    }
}
