public import TransparencyLog

/// The node whose log is followed: its files, word of its growth, and where statements go; nothing it says is believed.
///
/// Calls wait for the network and give up by limits of their own; a call that is cancelled ends soon.
public protocol LogUpstream: Sendable {
    /// How it is called in messages, such as its address.
    var name: String { get }

    /// The newest checkpoint, as it is served.
    func checkpoint() async throws(UpstreamError) -> [UInt8]

    /// The bytes of a file of the log.
    ///
    /// - Throws: `notFound` when there is no such file.
    func resource(_ path: LogPath) async throws(UpstreamError) -> [UInt8]

    /// Hands over checkpoints as they are published, until the connection ends.
    ///
    /// - Throws: `notOffered` when the node announces nothing and is to be asked instead.
    func announcements(_ handle: @escaping @Sendable ([UInt8]) -> Void) async throws(UpstreamError)

    /// Hands a statement on, byte for byte, and gives back what was answered; by its media type it may be a batch.
    func submit(_ statement: ForwardedStatement) async throws(UpstreamError) -> ForwardedAnswer
}

/// Why an upstream did not give what it was asked for.
public struct UpstreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: String, Hashable, Sendable {
        /// It could not be reached, or the connection broke.
        case unreachable
        /// It did not answer in time.
        case timedOut = "timed-out"
        /// Its answer is larger than any honest one.
        case tooLarge = "too-large"
        /// It has no such file.
        case notFound = "not-found"
        /// It refuses to answer.
        case refused
        /// Its answer is not of the form it should have.
        case badReply = "bad-reply"
        /// It offers no such thing.
        case notOffered = "not-offered"
    }

    /// Which kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String

    /// A failure.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What happened.
    public var description: String { message }
}

/// A statement, or lines of a batch, on the way to the node that puts them in order, exactly as they were received.
public struct ForwardedStatement: Sendable {
    /// Media type of a batch: a submission a line.
    public static let batchType = "application/x-ndjson"

    /// The body of the request.
    public let body: [UInt8]
    /// Its media type.
    public let contentType: String
    /// The media type that the sender wants to be answered in.
    public let accept: String
    /// Whether the sender would rather have the log's promise now than a receipt later.
    public let prefersPromise: Bool

    /// A statement as it was received.
    public init(body: [UInt8], contentType: String, accept: String, prefersPromise: Bool = false) {
        self.prefersPromise = prefersPromise
        self.body = body
        self.contentType = contentType
        self.accept = accept
    }
}

/// What the upstream answered.
public struct ForwardedAnswer: Hashable, Sendable {
    /// The status, 200 to 599.
    public let status: Int
    /// The media type of the body.
    public let contentType: String
    /// The body.
    public let body: [UInt8]
    /// Where the statement is, if the upstream says so.
    public let location: String?
    /// When to come back, if the upstream says so.
    public let retryAfterSeconds: Int?

    /// An answer from its parts.
    public init(
        status: Int, contentType: String, body: [UInt8], location: String? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.location = location
        self.retryAfterSeconds = retryAfterSeconds
    }
}
