import AsyncHTTPClient
public import Geodesy
public import HTTPSignatures
import HTTPTypes
import NIOCore
import NIOHTTP1
public import NIOSSL

/// Talks to one node: signs requests, reads refusals, repeats what may be repeated.
///
/// Call `shutDown` when done; connections are kept open in between.
public final class NodeClient: Sendable {
    /// Named limits of every call.
    public struct Limits: Sendable {
        /// Bytes of a reply's body.
        public var maximumReplyBytes = 64 * 1024 * 1024
        /// To connect, TLS included.
        public var connectSeconds: Int64 = 10
        /// From the request to the end of the reply.
        public var callSeconds: Int64 = 60
        /// Between two pieces of a reply; a feed must send a comment more often.
        public var silenceSeconds: Int64 = 60

        /// The limits as stated.
        public init() {}
    }

    /// Where the node is.
    public let baseURL: BaseURL
    let limits: Limits
    let retry: RetryPolicy
    private let signer: RequestSigner?
    private let now: @Sendable () -> Instant
    private let http: HTTPClient

    /// A client for one node.
    ///
    /// - Parameters:
    ///   - baseURL: such as `https://node.example` or `http://127.0.0.1:8080`.
    ///   - trustRoots: a PEM file of the only authorities that are trusted; nil trusts the system's.
    ///   - signer: signs every request; nil calls without a signature.
    ///   - limits: sizes and times.
    ///   - retry: how calls are repeated.
    ///   - now: the clock that signatures are dated with.
    /// - Throws: `ClientError` with code `badURL` or `badTrustRoots`.
    public convenience init(
        baseURL: String, trustRoots: String? = nil, signer: RequestSigner? = nil, limits: Limits = Limits(),
        retry: RetryPolicy = RetryPolicy(), now: @escaping @Sendable () -> Instant
    ) throws(ClientError) {
        var tls: TLSConfiguration?
        if let trustRoots {
            // Read now, so that a bad file is named here and not by the first handshake.
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(trustRoots), !certificates.isEmpty else {
                throw ClientError(.badTrustRoots, "'\(trustRoots)' holds no certificates in PEM that can be read")
            }
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(certificates)
            tls = configuration
        }
        try self.init(baseURL: baseURL, tls: tls, signer: signer, limits: limits, retry: retry, now: now)
    }

    /// A client for the port that a node keeps for other nodes: each side shows the key that the log enrols for it.
    ///
    /// - Parameters:
    ///   - baseURL: the peer's address, https.
    ///   - peer: the peer's certificate, as `PinnedPeer` took it; nothing else is trusted.
    ///   - own: the certificate of this node.
    ///   - signer: signs every request; nil calls without a signature.
    ///   - limits: sizes and times.
    ///   - retry: how calls are repeated.
    ///   - now: the clock that signatures are dated with.
    /// - Throws: `ClientError` with code `badURL`.
    public convenience init(
        baseURL: String, peer: NIOSSLCertificate, own: NodeCertificate?, signer: RequestSigner? = nil,
        limits: Limits = Limits(), retry: RetryPolicy = RetryPolicy(), now: @escaping @Sendable () -> Instant
    ) throws(ClientError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        own?.configure(&tls)
        tls.verifySignatureAlgorithms = NodeCertificate.algorithms
        tls.trustRoots = .certificates([peer])
        // The key is what counts; a node moves between addresses.
        tls.certificateVerification = .noHostnameVerification
        try self.init(baseURL: baseURL, tls: tls, signer: signer, limits: limits, retry: retry, now: now)
    }

