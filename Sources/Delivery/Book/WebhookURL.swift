/// Where events are sent: an https address of the operator's own choosing.
///
/// Addresses come from the operator's file alone, never from a statement. Still refused: user names and fragments,
/// hosts of this link (169.254.0.0/16 and fe80::/10, where clouds keep their credentials), and http to anything but
/// this very machine, since an event in the clear tells everybody on the way who is warned of what.
public struct WebhookURL: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of an address.
    public static let maximumBytes = 1_000

    /// The address.
    public let text: String
    /// The host, in lower case; an IPv6 address with its brackets.
    public let host: String

    /// Checks an address; the sentence says what is wrong with it.
    public init(checking text: String) throws(WebhookURLError) {
        guard text.utf8.count <= Self.maximumBytes, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .notAnAddress
        }
        let isPlain = text.hasPrefix("http://")
        guard isPlain || text.hasPrefix("https://") else { throw .notAnAddress }
        let rest = text.dropFirst(isPlain ? 7 : 8)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@"), !text.contains("#"), !text.contains("\\") else { throw .namesUser }
        let host: Substring
        let port: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .notAnAddress }
            host = authority[...end]
            port = authority[authority.index(after: end)...]
            let digits = host.dropFirst().dropLast().utf8
            guard !digits.isEmpty,
                digits.allSatisfy({ HostName.isAlphanumeric($0) || $0 == 0x3A || $0 == 0x2E })
            else { throw .notAnAddress }
        } else {
            host = authority.prefix { $0 != ":" }
            port = authority[host.endIndex...]
            guard HostName.isName(Array(host.utf8)) else { throw .notAnAddress }
        }
        guard port.isEmpty || (port.hasPrefix(":") && (1...65_535).contains(Int(port.dropFirst()) ?? 0)) else {
            throw .notAnAddress
        }
        self.text = text
        self.host = host.lowercased()
        guard !Self.isLink(self.host) else { throw .linkLocal }
        guard !isPlain || Self.isLoopback(self.host) else { throw .plain }
    }

    private static func isLink(_ host: String) -> Bool {
        host.hasPrefix("169.254.") || host.hasPrefix("[fe8") || host.hasPrefix("[fe9") || host.hasPrefix("[fea")
            || host.hasPrefix("[feb") || host.contains("ffff:169.254.") || host.contains("ffff:a9fe")
            || host == "metadata.google.internal"
            // A number alone is an address in disguise, which some resolvers take.
            || host.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) } || host.hasPrefix("0x")
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 < 0x3A })
    }

    /// The address.
    public var description: String { text }
}

/// Why a text is not an address for webhooks.
public enum WebhookURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not of the form.
    case notAnAddress
    /// A user name, a fragment or a backslash.
    case namesUser
    /// An address of this link.
    case linkLocal
    /// In the clear, and not to this machine.
    case plain

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .notAnAddress: "must be an address such as https://duty.example.org/parley"
        case .namesUser: "must hold no user name, fragment or backslash; the secret has a field of its own"
        case .linkLocal: "is an address of this link or of this machine's provider, where nobody's duty officer is"
        case .plain: "must begin with https://; http:// is taken for this machine alone"
        }
    }
}
