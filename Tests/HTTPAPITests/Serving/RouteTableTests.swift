import HTTPTypes
import Testing

@testable import HTTPAPI

@Suite("paths")
struct RouteTableTests {
    private static func match(_ method: HTTPRequest.Method, _ path: String) -> String {
        switch RouteTable.parley.match(method, path) {
        case .route(let index, let parameters):
            ([RouteTable.parley.routes[index].template] + parameters).joined(separator: " ")
        case .otherMethods(let methods): methods.map(\.rawValue).joined(separator: ",")
        case .nothing: "nothing"
        }
    }

    @Test(
        "what leads where",
        arguments: [
            ("/", "/"), ("/health", "/health"), ("/statements/7", "/statements/{statement} 7"),
            ("/statements/7/receipt", "/statements/{statement}/receipt 7"), ("/statements", "POST"),
            ("/statements/batch", "POST"), ("/log/tile/0/000", "/log/tile/{path} 0/000"),
            ("/log/tile/entries/x001/000.p/3", "/log/tile/entries/{path} x001/000.p/3"),
            ("/records/a/b", "/records/{owner}/{subject} a b"), ("/records/a/b/c", "nothing"), ("", "nothing"),
            ("*", "nothing"), ("/parties/", "nothing"), ("/log/tile", "nothing"), ("/checks", "POST"),
        ])
    func gets(path: String, expected: String) { #expect(Self.match(.get, path) == expected) }

    @Test("HEAD is answered as GET, and every path has one template only")
    func heads() {
        #expect(Self.match(.head, "/health") == "/health")
        #expect(Self.match(.head, "/checks") == "POST")
        let names = RouteTable.parley.routes.map { "\($0.method) \($0.template)" }
        #expect(Set(names).count == names.count)
    }
}
