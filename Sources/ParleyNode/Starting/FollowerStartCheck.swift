import TransparencyLog

/// What a follower begins with, from what it stored and what it showed.
///
/// An interrupted run leaves entries that its checkpoint does not cover yet: they are judged again and go on from there.
/// A restored backup is no danger here, since a follower signs nothing: what was shown before is pinned instead, and the
/// log must prove to continue it.
struct FollowerStartCheck {
    /// Where to begin.
    struct Found {
        /// The checkpoint up to which the store is replayed and shown; nil for none.
        let shown: SignedCheckpoint?
        /// Checkpoints that must prove to be this log's past.
        let pinned: [SignedCheckpoint]
        /// Entries in the store.
        let stored: TreeSize
    }

    let logKey: NoteVerifierKey
    let store: any LogStore
    let anchor: any CheckpointAnchor

    func run() throws -> Found {
        let kept = try store.checkpoint().map { try read($0) }
        let published = try anchor.published().map { try read($0) }
        let stored = try storedSize()
        guard let kept else {
            guard stored == 0 else { throw StartError.checkpointMissing }
            return Found(shown: nil, pinned: [published].compactMap(\.self), stored: 0)
        }
        guard kept.checkpoint.size >= stored else { throw StartError.entriesUnsigned(after: kept.checkpoint.size) }
        if let published, published.checkpoint.size == kept.checkpoint.size,
            published.checkpoint.root != kept.checkpoint.root
        {
            throw StartError.publishedOtherRoot(
                size: stored, stored: kept.checkpoint.root, published: published.checkpoint.root)
        }
        let known = [kept, published].compactMap(\.self)
        let shown = known.filter { $0.checkpoint.size <= stored }.max { $0.checkpoint.size < $1.checkpoint.size }
        let pinned = known.filter { $0.checkpoint.size > stored }
        return Found(shown: shown, pinned: pinned, stored: stored)
    }

    /// The newest checkpoint whose entries are all here, also while another process adds to them; nil for none.
    func shown() throws -> SignedCheckpoint? {
        // Checkpoints first: entries only ever grow, so those that were there then still are.
        func isComplete(_ signed: SignedCheckpoint) throws -> Bool {
            guard let last = signed.checkpoint.size.lastIndex else { return false }
            return try !store.entries(from: last, count: 1).isEmpty
        }
        let kept = try store.checkpoint().map { try read($0) }
        let published = try anchor.published().map { try read($0) }
        if let published, try !isComplete(published) {
            throw StartError.olderThanPublished(
                stored: try storedSize(), published: published.checkpoint.size)
        }
        let newestFirst = [kept, published].compactMap(\.self).sorted { $0.checkpoint.size > $1.checkpoint.size }
        return try newestFirst.first(where: isComplete)
    }

    /// How many entries there are: the place of the last one is found by halving.
    private func storedSize() throws -> TreeSize {
        func has(_ index: UInt64) throws -> Bool { try !store.entries(from: EntryIndex(index), count: 1).isEmpty }
        guard try has(0) else { return 0 }
        var (known, missing): (UInt64, UInt64) = (0, 1)
        while try has(missing) {
            known = missing
            missing *= 2
        }
        while missing - known > 1 {
            let middle = known + (missing - known) / 2
            if try has(middle) { known = middle } else { missing = middle }
        }
        return TreeSize(missing)
    }

    private func read(_ bytes: [UInt8]) throws -> SignedCheckpoint {
        do {
            let signed = try SignedCheckpoint(parsing: bytes)
            _ = try signed.verified(by: logKey)
            return signed
        } catch {
            throw StartError.checkpointNotOurs("\(error)")
        }
    }
}
