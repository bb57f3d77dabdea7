/// A query's parameters, each once, in percent-encoding of UTF-8 (RFC 3986).
///
/// `+` stands for itself, as the offsets of times need it; only texts read it as a space, as forms write it.
package struct QueryFields: Sendable {
    /// Parameters that one query may have.
    static let maximumCount = 32

    private var values: [(name: String, value: String)] = []

    /// Reads the part of a target after the question mark.
    package init(_ query: String?) throws {
        guard let query, !query.isEmpty else { return }
        let parts = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true)
        guard parts.count <= Self.maximumCount else {
            throw Problem("bad-query", "the query has \(parts.count) parameters; at most \(Self.maximumCount) are read")
        }
        for part in parts {
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            guard let name = Self.decode(part[..<(equals ?? part.endIndex)]), !name.isEmpty,
                let value = Self.decode(equals.map { part[part.index(after: $0)...] } ?? part[part.endIndex...])
            else { throw Problem("bad-query", "the query is not percent-encoded UTF-8 (RFC 3986)") }
            guard !values.contains(where: { $0.name == name }) else { throw Problem.query(name, "stands twice") }
            values.append((name, value))
        }
    }

    /// The value of a parameter; nil when it is absent.
    package subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    /// A text, in which `+` stands for a space.
    package func text(_ name: String) -> String? {
        self[name].map { String(decoding: $0.utf8.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }, as: UTF8.self) }
    }

    /// Refuses parameters that the path does not have.
    package func allow(_ names: [String]) throws {
        for (name, _) in values where !names.contains(name) {
            let known = names.isEmpty ? "this path takes none" : "use " + names.joined(separator: ", ")
            throw Problem.query(String(name.prefix(64)), "is unknown here; \(known)")
        }
    }

    /// Percent-encodes everything but the unreserved characters and the comma, for an address.
    ///
    /// - Parameter text: the value of a parameter.
    /// - Returns: what `init` reads back.
    package static func encoded(_ text: String) -> String {
        var out: [UInt8] = []
        let hex = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ","):
                out.append(byte)
            default: out += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func decode(_ bytes: Substring.UTF8View.SubSequence) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                out.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                return nil
            }
            out.append(high << 4 | low)
        }
        guard !out.contains(0) else { return nil }
        return String(validating: out, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
