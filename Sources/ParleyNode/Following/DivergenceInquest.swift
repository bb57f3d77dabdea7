package import Picture
package import TransparencyLog

/// Finds out what a divergence shows: whose fault it is, and at which entry.
package struct DivergenceInquest: Sendable {
    /// The upstream whose entries they were.
    let files: UpstreamFiles
    /// What this node shows, signed by the log; nil when it shows nothing yet.
    let shown: SignedCheckpoint?

    /// An inquest that asks the upstream's tiles.
    package init(files: UpstreamFiles, shown: SignedCheckpoint?) {
        self.files = files
        self.shown = shown
    }

    /// A divergence with what the upstream's tiles say about it.
    package func explained(
        _ divergence: Divergence, _ batch: [CheckedEntries], from start: UInt64, toward signed: SignedCheckpoint
    ) async -> any Error {
        switch divergence {
        case .splitView, .entryContradictsTile: return divergence
        case .entry(let entry, let fault, var exhibit):
            exhibit.path = try? await path(of: entry, in: signed.checkpoint, fault: exhibit.envelope)
            return Divergence.entry(entry, fault, exhibit)
        case .doesNotAddUp:
            do {
                if let view = try await split(signed) { return Divergence.splitView(view) }
                return try await culprit(batch, from: start, signed) ?? divergence
            } catch { return error }
        }
    }

    /// The two histories, when the upstream's tree is not the continuation of the one that is shown.
    ///
    /// - Throws: `tilesDoNotAddUp` when the upstream's tiles are not those of the tree that the log signed.
    private func split(_ newer: SignedCheckpoint) async throws -> SplitView? {
        guard let older = shown, older.checkpoint.size > 0 else { return nil }
        let (old, new) = (older.checkpoint, newer.checkpoint)
        var tiles = TileSet()
        let root = try await files.compute(with: &tiles) { try rootHash(at: old.size, reader: $0) }
        let proof = try await files.compute(with: &tiles) {
            try ConsistencyProof(oldSize: old.size, newSize: new.size, reader: $0)
        }
        do { try proof.verify(oldRoot: root, newRoot: new.root) } catch {
            throw SourceFault.tilesDoNotAddUp(new.size)
        }
        guard root != old.root else { return nil }
        return try SplitView(older: older, newer: newer, branch: .init(root: root, path: proof.path))
    }

    /// The first entry that is not the one whose hash its tile holds; nil when all are, and the tiles do not add up.
    private func culprit(
        _ batch: [CheckedEntries], from start: UInt64, _ signed: SignedCheckpoint
    ) async throws -> Divergence? {
        let width = UInt64(TileCoordinate.fullWidth)
        var tile: Tile?
        for (offset, leaf) in batch.flatMap(\.leaves).enumerated() {
            let index = start + UInt64(offset)
            if tile?.coordinate.index != index / width {
                guard let coordinate = signed.checkpoint.size.tile(atLevel: 0, index: index / width) else { return nil }
                tile = try await files.tile(coordinate)
            }
            guard let tile, tile.hash(at: Int(index % width)) != leaf else { continue }
            return .entryContradictsTile(EntryIndex(index), tile: tile.coordinate.path, signed)
        }
        return nil
    }

    /// The way from an entry to the signed root, if the upstream's tiles give one that holds.
    private func path(of entry: EntryIndex, in checkpoint: Checkpoint, fault envelope: [UInt8]) async throws -> [Hash]?
    {
        var tiles = TileSet()
        let proof = try await files.compute(with: &tiles) { tiles in
            var tree = TreeReader(size: checkpoint.size, tiles: tiles)
            return try tree.inclusionProof(of: entry)
        }
        do { try proof.verify(leaf: Hash.leaf(of: envelope), root: checkpoint.root) } catch { return nil }
        return proof.path
    }
}
