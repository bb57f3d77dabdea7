import Coordination
import Geodesy
import ParleyNode
import Picture
import StrictJSON
import TransparencyLog

/// On what an answer rests, as every answer of the picture shows it.
struct KnowledgeFields: Sendable {
    let origin: String?
    let size: TreeSize
    let root: Hash
    let loggedAt: Instant?
    let askedAt: Instant
    let ageSeconds: Int64?
    let witnessing: Witnessing
    let witnessedAt: Instant?
    let isStale: Bool
    let isEstablished: Bool
    let alarms: [Alarm]

    /// What an answer rested on.
    init(_ knowledge: Knowledge) {
        origin = knowledge.origin
        size = knowledge.size
        root = knowledge.root
        loggedAt = knowledge.loggedAt
        askedAt = knowledge.askedAt
        ageSeconds = knowledge.ageSeconds
        witnessing = knowledge.witnessing
        witnessedAt = knowledge.witnessedAt
        isStale = knowledge.isStale
        isEstablished = knowledge.isEstablished
        alarms = knowledge.alarms
    }

    /// Writes the member `knowledge`.
    func write(to fields: inout JSONWriter) {
        fields.key("knowledge")
        fields.object { inner in
            inner.member("origin", orNull: origin)
            inner.member("size", size.value)
            inner.member("root", root.base64)
            inner.member("loggedAt", orNull: loggedAt?.description)
            inner.member("askedAt", askedAt.description)
            inner.member("ageSeconds", orNull: ageSeconds)
            writeWitnessing(to: &inner)
            Self.write(alarms, to: &inner)
        }
    }

    /// Writes the members `witnessing`, `isStale` and `isEstablished`.
    func writeWitnessing(to fields: inout JSONWriter) {
        fields.key("witnessing")
        fields.object { inner in
            inner.member("verdict", verdict)
            inner.key("missing")
            inner.array { list in for name in witnessing.missing { list.string(name.description) } }
            inner.member("witnessedSize", orNull: witnessing.witnessed?.size.value)
            inner.member("witnessedAt", orNull: witnessedAt?.description)
        }
        fields.member("isStale", isStale)
        fields.member("isEstablished", isEstablished)
    }

    private var verdict: String {
        switch witnessing.verdict {
        case .witnessed: "witnessed"
        case .noneRequired: "none-required"
        case .short: "witnesses-missing"
        }
    }

    /// Writes the member `alarms`.
    static func write(_ alarms: [Alarm], to fields: inout JSONWriter) {
        fields.key("alarms")
        fields.array { list in
            for alarm in alarms {
                list.object { inner in
                    inner.member("kind", alarm.kind.rawValue)
                    inner.member("since", alarm.since.description)
                    inner.member("sentence", alarm.sentence)
                    inner.member("evidence", alarm.file)
                }
            }
        }
    }
}
