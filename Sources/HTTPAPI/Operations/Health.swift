import Geodesy
import Coordination
import Picture
import HTTPTypes
import Hummingbird
import ParleyNode
import StrictJSON
import TransparencyLog

/// `GET /health`: whether the node writes or follows, and how old what it knows is; no count here names a place or a party.
enum Health {
    /// What a node is doing.
    enum Status: String, CaseIterable {
        /// It takes statements.
        case writing
        /// It waits for the founding of its accord.
        case unfounded
        /// It follows a log and shows all that its upstream has shown it.
        case following
        /// It follows a log and has not seen all of it yet.
        case catchingUp = "catching-up"
        /// It follows a log whose upstream fails; what it shows grows older.
        case waiting
        /// It follows no further because of what was found out; what it had is still shown.
        case stoppedFollowing = "stopped-following"
        /// It is stopping.
        case stopping
        /// It no longer writes; what is in the log is still shown.
        case halted
    }

    static func show(_ exchange: Exchange) -> Response {
        let status = status(exchange)
        let state = exchange.node.publisher.state
        let knowledge = KnowledgeFields(exchange.node.knowledge(of: state))
        let isWell = ![.stopping, .halted, .stoppedFollowing].contains(status)
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
                FollowingFields(exchange.node)?.write(to: &fields)
            }
        }
    }

    private static func status(_ exchange: Exchange) -> Status {
        if exchange.node.halted != nil { return .halted }
        if exchange.facilities.stopping.isSet { return .stopping }
        switch exchange.node.following?.phase {
        case .catchingUp: return .catchingUp
        case .live: return .following
        case .waiting: return .waiting
        case .stopped: return .stoppedFollowing
        case nil: break
        }
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
