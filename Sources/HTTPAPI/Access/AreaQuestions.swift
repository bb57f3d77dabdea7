import Coordination
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /areas` and `GET /records/{owner}/{subject}/hazards`: what is stated of a place, and dangerous ground on a way.
enum AreaQuestions {
    /// The parameters of the query for a place.
    static let areaNames = ["pcode", "name"]
    /// The parameters of the query for hazards.
    static let hazardNames = ["withinMetres"]
    /// How near is asked for where nothing is said.
    static let usualMetres: Int64 = 500

    /// What came of looking for hazards.
    private enum Found: Sendable {
        case nothingThere
        case placeUnknown
        case compared([HazardFinding])
    }

    static func area(_ exchange: Exchange) async throws -> Response {
        let key: PlaceKey
        switch (exchange.query["pcode"], exchange.query["name"]) {
        case (let code?, nil): key = .pcode(code)
        case (nil, let name?): key = .name(name)
        default: throw Problem.query("pcode", "give just one of 'pcode' and 'name'")
        }
        let state = exchange.node.publisher.state
        let (picture, reader) = (state.picture, exchange.reader)
        let account = try await exchange.compute(takesSeat: false) { picture.areaAccount(key, as: reader) }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("area")
                account.write(to: &fields)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }

    static func hazards(_ exchange: Exchange) async throws -> Response {
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1))
        else { throw Problem.notFound }
        var metres = usualMetres
        if let text = exchange.query["withinMetres"] {
            guard let number = Int64(text), (0...200_000).contains(number) else {
                throw Problem.query("withinMetres", "must be from 0 to 200000")
            }
            metres = number
        }
        let state = exchange.node.publisher.state
        let (picture, reader, within) = (state.picture, exchange.reader, metres * 1_000)
        let id = RecordID(owner: owner, subject: subject)
        let found: Found = try await exchange.compute(takesSeat: false) {
            if let onWay = picture.hazards(nearMovement: id, within: within, as: reader) { return .compared(onWay) }
            guard let atPlace = picture.hazards(nearReturn: id, within: within, as: reader) else {
                return .nothingThere
            }
            return atPlace.findings.map { .compared($0) } ?? .placeUnknown
        }
        var findings: [HazardFinding] = []
        var note = HazardFinding.knownOnly
        switch found {
        case .nothingThere: throw Problem.notFound
        case .compared(let list): findings = list
        case .placeUnknown: note = "the place of return has no position, so nothing was compared; " + note
        }
        let isCompared = if case .compared = found { true } else { false }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        return Reply.json { writer in
            writer.object { fields in
                fields.key("hazards")
                fields.array { list in for finding in findings { finding.write(to: &list) } }
                fields.member("compared", isCompared)
                fields.member("note", note)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                knowledge.write(to: &fields)
            }
        }
    }
}
