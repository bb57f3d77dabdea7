public import Logging
public import TransparencyLog

extension Node {
    /// Opens what a store shows at this moment, to be read and nothing else; another process may go on writing to it.
    ///
    /// - Parameters:
    ///   - logKey: the log's key.
    ///   - store: may be open for reading alone.
    ///   - vault: the restricted bodies that are here.
    ///   - anchor: the last checkpoint that was shown.
    ///   - evidence: what was found out about the log.
    ///   - clock: the clock outside.
    ///   - limits: the node's limits.
    ///   - logger: where the journal goes.
    ///   - progress: hears of the replay.
    /// - Returns: the node as it was at this moment.
    /// - Throws: `StartError` when what is stored does not add up; `StoreError` from the store.
    public static func read(
        logKey: NoteVerifierKey, store: any LogStore, vault: any BodyVault, anchor: any CheckpointAnchor,
        evidence: (any EvidenceStore)? = nil, clock: any WallClock = SystemClock(),
        limits: NodeLimits = NodeLimits(), logger: Logger, progress: (@Sendable (Replay.Progress) -> Void)? = nil
    ) async throws -> Node {
        var state = LogState.empty
        if let shown = try FollowerStartCheck(logKey: logKey, store: store, anchor: anchor).shown() {
            state = try await Replay(store: store, vault: vault, limits: limits).run(upTo: shown, progress: progress)
            try PictureNote.compare(state, in: store)
        }
        let parts = Parts(
            logKey: logKey, store: store,
            keeper: BodyKeeper(vault: vault, store: store, limits: limits, logger: logger), sealing: [],
            anchor: anchor, evidence: evidence, clock: clock, limits: limits, logger: logger)
        // With the witnesses' verdict, as a follower shows it.
        return try Node(FollowerCore(shown: state, logKey: logKey).shown, parts) { _, _, _ in .reading(Counters()) }
    }
}
