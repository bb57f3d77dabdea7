/// Why a calendar was refused: the line of the file as it stands, and the rule.
public struct CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line at which it shows, from 1; the first of a folded line.
    public let line: Int
    /// What was expected, what was found, what to do.
    public let rule: String

    /// An error at a line.
    public init(line: Int, rule: String) {
        self.line = line
        self.rule = rule
    }

    /// The line and the rule.
    public var description: String { "line \(line): \(rule)" }
}
