import Coordination
import Geodesy
import HashTreeCollections
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /lines` and `GET /lines/{owner}/{subject}`: what is declared of each line, what was seen of it, what was missed.
enum ShowLines {
    static func list(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("lines")
                fields.array { list in
                    for line in picture.lines.lines.values.sorted(by: { $0.id < $1.id }) {
                        line.write(to: &list, now: picture.clock.now, register: picture.register)
                    }
                }
                fields.member("exercise", picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }

    static func one(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let line = try line(exchange, state.picture)
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("line")
                line.write(to: &fields, now: state.picture.clock.now, register: state.picture.register)
                fields.member("exercise", state.picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }

    /// The line that the path names.
    static func line(_ exchange: Exchange, _ picture: Picture) throws -> Line {
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1)),
            let line = picture.lines[RecordID(owner: owner, subject: subject)]
        else { throw Problem.notFound }
        return line
    }
}
