/// One line of a calendar once it is unfolded: a name, parameters, a value.
struct ContentLine {
    /// The line of the file at which it begins.
    let number: Int
    /// In capitals.
    let name: String
    /// Names in capitals, values unquoted.
    let parameters: [(name: String, value: String)]
    let value: Substring

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    func refused(_ rule: String) -> CalendarError { CalendarError(line: number, rule: rule) }

    /// The value as text.
    func text() throws(CalendarError) -> String {
        guard let text = CalendarText.unescape(value) else {
            throw refused("'\(name)' holds a backslash that escapes nothing; write it twice")
        }
        return text
    }

    /// Reads `NAME;PARAMETER=value:value`.
    init(_ text: String, number: Int) throws(CalendarError) {
        self.number = number
        var rest = text[...]
        func isNameByte(_ byte: UInt8) -> Bool {
            (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
        func word() -> String {
            let end = rest.utf8.firstIndex { !isNameByte($0) } ?? rest.endIndex
            let word = rest[..<end]
            rest = rest[end...]
            return String(decoding: word.utf8.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self)
        }
        name = word()
        guard !name.isEmpty else { throw CalendarError(line: number, rule: "must begin with a property's name") }
        var parameters: [(name: String, value: String)] = []
        while rest.utf8.first == UInt8(ascii: ";") {
            rest = rest.dropFirst()
            let parameter = word()
            guard !parameter.isEmpty, rest.utf8.first == UInt8(ascii: "=") else {
                throw CalendarError(line: number, rule: "has a parameter without name or '='")
            }
            rest = rest.dropFirst()
            parameters.append((parameter, try Self.parameterValue(&rest, line: number)))
            guard parameters.count <= 32 else { throw CalendarError(line: number, rule: "has more than 32 parameters") }
        }
        guard rest.utf8.first == UInt8(ascii: ":") else {
            throw CalendarError(line: number, rule: "needs ':' between '\(name)' and its value")
        }
        self.parameters = parameters
        value = rest.dropFirst()
    }

    private static func parameterValue(_ rest: inout Substring, line: Int) throws(CalendarError) -> String {
        var texts: [String] = []
        repeat {
            if !texts.isEmpty { rest = rest.dropFirst() }
            if rest.utf8.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                guard let end = rest.firstIndex(of: "\"") else {
                    throw CalendarError(line: line, rule: "has a quotation mark that is not closed")
                }
                texts.append(CalendarText.parameterText(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let end = rest.firstIndex { [":", ";", ",", "\""].contains($0) } ?? rest.endIndex
                texts.append(CalendarText.parameterText(rest[..<end]))
                rest = rest[end...]
            }
        } while rest.utf8.first == UInt8(ascii: ",")
        return texts.joined(separator: ",")
    }
}

extension ContentLine {
    /// The unfolded lines of a file.
    ///
    /// - Throws: `CalendarError` for what is too large or not UTF-8.
    static func lines(of bytes: [UInt8], limits: CalendarLimits) throws(CalendarError) -> [ContentLine] {
        guard bytes.count <= limits.bytes else {
            throw CalendarError(line: 1, rule: "the file has \(bytes.count) bytes; at most \(limits.bytes) are taken")
        }
        var lines: [ContentLine] = []
        var current: [UInt8] = []
        var begun = 0
        var number = 0
        func close() throws(CalendarError) {
            guard !current.isEmpty else { return }
            guard let text = String(validating: current, as: UTF8.self) else {
                throw CalendarError(line: begun, rule: "is not UTF-8")
            }
            lines.append(try ContentLine(text, number: begun))
            current = []
        }
        // A byte order mark says nothing.
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[..<end]
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
            if line.last == 0x0D { line.removeLast() }
            if let bad = line.first(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
                throw CalendarError(line: number, rule: "holds the control character \(bad)")
            }
            if line.first == 0x20 || line.first == 0x09, begun > 0 {
                current += line.dropFirst()
            } else {
                try close()
                current = Array(line)
                begun = number
            }
            guard current.count <= limits.lineBytes else {
                throw CalendarError(line: begun, rule: "has more than \(limits.lineBytes) bytes")
            }
        }
        try close()
        return lines
    }
}
