import Coordination
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import StrictJSON

/// `GET /map`: what the caller may read of a part of the Earth at a time, one by one or in clusters.
enum ShowMap {
    /// Said of a time that is over.
    static let isPast =
        "this is what this register knows now of that time; what was known then may have been less or other"
    /// Said of a time to come.
    static let isAhead = "this is what is notified so far for that time; more can be notified until then"

    static func run(_ exchange: Exchange) async throws -> Response {
        let query = try MapQueryReader.read(exchange.query)
        let state = exchange.node.publisher.state
        let picture = state.picture
        let (reader, language) = (exchange.reader, exchange.language)
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let bytes = try await exchange.compute(takesSeat: true) {
            let view = picture.map(query, as: reader)
            var writer = JSONWriter(capacity: 4_096 + view.features.count * 512 + view.clusters.count * 160)
            writer.object { fields in
                fields.key("time")
                fields.object { time in
                    time.member("from", view.window.start.description)
                    if query.until != nil { time.member("until", orNull: view.window.end?.description) }
                    time.member("isPast", view.isPast)
                    if view.isPast {
                        time.member("note", isPast)
                    } else if let now = picture.clock.now, query.until.map({ $0 > now }) ?? (view.window.start > now) {
                        time.member("note", isAhead)
                    }
                }
                MapReply(picture: picture, view: view, simplifiedAt: query.zoom).write(to: &fields)
                fields.member("note", Wording.restrictedElsewhere)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                fields.doctrine(in: language)
                knowledge.write(to: &fields)
            }
            return writer.bytes
        }
        return Reply.bytes(bytes, type: "application/json")
    }
}
