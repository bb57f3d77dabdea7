import Coordination
import HTTPSignatures
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ParleyNode
import Statements

/// What the transport knows of a request.
struct ConnectionContext: InitializableFromSource, Sendable {
    let channel: any Channel
    let logger: Logger

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
        logger = source.logger
    }

    /// The request's number, unique for this run of the server.
    var id: String { logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "\(RequestID())" }
}

/// Answers every request: limits, path, caller, body, handler; and makes a problem of whatever fails.
struct APIResponder: HTTPResponder {
    typealias Context = ConnectionContext

    let facilities: Facilities
    let table: RouteTable
    /// Pages for people; nil where there are none.
    let site: (any Site)?

    /// A body that broke off is the transport's to deal with.
    private struct BrokenOff: Error { let cause: any Error }

    /// What is known of a request when its answer is ready.
    private struct Progress {
        var route: Int?
        var hasReadBody = false
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let started = ContinuousClock.now
        let id = context.id
        let deadline = facilities.deadlines.enter(
            context.channel, seconds: facilities.configuration.limits.requestSeconds)
        defer { facilities.deadlines.leave(deadline) }
        var progress = Progress()
        var response: Response
        do {
            response = try await answer(request, id, context, &progress)
        } catch let broken as BrokenOff {
            throw broken.cause
        } catch {
            response = problem(for: error, id, context.logger).response
        }
        SecurityHeaders.add(to: &response, id: id, speaksTLS: facilities.configuration.speaksTLS)
        if request.method == .head { response = response.createHeadResponse() }
        if !progress.hasReadBody, BodyReader.announcesBody(request) { response.closes(context.channel) }
        facilities.metrics.count(
            route: progress.route, status: response.status.code, took: ContinuousClock.now - started)
        return response
    }

    private func answer(
        _ request: Request, _ id: String, _ context: ConnectionContext, _ progress: inout Progress
    ) async throws -> Response {
        let limits = facilities.configuration.limits
        let target = try checkedTarget(request, limits)
        if let site, site.owns(target.path) {
            progress.hasReadBody = request.method != .get && request.method != .head
            return try await site.respond(
                to: Visit(
                    inside: Inside(facilities: facilities, table: table), request: request, path: target.path,
                    query: try QueryFields(target.query), id: id, channel: context.channel))
        }
        let index: Int
        let parameters: [String]
        switch table.match(request.method, target.path) {
        case .nothing: throw Problem.notFound
        case .otherMethods(let methods):
            var problem = Problem("method-not-allowed", "this path does not take \(request.method)")
            problem.headers[.allow] = Set(methods.map(\.rawValue)).sorted().joined(separator: ", ")
            throw problem
        case .route(let found, let values): (index, parameters) = (found, values)
        }
        let route = table.routes[index]
        progress.route = index
        let caller = try authenticate(request, route)
        let query = try QueryFields(target.query)
        try query.allow(route.query)
        let mediaType = BodyReader.mediaType(request)
        var body: [UInt8] = []
        switch route.body {
        case .none:
            guard !BodyReader.announcesBody(request) else {
                throw Problem("body-not-taken", "this path takes no body with \(request.method)")
            }
            try compare([], with: caller?.request)
        case .whole(let limit, let mediaTypes):
            try BodyReader.check(mediaType, among: mediaTypes)
            _ = try BodyReader.isGzip(request)
            body = try await read(request, limit: limits[keyPath: limit])
            progress.hasReadBody = true
            try compare(body, with: caller?.request)
            body = try BodyReader.plain(body, of: request, limit: limits[keyPath: limit], ratio: limits.gzipRatio)
        case .streamed(let mediaTypes):
            try BodyReader.check(mediaType, among: mediaTypes)
            _ = try BodyReader.isGzip(request)
        }
        let response = try await route.handler(
            Exchange(
                facilities: facilities, request: request, query: query, parameters: parameters,
                reader: caller?.reader, readersKey: caller?.request.keyID, body: body, mediaType: mediaType,
                channel: context.channel, id: id))
        // From here on the handler's answer reads it.
        if case .streamed = route.body { progress.hasReadBody = true }
        return response
    }

    private func checkedTarget(_ request: Request, _ limits: HTTPLimits) throws -> (path: String, query: String?) {
        let target = request.head.path ?? ""
        guard target.utf8.count <= limits.targetBytes else {
            throw Problem("target-too-long", "path and query are longer than \(limits.targetBytes) bytes")
        }
        var bytes = target.utf8.count
        for field in request.headers { bytes += field.name.rawName.utf8.count + field.value.utf8.count + 4 }
        guard bytes <= limits.headerBytes else {
            throw Problem("headers-too-large", "the header fields are longer than \(limits.headerBytes) bytes together")
        }
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, nil) }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }

    private func authenticate(_ request: Request, _ route: Endpoint) throws -> (
        request: VerifiedRequest, reader: PartyID
    )? {
        switch route.access {
        case .anybody: return nil
        case .readersOfTheLog where facilities.configuration.entriesArePublic: return nil
        case .signed, .readersOfTheLog: return try facilities.authentication.verify(request, at: facilities.node)
        }
    }

    private func read(_ request: Request, limit: Int) async throws -> [UInt8] {
        do {
            return try await BodyReader.read(request, limit: limit)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw BrokenOff(cause: error)
        }
    }

    private func compare(_ body: [UInt8], with request: VerifiedRequest?) throws {
        guard let request else { return }
        do { try request.check(body: HashedBody(body)) } catch { throw Problem(error) }
    }

    private func problem(for error: any Error, _ id: String, _ logger: Logger) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case let unavailable as Unavailable: return Problem(unavailable)
        default: return .incident(error, id, logger)
        }
    }
}

extension Problem {
    /// A failure of ours: the cause goes to the journal, its number to the caller.
    static func incident(_ error: any Error, _ id: String, _ logger: Logger) -> Problem {
        logger.error("request failed", metadata: ["incident": "\(id)", "error": "\(error)"])
        var problem = Problem("internal", "this node failed to answer; tell its operator the incident number")
        problem.incident = id
        return problem
    }
}

extension Response {
    /// Ends the connection after this reply, without reading a body that nobody asked for.
    ///
    /// The caller gets a moment to take the reply: closing at once, with bytes unread, could destroy it on the way.
    mutating func closes(_ channel: any Channel) {
        let inner = body
        body = ResponseBody(contentLength: inner.contentLength) { writer in
            try await inner.write(writer)
            channel.lingerThenClose()
        }
        headers[.connection] = "close"
    }
}

extension Channel {
    /// Closes in a second.
    func lingerThenClose() {
        _ = eventLoop.scheduleTask(in: .seconds(1)) { self.close(promise: nil) }
    }
}
