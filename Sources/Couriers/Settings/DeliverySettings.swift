public import Delivery
import Statements
public import StrictJSON

/// How a node sends: its name and address as recipients see them, and the operator's mail server and SMS gateways.
public struct DeliverySettings: Sendable {
    /// The file in a node's folder.
    public static let name = "delivery.json"
    /// The form that this version reads.
    public static let version: Int64 = 1
    /// Bytes of the file.
    public static let maximumBytes = 64 * 1024

    /// The node, as recipients see it.
    public let node: SendingNode
    /// The mail server; nil when the node sends no e-mail.
    public let mail: MailServer?
    /// The folders of the SMS daemon; nil when there is none.
    public let smsQueue: SMSQueueMeans.Folders?
    /// The SMS gateway; nil when there is none.
    public let smsGateway: (template: GatewayTemplate, secret: SecretName?)?
    /// A PEM file of the only authorities that webhooks and gateways are trusted by; nil trusts the system's.
    public let trustRoots: String?

    /// Reads the file, strictly.
    ///
    /// - Throws: the first rule broken, with the pointer of the field.
    public init(json bytes: [UInt8]) throws(JSONError) {
        let document = try JSONDocument(bytes, limits: .init(maximumBytes: Self.maximumBytes, maximumDepth: 12))
        var fields = try document.root.object()
        let version = try fields.required("version")
        guard try version.integer() == Self.version else { throw version.refused("must be \(Self.version)") }
        let name = try fields.required("name").text(limit: 120)
        let address = try fields.required("address")
        do { node = SendingNode(name: name, address: try WebhookURL(checking: try address.string()).text) } catch {
            throw address.refused("must be the node's own address, such as https://node.example.org")
        }
        mail = try fields.optional("mail").map { value throws(JSONError) in try MailServer(value) }
        smsQueue = try fields.optional("smsQueue").map { value throws(JSONError) in
            var queue = try value.object()
            let spool = try queue.required("spool")
            let path = try spool.text(limit: 500)
            guard path.hasPrefix("/") else { throw spool.refused("must be a path that begins with /") }
            try queue.finish()
            return SMSQueueMeans.Folders(spool: path)
        }
        smsGateway = try fields.optional("smsGateway").map { value throws(JSONError) in
            var gateway = try value.object()
            let secret: SecretName? = try gateway.optional("secret")?.identifier()
            let template = try GatewayTemplate(try gateway.required("request"))
            try gateway.finish()
            guard secret != nil || !template.namesSecret else {
                throw value.refused("uses {secret}; name it in 'secret'")
            }
            return (template, secret)
        }
        trustRoots = try fields.optional("trustRoots")?.text(limit: 500)
        try fields.finish()
    }
}

extension MailServer {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let hostField = try fields.required("host")
        let host = try hostField.string()
        guard MailAddress("mail@" + host) != nil else { throw hostField.refused("must be the name of a host") }
        let fromField = try fields.required("from")
        guard let from = MailAddress(try fromField.string()) else {
            throw fromField.refused("must be a plain address such as parley@example.org")
        }
        let word = try fields.required("encryption")
        guard let encryption = Encryption(rawValue: try word.string()) else {
            throw word.refused("must be starttls or implicit; there is no way without")
        }
        let port = Int(try fields.required("port").integer(in: 1...65_535))
        let login = try fields.optional("login").map { value throws(JSONError) in
            var login = try value.object()
            let user = try login.required("user").text(limit: 200)
            let secret: SecretName = try login.required("secret").identifier()
            try login.finish()
            return Login(user: user, secret: secret)
        }
        let trustRoots = try fields.optional("trustRoots")?.text(limit: 500)
        try fields.finish()
        self.init(
            host: host, port: port, encryption: encryption, from: from, login: login, trustRoots: trustRoots)
    }
}
