import Geodesy
import ParleyNode
import Coordination
import HashTreeCollections
import Hummingbird
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// `GET /parties/{party}/chain`: what a party's next statement must name.
enum ShowChain {
    static func show(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        let picture = state.picture
        guard let accord = picture.accord, let id = try? PartyID(exchange.parameter(0)),
            picture.register.parties[id] != nil
        else { throw Problem.notFound }
        let head = picture.chains[ChainID(id, .root)]
        return Reply.json { writer in
            writer.object { fields in
                fields.member("accord", accord.id.rawValue)
                fields.member("party", id.rawValue)
                fields.member("sequence", head?.sequence ?? 0)
                fields.member("hash", orNull: head?.hash.description)
                fields.member("entry", orNull: head?.entry.value)
                fields.key("seen")
                fields.object { seen in
                    seen.member("size", state.size.value)
                    seen.member("root", state.tree.root.base64)
                }
                fields.member("loggedAt", orNull: picture.clock.now?.description)
            }
        }
    }
}
