import ParleyClient
import Testing

@Suite struct BaseURLTests {
    @Test(
        "scheme, authority and prefix are taken apart",
        arguments: [
            ("https://node.example", "https", "node.example", ""),
            ("HTTP://127.0.0.1:8080/", "http", "127.0.0.1:8080", ""),
            ("https://a/b/c//", "https", "a", "/b/c"), ("https://[::1]:1/log", "https", "[::1]:1", "/log"),
        ])
    func good(text: String, scheme: String, authority: String, prefix: String) throws {
        let url = try BaseURL(text)
        #expect((url.scheme, url.authority, url.prefix) == (scheme, authority, prefix))
        #expect(url.target("/x?y") == prefix + "/x?y")
        #expect(url.target("x") == prefix + "/x")
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "node.example", "ftp://a", "https://", "https:///x", "https://u@a", "https://a?b", "https://a/#c",
            "https://a b",
            "https://\u{e4}",
        ])
    func bad(text: String) {
        let error = #expect(throws: ClientError.self, "\(text)") { try BaseURL(text) }
        #expect(error?.code == .badURL)
    }
}
