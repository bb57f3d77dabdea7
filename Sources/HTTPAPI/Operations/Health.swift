import Geodesy
import Coordination
import Picture
import HTTPTypes
import Hummingbird
import ParleyNode
import StrictJSON
import TransparencyLog

/// `GET /health`: whether the node writes, and how old what it knows is; no count here names a place or a party.
enum Health {
    /// What a node is doing.
    enum Status: String, CaseIterable {
        /// It takes statements.
        case writing
        /// It waits for the founding of its accord.
        case unfounded
        /// It is stopping.
        case stopping
        /// It no longer writes; what is in the log is still shown.
        case halted
    }

    static func show(_ exchange: Exchange) -> Response {
        let status = status(exchange)
        let state = exchange.node.publisher.state
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let isWell = status == .writing || status == .unfounded
        return Reply.json(isWell ? .ok : .serviceUnavailable) { writer in
            writer.object { fields in
                fields.member("status", status.rawValue)
                fields.member("origin", "\(exchange.node.logKey.name)")
                fields.member("size", knowledge.size.value)
                fields.member("root", knowledge.root.base64)
                fields.member("loggedAt", orNull: knowledge.loggedAt?.description)
                fields.member("ageSeconds", orNull: knowledge.ageSeconds)
                fields.member("queueDepth", exchange.node.queueDepth)
                fields.member("queueLimit", exchange.node.limits.queuedStatements)
                fields.member("exercise", state.picture.accord?.isExercise ?? false)
                knowledge.writeWitnessing(to: &fields)
                fields.key("witnessTroubles")
                fields.array { list in
                    for (name, trouble) in exchange.node.witnessTroubles {
                        list.object { one in
                            one.member("witness", name.description)
                            one.member("trouble", trouble.kind)
                        }
                    }
                }
                KnowledgeFields.write(knowledge.alarms, to: &fields)
            }
        }
    }

    private static func status(_ exchange: Exchange) -> Status {
        if exchange.node.halted != nil { return .halted }
        if exchange.facilities.stopping.isSet { return .stopping }
        return exchange.node.publisher.state.picture.accord == nil ? .unfounded : .writing
    }
}

/// `GET /version`: which program this is, and which forms it speaks.
enum Version {
    static func show(_ exchange: Exchange) -> Response {
        Reply.json { writer in
            writer.object { fields in
                fields.member("name", "parley")
                fields.member("version", exchange.facilities.configuration.version)
                fields.member("description", "/openapi.json")
            }
        }
    }
}
