/// Where a node or a log is: scheme, authority and a path that everything lies below.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    /// `https` or `http`.
    public let scheme: String
    /// Host, and port if given.
    public let authority: String
    /// The path without a slash at its end; empty for the root.
    public let prefix: String

    /// Reads a URL.
    ///
    /// - Throws: `ClientError` with code `badURL` for other schemes, credentials, a query or a fragment.
    public init(_ text: String) throws(ClientError) {
        func bad(_ sentence: String) -> ClientError { ClientError(.badURL, "'\(Problem.printable(text))' \(sentence)") }
        guard let separator = text.firstRange(of: "://") else { throw bad("is not a URL: it must begin with https://") }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw bad("must begin with https:// or http://") }
        let rest = text[separator.upperBound...]
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw bad("holds a space or a character outside ASCII; percent-encode it")
        }
        guard !rest.contains("?"), !rest.contains("#") else { throw bad("may not have a query or a fragment") }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        authority = String(rest[..<slash])
        guard !authority.isEmpty else { throw bad("names no host") }
        guard !authority.contains("@") else { throw bad("may not hold a user name; requests are signed instead") }
        var path = rest[slash...]
        while path.last == "/" { path = path.dropLast() }
        prefix = String(path)
    }

    /// The target of a path below this URL; `path` begins with a slash.
    public func target(_ path: String) -> String { prefix + (path.hasPrefix("/") ? path : "/" + path) }

    /// The URL, without a slash at its end.
    public var description: String { "\(scheme)://\(authority)\(prefix)" }

    /// The host as URLs write it, without a port.
    public var host: String {
        let (host, _) = hostAndPort
        return host.contains(":") ? "[\(host)]" : host
    }

    /// Host and port; 443 or 80 where the URL gives none, an IPv6 address without its brackets.
    var hostAndPort: (host: String, port: Int) {
        let usual = scheme == "https" ? 443 : 80
        var host = Substring(authority)
        var port = usual
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]"),
            let number = Int(host[host.index(after: colon)...])
        {
            port = number
            host = host[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return (String(host), port)
    }
}
