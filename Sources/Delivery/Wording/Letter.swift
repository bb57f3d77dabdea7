public import Coordination

/// A parcel in words: the same four sentences for every notice, in each language of the recipient.
public struct Letter: Sendable {
    /// One line that names the reference and the urgency.
    public let subject: String
    /// The lines, a blank one between languages.
    public let body: String
    /// The language of the subject and the first lines.
    public let language: Doctrine.Language

    /// Writes a parcel out.
    public init(_ parcel: Parcel) {
        let languages = parcel.languages.isEmpty ? [Doctrine.Language.english] : parcel.languages
        language = languages[0]
        subject = Self.subject(parcel, languages[0])
        body = languages.map { Self.lines(parcel, $0).joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// Latin within a script that runs the other way, so that it is neither turned nor torn (Unicode TR9, isolates).
    static func isolate(_ latin: String, in language: Doctrine.Language) -> String {
        language.isRightToLeft ? "\u{2066}\(latin)\u{2069}" : latin
    }

    static func subject(_ parcel: Parcel, _ language: Doctrine.Language) -> String {
        let reference = isolate("\(parcel.reference)", in: language)
        let urgency = language.word(parcel.urgency)
        return switch language {
        case .english: "Notice \(reference), urgency: \(urgency)"
        case .arabic: "إشعار \(reference)، درجة الاستعجال: \(urgency)"
        case .russian: "Уведомление \(reference), срочность: \(urgency)"
        case .french: "Notification \(reference), urgence : \(urgency)"
        }
    }

    private static func lines(_ parcel: Parcel, _ language: Doctrine.Language) -> [String] {
        var lines = [subject(parcel, language)]
        if let record = parcel.record { lines.append(isolate("\(record)", in: language)) }
        if let place = parcel.place { lines.append(place) }
        if let position = parcel.position { lines.append(isolate(Self.degrees(position), in: language)) }
        if let text = parcel.text { lines.append(text) }
        lines += [asks(language), parcel.link, recordsNothing(language), Doctrine.paragraph(in: language)]
        return lines
    }

    /// What the officer is asked to do; the link stands on the next line.
    static func asks(_ language: Doctrine.Language) -> String {
        switch language {
        case .english: "Read it and state with your officer's key that you received it:"
        case .arabic: "اقرأه وأثبت استلامه بمفتاح الضابط الخاص بك:"
        case .russian: "Прочтите его и подтвердите получение своим ключом офицера:"
        case .french: "Lisez-la et attestez sa réception avec votre clé d'officier :"
        }
    }

    static func recordsNothing(_ language: Doctrine.Language) -> String {
        switch language {
        case .english: "Opening this message or the link records nothing: only your signed statement counts."
        case .arabic: "فتح هذه الرسالة أو الرابط لا يسجل شيئا: لا يعتد إلا ببيانك الموقع."
        case .russian:
            "Открытие сообщения или ссылки ничего не фиксирует: учитывается только ваше подписанное заявление."
        case .french: "Ouvrir ce message ou le lien n'enregistre rien : seule compte votre déclaration signée."
        }
    }
}
