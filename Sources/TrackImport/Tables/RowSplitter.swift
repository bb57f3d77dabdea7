/// Divides a table into rows and fields as RFC 4180 has it; one pass, no row kept.
struct RowSplitter {
    /// What a row is.
    enum Row {
        case fields([String])
        /// The row cannot be read; reading goes on with the next line.
        case broken(String)
        /// Nothing after it can be read.
        case open
    }

    private let bytes: ArraySlice<UInt8>
    private let separator: UInt8
    private let limits: TrackImportLimits
    private var at: Int
    /// The physical line of the next row, from 1.
    private(set) var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ bytes: ArraySlice<UInt8>, limits: TrackImportLimits) {
        self.bytes = bytes
        self.limits = limits
        at = bytes.startIndex
        let header = bytes.prefix { $0 != Self.lineFeed }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        let counts = candidates.map { candidate in header.count { $0 == candidate } }
        separator = zip(candidates, counts).max { $0.1 < $1.1 }.map { $0.1 > 0 ? $0.0 : candidates[0] } ?? candidates[0]
    }

    /// The next row with its line, blank lines passed over; nil at the end.
    mutating func next() -> (line: Int, row: Row)? {
        while at < bytes.endIndex, bytes[at] == Self.lineFeed || isLineEnd {
            at += bytes[at] == Self.lineFeed ? 1 : 2
            line += 1
        }
        guard at < bytes.endIndex else { return nil }
        let first = line
        return (first, readRow())
    }

    private var isLineEnd: Bool {
        bytes[at] == Self.carriageReturn && at + 1 < bytes.endIndex && bytes[at + 1] == Self.lineFeed
    }

    private mutating func readRow() -> Row {
        var fields: [String] = []
        while true {
            guard fields.count < limits.maximumColumns else {
                return skip("has more than \(limits.maximumColumns) fields")
            }
            var field: [UInt8] = []
            if at < bytes.endIndex, bytes[at] == Self.quote {
                guard let quoted = readQuoted() else { return .open }
                field = quoted
                guard at == bytes.endIndex || bytes[at] == separator || bytes[at] == Self.lineFeed || isLineEnd else {
                    return skip("has a quote inside a field; put the whole field in quotes and double those in it")
                }
            } else {
                let start = at
                while at < bytes.endIndex, bytes[at] != separator, bytes[at] != Self.lineFeed, !isLineEnd { at += 1 }
                field = Array(bytes[start..<at])
                if field.contains(Self.quote) {
                    return skip("has a quote inside a field; put the whole field in quotes and double those in it")
                }
            }
            guard field.count <= limits.maximumTextBytes else {
                return skip("has a field of more than \(limits.maximumTextBytes) bytes")
            }
            guard let text = String(validating: field, as: UTF8.self) else {
                return skip("is not UTF-8; save the file as UTF-8")
            }
            fields.append(text.trimmedASCII)
            guard at < bytes.endIndex else { return .fields(fields) }
            if bytes[at] == separator {
                at += 1
                continue
            }
            at += bytes[at] == Self.lineFeed ? 1 : 2
            line += 1
            return .fields(fields)
        }
    }

    /// The field after its opening quote; nil when it is not closed within the limit.
    private mutating func readQuoted() -> [UInt8]? {
        var field: [UInt8] = []
        at += 1
        while at < bytes.endIndex, field.count <= limits.maximumTextBytes {
            if bytes[at] == Self.quote {
                guard at + 1 < bytes.endIndex, bytes[at + 1] == Self.quote else {
                    at += 1
                    return field
                }
                at += 1
            } else if bytes[at] == Self.lineFeed {
                line += 1
            }
            field.append(bytes[at])
            at += 1
        }
        return nil
    }

    private mutating func skip(_ sentence: String) -> Row {
        while at < bytes.endIndex, bytes[at] != Self.lineFeed { at += 1 }
        if at < bytes.endIndex {
            at += 1
            line += 1
        }
        return .broken(sentence)
    }
}
