import Mustache

/// Values for a part of a page, closed: a name that is not in it is absent, whatever the page around it calls so.
///
/// The library looks outward for a name that a row lacks. Then a statement without a body would show the record's own, and a
/// row of rows would go on for ever.
struct Row: MustacheParent {
    /// Names that every part may take from the page around it.
    private static let shared: Set<String> = ["words", "lang", "dir", "assets", "here", "canSign"]

    private let values: [String: Any]

    private init(_ values: [String: Any]) { self.values = values }

    func child(named name: String) -> Any? {
        if let value = values[name] { return value }
        return Self.shared.contains(name) ? nil : Absent()
    }

    /// A page's values, every part of it closed.
    static func closing(_ page: [String: Any]) -> [String: Any] { page.mapValues(closed) }

    private static func closed(_ value: Any) -> Any {
        switch value {
        case let values as [String: Any]: Row(values.mapValues(closed))
        case let rows as [[String: Any]]: rows.map { Row($0.mapValues(closed)) }
        default: value
        }
    }
}

/// A value that is not there.
private struct Absent: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}
