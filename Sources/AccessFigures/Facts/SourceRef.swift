/// One statement in the log that a fact rests on.
public struct SourceRef: Hashable, Comparable, Sendable {
    /// The entry's index in the log.
    public let entry: UInt64
    /// The statement's name, as the log's readers know it.
    public let statement: String

    /// A statement by its entry and name.
    public init(entry: UInt64, statement: String) {
        self.entry = entry
        self.statement = statement
    }

    /// Orders by entry, then by name.
    public static func < (left: SourceRef, right: SourceRef) -> Bool {
        left.entry == right.entry ? left.statement < right.statement : left.entry < right.entry
    }
}
