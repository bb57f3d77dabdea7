import Picture
import ParleyNode
import Coordination
import Geodesy
import HashTreeCollections
import Hummingbird
import Statements
import StrictJSON
import TransparencyLog

/// `GET /parties` and `GET /parties/{party}`: who takes part, who speaks for them, with which keys.
enum ShowParties {
    static func list(_ exchange: Exchange) throws -> Response {
        let picture = exchange.node.publisher.state.picture
        let parties = picture.register.parties.values.sorted { $0.id < $1.id }
        return Reply.json { writer in
            writer.object { fields in
                fields.member("accord", orNull: picture.accord?.id.rawValue)
                fields.member("exercise", picture.accord?.isExercise ?? false)
                fields.key("parties")
                fields.array { list in
                    for party in parties { list.object { write(party, to: &$0) } }
                }
            }
        }
    }

    static func one(_ exchange: Exchange) throws -> Response {
        let picture = exchange.node.publisher.state.picture
        let register = picture.register
        guard let id = try? PartyID(exchange.parameter(0)), let party = register.parties[id] else {
            throw Problem.notFound
        }
        let officers = register.officers.values.filter { $0.party == id }.sorted { $0.id < $1.id }
        let keys = register.keys.values.filter { $0.party == id }.sorted { $0.key.id < $1.key.id }
        let now = picture.clock.now
        return Reply.json { writer in
            writer.object { fields in
                write(party, to: &fields)
                fields.member("loggedAt", orNull: now?.description)
                fields.key("officers")
                fields.array { list in for officer in officers { write(officer, at: now, to: &list) } }
                fields.key("keys")
                fields.array { list in for key in keys { write(key, at: now, in: register, to: &list) } }
            }
        }
    }

    private static func write(_ party: Party, to fields: inout JSONWriter) {
        fields.member("party", party.id.rawValue)
        fields.key("name")
        party.name.write(to: &fields)
        fields.member("role", party.role.rawValue)
        fields.member("enrolledAt", party.enrolledAt.value)
        fields.member("standing", party.standing.word)
        fields.member("standingSince", orNull: party.standing.since?.description)
        fields.key("node")
        guard let node = party.node else { return fields.null() }
        fields.object { inner in
            inner.member("key", node.key.id.description)
            inner.member("sealingKey", Base64.encode(node.sealingKey.bytes))
            inner.member("witnessKey", orNull: node.witnessKey?.vkey)
            inner.member("enrolledAt", node.enrolledAt.value)
        }
    }

    private static func write(_ officer: Officer, at now: Instant?, to list: inout JSONWriter) {
        list.object { fields in
            fields.member("officer", officer.id.rawValue)
            fields.key("name")
            officer.name.write(to: &fields)
            fields.member("grade", officer.grade.code)
            fields.key("roles")
            fields.array { roles in for role in officer.roles { roles.string(role.rawValue) } }
            if let contact = officer.contact {
                fields.key("contact")
                contact.write(to: &fields)
            }
            fields.member("expires", officer.expires.description)
            fields.member("releasedAt", orNull: officer.releasedAt?.description)
            fields.member("onStrength", now.map { officer.isOnStrength(at: $0) } ?? false)
            fields.member("enrolledAt", officer.enrolledAt.value)
        }
    }

    private static func write(
        _ key: EnrolledKey, at now: Instant?, in register: PartyRegister, to list: inout JSONWriter
    ) {
        let holder = OfficerRef(key.party, key.officer)
        let maySpeak = now.map { (try? register.speaker(key.key.id, as: holder, at: $0)) != nil } ?? false
        list.object { fields in
            fields.member("key", key.key.id.description)
            fields.member("officer", key.officer.rawValue)
            fields.member("algorithm", key.key.algorithm.rawValue)
            fields.publicKey("publicKey", key.key)
            fields.member("expires", orNull: key.expires?.description)
            fields.member("revokedAt", orNull: key.revokedAt?.description)
            fields.member("maySpeak", maySpeak)
            fields.member("enrolledAt", key.enrolledAt.value)
        }
    }
}
