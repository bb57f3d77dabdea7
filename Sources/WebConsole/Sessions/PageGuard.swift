import HummingbirdCore
import HTTPAPI
import HTTPTypes

/// Keeps requests that other sites' pages make from changing anything here.
///
/// Three locks, each enough alone in a browser that keeps its promises: the cookie goes with no request that another
/// site begins (SameSite=Strict); a field of our own, which another site's page cannot set without asking first, and we
/// never answer such a question; and the origin that the browser names must be this server.
enum PageGuard {
    private static let ownField = HTTPField.Name("X-Parley-Console")
    private static let origin = HTTPField.Name("Origin")
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

    /// - Throws: `other-page` for whatever does not come from a page of ours.
    static func check(_ visit: Visit) throws {
        let headers = visit.request.headers
        guard let ownField, headers[ownField] == "1" else { throw refusal("it lacks the field X-Parley-Console") }
        if let fetchSite, let site = headers[fetchSite], site != "same-origin" {
            throw refusal("the browser says that it comes from '\(site.prefix(40))'")
        }
        guard let origin, let text = headers[origin] else { throw refusal("it names no Origin") }
        let scheme = visit.inside.speaksTLS ? "https://" : "http://"
        let host = text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
        // Behind something that ends TLS the browser says https and we speak http.
        guard !host.isEmpty, visit.inside.isNamed(String(host)), text.hasPrefix(scheme) || text.hasPrefix("https://"),
            visit.request.head.authority.map({ $0.lowercased() == host.lowercased() }) ?? true
        else { throw refusal("its Origin is another server") }
    }

    private static func refusal(_ why: String) -> Problem {
        Problem("other-page", "this request does not come from a page of this console: \(why)")
    }
}
