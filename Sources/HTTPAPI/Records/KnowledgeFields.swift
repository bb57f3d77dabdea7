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

    /// The knowledge that one state holds.
    init(_ state: LogState, askedAt: Instant) {
        origin = state.checkpoint.map { "\($0.checkpoint.origin)" }
        size = state.size
        root = state.tree.root
        loggedAt = state.picture.clock.now
        self.askedAt = askedAt
        ageSeconds = loggedAt.map { max(0, $0.microseconds(to: askedAt) / 1_000_000) }
    }

    /// What a check rested on.
    init(_ knowledge: Knowledge) {
        origin = knowledge.origin
        size = knowledge.size
        root = knowledge.root
        loggedAt = knowledge.loggedAt
        askedAt = knowledge.askedAt
        ageSeconds = knowledge.ageSeconds
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
        }
    }
}
