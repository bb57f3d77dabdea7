import Coordination
import Crypto
import Deconfliction
import Geodesy
import HashTreeCollections
import Statements
import StrictJSON
public import TransparencyLog

extension Picture {
    /// What a digest covers.
    public enum DigestScope: Sendable {
        /// Only what is open in the log: the same on every node that has the log.
        case open
        /// With the restricted bodies that this node was handed.
        case local
    }

    /// Counts up when the spelling that the digest covers changes; digests of different forms cannot be compared.
    public static let digestForm = 3

    /// SHA-256 over the whole picture in one canonical spelling; equal pictures, and only they, have equal digests.
    ///
    /// Cost grows with the picture: about 3 µs a record.
    public func digest(_ scope: DigestScope) -> Hash {
        var function = SHA256()
        func add(_ body: (inout JSONWriter) -> Void) {
            var writer = JSONWriter(capacity: 1024)
            writer.object(body)
            function.update(data: writer.bytes)
            function.update(data: [0x0A])
        }
        add { head in
            head.member("size", size.value)
            head.member("accord", accord?.id.rawValue ?? "")
            head.member("exercise", accord?.isExercise ?? false)
            head.member("now", clock.now?.description ?? "")
            head.member("oldestSeen", clock.oldestSeen.value)
            head.member("unknown", unknownStatements)
            if scope == .local {
                head.member("sealed", sealedStatements)
                head.member("unreadable", unreadableStatements)
            }
        }
        for item in accord?.standOffClasses ?? [] {
            add { fields in
                fields.member("class", item.name)
                fields.metres("metres", item.millimetres)
                fields.member("clause", item.clause)
            }
        }
        if let witnessPolicy {
            add { fields in
                fields.member("policy", witnessPolicy.text)
                fields.member("entry", witnessPolicy.entry.value)
            }
        }
        addRegister(add)
        for (chain, head) in chains.sorted(by: { $0.key < $1.key }) {
            add { fields in
                fields.member("chain", chain.party.rawValue)
                fields.member("node", chain.isNode)
                fields.member("sequence", head.sequence)
                fields.member("hash", head.hash.description)
                fields.member("seen", head.seen.value)
            }
        }
        addBodies(add)
        addNotices(scope, add)
        addChannel(scope, add)
        addDuty(scope, add)
        addDossiers(scope, add)
        for slot in records.slots() {
            let record = records[slot]
            guard scope == .local || record.audience == .open else { continue }
            add { fields in
                fields.key("record")
                record.write(to: &fields, now: clock.now)
            }
        }
        return Hash(bytes: [UInt8](function.finalize())) ?? .emptyTree
    }

    private func addBodies(_ add: ((inout JSONWriter) -> Void) -> Void) {
        for (id, record) in bodies.records.sorted(by: { $0.key < $1.key }) {
            add { fields in
                fields.member("restricted", id.description)
                fields.member("mechanism", record.mechanism)
                fields.key("audience")
                fields.array { list in for party in record.audience { list.string(party.rawValue) } }
                fields.member("ended", record.hasEnded)
            }
        }
        let statements = bodies.statements.filter { $0.value.recalledAt != nil }.sorted { $0.key < $1.key }
        for (hash, statement) in statements {
            add { fields in
                fields.member("recalled", hash.description)
                fields.member("entry", statement.recalledAt?.value ?? 0)
            }
        }
    }

    private func addRegister(_ add: ((inout JSONWriter) -> Void) -> Void) {
        for party in register.parties.values.sorted(by: { $0.id < $1.id }) {
            add { fields in
                fields.member("party", party.id.rawValue)
                fields.member("role", party.role.rawValue)
                fields.key("name")
                party.name.write(to: &fields)
                fields.member("entry", party.enrolledAt.value)
                fields.member("standing", party.standing.word)
                if let since = party.standing.since { fields.member("since", since.description) }
                guard let node = party.node else { return }
                fields.member("nodeKey", node.key.id.description)
                fields.member("sealingKey", node.sealingKey.fingerprint.hex)
                fields.member("witnessKey", node.witnessKey?.vkey ?? "")
                fields.member("nodeEntry", node.enrolledAt.value)
            }
        }
        let officers = register.officers.values.sorted { ($0.party, $0.id) < ($1.party, $1.id) }
        for officer in officers {
            add { fields in
                fields.member("officer", officer.id.rawValue)
                fields.member("party", officer.party.rawValue)
                fields.key("name")
                officer.name.write(to: &fields)
                fields.member("grade", officer.grade.code)
                fields.key("roles")
                fields.array { list in for role in officer.roles { list.string(role.rawValue) } }
                if let contact = officer.contact {
                    fields.key("contact")
                    contact.write(to: &fields)
                }
                fields.member("expires", officer.expires.description)
                fields.member("releasedAt", officer.releasedAt?.description ?? "")
                fields.member("entry", officer.enrolledAt.value)
            }
        }
        for key in register.keys.values.sorted(by: { $0.key.id < $1.key.id }) {
            add { fields in
                fields.member("key", key.key.id.description)
                fields.member("party", key.party.rawValue)
                fields.member("officer", key.officer.rawValue)
                fields.member("expires", key.expires?.description ?? "")
                fields.member("revokedAt", key.revokedAt?.description ?? "")
                fields.member("entry", key.enrolledAt.value)
            }
        }
    }
}
