import Hummingbird
import ParleyNode
import StrictJSON

/// `POST /checks`: whom a planned activity would endanger, as far as the caller may know.
///
/// Nothing of it is kept, logged or counted by place.
enum RunCheck {
    static func run(_ exchange: Exchange) async throws -> Response {
        let (body, node, reader) = (exchange.body, exchange.node, exchange.reader)
        let limit = exchange.limits.checkBodyBytes
        if let reader {
            guard exchange.facilities.checkSeats.take(reader) else {
                let seconds = exchange.limits.retryAfterSeconds
                var problem = Problem(
                    "too-many-checks", "your party asks too much of this server at once; ask again in \(seconds) s")
                problem.retryAfterSeconds = seconds
                throw problem
            }
        }
        defer { if let reader { exchange.facilities.checkSeats.giveBack(reader) } }
        // Reading compares edges with edges; both that and the search are long work for the largest activities.
        let bytes = try await exchange.facilities.computing.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) {
            do {
                let asked = try ActivityReader.read(body, limit: limit)
                let (answer, knowledge) = node.check(asked.activity, as: reader)
                return CheckReply.json(asked, answer, knowledge)
            } catch let error as JSONError {
                let rule = error.rule.isSyntax ? "malformed-activity" : "activity-rule"
                throw Problem(rule, error.description, pointer: error.pointer)
            }
        }
        return Reply.bytes(bytes, type: "application/json")
    }
}
