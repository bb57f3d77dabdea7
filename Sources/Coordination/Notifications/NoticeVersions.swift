public import Statements

/// The statements that made a notice what it is: its first, what restates or moves it, what ends it.
///
/// Whoever says to have received a notice names one of them, so that nobody can claim to have received another text.
public struct NoticeVersions: Hashable, Sendable {
    /// The last of them; nil only where none was named.
    public private(set) var latest: StatementHash?
    /// Those before it, oldest first; most notices have none.
    public private(set) var earlier: [StatementHash] = []

    /// The versions of a notice that begins with `first`.
    public init(_ first: StatementHash?) { latest = first }

    /// Takes the next one.
    mutating func advance(to next: StatementHash?) {
        if let latest { earlier.append(latest) }
        latest = next
    }

    /// Whether a statement is one of them.
    public func contains(_ statement: StatementHash) -> Bool { latest == statement || earlier.contains(statement) }
}
