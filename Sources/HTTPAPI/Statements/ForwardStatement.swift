import HTTPTypes
import Hummingbird
import ParleyNode
import Statements

/// A statement at a node that follows a log: handed on byte for byte, and answered as the upstream answers.
///
/// The receipt is verified here before anybody sees it. Nothing else of the answer is taken over but its status and body.
enum ForwardStatement {
    private static let mediaTypes = ["application/json", "application/problem+json", "text/plain"]

    static func run(_ exchange: Exchange, envelope: [UInt8]) async throws -> Response {
        let answer = try await exchange.node.forward(
            ForwardedStatement(
                body: exchange.body, contentType: exchange.mediaType,
                accept: exchange.prefersPlainText ? "text/plain" : "application/json",
                prefersPromise: SubmitStatement.prefersPromise(exchange.request)),
            holding: envelope)
        let type = answer.contentType.lowercased()
        guard mediaTypes.contains(where: { type.hasPrefix($0) }), (200...599).contains(answer.status) else {
            throw Problem(Unavailable.upstreamLied("its answer is of no form that a node answers in"))
        }
        var headers: HTTPFields = [:]
        if let seconds = answer.retryAfterSeconds, let name = HTTPField.Name("Retry-After") {
            headers[name] = "\(min(max(seconds, 0), 3_600))"
        }
        // Where it is here, by its own name: the upstream's word is not needed for that.
        if (200...299).contains(answer.status), let hash = try? SignedStatement(envelope).hash {
            headers[.location] = answer.status == 202 ? "/statements/\(hash)/receipt" : "/statements/\(hash)"
        }
        return Reply.bytes(answer.body, type: type, status: .init(code: answer.status), headers: headers)
    }
}
