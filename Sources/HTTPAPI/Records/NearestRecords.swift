import Coordination
import Deconfliction
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON

/// `GET /records/nearest`: the records nearest to a place that the caller may read, nearest first.
enum NearestRecords {
    /// Every parameter, as the interface's description lists them.
    static let names = ["at", "limit", "from", "until"]
    /// How many are shown unless the caller says otherwise.
    static let usualLimit = 10

    static func run(_ exchange: Exchange) async throws -> Response {
        let place = try PlaceParameters.place(exchange.query)
        let limit =
            try exchange.query["limit"].map { try PlaceParameters.limit($0, ConflictIndex.mostNearest) } ?? usualLimit
        let window = try PlaceParameters.window(exchange.query)
        let (state, reader) = (exchange.node.publisher.state, exchange.reader)
        let picture = state.picture
        let found = try await exchange.compute(takesSeat: true) {
            picture.nearest(limit, to: place.position, during: window, as: reader)
        }
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let language = exchange.language
        return Reply.json { writer in
            writer.object { fields in
                fields.key("records")
                fields.array { list in
                    for near in found {
                        list.object { write(near, in: picture, as: reader, to: &$0) }
                    }
                }
                if !place.isExact { fields.member("roundedToE7", true) }
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.member("isPartial", picture.isPartial)
                fields.doctrine(in: language)
                knowledge.write(to: &fields)
            }
        }
    }

    private static func write(
        _ near: NearestRecord, in picture: Picture, as reader: PartyID?, to fields: inout JSONWriter
    ) {
        fields.key("record")
        near.record.write(to: &fields, now: picture.clock.now, in: picture, as: reader)
        fields.metres("distanceMetres", near.distanceMillimetres)
        fields.key("nearest")
        fields.position(near.nearest)
    }
}
