import Mustache

/// Words as templates name them: `{{words.desk.title}}` is the key `desk.title`.
struct WordTree: MustacheParent, Sendable {
    private let words: Words
    private let prefix: String

    init(_ words: Words, prefix: String = "") {
        self.words = words
        self.prefix = prefix
    }

    func child(named name: String) -> Any? {
        let key = prefix.isEmpty ? name : "\(prefix).\(name)"
        return words.has(key) ? words(key) : WordTree(words, prefix: key)
    }
}

extension WordTree: MustacheCustomRenderable {
    /// A key that is missing shows as itself; a test looks for it.
    var renderText: String { prefix }
    var isNull: Bool { false }
}
