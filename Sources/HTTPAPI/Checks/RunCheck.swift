import Hummingbird
import ParleyNode
import StrictJSON

/// `POST /checks`: whom a planned activity would endanger, as far as the caller may know.
///
/// Nothing of it is kept, logged or counted by place.
enum RunCheck {
    static func run(_ exchange: Exchange) async throws -> Response {
        let (body, node, reader, language) = (exchange.body, exchange.node, exchange.reader, exchange.language)
        let limit = exchange.limits.checkBodyBytes
        // Reading compares edges with edges; both that and the search are long work for the largest activities.
        let bytes = try await exchange.compute(takesSeat: true) {
            do {
                let asked = try ActivityReader.read(body, limit: limit)
                let (answer, knowledge) = node.check(asked.activity, as: reader)
                return CheckReply.json(asked, answer, knowledge, in: language)
            } catch let error as JSONError {
                let rule = error.rule.isSyntax ? "malformed-activity" : "activity-rule"
                throw Problem(rule, error.description, pointer: error.pointer)
            }
        }
        return Reply.bytes(bytes, type: "application/json")
    }
}
