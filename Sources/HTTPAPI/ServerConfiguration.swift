public import Statements

/// How a node is served.
public struct ServerConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port; 0 lets the system choose.
    public var port = 8440
    /// A certificate chain in PEM; with a key, the server speaks TLS.
    public var tlsCertificateFile: String?
    /// The certificate's private key in PEM.
    public var tlsPrivateKeyFile: String?
    /// A second port, for other parties' nodes; nil for none.
    public var nodePort: NodePort?
    /// The name, as `host` or `host:port`, for which callers sign as `@authority`; nil for what it listens on.
    public var authority: String?
    /// The party whose node this is; nil where that is not known, and then nobody sees to the node's deliveries.
    public var party: PartyID?
    /// Whether anybody may read what the log holds; restricted bodies are never part of it.
    public var entriesArePublic = true
    /// The limits.
    public var limits = HTTPLimits()
    /// The program's version.
    public var version = "unversioned"

    /// A configuration with the defaults.
    public init() {}

    /// Whether the server speaks TLS.
    var speaksTLS: Bool { tlsCertificateFile != nil || tlsPrivateKeyFile != nil }
}

/// Why a server cannot be started as it is configured.
public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A certificate without its key, or a key without its certificate: never served without TLS instead.
    case incompleteTLS

    /// What to give, in one sentence.
    public var description: String {
        "TLS needs both a certificate and its private key; give both files, or neither to serve without TLS"
    }
}
