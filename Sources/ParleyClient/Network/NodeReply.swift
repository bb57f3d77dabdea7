public import HTTPTypes

/// What a node answered.
public struct NodeReply: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The header fields.
    public let fields: HTTPFields
    /// The whole body.
    public let body: [UInt8]

    /// A reply from its parts.
    public init(status: Int, fields: HTTPFields, body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// What the node refused; nil when it did not.
    public var problem: Problem? {
        guard !(200..<300).contains(status) else { return nil }
        return Problem(
            status: status, contentType: fields[.contentType], body: body, retryAfter: fields[.retryAfter])
    }
}
