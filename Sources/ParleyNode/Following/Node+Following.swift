public import Logging
import StrictJSON
import Synchronization
public import TransparencyLog

extension Node {
    /// Opens a node that follows the log of `upstream`: replays what it has, shows it, and goes on from there.
    ///
    /// - Parameters:
    ///   - upstream: the node that is asked; it may itself be a follower, since nothing it says is believed.
    ///   - logKey: the log's key, had by another way than the upstream.
    ///   - store: holds what was verified, and nothing else.
    ///   - vault: holds the restricted bodies that are for this node's party.
    ///   - bodies: how it gets and opens them; nil for a node that reads for no party.
    ///   - scribe: with which it writes down what its party has waited for in vain; nil for one that writes nothing.
    ///   - anchor: the last checkpoint that was shown.
    ///   - evidence: keeps what is found out; an alarm that stops the following does so after a restart, too.
    ///   - clock: the clock outside.
    ///   - limits: the node's limits.
    ///   - logger: where the journal goes.
    ///   - progress: hears of the replay.
    /// - Returns: the node, which follows from now on.
    /// - Throws: `StartError` when what is stored does not add up; `StoreError` from the store.
    public static func follow(
        _ upstream: any LogUpstream, logKey: NoteVerifierKey, store: any LogStore, vault: any BodyVault,
        bodies: FollowedBodies? = nil, scribe: PartyScribe? = nil, anchor: any CheckpointAnchor,
        evidence: (any EvidenceStore)? = nil, clock: any WallClock = SystemClock(),
        limits: NodeLimits = NodeLimits(), logger: Logger, progress: (@Sendable (Replay.Progress) -> Void)? = nil
    ) async throws -> Node {
        let keeper = BodyKeeper(vault: vault, store: store, limits: limits, logger: logger)
        let start = try await FollowerStart(
            logKey: logKey, store: store, keeper: keeper, anchor: anchor, limits: limits, progress: progress)
        let parts = Parts(
            logKey: logKey, store: store, keeper: keeper, sealing: bodies?.keys ?? [], anchor: anchor,
            evidence: evidence, clock: clock, limits: limits, logger: logger)
        // What it shows is what the core says, with the witnesses' verdict, from the first moment on.
        let node = try Node(start.core.shown, parts) { publisher, reader, alarms in
            .following(
                Follower(
                    core: start.core, stored: start.stored,
                    upstream: upstream, bodies: bodies, parts: parts, publisher: publisher, reader: reader,
                    alarms: alarms))
        }
        if case .following(let follower) = node.role {
            follower.start { [weak node] sealed, statement, hash in
                try await node?.receive(sealed, of: statement, named: hash) ?? false
            }
        }
        if let scribe { node.startWriting(for: scribe, logger: logger) }
        return node
    }

    /// How far this node is with the log that it follows; nil when it puts statements in order itself.
    public var following: FollowStatus? {
        if case .following(let follower) = role { return follower.status }
        return nil
    }
}
