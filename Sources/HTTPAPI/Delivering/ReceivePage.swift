import Coordination
import Delivery
import Hummingbird

/// `GET /receive/{reference}`: where the link of an e-mail, a text message or a webhook leads.
///
/// Reads nothing, records nothing and tells nobody whether there is such a notice: programs open links of messages before
/// people do, and the officer's key is what counts.
enum ReceivePage {
    static func show(_ exchange: Exchange) throws -> Response {
        guard let reference = DeliveryReference(reading: exchange.parameter(0)) else { throw Problem.notFound }
        return PlainPage.reply(title: "Parley: notice \(reference)", body: page(reference))
    }

    /// Plain sentences of our own; of what was asked only the checked reference stands in it.
    private static func page(_ reference: DeliveryReference) -> String {
        let parts = ReceiptInstructions(reference).parts.map { part in
            let direction = part.language.isRightToLeft ? "rtl" : "ltr"
            let paragraphs = part.sentences.map { "<p>\($0)</p>\n" }.joined()
            return "<section lang=\"\(part.language.rawValue)\" dir=\"\(direction)\">\n\(paragraphs)</section>\n"
        }
        return "<h1>\(reference)</h1>\n\(parts.joined(separator: "<hr>\n"))"
            + "<hr>\n<pre>parley receive \(reference) --as IDENTITY.json --means message</pre>\n"
    }
}
