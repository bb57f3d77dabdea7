import Delivery
import Hummingbird

/// `GET /receive/{reference}`: where the link of an e-mail, a text message or a webhook leads.
///
/// Reads nothing, records nothing and tells nobody whether there is such a notice: programs open links of messages before
/// people do, and the officer's key is what counts.
enum ReceivePage {
    static func show(_ exchange: Exchange) throws -> Response {
        guard let reference = NoticeReference(reading: exchange.parameter(0)) else { throw Problem.notFound }
        var response = Reply.bytes(Array(page(reference).utf8), type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        return response
    }

    /// Plain sentences of our own; of what was asked only the checked reference stands in it.
    private static func page(_ reference: NoticeReference) -> String {
        let parts = ReceiptInstructions(reference).parts.map { part in
            let direction = part.language.isRightToLeft ? "rtl" : "ltr"
            let paragraphs = part.sentences.map { "<p>\($0)</p>\n" }.joined()
            return "<section lang=\"\(part.language.rawValue)\" dir=\"\(direction)\">\n\(paragraphs)</section>\n"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(reference)</title></head>
            <body>
            <h1>\(reference)</h1>
            \(parts.joined(separator: "<hr>\n"))</body>
            </html>

            """
    }
}
