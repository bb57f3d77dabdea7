import StrictJSON

/// A reply as it came over the wire.
struct WireReply: Sendable {
    var status = 0
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The value of a header field, by its name in lower case.
    subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    var json: JSONValue {
        get throws { try JSONDocument(body, limits: .init(maximumBytes: 1 << 26, maximumDepth: 40)).root }
    }

    /// The rule that a problem names.
    var rule: String? { try? json["rule"]?.string() }
}

extension JSONValue {
    /// The member or element at a path such as `findings/0/record`; nil when there is none.
    subscript(path: String) -> JSONValue? {
        var here = self
        for part in path.split(separator: "/") {
            switch here.kind {
            case .object:
                guard let next = try? here.object().members.first(where: { $0.key == part })?.value else { return nil }
                here = next
            case .array:
                guard let index = Int(part), let elements = try? here.array(), elements.indices.contains(index) else {
                    return nil
                }
                here = elements[index]
            default: return nil
            }
        }
        return here
    }

    var text: String? { try? string() }
    var number: Int64? { try? integer() }
    var elements: [JSONValue] { (try? array()) ?? [] }
}

/// Reads replies from bytes as they arrive; HTTP/1.1 with a length, in chunks, or without a body.
struct WireReader {
    enum Fault: Error { case notHTTP(String) }

    private var bytes: [UInt8] = []

    mutating func take(_ more: [UInt8]) { bytes += more }

    /// Whatever arrived and was not read.
    var rest: [UInt8] { bytes }

    /// The next whole reply; nil while it is not complete.
    mutating func reply(to method: String) throws -> WireReply? {
        guard let (reply, end) = try head() else { return nil }
        var done = reply
        let hasBody = method != "HEAD" && reply.status != 304 && reply.status != 204
        if hasBody, reply["transfer-encoding"] == "chunked" {
            var at = end
            guard let body = try Self.chunks(bytes, &at) else { return nil }
            done.body = body
            bytes.removeFirst(at)
        } else {
            let length = hasBody ? reply["content-length"].flatMap { Int($0) } ?? 0 : 0
            guard bytes.count >= end + length else { return nil }
            done.body = Array(bytes[end..<(end + length)])
            bytes.removeFirst(end + length)
        }
        return done
    }

    /// The status and header fields, and where the body begins; nil while they are not complete.
    func head() throws -> (WireReply, Int)? {
        guard let blank = Self.firstRange(of: Array("\r\n\r\n".utf8), in: bytes) else { return nil }
        let lines = String(decoding: bytes[..<blank], as: UTF8.self).split(separator: "\r\n")
        var reply = WireReply()
        guard let first = lines.first, first.hasPrefix("HTTP/1.1 "), let status = Int(first.dropFirst(9).prefix(3))
        else { throw Fault.notHTTP(String(decoding: bytes.prefix(200), as: UTF8.self)) }
        reply.status = status
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            reply.headers.append((parts[0].lowercased(), String(value)))
        }
        return (reply, blank + 4)
    }

    /// The bodies of all chunks up to the last; nil while it has not come.
    static func chunks(_ bytes: [UInt8], _ at: inout Int) throws -> [UInt8]? {
        var body: [UInt8] = []
        while let end = firstRange(of: [13, 10], in: bytes, from: at) {
            let line = String(decoding: bytes[at..<end], as: UTF8.self)
            guard let size = Int(line, radix: 16) else { throw Fault.notHTTP(line) }
            guard bytes.count >= end + 2 + size + 2 else { return nil }
            body += bytes[(end + 2)..<(end + 2 + size)]
            at = end + 2 + size + 2
            if size == 0 { return body }
        }
        return nil
    }

    static func firstRange(of needle: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard bytes.count >= start + needle.count else { return nil }
        for at in start...(bytes.count - needle.count) where bytes[at] == needle[0] {
            if bytes[at..<(at + needle.count)].elementsEqual(needle) { return at }
        }
        return nil
    }
}
