/// Folds names so that spellings of one name become equal: case, accents, Arabic letter forms, punctuation and spaces.
///
/// It only ever finds candidates for a person to look at; it decides nothing.
public struct NameFolding: Sendable {
    /// What a character outside ASCII folds to, kept because names repeat their letters.
    private var known: [Unicode.Scalar: Folded] = [:]

    private enum Folded: Sendable {
        case letters(String)
        case dropped
        case separator
    }

    /// A folding that has seen no name yet.
    public init() {}

    /// The letters and digits of a name, folded; empty when it has none.
    public mutating func key(_ name: String) -> String {
        var key = ""
        for scalar in name.unicodeScalars { if case .letters(let letters) = fold(scalar) { key += letters } }
        return key
    }

    /// A name's Latin letters and digits with hyphens between its words, at most `limit` long; empty when it has none.
    public mutating func slug(_ name: String, limit: Int) -> String {
        var slug = ""
        var needsHyphen = false
        for scalar in name.unicodeScalars {
            switch fold(scalar) {
            case .letters(let letters) where letters.utf8.allSatisfy({ $0 < 0x80 }):
                if needsHyphen, !slug.isEmpty { slug += "-" }
                needsHyphen = false
                slug += letters
            case .letters, .separator: needsHyphen = true
            case .dropped: break
            }
            if slug.utf8.count >= limit { return String(slug.prefix(limit)) }
        }
        return slug
    }

    private mutating func fold(_ scalar: Unicode.Scalar) -> Folded {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return .letters(String(Character(scalar)))
        case 0x41...0x5A: return .letters(String(Character(scalar)).lowercased())
        case 0x00...0x7F: return .separator
        default: break
        }
        if let folded = known[scalar] { return folded }
        let folded = Self.arabic(scalar) ?? Self.other(scalar)
        known[scalar] = folded
        return folded
    }

    /// The Arabic letters that are written for one another: alef, teh marbuta and heh, yeh, waw, kaf.
    private static func arabic(_ scalar: Unicode.Scalar) -> Folded? {
        switch scalar.value {
        case 0x0622, 0x0623, 0x0625, 0x0671, 0x0672, 0x0673, 0x0675: .letters("\u{0627}")
        case 0x0629: .letters("\u{0647}")
        case 0x0626, 0x0649, 0x06CC: .letters("\u{064A}")
        case 0x0624: .letters("\u{0648}")
        case 0x06A9: .letters("\u{0643}")
        case 0x0621, 0x0640: .dropped
        default: nil
        }
    }

    private static func other(_ scalar: Unicode.Scalar) -> Folded {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format, .modifierLetter, .modifierSymbol: return .dropped
        case .decimalNumber: return .letters(properties.numericValue.map { String(Int($0)) } ?? "")
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter:
            let lower = properties.lowercaseMapping
            guard let first = lower.unicodeScalars.first else { return .separator }
            return .letters(latinBase(first) ?? lower)
        case .otherLetter: return .letters(String(Character(scalar)))
        default: return .separator
        }
    }

    /// The plain letters of an accented Latin one, read from its Unicode name: "LATIN SMALL LETTER A WITH ACUTE" is "a".
    private static func latinBase(_ scalar: Unicode.Scalar) -> String? {
        if scalar.value < 0x80 { return String(Character(scalar)) }
        guard let name = scalar.properties.name, name.hasPrefix("LATIN SMALL LETTER ") else { return nil }
        let words = name.dropFirst("LATIN SMALL LETTER ".count).split(separator: " ")
        guard let letter = words.first else { return nil }
        return switch letter {
        case "DOTLESS": "i"
        case "SHARP": "ss"
        case "THORN": "th"
        case "ETH": "d"
        default: letter.utf8.count <= 2 ? letter.lowercased() : nil
        }
    }
}
