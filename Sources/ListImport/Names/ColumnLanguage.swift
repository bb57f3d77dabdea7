/// The language that a column's name speaks of, such as `ADM0_EN`, `name_ar` or `name_ar_osm`.
struct ColumnLanguage: Hashable {
    /// The name without its language, in lower case: columns with the same base say the same in two languages.
    let base: String
    let script: Script

    /// Codes that are hardly ever another word in a column's name.
    private static let codes: Set<String> = ["en", "ar", "fr", "tr", "fa", "ru", "uk", "he"]

    /// Nil for a column whose name ends in, or holds, no language.
    init?(column: String) {
        let parts = column.lowercased().split { "_-:. ".contains($0) }.map(String.init)
        guard parts.count >= 2, let position = parts.lastIndex(where: { Self.codes.contains($0) }), position > 0,
            let script = Script.of(language: parts[position])
        else { return nil }
        self.script = script
        base = (parts[..<position] + parts[(position + 1)...]).joined(separator: "_")
    }
}
