import Geodesy
import Coordination
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /records`: the records that match and that the caller may read, in the order in which the log first named them.
enum ListRecords {
    static func run(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let query = try RecordQueryReader.read(exchange.query, in: picture, as: exchange.reader)
        let reader = exchange.reader
        // A path over many records is as much work as a check.
        let page = try await exchange.compute(takesSeat: query.vicinity != nil) {
            picture.records(matching: query, as: reader)
        }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let language = exchange.language
        return Reply.json { writer in
            writer.object { fields in
                fields.key("records")
                fields.array { list in
                    for item in page.records {
                        item.record.write(to: &list, now: picture.clock.now, in: picture, as: reader)
                    }
                }
                let last = page.next.map { picture.records[$0].id }
                fields.member("next", orNull: last.map { next(after: $0, exchange.query) })
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                fields.doctrine(in: language)
                knowledge.write(to: &fields)
            }
        }
    }

    /// The address of the next page: the same filters, further on.
    private static func next(after id: RecordID, _ query: QueryFields) -> String {
        var parts: [String] = []
        for name in RecordQueryReader.names where name != "after" {
            let value = RecordQueryReader.texts.contains(name) ? query.text(name) : query[name]
            if let value { parts.append("\(name)=\(QueryFields.encoded(value))") }
        }
        parts.append("after=\(QueryFields.encoded(id.description))")
        return "/records?" + parts.joined(separator: "&")
    }
}

/// `GET /records/{owner}/{subject}`: one record; one that the caller may not read looks like one that does not exist.
enum ShowRecord {
    static func show(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1)),
            let record = picture.record(RecordID(owner: owner, subject: subject)),
            record.isReadable(by: exchange.reader)
        else { throw Problem.notFound }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let (reader, language) = (exchange.reader, exchange.language)
        return Reply.json { writer in
            writer.object { fields in
                fields.key("record")
                record.write(to: &fields, now: picture.clock.now, in: picture, as: reader)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.doctrine(in: language)
                knowledge.write(to: &fields)
            }
        }
    }
}
