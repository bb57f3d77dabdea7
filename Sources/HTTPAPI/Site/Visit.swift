package import Coordination
import HTTPSignatures
package import HTTPTypes
package import Hummingbird
import NIOCore
import ParleyNode
package import Statements
import TransparencyLog

/// A request for a page, with the way to everything that the interface for programs answers.
package struct Visit: Sendable {
    /// The server, as its pages see it.
    package let inside: Inside
    /// The request.
    package let request: Request
    /// The path, not decoded.
    package let path: String
    /// The query, decoded.
    package let query: QueryFields
    /// The request's number.
    package let id: String
    let channel: any Channel

    /// The body, read whole.
    ///
    /// - Parameter limit: Bytes that are read at most.
    /// - Returns: The bytes as they came.
    /// - Throws: `body-too-large`.
    package func body(limit: Int) async throws -> [UInt8] {
        try await BodyReader.read(request, limit: limit)
    }

    /// Whose key signed this request (RFC 9421), body included.
    ///
    /// - Parameter body: The body as it came.
    /// - Returns: The key as the log enrols it, while it speaks.
    /// - Throws: a problem that names what is wrong with the signature.
    package func signer(_ body: [UInt8]) throws -> EnrolledKey {
        let facilities = inside.facilities
        let (verified, _) = try facilities.authentication.verify(request, at: facilities.node)
        do { try verified.check(body: HashedBody(body)) } catch { throw Problem(error) }
        guard let key = inside.speaker(verified.keyID) else { throw Problem(SignatureError.keyUnknown(verified.keyID)) }
        return key
    }

    /// Answers a path of the interface for programs as one of its callers would be answered.
    ///
    /// - Parameters:
    ///   - path: the path, without the query.
    ///   - method: GET, or POST with a body.
    ///   - query: the query as it stands in an address; nil for none.
    ///   - caller: who asks; nil for anybody.
    ///   - language: the language of the sentences.
    ///   - body: the body of a POST.
    /// - Returns: the answer.
    /// - Throws: the problem with which the interface answers.
    package func ask(
        _ path: String, method: HTTPRequest.Method = .get, query: String? = nil, as caller: Caller?,
        language: String, body: [UInt8] = []
    ) async throws -> Response {
        guard case .route(let index, let parameters) = inside.table.match(method, path) else { throw Problem.notFound }
        let route = inside.table.routes[index]
        switch route.access {
        case .anybody: break
        case .readersOfTheLog where inside.facilities.configuration.entriesArePublic: break
        case .signed, .readersOfTheLog: guard caller != nil else { throw Problem.notFound }
        }
        let fields = try QueryFields(query)
        try fields.allow(route.query)
        var headers: HTTPFields = [.accept: "application/json", .acceptLanguage: language]
        if method == .post { headers[.contentType] = "application/json" }
        let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: path, headerFields: headers)
        return try await route.handler(
            Exchange(
                facilities: inside.facilities,
                request: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body))), query: fields,
                parameters: parameters, reader: caller?.party, readersKey: caller?.key, body: body,
                mediaType: method == .post ? "application/json" : "", channel: channel, id: id))
    }
}

/// Who asks through a page.
package struct Caller: Hashable, Sendable {
    /// The party.
    package let party: PartyID
    /// Its officer.
    package let officer: OfficerID
    /// The key by which the caller is known.
    package let key: KeyFingerprint

    /// A caller from its parts.
    package init(party: PartyID, officer: OfficerID, key: KeyFingerprint) {
        self.party = party
        self.officer = officer
        self.key = key
    }
}
