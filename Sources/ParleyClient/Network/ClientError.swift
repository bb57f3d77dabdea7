/// Why a node could not be asked, as opposed to what it answered.
public struct ClientError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: String, Sendable {
        /// The address is not one.
        case badURL = "bad-url"
        /// The trust roots cannot be read.
        case badTrustRoots = "bad-trust-roots"
        /// The node's own key cannot be used for TLS.
        case badIdentity = "bad-identity"
        /// Another key answers than the one that is enrolled for the peer.
        case wrongPeer = "wrong-peer"
        /// The request cannot be signed.
        case notSigned = "not-signed"
        /// The node could not be reached, or the connection broke.
        case unreachable
        /// The node did not answer in time.
        case timedOut = "timed-out"
        /// The reply is larger than the limit.
        case tooLarge = "too-large"
        /// The reply is not of the form it should have.
        case badReply = "bad-reply"
    }

    /// Which kind of failure.
    public let code: Code
    /// What happened and what to do.
    public let message: String
    /// What lies behind it, if anything.
    public let cause: (any Error)?

    /// A failure.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// What happened and what to do.
    public var description: String { message }
}
