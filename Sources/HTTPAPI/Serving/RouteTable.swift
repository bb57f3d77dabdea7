import HTTPTypes

/// The routes of the interface, found by path, then by method.
struct RouteTable: Sendable {
    /// What a path and a method lead to.
    enum Match {
        case route(Int, parameters: [String])
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    let routes: [Endpoint]
    /// Numbers of the routes by their first literal; routes that begin with a parameter do not exist.
    private let byFirst: [String: [Int]]

    init(_ routes: [Endpoint]) {
        self.routes = routes
        byFirst = Dictionary(grouping: routes.indices) { index in
            if case .literal(let first)? = routes[index].segments.first { first } else { "" }
        }
    }

    /// Finds the route; a HEAD request is answered as a GET without its body.
    ///
    /// Where a name of ours and a parameter would both fit, the path is the name's.
    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        guard path.utf8.first == UInt8(ascii: "/") else { return .nothing }
        // Bytes, not characters: a combining mark after a slash must not hide it.
        let parts = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        let isRoot = parts == [""]
        var found: [(index: Int, parameters: [String])] = []
        for index in byFirst[isRoot ? "" : parts[0]] ?? [] {
            guard let parameters = Self.parameters(routes[index].segments, isRoot ? [] : parts) else { continue }
            found.append((index, parameters))
        }
        guard let fewest = found.map(\.parameters.count).min() else { return .nothing }
        let wanted = method == .head ? .get : method
        var others: [HTTPRequest.Method] = []
        for (index, parameters) in found where parameters.count == fewest {
            if routes[index].method == wanted { return .route(index, parameters: parameters) }
            others += routes[index].method == .get ? [.get, .head] : [routes[index].method]
        }
        return .otherMethods(others)
    }

    private static func parameters(_ segments: [Endpoint.Segment], _ parts: [String]) -> [String]? {
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
