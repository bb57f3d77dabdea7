/// The languages of the console: a file each.
struct WordShelf: Sendable {
    /// The language of whoever asks for none that is here.
    static let standard = "en"

    /// By code.
    let languages: [String: Words]
    /// Codes in the order in which they are offered.
    let codes: [String]
    private let trees: [String: WordTree]

    /// - Throws: what is wrong with a file, or that the standard language is missing.
    init(_ files: [(code: String, bytes: [UInt8])]) throws {
        var languages: [String: Words] = [:]
        for file in files { languages[file.code] = try Words(code: file.code, file.bytes) }
        guard languages[Self.standard] != nil else {
            throw Words.Fault(description: "the console has no words in '\(Self.standard)'")
        }
        self.languages = languages
        codes = languages.keys.sorted { ($0 != Self.standard ? 1 : 0, $0) < ($1 != Self.standard ? 1 : 0, $1) }
        trees = languages.mapValues { WordTree($0) }
    }

    /// The words of a language, or of the standard one.
    func words(_ code: String) -> Words {
        // The standard language is always there: see `init`.
        languages[code] ?? languages[Self.standard] ?? languages.values.first.unsafelyUnwrapped
    }

    /// The words as templates look them up.
    func tree(_ code: String) -> WordTree { trees[code] ?? trees[Self.standard] ?? WordTree(words(code)) }

    /// The language to speak: what was chosen, else the first that the browser would like, else the standard one.
    func choose(chosen: String?, accepting field: String?) -> String {
        if let chosen, languages[chosen] != nil { return chosen }
        var best: (code: String, quality: Double)?
        for part in (field ?? "").split(separator: ",").prefix(32) {
            let pieces = part.split(separator: ";")
            guard let range = pieces.first.map({ $0.filter { $0 != " " }.lowercased() }) else { continue }
            let quality =
                pieces.dropFirst().compactMap { piece -> Double? in
                    let text = piece.filter { $0 != " " }
                    return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
                }.first ?? 1
            let code = String(range.split(separator: "-").first ?? "")
            guard languages[code] != nil, quality > 0, quality > best?.quality ?? 0 else { continue }
            best = (code, quality)
        }
        return best?.code ?? Self.standard
    }
}
