import Delivery
import Statements
public import StrictJSON

/// How a provider's HTTP interface is asked to send a text message, as the operator wrote it.
///
/// The structure is the operator's; what is filled in only ever becomes part of one value of it: one string of a JSON
/// body, one field of a form, one parameter of the address, one header. So no number, text or secret can add to it.
public struct GatewayTemplate: Sendable {
    /// Fields, headers or parameters of one request.
    public static let maximumFields = 32
    /// Bytes of one text of the template.
    public static let maximumTextBytes = 1_000

    enum Body: Sendable {
        case none
        case form([(name: String, value: GatewayText)])
        case json(GatewayJSON)
    }

    let url: WebhookURL
    let query: [(name: String, value: GatewayText)]
    let headers: [(name: String, value: GatewayText)]
    let body: Body
    let accepts: Set<Int>
    let answerHolds: String?

    /// Reads the template, strictly.
    ///
    /// - Throws: the first rule broken, with the pointer of the field.
    public init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let address = try fields.required("url")
        do { url = try WebhookURL(checking: try address.string()) } catch let error as WebhookURLError {
            throw address.refused("\(error)")
        } catch { throw address.refused("must be a text") }
        guard !url.text.contains("?") || fields.optional("query") == nil else {
            throw address.refused("has parameters already; put all of them into 'query'")
        }
        query = try Self.texts(fields.optional("query"))
        headers = try Self.texts(fields.optional("headers"))
        for (name, _) in headers where !name.utf8.allSatisfy({ HeaderName.isToken($0) }) || name.isEmpty {
            throw value.refused("'\(name)' is not the name of a header")
        }
        let (form, json) = (fields.optional("form"), fields.optional("json"))
        switch (form, json) {
        case (let form?, nil): body = .form(try Self.texts(form))
        case (nil, let json?): body = .json(try GatewayJSON(json, depth: 0))
        case (nil, nil): body = .none
        case (_, let json?): throw json.refused("stands beside 'form'; a request has one body")
        }
        var accepts: Set<Int> = []
        for status in try fields.optional("accepts")?.array(limit: 20) ?? [] {
            accepts.insert(Int(try status.integer(in: 200...299)))
        }
        self.accepts = accepts.isEmpty ? Set(200...299) : accepts
        answerHolds = try fields.optional("answerHolds")?.text(limit: 200)
        try fields.finish()
        guard namesNumber, namesText else {
            throw value.refused("must use {number} or {digits}, and {text}, or nobody gets anything")
        }
    }

    /// The secret's name is a field of the settings beside the template; this tells whether it is used.
    var namesSecret: Bool { all.contains { $0.uses(.secret) } }
    private var namesNumber: Bool { all.contains { $0.uses(.number) || $0.uses(.digits) } }
    private var namesText: Bool { all.contains { $0.uses(.text) } }

    private var all: [GatewayText] {
        let inBody: [GatewayText] =
            switch body {
            case .none: []
            case .form(let fields): fields.map(\.value)
            case .json(let json): json.texts
            }
        return query.map(\.value) + headers.map(\.value) + inBody
    }

    private static func texts(_ value: JSONValue?) throws(JSONError) -> [(name: String, value: GatewayText)] {
        guard let value else { return [] }
        let members = try value.object().members
        guard members.count <= maximumFields else { throw value.refused("has more than \(maximumFields) fields") }
        var out: [(name: String, value: GatewayText)] = []
        for (name, text) in members { out.append((name, try GatewayText(text))) }
        return out
    }
}

/// Characters of header names (RFC 9110, section 5.6.2).
enum HeaderName {
    static func isToken(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

/// A text with places to fill in: `{number}`, `{digits}`, `{text}`, `{key}`, `{secret}`.
struct GatewayText: Sendable {
    enum Slot: String, CaseIterable, Sendable { case number, digits, text, key, secret }

    private enum Part: Sendable {
        case literal(String)
        case slot(Slot)
    }

    private let parts: [Part]

    init(_ value: JSONValue) throws(JSONError) {
        let text = try value.string()
        guard text.utf8.count <= GatewayTemplate.maximumTextBytes else { throw value.refused("is too long") }
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}"),
                let slot = Slot(rawValue: String(rest[rest.index(after: open)..<close]))
            else {
                let known = Slot.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
                throw value.refused("holds a brace that is not one of \(known)")
            }
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            parts.append(.slot(slot))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        self.parts = parts
    }

    func uses(_ slot: Slot) -> Bool {
        parts.contains { if case .slot(slot) = $0 { true } else { false } }
    }

    func filled(_ values: [Slot: String]) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .slot(let slot): values[slot] ?? ""
            }
        }.joined()
    }
}

/// A JSON body whose strings are filled in one by one.
indirect enum GatewayJSON: Sendable {
    case text(GatewayText)
    case raw([UInt8])
    case list([GatewayJSON])
    case object([(name: String, value: GatewayJSON)])

    init(_ value: JSONValue, depth: Int) throws(JSONError) {
        guard depth < 8 else { throw value.refused("is nested too deeply") }
        switch value.kind {
        case .string: self = .text(try GatewayText(value))
        case .array:
            var list: [GatewayJSON] = []
            for element in try value.array(limit: GatewayTemplate.maximumFields) {
                list.append(try GatewayJSON(element, depth: depth + 1))
            }
            self = .list(list)
        case .object:
            var members: [(name: String, value: GatewayJSON)] = []
            for (name, member) in try value.object().members {
                members.append((name, try GatewayJSON(member, depth: depth + 1)))
            }
            guard members.count <= GatewayTemplate.maximumFields else { throw value.refused("has too many fields") }
            self = .object(members)
        default: self = .raw(Array(value.rawBytes))
        }
    }

    var texts: [GatewayText] {
        switch self {
        case .text(let text): [text]
        case .raw: []
        case .list(let list): list.flatMap(\.texts)
        case .object(let members): members.flatMap(\.value.texts)
        }
    }

    func write(_ values: [GatewayText.Slot: String], to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.string(text.filled(values))
        case .raw(let bytes): writer.raw(bytes)
        case .list(let list): writer.array { out in for element in list { element.write(values, to: &out) } }
        case .object(let members):
            writer.object { out in
                for (name, member) in members {
                    out.key(name)
                    member.write(values, to: &out)
                }
            }
        }
    }
}
