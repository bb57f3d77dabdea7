/// One table as CSV (RFC 4180, UTF-8) with a row of HXL hashtags under its header.
public struct CSVTable: Sendable {
    /// The table's name, fit for a file: `movements`.
    public let name: String
    /// The whole table.
    public let bytes: [UInt8]
}

/// A column's header and its HXL hashtag with attributes.
struct Column {
    let header: String
    let tag: String

    init(_ header: String, _ tag: String) {
        self.header = header
        self.tag = tag
    }
}

/// Writes rows; a cell of text can never be a formula in the program that opens it.
struct CSVWriter {
    /// References that a cell names; a spreadsheet's cell takes 32,767 characters.
    static let maximumReferences = 2_000

    private let name: String
    private var bytes: [UInt8] = []
    private var isAtStart = true

    init(_ name: String, _ columns: [Column], capacity: Int = 1_024) {
        self.name = name
        bytes.reserveCapacity(capacity)
        for column in columns { text(column.header) }
        endRow()
        for column in columns { text(column.tag) }
        endRow()
    }

    var table: CSVTable { CSVTable(name: name, bytes: bytes) }

    mutating func endRow() {
        bytes.append(0x0D)
        bytes.append(0x0A)
        isAtStart = true
    }

    private mutating func separate() {
        if !isAtStart { bytes.append(UInt8(ascii: ",")) }
        isAtStart = false
    }

    /// Writes a number of our own, or nothing where it is not known.
    mutating func number(_ value: (some BinaryInteger)?) {
        separate()
        if let value { append(value) }
    }

    private mutating func append(_ value: some BinaryInteger) {
        guard var rest = UInt64(exactly: value) else { return bytes.append(contentsOf: String(value).utf8) }
        let start = bytes.count
        repeat {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Writes a quantity in whole thousandths as a decimal.
    mutating func quantity(_ quantity: Quantity?) {
        separate()
        guard let quantity else { return }
        let (whole, rest) = quantity.thousandths.quotientAndRemainder(dividingBy: 1_000)
        append(whole)
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        for digit in [rest / 100, rest / 10 % 10, rest % 10] { bytes.append(0x30 + UInt8(digit)) }
        while bytes.last == 0x30 { bytes.removeLast() }
    }

    /// Writes the log's entries.
    mutating func entries(_ sources: [SourceRef]) {
        separate()
        for (position, source) in sources.enumerated() {
            if position > 0 { bytes.append(0x20) }
            append(source.entry)
        }
    }

    /// Writes a record's reference.
    mutating func reference(_ record: Record) {
        separate()
        bytes.append(contentsOf: record.kind.letter.utf8)
        append(record.number)
    }

    /// Writes a number that is already text of our own, such as a decimal.
    mutating func decimal(_ text: String?) {
        separate()
        if let text { bytes.append(contentsOf: text.utf8) }
    }

    /// Writes a text from anywhere.
    mutating func text(_ text: String?) {
        separate()
        guard var text, !text.isEmpty else { return }
        text.withUTF8 { utf8 in
            let needsGuard = Self.couldBeFormula(utf8)
            let needsQuotes =
                utf8.contains {
                    $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x3B || $0 == 0x09
                } || utf8.first == 0x20 || utf8.last == 0x20
            if !needsQuotes, !needsGuard, !utf8.contains(where: { $0 < 0x20 }) {
                return bytes.append(contentsOf: utf8)
            }
            if needsQuotes { bytes.append(0x22) }
            if needsGuard { bytes.append(UInt8(ascii: "'")) }
            for byte in utf8 {
                if byte == 0x22 { bytes.append(0x22) }
                // Other controls would be read as something else by one program or another.
                bytes.append(byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D ? 0x20 : byte)
            }
            if needsQuotes { bytes.append(0x22) }
        }
    }

    /// Writes references to records, with how many more there are where a cell cannot take them all.
    mutating func references(_ indices: [RecordIndex], of records: [Record]) {
        separate()
        for (position, index) in indices.prefix(Self.maximumReferences).enumerated() {
            if position > 0 { bytes.append(0x20) }
            bytes.append(contentsOf: records[index].kind.letter.utf8)
            append(records[index].number)
        }
        let rest = indices.count - Self.maximumReferences
        if rest > 0 { bytes.append(contentsOf: " and \(rest) more".utf8) }
    }

    /// Whether a spreadsheet could take the text for a formula; a plain number with a sign is none.
    ///
    /// The full-width forms count as well, since some programs read them alike; so do leading blanks before any of these.
    static func couldBeFormula(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = utf8.first else { return false }
        if first == 0x09 || first == 0x0D || first == 0x0A { return true }
        let rest = utf8.drop { $0 == 0x20 }
        guard let sign = rest.first else { return false }
        switch sign {
        case UInt8(ascii: "="), UInt8(ascii: "@"): return true
        case UInt8(ascii: "-"), UInt8(ascii: "+"): return !isPlainNumber(rest.dropFirst())
        case 0xEF:
            // U+FF1D =, U+FF0B +, U+FF0D -, U+FF20 @ in full width.
            let wide = Array(rest.prefix(3))
            return [[0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0]].contains(wide)
        default: return false
        }
    }

    private static func isPlainNumber(_ digits: some Collection<UInt8>) -> Bool {
        var points = 0
        var count = 0
        for byte in digits {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): count += 1
            case UInt8(ascii: "."): points += 1
            default: return false
            }
        }
        return count > 0 && points <= 1
    }
}
