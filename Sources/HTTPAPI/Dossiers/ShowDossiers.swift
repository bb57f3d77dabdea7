import Coordination
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /dossiers` and `GET /dossiers/{owner}/{subject}`: convoys' paper, obstacles to access, assessments, conditions of
/// return, hazards, as far as the caller may read them.
enum ShowDossiers {
    /// The parameters of the query.
    static let names = ["mechanism", "owner", "pcode", "after", "limit"]

    static func list(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        let query = try query(exchange)
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        // A page of long manifests takes a while to reconcile.
        let (shown, next) = try await exchange.compute(takesSeat: false) {
            let page = picture.dossiers(matching: query)
            var writer = JSONWriter(capacity: 4_096)
            writer.array { list in
                for dossier in page.dossiers { dossier.write(to: &list, now: picture.clock.now ?? .earliest) }
            }
            return (writer.bytes, page.next)
        }
        return Reply.json { writer in
            writer.object { fields in
                fields.key("dossiers")
                fields.raw(shown)
                if let next { fields.member("after", next.description) }
                if query.mechanism == .hazard { fields.member("note", HazardFinding.knownOnly) }
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                knowledge.write(to: &fields)
            }
        }
    }

    static func one(_ exchange: Exchange) async throws -> Response {
        let state = exchange.node.publisher.state
        let dossier = try dossier(exchange, state.picture)
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let shown = try await exchange.compute(takesSeat: false) {
            var writer = JSONWriter(capacity: 4_096)
            dossier.write(to: &writer, now: state.picture.clock.now ?? .earliest)
            return writer.bytes
        }
        return Reply.json { writer in
            writer.object { fields in
                fields.key("dossier")
                fields.raw(shown)
                fields.member("exercise", state.picture.accord?.isExercise ?? false)
                knowledge.write(to: &fields)
            }
        }
    }

    /// The dossier that the path names; one that the caller may not read is not there.
    static func dossier(_ exchange: Exchange, _ picture: Picture) throws -> Dossier {
        guard let owner = try? PartyID(exchange.parameter(0)), let subject = try? SubjectID(exchange.parameter(1)),
            let dossier = picture.dossiers[RecordID(owner: owner, subject: subject)],
            dossier.isReadable(by: exchange.reader)
        else { throw Problem.notFound }
        return dossier
    }

    private static func query(_ exchange: Exchange) throws -> DossierQuery {
        let words = DossierMechanism.allCases.map(\.rawValue).joined(separator: ", ")
        guard let mechanism = exchange.query["mechanism"].flatMap(DossierMechanism.init) else {
            throw Problem.query("mechanism", "must be one of \(words)")
        }
        var query = DossierQuery(
            reader: exchange.reader, mechanism: mechanism,
            limit: try OpenEnds.limit(exchange, DossierQuery.maximumLimit))
        if let text = exchange.query["owner"] {
            do { query.owner = try PartyID(text) } catch { throw Problem.query("owner", "\(error)") }
        }
        query.pcode = exchange.query["pcode"]
        if let text = exchange.query["after"] {
            guard let after = RecordID(text) else {
                throw Problem.query("after", "must be a dossier's name, 'owner/name'")
            }
            query.after = after
        }
        return query
    }
}
