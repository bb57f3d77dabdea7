/// How many entries a tree has.
public struct TreeSize: Hashable, Sendable {
    /// The number of entries.
    public let value: UInt64

    /// The largest size that a checkpoint may state: 2^63 - 1, what every implementation can hold.
    public static let maximum = TreeSize(UInt64(Int64.max))

    /// Wraps a number of entries.
    public init(_ value: UInt64) { self.value = value }

    /// Reads an ASCII decimal without sign or leading zeros, at most `maximum`; nil for anything else.
    public init?(decimal text: String) {
        guard let value = Decimal.parse(Array(text.utf8)[...]), value <= TreeSize.maximum.value else { return nil }
        self.value = value
    }

    /// Whether an entry with this index is in a tree of this size.
    public func contains(_ index: EntryIndex) -> Bool { index.value < value }

    /// The index that the next entry will get.
    public var nextIndex: EntryIndex { EntryIndex(value) }

    /// The index of the newest entry; nil when the tree is empty.
    public var lastIndex: EntryIndex? { value == 0 ? nil : EntryIndex(value - 1) }

    /// The size after `count` more entries; a count that leaves 0...2^64-1 is our own bug and traps.
    public func adding(_ count: Int) -> TreeSize { TreeSize(value + UInt64(count)) }
}

/// Which entry of the log, counted from zero.
public struct EntryIndex: Hashable, Sendable {
    /// The zero-based position.
    public let value: UInt64

    /// Wraps a zero-based position.
    public init(_ value: UInt64) { self.value = value }

    /// Reads an ASCII decimal without sign or leading zeros, below 2^63; nil for anything else.
    public init?(decimal text: String) {
        guard let value = Decimal.parse(Array(text.utf8)[...]), value <= TreeSize.maximum.value else { return nil }
        self.value = value
    }
}

extension TreeSize: Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Orders sizes as numbers.
    public static func < (left: TreeSize, right: TreeSize) -> Bool { left.value < right.value }

    /// A size written in source.
    public init(integerLiteral value: UInt64) { self.init(value) }

    /// The decimal form, as in a checkpoint.
    public var description: String { String(value) }
}

extension EntryIndex: Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Orders indexes as numbers.
    public static func < (left: EntryIndex, right: EntryIndex) -> Bool { left.value < right.value }

    /// An index written in source.
    public init(integerLiteral value: UInt64) { self.init(value) }

    /// The decimal form, as in a proof.
    public var description: String { String(value) }
}