    private init(
        baseURL: String, tls: TLSConfiguration?, signer: RequestSigner?, limits: Limits, retry: RetryPolicy,
        now: @escaping @Sendable () -> Instant
    ) throws(ClientError) {
        self.baseURL = try BaseURL(baseURL)
        self.limits = limits
        self.retry = retry
        self.signer = signer
        self.now = now
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = tls
        configuration.timeout.connect = .seconds(limits.connectSeconds)
        configuration.timeout.read = .seconds(limits.silenceSeconds)
        configuration.redirectConfiguration = .disallow
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections; the client is of no use afterwards.
    public func shutDown() async throws { try await http.shutdown() }

    /// Asks for a resource; repeated when the node is busy or out of reach.
    ///
    /// - Parameters:
    ///   - path: below the base URL, with its query, percent-encoded.
    ///   - accept: the media type wanted.
    /// - Returns: a reply of status 200 to 299.
    /// - Throws: `Problem` when the node refuses, `ClientError` when it cannot be asked.
    public func get(_ path: String, accept: String = "application/json") async throws -> NodeReply {
        try await call(.get, path, [.accept: accept], body: nil, isRepeatable: true)
    }

    /// Sends a body.
    ///
    /// - Parameters:
    ///   - path: below the base URL, with its query, percent-encoded.
    ///   - contentType: the body's media type.
    ///   - body: the body.
    ///   - accept: the media type wanted.
    ///   - isRepeatable: whether sending twice is sending once; true for statements, since one that is logged already is
    ///     answered with its entry.
    /// - Returns: a reply of status 200 to 299.
    /// - Throws: `Problem` when the node refuses, `ClientError` when it cannot be asked.
    public func post(
        _ path: String, contentType: String, body: [UInt8], accept: String = "application/json",
        isRepeatable: Bool = false
    ) async throws -> NodeReply {
        try await call(
            .post, path, [.accept: accept, .contentType: contentType], body: body, isRepeatable: isRepeatable)
    }

    /// Asks for something to be done that needs no body; repeated when the node is busy or out of reach.
    ///
    /// - Throws: `Problem` when the node refuses, `ClientError` when it cannot be asked.
    public func post(_ path: String) async throws -> NodeReply {
        try await call(.post, path, [.accept: "application/json"], body: nil, isRepeatable: true)
    }

    /// Removes a resource; repeated when the node is busy or out of reach.
    ///
    /// - Throws: `Problem` when the node refuses, `ClientError` when it cannot be asked.
    public func delete(_ path: String) async throws -> NodeReply {
        try await call(.delete, path, [.accept: "application/json"], body: nil, isRepeatable: true)
    }

    /// Sends a statement; safe to repeat, and repeated.
    ///
    /// - Throws: `Problem` when the node refuses, `ClientError` when it cannot be asked.
    public func submit(_ submission: Submission, to path: String) async throws -> NodeReply {
        try await post(path, contentType: submission.contentType, body: submission.bytes, isRepeatable: true)
    }

    private func call(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields, body: [UInt8]?, isRepeatable: Bool
    ) async throws -> NodeReply {
        var attempts = 0
        var waited: Int64 = 0
        while true {
            attempts += 1
            let failure: any Error
            var asked: Int64?
            do {
                let reply = try await once(method, path, fields, body: body)
                guard let problem = reply.problem else { return reply }
                guard problem.status == 503 || problem.status == 429 else { throw problem }
                asked = problem.retryAfterSeconds
                failure = problem
            } catch let error as ClientError where error.code == .unreachable || error.code == .timedOut {
                failure = error
            }
            let wait = retry.waitMilliseconds(after: attempts, waitedMilliseconds: waited, askedSeconds: asked)
            guard isRepeatable, let wait else { throw failure }
            try await Task.sleep(for: .milliseconds(wait))
            waited += wait
        }
    }

    /// Sends once, and gives back whatever is answered.
    func once(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields, body: [UInt8]?
    ) async throws -> NodeReply {
        let response = try await send(method, path, fields, body: body, deadlineSeconds: limits.callSeconds)
        let bytes: ByteBuffer
        do {
            bytes = try await response.body.collect(upTo: limits.maximumReplyBytes)
        } catch is NIOTooManyBytesError {
            throw ClientError(.tooLarge, "\(baseURL) answers with more than \(limits.maximumReplyBytes) bytes")
        } catch { throw failure(error) }
        let replied = Self.fields(response.headers)
        // None was asked for, and an unasked one may unfold to any size.
        guard replied[.contentEncoding].map({ $0.lowercased() == "identity" }) ?? true else {
            throw ClientError(.badReply, "\(baseURL) answers with a content encoding that was not asked for")
        }
        return NodeReply(
            status: Int(response.status.code), fields: replied, body: Array(bytes.readableBytesView))
    }

    /// Signs and sends one request; the reply's body is still to be read.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields, body: [UInt8]?, deadlineSeconds: Int64
    ) async throws -> HTTPClientResponse {
        var request = HTTPRequest(
            method: method, scheme: baseURL.scheme, authority: baseURL.authority, path: baseURL.target(path),
            headerFields: fields)
        if let signer {
            do { try signer.sign(&request, body: body, now: now()) } catch {
                throw ClientError(.notSigned, "the request to \(baseURL) cannot be signed: \(error)", cause: error)
            }
        }
        var outgoing = HTTPClientRequest(url: "\(baseURL.scheme)://\(baseURL.authority)\(request.path ?? "/")")
        outgoing.method = HTTPMethod(rawValue: method.rawValue)
        for field in request.headerFields { outgoing.headers.add(name: field.name.rawName, value: field.value) }
        if let body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
        do { return try await http.execute(outgoing, timeout: .seconds(deadlineSeconds)) } catch {
            throw failure(error)
        }
    }

    /// What a failure of the connection means.
    func failure(_ error: any Error) -> any Error {
        if error is CancellationError || error is ClientError || error is Problem { return error }
        switch error as? HTTPClientError {
        case .deadlineExceeded, .readTimeout, .connectTimeout:
            return ClientError(
                .timedOut, "\(baseURL) did not answer in time; is it up, and is the address right?", cause: error)
        case .cancelled where Task.isCancelled: return CancellationError()
        default: return ClientError(.unreachable, "\(baseURL) cannot be reached: \(error)", cause: error)
        }
    }

    static func fields(_ headers: HTTPHeaders) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }
}
