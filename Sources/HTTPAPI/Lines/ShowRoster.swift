import Coordination
import Calendars
import Geodesy
import HashTreeCollections
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /lines/{owner}/{subject}/roster` and `.../roster.ics`: who is on duty at a desk, and what is going to be wrong.
enum ShowRoster {
    /// Hand-overs that one reply lists, the newest.
    static let maximumHandOvers = 100

    static func show(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let reader = exchange.reader
        let (question, findings) = try await exchange.compute(takesSeat: false) {
            () throws -> (RosterQuestion, [RosterFinding]?) in
            let question = try RosterQuestion(exchange, picture)
            // What the caller may not see would look like holes.
            guard !question.timeline.isIncomplete, question.officer == nil else {
                return (question, nil)
            }
            let findings = RosterAhead.check(
                question.timeline, at: question.line, of: question.party, register: picture.register,
                instruments: picture.instruments, from: question.from, until: question.until)
            return (question, findings)
        }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.member("line", question.line.id.description)
                fields.member("party", question.party.rawValue)
                fields.member("from", question.from.description)
                fields.member("until", question.until.description)
                fields.key("spells")
                fields.array { list in
                    for spell in question.timeline.spells where question.officer.map({ $0 == spell.officer }) ?? true {
                        spell.write(to: &list)
                    }
                }
                fields.member("isIncomplete", question.timeline.isIncomplete)
                fields.key("findings")
                if let findings {
                    fields.array { list in for finding in findings { finding.write(to: &list) } }
                } else {
                    fields.null()
                }
                fields.key("handOvers")
                fields.array { list in
                    for handOver in handOvers(question, picture, reader) { handOver.write(to: &list) }
                }
                fields.member("exercise", picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }

    private static func handOvers(_ question: RosterQuestion, _ picture: Picture, _ reader: PartyID?) -> [HandOver] {
        let all = picture.rosters.handOvers.values.filter { handOver in
            handOver.id.owner == question.party && handOver.note.line == question.line.id
                && question.from <= handOver.note.at && handOver.note.at < question.until
                && handOver.isReadable(by: reader)
        }
        return all.sorted { ($0.note.at, $0.id) < ($1.note.at, $1.id) }.suffix(maximumHandOvers)
    }

    static func calendar(_ exchange: Exchange) async throws -> Response {
        let picture = exchange.node.publisher.state.picture
        guard let accord = picture.accord else { throw Problem.notFound }
        let bytes = try await exchange.compute(takesSeat: false) {
            let question = try RosterQuestion(exchange, picture)
            var file = RosterCalendar.file(
                question.timeline, at: question.line, of: question.party, in: accord.id, officer: question.officer)
            if accord.isExercise { file.text = "\(Wording.isExercise) \(file.text)" }
            return file.bytes
        }
        return Reply.cached(bytes, type: "text/calendar; charset=utf-8", .checked, for: exchange.request)
    }
}
