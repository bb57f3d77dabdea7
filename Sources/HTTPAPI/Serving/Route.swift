import HTTPTypes
import Hummingbird

/// One path with one method: who may call it, what body it takes, what answers.
struct Route: Sendable {
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
        case whole(KeyPath<HTTPLimits, Int> & Sendable, mediaTypes: [String])
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
    let body: Body
    let handler: Handler

    init(
        _ method: HTTPRequest.Method, _ template: String, _ access: Access, body: Body = .none,
        handler: @escaping Handler
    ) {
        self.method = method
        self.template = template
        self.access = access
        self.body = body
        self.handler = handler
        segments = template.split(separator: "/", omittingEmptySubsequences: true).map { part in
            guard part.hasPrefix("{") else { return .literal(String(part)) }
            let name = String(part.dropFirst().dropLast())
            return name == "path" ? .rest(name) : .parameter(name)
        }
    }
}

/// The routes of the interface, found by path, then by method.
struct RouteTable: Sendable {
    /// What a path and a method lead to.
    enum Match {
        case route(Int, parameters: [String])
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    let routes: [Route]
    /// Numbers of the routes by their first literal; routes that begin with a parameter do not exist.
    private let byFirst: [String: [Int]]

    init(_ routes: [Route]) {
        self.routes = routes
        byFirst = Dictionary(grouping: routes.indices) { index in
            if case .literal(let first)? = routes[index].segments.first { first } else { "" }
        }
    }

    /// Finds the route; a HEAD request is answered as a GET without its body.
    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        guard path.utf8.first == UInt8(ascii: "/") else { return .nothing }
        // Bytes, not characters: a combining mark after a slash must not hide it.
        let parts = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        let isRoot = parts == [""]
        let wanted = method == .head ? .get : method
        var others: [HTTPRequest.Method] = []
        for index in byFirst[isRoot ? "" : parts[0]] ?? [] {
            let route = routes[index]
            guard let parameters = Self.parameters(route.segments, isRoot ? [] : parts) else { continue }
            if route.method == wanted { return .route(index, parameters: parameters) }
            others.append(route.method)
            if route.method == .get { others.append(.head) }
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }

    private static func parameters(_ segments: [Route.Segment], _ parts: [String]) -> [String]? {
        var found: [String] = []
        for (index, segment) in segments.enumerated() {
            switch segment {
            case .rest:
                guard index < parts.count else { return nil }
                found.append(parts[index...].joined(separator: "/"))
                return found
            case .literal(let text):
                guard index < parts.count, parts[index] == text else { return nil }
            case .parameter:
                guard index < parts.count, !parts[index].isEmpty else { return nil }
                found.append(parts[index])
            }
        }
        return segments.count == parts.count ? found : nil
    }
}
