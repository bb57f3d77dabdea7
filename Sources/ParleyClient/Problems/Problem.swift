import StrictJSON

/// A node's refusal, as it says it itself: the details of RFC 9457, or what can be told from the status alone.
///
/// Texts come from outside: control characters are taken out, so that a terminal shows what is written and no more.
public struct Problem: Error, Hashable, Sendable {
    /// Bytes of details that are read.
    public static let maximumBytes = 64 * 1024
    /// The media type of the details.
    public static let mediaType = "application/problem+json"
    /// What `type` is when it is not given: the status says it all.
    public static let blankType = "about:blank"
    /// Bytes of each text that are kept.
    static let maximumTextBytes = 4096

    /// An extension member that this version does not read.
    public struct Extension: Hashable, Sendable {
        /// The member's name.
        public let name: String
        /// The value as JSON text.
        public let json: [UInt8]
    }

    /// The HTTP status of the reply.
    public let status: Int
    /// URI of the kind of problem.
    public let type: String
    /// The kind of problem in a few words.
    public let title: String?
    /// What happened this time.
    public let detail: String?
    /// URI of this occurrence.
    public let instance: String?
    /// Extension: the name of the rule that was broken.
    public let rule: String?
    /// Extension: JSON Pointer of the field at fault.
    public let pointer: String?
    /// Extension members besides, in their order.
    public let extensions: [Extension]
    /// Whole seconds to wait before trying again, from `Retry-After`.
    public let retryAfterSeconds: Int64?

    /// Reads a reply that is not a success.
    ///
    /// As RFC 9457 section 3 asks, a member of the wrong type is as if it were absent, and unknown ones are kept aside.
    public init(status: Int, contentType: String?, body: [UInt8], retryAfter: String? = nil) {
        self.status = status
        retryAfterSeconds = Self.seconds(retryAfter)
        let members = Self.members(contentType, body)
        func text(_ name: String) -> String? {
            guard let value = members.first(where: { $0.key == name })?.value, let text = try? value.string(),
                !text.isEmpty
            else { return nil }
            return Self.printable(text)
        }
        type = text("type") ?? Self.blankType
        title = text("title")
        detail = text("detail")
        instance = text("instance")
        rule = text("rule")
        pointer = text("pointer")
        let known: Set = ["type", "title", "status", "detail", "instance", "rule", "pointer"]
        extensions = members.compactMap { name, value in
            known.contains(name) ? nil : Extension(name: Self.printable(name), json: Array(value.rawBytes))
        }
    }

    private static func members(_ contentType: String?, _ body: [UInt8]) -> [(key: String, value: JSONValue)] {
        let media = contentType?.split(separator: ";").first?.lowercased().filter { $0 != " " }
        guard media == mediaType else { return [] }
        let limits = JSONDocument.Limits(maximumBytes: maximumBytes, maximumDepth: 16)
        guard let document = try? JSONDocument(body, limits: limits), let object = try? document.root.object() else {
            return []
        }
        return object.members
    }

    /// `Retry-After` in its form of whole seconds; a date is nil, since no clock is shared.
    static func seconds(_ text: String?) -> Int64? {
        guard let text, !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int64(text) ?? Int64.max
    }

    /// A text without what could move a cursor or turn a line round, cut to a length that can be shown.
    static func printable(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var byteCount = 0
        for scalar in text.unicodeScalars {
            byteCount += UTF8.width(scalar)
            guard byteCount <= maximumTextBytes else { break }
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: out.append(" ")
            default: out.append(scalar)
            }
        }
        return String(out)
    }
}

extension Problem: CustomStringConvertible {
    /// One sentence: what the node says, the field and the rule, and the status.
    public var description: String {
        var sentence = detail ?? title ?? Self.meaning(of: status)
        // What is wrong with the form of a body names its field itself.
        if let pointer, !sentence.hasPrefix("field '") { sentence = "field '\(pointer)': \(sentence)" }
        let facts = [rule.map { "rule '\($0)'" }, "HTTP \(status)"].compactMap { $0 }.joined(separator: ", ")
        return "\(sentence) (\(facts))"
    }

    private static func meaning(of status: Int) -> String {
        switch status {
        case 400: "the node could not read the request"
        case 401: "the node wants to know who calls; sign with your enrolled key"
        case 403: "the node does not let this caller do that"
        case 404: "the node has nothing under that name"
        case 409: "the request contradicts what the node has"
        case 413: "the request is larger than the node takes"
        case 415: "the node does not take this media type"
        case 422: "the rules do not take the statement"
        case 429: "the node has had too many requests; try again later"
        case 503: "the node is too busy, or starting or stopping; try again later"
        case 500...599: "the node failed"
        default: "the node refused"
        }
    }
}

extension UTF8 {
    /// How many bytes a scalar takes.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x80: 1
        case ..<0x800: 2
        case ..<0x10000: 3
        default: 4
        }
    }
}
