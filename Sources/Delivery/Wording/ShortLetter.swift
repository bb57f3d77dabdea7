import Coordination
import Geodesy

/// A parcel in the words of a text message: reference, urgency and link, and nothing else.
public struct ShortLetter: Sendable {
    /// UTF-16 units of a text message that is not plain Latin, in two parts that the telephone joins.
    public static let maximumUnits = 134
    /// Characters of one in plain Latin, in two parts.
    public static let maximumLatin = 306

    /// The text, one line.
    public let text: String

    /// Writes a parcel out in the recipient's first language; in English where that would need more than two parts.
    public init(_ parcel: Parcel) {
        let language = parcel.languages.first ?? .english
        let own = Self.text(parcel, language)
        let isPlain = own.utf8.allSatisfy { $0 < 0x80 }
        let fits = isPlain ? own.utf8.count <= Self.maximumLatin : own.utf16.count <= Self.maximumUnits
        text = fits ? own : Self.text(parcel, .english)
    }

    private static func text(_ parcel: Parcel, _ language: Doctrine.Language) -> String {
        let reference = Letter.isolate("\(parcel.reference)", in: language)
        let urgency = language.word(parcel.urgency)
        return switch language {
        case .english: "Notice \(reference), \(urgency). Not permission. Sign for it: \(parcel.link)"
        case .arabic: "إشعار \(reference)، \(urgency). ليس إذنا. وقع الاستلام: \(parcel.link)"
        case .russian: "Уведомление \(reference), \(urgency). Не разрешение. Подпишите: \(parcel.link)"
        case .french: "Notification \(reference), \(urgency). Pas une permission. Signez : \(parcel.link)"
        }
    }
}

extension Letter {
    /// A position in decimal degrees, seven places, latitude first.
    static func degrees(_ position: Position) -> String {
        "\(degrees(position.latitudeE7)), \(degrees(position.longitudeE7))"
    }

    private static func degrees(_ valueE7: Int32) -> String {
        let (whole, part) = Int64(valueE7).magnitude.quotientAndRemainder(dividingBy: 10_000_000)
        let digits = String(part)
        return "\(valueE7 < 0 ? "-" : "")\(whole).\(String(repeating: "0", count: 7 - digits.count))\(digits)"
    }
}
