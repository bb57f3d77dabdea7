import Picture
import Synchronization
import TransparencyLog

extension Follower {
    /// Some consecutive entries, checked as far as they can be out of order.
    private struct Fetched: Sendable {
        let start: UInt64
        let end: UInt64
        let entries: CheckedEntries
    }

    /// Fetches, verifies, judges and stores all entries up to what the checkpoint covers.
    ///
    /// Bundles are fetched and their signatures verified in parallel, judged in order, and stored while the next ones are
    /// judged. What an interrupted run has stored is read from there and judged again.
    func fetch(upTo signed: SignedCheckpoint) async throws {
        let target = signed.checkpoint.size.value
        let (keys, begin) = core.withLock { ($0.keys, $0.judgedSize.value) }
        var stored: Task<Void, any Error>?
        do {
            try await fetch(from: begin, to: target, signed, keys, writing: &stored)
        } catch {
            // What was judged must be stored before anything is judged after it; a store that fails outweighs the rest.
            try await stored?.value
            throw error
        }
        try await stored?.value
    }

    private func fetch(
        from begin: UInt64, to target: UInt64, _ signed: SignedCheckpoint, _ keys: KeyTable,
        writing stored: inout Task<Void, any Error>?
    ) async throws {
        try await withThrowingTaskGroup(of: Fetched.self) { group in
            var (scheduled, gathered, judged) = (begin, begin, begin)
            var inFlight = 0
            var arrived: [UInt64: Fetched] = [:]
            var batch: [CheckedEntries] = []
            var tiles = TileSet()
            while gathered < target {
                // The first bundle goes ahead alone: it founds the accord and names the keys that the others need.
                let width = gathered == 0 ? 1 : limits.followedBundlesInFlight
                while inFlight < width, scheduled < target {
                    let (start, end) = (scheduled, end(of: scheduled, target))
                    group.addTask { try await self.fetch(start, end, of: signed.checkpoint.size, keys) }
                    scheduled = end
                    inFlight += 1
                }
                guard let next = arrived.removeValue(forKey: gathered) else {
                    guard let done = try await group.next() else { throw CancellationError() }
                    arrived[done.start] = done
                    inFlight -= 1
                    continue
                }
                batch.append(next.entries)
                gathered = next.end
                let isDue = gathered - judged >= UInt64(limits.followedEntriesPerCommit)
                guard isDue || gathered == target || gathered == storedSize.value else { continue }
                let commit = try await judge(batch, from: judged, toward: signed, &tiles)
                batch = []
                judged = gathered
                try await stored?.value
                stored = commit.map { taken in Task { try await self.write(taken.batch, taken.bodies) } }
            }
        }
    }

    /// Where the piece of work that begins at `start` ends: with its bundle, the log, or what is stored already.
    private func end(of start: UInt64, _ target: UInt64) -> UInt64 {
        let width = UInt64(TileCoordinate.fullWidth)
        let end = min((start / width + 1) * width, target)
        let stored = storedSize.value
        return start < stored ? min(end, stored) : end
    }

    private func fetch(_ start: UInt64, _ end: UInt64, of size: TreeSize, _ keys: KeyTable) async throws -> Fetched {
        let entries: [ArraySlice<UInt8>]
        if end <= storedSize.value {
            let kept = try store.entries(from: EntryIndex(start), count: Int(end - start))
            guard kept.count == Int(end - start) else {
                throw StoreError(.failed, "the store has lost entries from \(start) on; restore it from a follower")
            }
            entries = kept.map { $0.envelope[...] }
        } else {
            let width = UInt64(TileCoordinate.fullWidth)
            guard let bundle = size.tile(atLevel: 0, index: start / width)?.entries else {
                preconditionFailure("entry \(start) is in a tree of \(size) entries")
            }
            // What is known already may come along in a partial bundle; it is neither verified nor judged again.
            let known = Int(start - bundle.firstIndex.value)
            entries = Array(try await files.entries(bundle)[known..<known + Int(end - start)])
        }
        return Fetched(start: start, end: end, entries: CheckedEntries(entries, keys: keys))
    }

    /// Judges a batch; returns what to store, nothing where that was done by a run before.
    private func judge(
        _ batch: [CheckedEntries], from start: UInt64, toward signed: SignedCheckpoint, _ tiles: inout TileSet
    ) async throws -> FollowerCore.Taken? {
        let end = TreeSize(start + UInt64(batch.reduce(0) { $0 + $1.leaves.count }))
        let size = signed.checkpoint.size
        let proof =
            end < size
            ? try await files.compute(with: &tiles) { try ConsistencyProof(oldSize: end, newSize: size, reader: $0) }
            : nil
        let opened = try await bodies(of: batch)
        let commit: FollowerCore.Taken
        do {
            commit = try await judge {
                try $0.take(batch, toward: signed, proof: proof, opened: opened, tiles: self.fullTile)
            }
        } catch let divergence as Divergence {
            let shown = core.withLock { $0.shown.checkpoint }
            throw await DivergenceInquest(files: files, shown: shown)
                .explained(divergence, batch, from: start, toward: signed)
        }
        let stored = storedSize
        guard end <= stored else { return commit }
        guard end == size else { return nil }
        return FollowerCore.Taken(
            batch: CommitBatch(from: stored, entries: [], tiles: [], checkpoint: commit.batch.checkpoint),
            bodies: commit.bodies)
    }
}
