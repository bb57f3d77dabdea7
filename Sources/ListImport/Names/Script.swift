/// The scripts that columns are checked for.
enum Script: String, CaseIterable, Sendable {
    case latin
    case arabic
    case cyrillic
    case hebrew
    case greek

    /// The word in a sentence.
    var name: String {
        switch self {
        case .latin: "Latin"
        case .arabic: "Arabic"
        case .cyrillic: "Cyrillic"
        case .hebrew: "Hebrew"
        case .greek: "Greek"
        }
    }

    /// The script that more than half of a text's letters have; nil where none has, or there are no letters.
    static func most(of text: String) -> Script? {
        var counts = [Int](repeating: 0, count: allCases.count)
        var letters = 0
        for scalar in text.unicodeScalars {
            guard let script = of(scalar) else {
                if scalar.value > 0x7F, scalar.properties.isAlphabetic { letters += 1 }
                continue
            }
            letters += 1
            counts[script] += 1
        }
        guard let best = counts.indices.first(where: { counts[$0] * 2 > letters }) else { return nil }
        return allCases[best]
    }

    /// The position of the scalar's script in `allCases`.
    private static func of(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: 0
        case 0x620...0x64A, 0x66E...0x6D3, 0x6FA...0x6FF, 0x750...0x77F, 0x8A0...0x8C7, 0xFB50...0xFDFF,
            0xFE70...0xFEFC:
            1
        case 0x400...0x52F: 2
        case 0x5D0...0x5F2: 3
        case 0x370...0x3FF, 0x1F00...0x1FFF: 4
        default: nil
        }
    }

    /// The script that a language is written in, by its BCP 47 tag; nil where this program does not say.
    static func of(language: String) -> Script? {
        switch language.split(separator: "-").first.map(String.init)?.lowercased() {
        case "en", "fr", "tr", "de", "es", "it", "pt", "nl", "kmr", "so", "sw": .latin
        case "ar", "fa", "ur", "ckb", "ps", "prs": .arabic
        case "ru", "uk", "bg": .cyrillic
        case "he": .hebrew
        case "el": .greek
        default: nil
        }
    }
}
