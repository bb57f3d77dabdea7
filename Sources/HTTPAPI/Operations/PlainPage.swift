import Hummingbird
import TransparencyLog

/// A page of a few sentences: no script, one style of its own, fit for a telephone.
enum PlainPage {
    /// The page as a reply that loads nothing from anywhere.
    ///
    /// - Parameters:
    ///   - title: as it stands in the window's bar, in HTML.
    ///   - body: what the page shows, in HTML.
    /// - Returns: the page with its headers.
    static func reply(title: String, body: String) -> Response {
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title><style>\(style)</style></head>
            <body>
            \(body)</body>
            </html>

            """
        var response = Reply.bytes(Array(page.utf8), type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'sha256-\(Hash.sha256(of: Array(style.utf8)).base64)'; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        return response
    }

    private static let style =
        "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
        + "code,pre{font-family:monospace;overflow-wrap:anywhere;white-space:pre-wrap}"
        + "hr{border:0;border-top:1px solid #bbb;margin:1.5rem 0}"
        + ".exercise{border:2px solid;padding:.5rem;font-weight:bold}"
}
