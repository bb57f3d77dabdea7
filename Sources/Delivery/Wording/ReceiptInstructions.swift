public import Coordination

/// What stands on the page that a message's link opens: how to state that a notice was received, and that opening the
/// page stated nothing.
public struct ReceiptInstructions: Sendable {
    /// The sentences of one language.
    public struct Part: Sendable {
        /// The language.
        public let language: Doctrine.Language
        /// The sentences, one a paragraph.
        public let sentences: [String]
    }

    /// Every language, so that nobody needs to say which they read.
    public let parts: [Part]

    /// The instructions for a reference; the same whether there is such a notice or not, since anybody may open the page.
    public init(_ reference: DeliveryReference) {
        parts = Doctrine.Language.allCases.map { language in
            let shown = Letter.isolate("\(reference)", in: language)
            return Part(
                language: language,
                sentences: [
                    Self.howTo(shown, language), Letter.recordsNothing(language), Doctrine.paragraph(in: language),
                ])
        }
    }

    private static func howTo(_ reference: String, _ language: Doctrine.Language) -> String {
        switch language {
        case .english:
            "Notice \(reference): read it in your own program, signed in with your officer's key, and sign that you "
                + "received it there."
        case .arabic:
            "الإشعار \(reference): اقرأه في برنامجك الخاص بعد الدخول بمفتاح الضابط، ووقع هناك على استلامه."
        case .russian:
            "Уведомление \(reference): прочтите его в своей программе, войдя с ключом офицера, и подпишите там получение."
        case .french:
            "Notification \(reference) : lisez-la dans votre propre programme, connecté avec votre clé d'officier, et "
                + "signez-y sa réception."
        }
    }
}
