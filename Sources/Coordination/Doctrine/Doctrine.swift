/// What every output says about notices, whatever else it says, in the reader's language; worded here and nowhere else.
///
/// A notice is information. Whoever reads one, or finds none, may conclude nothing else from this program.
public enum Doctrine: CaseIterable, Sendable {
    /// A notification is information, and no answer is leave to act.
    case notPermission
    /// To acknowledge is to have received.
    case acknowledgementIsReceipt
    /// What is not on a list is protected as before.
    case absenceChangesNothing

    /// Languages in which it is worded.
    public enum Language: String, CaseIterable, Sendable {
        case english = "en"
        case arabic = "ar"
        case russian = "ru"
        case french = "fr"

        /// The first language of an `Accept-Language` header, or a list of tags, that it is worded in; else English.
        ///
        /// Weights count; a language with weight 0 is not wanted. Anything malformed is passed over.
        public init(accepting header: String?) {
            var best: (language: Language, weight: Double) = (.english, 0)
            for item in (header ?? "").prefix(Self.maximumHeader).split(separator: ",") {
                let parts = item.split(separator: ";").map(Self.trimmed)
                guard let tag = parts.first?.split(separator: "-").first,
                    let language = Language(rawValue: tag.lowercased())
                else { continue }
                let given = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
                let weight = given ?? 1
                if weight.isFinite, weight > best.weight, weight <= 1 { best = (language, weight) }
            }
            self = best.language
        }

        /// Bytes of a header that are looked at.
        private static let maximumHeader = 256

        private static func trimmed(_ text: Substring) -> Substring {
            var text = text.drop { $0 == " " || $0 == "\t" }
            while let last = text.last, last == " " || last == "\t" { text.removeLast() }
            return text
        }
    }

    /// The sentence in a language.
    public func text(in language: Language = .english) -> String {
        switch (self, language) {
        case (.notPermission, .english):
            "a notification is information, never a request for permission; this is not permission to act"
        case (.notPermission, .arabic): "الإخطار معلومات وليس طلباً للإذن أبداً؛ وهذا ليس إذناً بالتصرف"
        case (.notPermission, .russian):
            "уведомление — это информация, а не просьба о разрешении; это не разрешение действовать"
        case (.notPermission, .french):
            "une notification est une information, jamais une demande d'autorisation ; ceci n'autorise aucune action"
        case (.acknowledgementIsReceipt, .english): "an acknowledgement means received, never consent"
        case (.acknowledgementIsReceipt, .arabic): "الإقرار يعني الاستلام فقط، ولا يعني الموافقة أبداً"
        case (.acknowledgementIsReceipt, .russian):
            "подтверждение означает, что сообщение получено, и никогда не означает согласия"
        case (.acknowledgementIsReceipt, .french):
            "un accusé de réception signifie « reçu », jamais un consentement"
        case (.absenceChangesNothing, .english):
            "places and people that are not notified, or no longer, keep their protection under international "
                + "humanitarian law"
        case (.absenceChangesNothing, .arabic):
            "الأماكن والأشخاص الذين لم يُخطَر بهم، أو لم يعد يُخطَر بهم، يحتفظون بحمايتهم بموجب القانون الدولي الإنساني"
        case (.absenceChangesNothing, .russian):
            "места и люди, о которых не уведомлено или более не уведомляется, сохраняют свою защиту по международному "
                + "гуманитарному праву"
        case (.absenceChangesNothing, .french):
            "les lieux et les personnes qui ne sont pas notifiés, ou ne le sont plus, conservent leur protection en "
                + "vertu du droit international humanitaire"
        }
    }

    /// Every sentence in a language as one paragraph, each with its capital and its full stop.
    public static func paragraph(in language: Language = .english) -> String {
        sentences(in: language).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
    }

    /// Every sentence in a language, in order.
    public static func sentences(in language: Language = .english) -> [String] {
        allCases.map { $0.text(in: language) }
    }
}
