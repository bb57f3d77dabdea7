import HTTPTypes
import Hummingbird

/// One path with one method: who may call it, what body it takes, what answers.
struct Endpoint: Sendable {
    /// Who may call.
    enum Access: Sendable {
        /// Anybody.
        case anybody
        /// A request signed by an enrolled key.
        case signed
        /// Anybody where the log's entries are public, else a signed request.
        case readersOfTheLog
    }

    /// What body a request has.
    enum Body: Sendable {
        /// None.
        case none
        /// One that is read whole before the handler runs.
        case whole(any KeyPath<HTTPLimits, Int> & Sendable, mediaTypes: [String])
        /// One that the handler reads while it answers.
        case streamed(mediaTypes: [String])
    }

    /// A part of a path.
    enum Segment: Hashable, Sendable {
        case literal(String)
        /// One segment, named in the interface's description.
        case parameter(String)
        /// Everything that is left, slashes included.
        case rest(String)
    }

    typealias Handler = @Sendable (Exchange) async throws -> Response

    let method: HTTPRequest.Method
    /// The path as the interface's description spells it; also the label in metrics.
    let template: String
    let segments: [Segment]
    let access: Access
    /// Parameters that the query may have.
    let query: [String]
    let body: Body
    let handler: Handler

    init(
        _ method: HTTPRequest.Method, _ template: String, _ access: Access, query: [String] = [],
        body: Body = .none,
        handler: @escaping Handler
    ) {
        self.method = method
        self.template = template
        self.access = access
        self.query = query
        self.body = body
        self.handler = handler
        segments = template.split(separator: "/", omittingEmptySubsequences: true).map { part in
            guard part.hasPrefix("{") else { return .literal(String(part)) }
            let name = String(part.dropFirst().dropLast())
            return name == "path" ? .rest(name) : .parameter(name)
        }
    }
}
