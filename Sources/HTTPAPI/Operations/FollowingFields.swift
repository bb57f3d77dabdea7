import Geodesy
import ParleyNode
import StrictJSON
import TransparencyLog

/// How far a node that follows is, as operators see it.
struct FollowingFields: Sendable {
    let status: FollowStatus
    let behindEntries: UInt64
    /// Whole seconds since this node has known of entries that it does not show; 0 while it shows all it knows of.
    let behindSeconds: Int64
    /// Whole seconds since the upstream last showed a checkpoint of this log; nil before the first.
    let heardSeconds: Int64?

    /// Nil for a node that puts statements in order itself.
    init?(_ node: Node) {
        guard let status = node.following else { return nil }
        let now = node.clock.now()
        func seconds(_ since: Instant) -> Int64 { max(0, since.microseconds(to: now) / 1_000_000) }
        self.status = status
        behindEntries = status.behindEntries(showing: node.publisher.state.size)
        behindSeconds = status.behindSince.map(seconds) ?? 0
        heardSeconds = status.heardAt.map(seconds)
    }

    /// Writes the member `following`.
    func write(to fields: inout JSONWriter) {
        fields.key("following")
        fields.object { inner in
            inner.member("upstream", status.upstream)
            inner.member("phase", status.phase.word)
            inner.member("reason", orNull: status.phase.reason)
            inner.member("upstreamSize", status.upstreamSize.value)
            inner.member("verifiedSize", status.judgedSize.value)
            inner.member("behindEntries", behindEntries)
            inner.member("behindSeconds", behindSeconds)
            inner.member("heardSeconds", orNull: heardSeconds)
        }
    }

    /// One sentence for people.
    var sentence: String {
        let heard = heardSeconds.map { "heard of \($0) s ago" } ?? "not heard of yet"
        let behind = behindEntries == 0 ? "" : "; \(behindEntries) entries behind for \(behindSeconds) s"
        let reason = status.phase.reason.map { ": \($0)" } ?? ""
        return "This node follows \(status.upstream), \(heard)\(behind). It is \(status.phase.word)\(reason)."
    }
}
