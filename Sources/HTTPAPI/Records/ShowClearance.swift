import Coordination
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /records/{owner}/{subject}/clearance`: who controls each stretch of a movement's way, what is missing there, and which
/// dangerous ground is near it; for its owner alone.
enum ShowClearance {
    static func run(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1))
        else { throw Problem.notFound }
        let (id, reader) = (RecordID(owner: owner, subject: subject), exchange.reader)
        let within = AreaQuestions.usualMetres * 1_000
        let found = try await exchange.compute(takesSeat: false) {
            (picture.routeClearance(of: id, as: reader), picture.hazards(nearMovement: id, within: within, as: reader))
        }
        guard let clearance = found.0 else { throw Problem.notFound }
        let hazards = found.1 ?? []
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("clearance")
                clearance.write(to: &fields)
                fields.key("hazards")
                fields.array { list in for hazard in hazards { hazard.write(to: &list) } }
                fields.member("hazardNote", HazardFinding.knownOnly)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                knowledge.write(to: &fields)
            }
        }
    }
}
