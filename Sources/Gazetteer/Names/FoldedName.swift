/// A name as it is compared: its spelling without what spellings differ in, and the sounds of its words.
struct FoldedName {
    /// The letters and digits without spaces, articles kept; equal for two spellings of one name in one script.
    private(set) var spelling = ""
    /// The sounds of each word, without articles and words that say only what kind of place it is.
    private(set) var words: [[UInt8]] = []
    /// One of several names in one text, such as either of "Tadmur/Palmyra".
    private(set) var isAlternative = false

    /// How a name may be read.
    ///
    /// As it stands; where a Latin word begins with al or el, also without that; where it holds
    /// dh, th or zh, also as two letters; and each of the names that a stroke or brackets part.
    static func readings(of text: String) -> [FoldedName] {
        var readings = plainReadings(of: text)
        let parts = text.split { "/()[]،,;".contains($0) }.prefix(GazetteerLimits.maximumWords)
        guard parts.count > 1 else { return readings }
        for part in parts {
            for var reading in plainReadings(of: String(part)) where !reading.words.isEmpty {
                reading.isAlternative = true
                readings.append(reading)
            }
        }
        return readings
    }

    private static func plainReadings(of text: String) -> [FoldedName] {
        let tokens = Self.tokens(text)
        var readings = [FoldedName(tokens)]
        if tokens.contains(where: { isAttached($0.letters) }) {
            readings.append(FoldedName(tokens, dropsAttached: true))
        }
        if tokens.contains(where: { isLoose($0.letters) }) { readings.append(FoldedName(tokens, splits: true)) }
        return readings
    }

    /// Whether a letter h after d, t or z may be one of its own.
    private static func isLoose(_ letters: [Unicode.Scalar]) -> Bool {
        zip(letters, letters.dropFirst()).contains { first, second in
            first.isASCII && second.isASCII && SoundLetters.isLoose(UInt8(first.value), UInt8(second.value))
        }
    }

    /// The sounds of the whole name, its words joined.
    var sounds: [UInt8] { Array(words.joined().prefix(GazetteerLimits.maximumSounds)) }

    /// A run of letters between gaps.
    private struct Token {
        var letters: [Unicode.Scalar] = []
        var isBeforeHyphen = false

        var text: String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: letters.filter { $0 != "'" })
            return String(view)
        }
    }

    private static func tokens(_ text: String) -> [Token] {
        var tokens = [Token()]
        func isOpen() -> Bool { tokens.last?.letters.isEmpty == false }
        for scalar in text.unicodeScalars.prefix(GazetteerLimits.maximumTextBytes) {
            switch PlainLetters.part(scalar) {
            case .letters(let letters): tokens[tokens.count - 1].letters += letters
            case .apostrophe: tokens[tokens.count - 1].letters.append("'")
            case .dropped: break
            case .hyphen where isOpen():
                tokens[tokens.count - 1].isBeforeHyphen = true
                tokens.append(Token())
            case .gap where isOpen(): tokens.append(Token())
            case .hyphen, .gap: break
            }
        }
        return tokens.filter { $0.letters.contains { $0 != "'" } }
    }

    private static func isAttached(_ letters: [Unicode.Scalar]) -> Bool {
        letters.count >= 5 && (letters[0] == "a" || letters[0] == "e") && letters[1] == "l"
    }

    private init(_ tokens: [Token], dropsAttached: Bool = false, splits: Bool = false) {
        var (kept, generic): ([[UInt8]], [[UInt8]]) = ([], [])
        var spelled = String.UnicodeScalarView()
        for (index, token) in tokens.enumerated() {
            spelled.append(contentsOf: token.letters.compactMap { $0 == "'" ? nil : PlainLetters.spelling($0) })
            guard kept.count + generic.count < GazetteerLimits.maximumWords else { continue }
            if Self.isArticle(token, before: index + 1 < tokens.count ? tokens[index + 1] : nil) { continue }
            var letters = token.letters
            if dropsAttached, Self.isAttached(letters) { letters.removeFirst(2) }
            let sounds = Self.sounds(letters, isFirst: index == 0, splits: splits)
            guard !sounds.isEmpty else { continue }
            if Toponyms.generic.contains(Self.key(letters)) { generic.append(sounds) } else { kept.append(sounds) }
        }
        spelling = String(spelled)
        words = kept.isEmpty ? generic : kept
    }

    /// A word as the tables of words have it.
    private static func key(_ letters: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        for letter in withoutArticle(letters) where letter != "'" {
            if let plain = PlainLetters.spelling(letter) { view.append(plain) }
        }
        return String(view)
    }

    private static func isArticle(_ token: Token, before next: Token?) -> Bool {
        guard let next, let first = token.letters.first, first.isASCII, token.letters.count <= 3 else { return false }
        let text = token.text
        guard Toponyms.articles.contains(text) else { return false }
        if text == "l" { return token.isBeforeHyphen }
        // Before a sun letter the article ends as the word begins: ash-Shahba, ad Dumayr.
        return text.hasSuffix("l") || next.text.hasPrefix(text.dropFirst())
    }

    /// An Arabic word without its article.
    private static func withoutArticle(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let isArticle = letters.count >= 4 && letters[0] == "\u{627}" && letters[1] == "\u{644}"
        return isArticle ? Array(letters.dropFirst(2)) : letters
    }

    private static func sounds(_ letters: [Unicode.Scalar], isFirst: Bool, splits: Bool) -> [UInt8] {
        let key = key(letters)
        if !isFirst, let number = Toponyms.roman[key] { return number.utf8.map { Sound.zero + ($0 - 0x30) } }
        let word = Toponyms.arabic[key].map { Array($0.unicodeScalars) } ?? letters
        var sounds: [UInt8] = []
        var latin: [UInt8] = []
        func closeLatin() {
            sounds += SoundLetters.latin(latin, splits: splits)
            latin = []
        }
        for letter in withoutArticle(word) {
            if letter.isASCII, !(0x30...0x39).contains(letter.value) {
                latin.append(UInt8(letter.value))
                continue
            }
            closeLatin()
            sounds += Self.sounds(letter)
        }
        closeLatin()
        return merged(sounds, isLatin: word.first?.isASCII == true)
    }

    private static func sounds(_ letter: Unicode.Scalar) -> [UInt8] {
        if let digit = UInt8(exactly: letter.value), (0x30...0x39).contains(digit) {
            return [Sound.zero + digit - 0x30]
        }
        if let sound = SoundLetters.arabic(letter) ?? SoundLetters.hebrew(letter) { return [sound] }
        if let found = SoundLetters.cyrillic(letter) { return found }
        // A letter of another script stands for itself; two letters in 191 share a code, which the spelling tells apart.
        return [Sound.firstForeign + UInt8(letter.value % 191)]
    }

    /// In Latin, doubled sounds become one, as Arabic writes them; the h of -ah and -eh at the end is a teh marbuta.
    private static func merged(_ sounds: [UInt8], isLatin: Bool) -> [UInt8] {
        guard isLatin else { return sounds }
        var merged: [UInt8] = []
        for sound in sounds where merged.last != sound || (Sound.zero..<50).contains(sound) { merged.append(sound) }
        if merged.count >= 3, merged.last == Sound.h, [Sound.a, Sound.e].contains(merged[merged.count - 2]) {
            merged[merged.count - 1] = Sound.marbuta
        }
        return merged
    }
}
