import TransparencyLog

/// Compares what is stored with what was signed and with what was shown, before anything else is done.
struct StartCheck {
    let logKey: NoteVerifierKey
    let store: any LogStore
    let anchor: any CheckpointAnchor

    /// The stored and the published checkpoint, verified; nil for a new log.
    func run() throws -> (stored: SignedCheckpoint, published: SignedCheckpoint?)? {
        let stored = try store.checkpoint().map { try read($0) }
        let published = try anchor.published().map { try read($0) }
        guard let stored else {
            if let published {
                throw StartError.olderThanPublished(stored: TreeSize(0), published: published.checkpoint.size)
            }
            guard try store.entries(from: EntryIndex(0), count: 1).isEmpty else { throw StartError.checkpointMissing }
            return nil
        }
        guard try store.entries(from: stored.checkpoint.size.nextIndex, count: 1).isEmpty else {
            throw StartError.entriesUnsigned(after: stored.checkpoint.size)
        }
        guard let published else { return (stored, nil) }
        let (mine, shown) = (stored.checkpoint, published.checkpoint)
        guard mine.size >= shown.size else {
            throw StartError.olderThanPublished(stored: mine.size, published: shown.size)
        }
        guard mine.size != shown.size || mine.root == shown.root else {
            throw StartError.publishedOtherRoot(size: mine.size, stored: mine.root, published: shown.root)
        }
        return (stored, published)
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
