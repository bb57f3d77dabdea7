import StrictJSON

/// One operation of the interface's description.
struct Operation: Sendable {
    /// A parameter in the path, the query or a header.
    struct Parameter: Sendable {
        let name: String
        let place: String
        let schema: String
        let text: String

        init(_ name: String, in place: String = "query", _ schema: String, _ text: String) {
            self.name = name
            self.place = place
            self.schema = schema
            self.text = text
        }
    }

    /// Where a value of the reply leads.
    struct Link: Sendable {
        let target: String
        let parameter: String
        let expression: String

        init(to target: String, _ parameter: String, _ expression: String) {
            self.target = target
            self.parameter = parameter
            self.expression = expression
        }
    }

    let id: String
    let tag: String
    let summary: String
    var text = ""
    var parameters: [Parameter] = []
    /// Media types with their schemas, as JSON.
    var body: [(type: String, schema: String)] = []
    var status = 200
    /// Media types with their schemas, as JSON.
    var reply: [(type: String, schema: String)]
    /// A second reply of another status, with its sentence.
    var otherReply: (status: Int, text: String, reply: [(type: String, schema: String)])?
    /// Header fields of the reply, with their sentence.
    var headers: [(name: String, text: String)] = []
    /// Where the reply leads.
    var links: [Link] = []
    /// Statuses of problems, besides those that every operation has.
    var problems: [Int] = []
    /// Whether an unchanged reply may be left out.
    var isTagged = false

    /// What each status of a problem means.
    static let problems: [(status: Int, sentence: String)] = [
        (400, "The request is not of its form."), (401, "The request's signature is missing or does not hold."),
        (403, "The key or officer that signed may not say this."),
        (404, "Nothing here, or nothing that the caller may read."),
        (405, "The path does not take this method."), (409, "It does not fit what the log already holds."),
        (413, "The body is too large."), (414, "The target is too long."), (415, "The body's type is not read here."),
        (422, "A field breaks its rule."), (431, "The header fields are too large."), (500, "The node failed."),
        (503, "Not now; see Retry-After."),
    ]

    /// Problems that any operation may answer with.
    private static let common = [400, 405, 414, 431, 500, 503]

    /// How a request is signed.
    static let signatureText = """
        RFC 9421 HTTP Message Signatures with an enrolled key. Header fields 'Signature-Input' and 'Signature', one \
        signature with tag=\"parley\" and the parameters created, keyid (SHA-256 of the SubjectPublicKeyInfo, \
        hexadecimal), alg (ed25519 or ecdsa-p256-sha256), nonce (16 to 64 random bytes, base64) and tag. Covered: \
        @method, @authority, @path, @query when there is one, and content-digest (RFC 9530, sha-256) when there is a \
        body. A signature holds for 120 seconds around its creation, and a nonce once.
        """

    /// Writes the operation of `route`.
    func write(_ route: Endpoint, to item: inout JSONWriter) {
        item.object { fields in
            fields.member("operationId", id)
            fields.key("tags")
            fields.array { $0.string(tag) }
            fields.member("summary", summary)
            if !text.isEmpty { fields.member("description", text) }
            writeSecurity(route.access, to: &fields)
            if !parameters.isEmpty { writeParameters(to: &fields) }
            if !body.isEmpty {
                fields.key("requestBody")
                fields.object { request in
                    request.member("required", true)
                    request.key("content")
                    request.object { Self.write(body, to: &$0) }
                }
            }
            fields.key("responses")
            fields.object { writeResponses(route.access, to: &$0) }
        }
    }

    private func writeSecurity(_ access: Endpoint.Access, to fields: inout JSONWriter) {
        fields.key("security")
        switch access {
        case .anybody: fields.raw("[]")
        case .signed: fields.raw(#"[{"httpSignature":[]}]"#)
        case .readersOfTheLog: fields.raw(#"[{},{"httpSignature":[]}]"#)
        }
    }

    private func writeParameters(to fields: inout JSONWriter) {
        fields.key("parameters")
        fields.array { list in
            for parameter in parameters {
                list.object { one in
                    one.member("name", parameter.name)
                    one.member("in", parameter.place)
                    if parameter.place == "path" { one.member("required", true) }
                    if parameter.name == "from", id == "proveConsistency" { one.member("required", true) }
                    if parameter.name == "at", id == "listNearestRecords" { one.member("required", true) }
                    one.member("description", parameter.text)
                    one.key("schema")
                    one.raw(parameter.schema)
                }
            }
        }
    }

    private func writeResponses(_ access: Endpoint.Access, to responses: inout JSONWriter) {
        responses.key(String(status))
        responses.object { response in
            response.member("description", "As asked.")
            if !headers.isEmpty {
                response.key("headers")
                response.object { list in
                    for header in headers {
                        list.key(header.name)
                        list.object { one in
                            one.member("description", header.text)
                            one.key("schema")
                            one.raw(#"{"type":"string"}"#)
                        }
                    }
                }
            }
            response.key("content")
            response.object { Self.write(reply, to: &$0) }
            if !links.isEmpty { writeLinks(to: &response) }
        }
        if let otherReply {
            responses.key(String(otherReply.status))
            responses.object { response in
                response.member("description", otherReply.text)
                response.key("content")
                response.object { Self.write(otherReply.reply, to: &$0) }
            }
        }
        if isTagged {
            responses.key("304")
            responses.raw(#"{"description":"Unchanged since the tag in 'If-None-Match'."}"#)
        }
        let signed = if case .anybody = access { false } else { true }
        for (status, _) in Self.problems
        where Self.common.contains(status) || problems.contains(status) || (signed && status == 401) {
            responses.key(String(status))
            responses.raw(##"{"$ref":"#/components/responses/Problem\##(status)"}"##)
        }
    }

    private func writeLinks(to response: inout JSONWriter) {
        response.key("links")
        response.object { list in
            for link in links {
                list.key(link.target)
                list.object { one in
                    one.member("operationId", link.target)
                    one.key("parameters")
                    one.object { $0.member(link.parameter, link.expression) }
                }
            }
        }
    }

    private static func write(_ content: [(type: String, schema: String)], to fields: inout JSONWriter) {
        for (type, schema) in content {
            fields.key(type)
            fields.raw(#"{"schema":\#(schema)}"#)
        }
    }
}
