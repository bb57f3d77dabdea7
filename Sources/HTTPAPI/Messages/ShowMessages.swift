import Coordination
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// `GET /messages` and `GET /messages/{owner}/{subject}`: messages that the caller may read, and what came of each.
enum ShowMessages {
    /// The parameters of the query.
    static let names = ["line", "party", "state", "before", "limit"]

    static func list(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let query = try query(exchange)
        let page = try await exchange.compute(takesSeat: false) { picture.messages(matching: query) }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("messages")
                fields.array { list in
                    for message in page.messages { message.write(to: &list, now: picture.clock.now ?? .earliest) }
                }
                if let next = page.next { fields.member("before", next.value) }
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                knowledge.write(to: &fields)
            }
        }
    }

    static func one(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1)),
            let message = picture.messages[RecordID(owner: owner, subject: subject)],
            message.isReadable(by: exchange.reader)
        else { throw Problem.notFound }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("message")
                message.write(to: &fields, now: picture.clock.now ?? .earliest)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }

    private static func query(_ exchange: Exchange) throws -> MessageQuery {
        var query = MessageQuery(
            reader: exchange.reader, limit: try OpenEnds.limit(exchange, MessageQuery.maximumLimit))
        if let text = exchange.query["line"] {
            guard let line = RecordID(text) else { throw Problem.query("line", "must be a line's name, 'owner/name'") }
            query.line = line
        }
        query.party = try OpenEnds.party(exchange)
        if let text = exchange.query["state"] {
            guard let state = MessageState(rawValue: text) else {
                let words = MessageState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.query("state", "must be one of \(words)")
            }
            query.state = state
        }
        if let text = exchange.query["before"] {
            guard let entry = EntryIndex(decimal: text) else {
                throw Problem.query("before", "must be the number of an entry")
            }
            query.before = entry
        }
        return query
    }
}

/// `GET /open-ends`: everything unanswered that the caller may see, oldest first.
///
/// What changes it comes on the feed: every message, answer, step and lapse is an entry.
enum OpenEnds {
    /// The parameters of the query.
    static let names = ["party", "limit"]

    static func list(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let query = OpenEndQuery(
            reader: exchange.reader, party: try party(exchange),
            limit: try limit(exchange, OpenEndQuery.maximumLimit))
        let board = try await exchange.compute(takesSeat: false) { picture.openEnds(query) }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("openEnds")
                fields.array { list in
                    for end in board.ends { end.write(to: &list, now: picture.clock.now ?? .earliest) }
                }
                fields.member("total", board.total)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                knowledge.write(to: &fields)
            }
        }
    }

    static func party(_ exchange: Exchange) throws -> PartyID? {
        guard let text = exchange.query["party"] else { return nil }
        do { return try PartyID(text) } catch { throw Problem.query("party", "\(error)") }
    }

    static func limit(_ exchange: Exchange, _ most: Int) throws -> Int {
        guard let text = exchange.query["limit"] else { return min(100, most) }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw Problem.query("limit", "must be from 1 to \(most)")
        }
        return limit
    }
}

/// `GET /instruments`: the texts that set the times, clause by clause, so that everybody knows what they are held to.
enum ShowInstruments {
    static func list(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("instruments")
                fields.array { list in for instrument in picture.instruments.inOrder { instrument.write(to: &list) } }
                fields.member("exercise", picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }
}
