/// Letters without what spellings of one name differ in: case, accents, Arabic letter forms and marks.
enum PlainLetters {
    /// What a character is to a name.
    enum Part {
        /// A letter or digit; Latin in small ASCII.
        case letters([Unicode.Scalar])
        /// Ayn or hamza in Latin: an apostrophe of any form, or a turned comma.
        case apostrophe
        /// A mark that spellings leave out.
        case dropped
        /// A space or punctuation between words.
        case gap
        /// The hyphen between an article and its word.
        case hyphen
    }

    static func part(_ scalar: Unicode.Scalar) -> Part {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return .letters([scalar])
        case 0x41...0x5A: return .letters([Unicode.Scalar(UInt8(scalar.value + 32))])
        case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2BB...0x2BF, 0x2032: return .apostrophe
        case 0x2D, 0x2010...0x2013: return .hyphen
        case 0x00...0x7F: return .gap
        case 0x640, 0x64B...0x65F, 0x670: return .dropped
        case 0x660...0x669: return .letters([Unicode.Scalar(UInt8(scalar.value - 0x660 + 0x30))])
        case 0x6F0...0x6F9: return .letters([Unicode.Scalar(UInt8(scalar.value - 0x6F0 + 0x30))])
        case 0xFB50...0xFDFF, 0xFE70...0xFEFC: return presentation(scalar)
        default: return other(scalar)
        }
    }

    /// The Arabic letters as folded for comparing spellings: those written for one another become one.
    static func spelling(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x622, 0x623, 0x625, 0x671: "\u{627}"
        case 0x629, 0x6D5: "\u{647}"
        case 0x626, 0x649, 0x6CC: "\u{64A}"
        case 0x624: "\u{648}"
        case 0x6A9: "\u{643}"
        case 0x621: nil
        default: scalar
        }
    }

    /// Forms of Arabic letters kept for old fonts: the letter is read from the Unicode name.
    private static func presentation(_ scalar: Unicode.Scalar) -> Part {
        guard let name = scalar.properties.name, name.hasPrefix("ARABIC L") else { return .dropped }
        guard !name.contains("LAM WITH ALEF") else { return .letters(["\u{644}", "\u{627}"]) }
        let words = name.split(separator: " ")
        guard name.hasPrefix("ARABIC LETTER "),
            let end = words.lastIndex(where: { $0 == "ISOLATED" || $0 == "FINAL" || $0 == "INITIAL" || $0 == "MEDIAL" })
        else { return .dropped }
        let letter = words[2..<end].joined(separator: " ")
        return arabicByName[letter].map { .letters([$0]) } ?? .dropped
    }

    private static let arabicByName: [String: Unicode.Scalar] = {
        var found: [String: Unicode.Scalar] = [:]
        for value in UInt32(0x621)...0x6D5 {
            guard let scalar = Unicode.Scalar(value), let name = scalar.properties.name,
                name.hasPrefix("ARABIC LETTER ")
            else { continue }
            found[String(name.dropFirst("ARABIC LETTER ".count))] = scalar
        }
        return found
    }()

    private static func other(_ scalar: Unicode.Scalar) -> Part {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .format, .modifierLetter, .modifierSymbol: return .dropped
        case .decimalNumber:
            guard let value = scalar.properties.numericValue, (0...9).contains(value) else { return .dropped }
            return .letters([Unicode.Scalar(UInt8(0x30 + Int(value)))])
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .letterNumber:
            let small = Array(scalar.properties.lowercaseMapping.unicodeScalars)
            guard let first = small.first else { return .gap }
            return .letters(latinBase(first) ?? [first])
        default: return .gap
        }
    }

    /// The plain letters of an accented Latin one, read from its Unicode name: "LATIN SMALL LETTER A WITH ACUTE" is a.
    private static func latinBase(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard let name = scalar.properties.name, name.hasPrefix("LATIN SMALL L") else { return nil }
        // Turkish and scientific letters whose sound is another than their base's.
        switch scalar.value {
        case 0x15F, 0x161, 0x219: return ["s", "h"]
        case 0xE7, 0x10D: return ["c", "h"]
        case 0x11F, 0x121: return ["g", "h"]
        case 0x17E: return ["z", "h"]
        case 0x1E2B: return ["k", "h"]
        case 0x1E6F: return ["t", "h"]
        case 0x1E0F: return ["d", "h"]
        case 0xDF: return ["s", "s"]
        case 0x131: return ["i"]
        default: break
        }
        let words = name.split(separator: " ")
        guard words.count > 3, words[2] == "LETTER", words[3].utf8.count <= 2 else { return nil }
        return words[3].lowercased().unicodeScalars.map { $0 }
    }
}
