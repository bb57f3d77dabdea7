package import TransparencyLog

/// What a node that puts statements in order begins with: everything stored adds up with what was signed and shown.
package struct SequencerStart: Sendable {
    /// What is durable; nothing for a new log.
    package let state: LogState

    /// Reads, hashes and compares everything, and shows the anchor what is stored.
    ///
    /// - Throws: `StartError` when anything does not add up; `StoreError` from the store.
    package init(
        logKey: NoteVerifierKey, store: any LogStore, keeper: BodyKeeper, anchor: any CheckpointAnchor,
        limits: NodeLimits, progress: (@Sendable (Replay.Progress) -> Void)? = nil
    ) async throws {
        guard let found = try StartCheck(logKey: logKey, store: store, anchor: anchor).run() else {
            state = .empty
            return
        }
        state = try await keeper.start(upTo: found.stored, progress: progress)
        if let shown = found.published?.checkpoint { try state.check(isContinuing: shown, store, limits) }
        try anchor.publish(found.stored.bytes)
    }
}

/// What a node that follows a log begins with: what it shows, and how far its store is.
package struct FollowerStart: Sendable {
    /// What it shows and has judged.
    package let core: FollowerCore
    /// Entries in the store, of which an interrupted run may have left more than are shown.
    package let stored: TreeSize

    /// Reads, hashes and compares everything.
    ///
    /// - Throws: `StartError` when anything does not add up; `StoreError` from the store.
    package init(
        logKey: NoteVerifierKey, store: any LogStore, keeper: BodyKeeper, anchor: any CheckpointAnchor,
        limits: NodeLimits, progress: (@Sendable (Replay.Progress) -> Void)? = nil
    ) async throws {
        let found = try FollowerStartCheck(logKey: logKey, store: store, anchor: anchor).run()
        var state = LogState.empty
        if let shown = found.shown { state = try await keeper.start(upTo: shown, progress: progress) }
        if let published = try anchor.published(), let shown = try? SignedCheckpoint(parsing: published).checkpoint,
            shown.size <= state.size
        {
            try state.check(isContinuing: shown, store, limits)
        }
        core = FollowerCore(shown: state, logKey: logKey, pinned: found.pinned)
        stored = found.stored
    }
}

extension LogState {
    /// Compares what was shown before with what this state was at that size.
    ///
    /// - Throws: `StartError.publishedOtherRoot`, and what the store throws.
    fileprivate func check(isContinuing shown: Checkpoint, _ store: any LogStore, _ limits: NodeLimits) throws {
        let reader = LogReader(store: store, publisher: Publisher(self, listeners: 0), limits: limits)
        let root = try reader.root(at: shown.size, of: self)
        guard root == shown.root else {
            throw StartError.publishedOtherRoot(size: shown.size, stored: root, published: shown.root)
        }
    }
}
