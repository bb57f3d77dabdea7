/// Divides CSV into rows and fields as RFC 4180 has it: quoted fields, doubled quotes, line ends CRLF or LF.
///
/// Also taken: a byte order mark, blank lines, and ';' or tab for the comma. One pass, no row kept; a row that breaks a
/// rule is told and reading goes on with the next line, except after a quote that is never closed, where rows can no
/// longer be told apart.
public struct CSVScanner: Sendable {
    /// A field as it stands in the table.
    public struct Field: Hashable, Sendable {
        /// Where it stands, the quotes around it left out.
        public let range: Range<Int>
        /// Whether it stands in quotes; doubled ones in it are still double.
        public let isQuoted: Bool
    }

    /// One row, or as much of it as could be read.
    public struct Row: Hashable, Sendable {
        /// The physical line where it begins, from 1.
        public let line: Int
        /// Its fields, at least one in a row without a fault.
        public fileprivate(set) var fields: [Field] = []
        /// What stopped it; nil when it was read whole.
        public fileprivate(set) var fault: Fault?

        fileprivate init(line: Int) { self.line = line }
        fileprivate var isBlank: Bool {
            fault == nil && fields.count == 1 && fields[0].range.isEmpty && !fields[0].isQuoted
        }
    }

    /// What stops a row; the field that it stands in comes after those that were read.
    public enum Fault: Hashable, Sendable {
        /// A quote stands inside a field that does not begin with one, or after the one that ends a field.
        case quoteMisplaced(field: Int)
        /// A carriage return without a line feed stands outside quotes.
        case bareCarriageReturn(field: Int)
        /// The row has more fields than the limit.
        case tooManyColumns
        /// A field is longer than the limit.
        case fieldTooLong(field: Int)
        /// A quote is not closed within the limit; nothing after it can be read.
        case quoteNotClosed(line: Int)

        /// Whether the rows after it can be read.
        public var canGoOn: Bool {
            if case .quoteNotClosed = self { false } else { true }
        }
    }

    /// The table, without its byte order mark.
    public let bytes: ArraySlice<UInt8>
    /// What stands between fields.
    public let separator: UInt8
    private let maximumColumns: Int
    private let maximumFieldBytes: Int
    private var at: Int
    private var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// A scanner at the first row; without a `separator` the one that the first line holds most is taken.
    public init(_ bytes: ArraySlice<UInt8>, separator: UInt8? = nil, maximumColumns: Int, maximumFieldBytes: Int) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        self.separator = separator ?? Self.detectSeparator(self.bytes)
        self.maximumColumns = maximumColumns
        self.maximumFieldBytes = maximumFieldBytes
        at = self.bytes.startIndex
    }

    /// The next row, blank lines passed over; nil at the end, and after a quote that is never closed.
    public mutating func next() -> Row? {
        while at < bytes.endIndex {
            var row = Row(line: line)
            row.fault = read(&row.fields)
            if row.fault?.canGoOn == false { at = bytes.endIndex }
            if !row.isBlank { return row }
        }
        return nil
    }

    /// The text of a field; nil when it is not UTF-8.
    public func text(_ field: Field) -> String? {
        let slice = bytes[field.range]
        guard field.isQuoted, slice.contains(Self.quote) else { return String(validating: slice, as: UTF8.self) }
        var plain: [UInt8] = []
        var skips = false
        for byte in slice {
            // The second quote of a pair is dropped.
            if byte == Self.quote, skips {
                skips = false
                continue
            }
            skips = byte == Self.quote
            plain.append(byte)
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// The separator that stands most often outside quotes in the first line; the comma when none does.
    private static func detectSeparator(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == lineFeed { break }
            if let candidate = candidates.firstIndex(of: byte) { counts[candidate] += 1 }
        }
        var best = 0
        for candidate in 1..<3 where counts[candidate] > counts[best] { best = candidate }
        return candidates[best]
    }

    /// Reads one row up to its line end.
    private mutating func read(_ fields: inout [Field]) -> Fault? {
        while true {
            if fields.count == maximumColumns {
                skipLine()
                return .tooManyColumns
            }
            let isQuoted = at < bytes.endIndex && bytes[at] == Self.quote
            if let fault = isQuoted ? quotedField(&fields) : plainField(&fields) { return fault }
            guard at < bytes.endIndex else { return nil }
            let end = bytes[at]
            at += 1
            if end == separator { continue }
            if end == Self.carriageReturn { at += 1 }
            line += 1
            return nil
        }
    }

    /// Reads a field without quotes; stops at a separator, a line end or the end.
    private mutating func plainField(_ fields: inout [Field]) -> Fault? {
        let start = at
        while at < bytes.endIndex, bytes[at] != separator, bytes[at] != Self.lineFeed {
            if bytes[at] == Self.quote {
                skipLine()
                return .quoteMisplaced(field: fields.count)
            }
            if bytes[at] == Self.carriageReturn {
                if isLineEnd { break }
                skipLine()
                return .bareCarriageReturn(field: fields.count)
            }
            at += 1
        }
        if at - start > maximumFieldBytes {
            skipLine()
            return .fieldTooLong(field: fields.count)
        }
        fields.append(Field(range: start..<at, isQuoted: false))
        return nil
    }

    /// Reads a quoted field and its closing quote; the range is what stands between.
    private mutating func quotedField(_ fields: inout [Field]) -> Fault? {
        let opened = line
        at += 1
        let start = at
        while true {
            guard at < bytes.endIndex else { return .quoteNotClosed(line: opened) }
            // An open quote swallows line after line; past the limit that is what has happened.
            guard at - start <= maximumFieldBytes else { return .quoteNotClosed(line: opened) }
            if bytes[at] == Self.quote {
                guard at + 1 < bytes.endIndex, bytes[at + 1] == Self.quote else { break }
                at += 2
                continue
            }
            if bytes[at] == Self.lineFeed { line += 1 }
            at += 1
        }
        fields.append(Field(range: start..<at, isQuoted: true))
        at += 1
        guard at == bytes.endIndex || bytes[at] == separator || bytes[at] == Self.lineFeed || isLineEnd else {
            skipLine()
            return .quoteMisplaced(field: fields.count - 1)
        }
        return nil
    }

    private var isLineEnd: Bool {
        bytes[at] == Self.carriageReturn && at + 1 < bytes.endIndex && bytes[at + 1] == Self.lineFeed
    }

    private mutating func skipLine() {
        while at < bytes.endIndex, bytes[at] != Self.lineFeed { at += 1 }
        if at < bytes.endIndex {
            at += 1
            line += 1
        }
    }
}
