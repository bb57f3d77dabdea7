public import Delivery

/// The operator's mail server.
public struct MailServer: Hashable, Sendable {
    /// How the connection is encrypted; there is no way without.
    public enum Encryption: String, CaseIterable, Sendable {
        /// In the clear until STARTTLS, and not one address further without it.
        case startTLS = "starttls"
        /// From the first byte.
        case implicit
    }

    /// The host's name, which its certificate must bear.
    public let host: String
    /// The port.
    public let port: Int
    /// How it is encrypted.
    public let encryption: Encryption
    /// Who the mail is from.
    public let from: MailAddress
    /// The user to log in as, and the secret to do it with; nil where the server asks for none.
    public let login: Login?
    /// A PEM file of the only authorities that are trusted; nil trusts the system's.
    public let trustRoots: String?

    /// A user and the name of the secret.
    public struct Login: Hashable, Sendable {
        /// The user.
        public let user: String
        /// The secret's name.
        public let secret: SecretName

        /// A login from its parts.
        public init(user: String, secret: SecretName) {
            self.user = user
            self.secret = secret
        }
    }

    /// A server from its parts.
    public init(
        host: String, port: Int, encryption: Encryption = .startTLS, from: MailAddress, login: Login? = nil,
        trustRoots: String? = nil
    ) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.from = from
        self.login = login
        self.trustRoots = trustRoots
    }
}
