import Coordination
import Picture
import Statements
public import TransparencyLog

/// Audits a whole log: every entry, tile, signature, chain and rule, against the checkpoint the log has signed.
///
/// Bundles are fetched, hashed, parsed and their signatures verified in parallel; tree, chains, rules and picture are
/// folded in the log's order while the next bundles are at work. Memory is that of the picture, of the bundles in flight
/// and about 70 bytes for each recent entry, whatever the log's size.
public struct LogAuditor: Sendable {
    /// Named limits of one audit.
    public struct Limits: Sendable {
        /// Bundles of 256 entries that are fetched and verified at the same time.
        public var bundlesInFlight = 16
        /// Bundles whose roots are remembered; a statement that names an older tree costs a proof at the end.
        public var recentBundles = 1024
        /// Older trees that statements may name.
        public var maximumOldTrees = 65_536

        /// The limits as stated.
        public init() {}
    }

    private let files: LogFiles
    private let log: NoteVerifierKey
    private let witnesses: [NoteVerifierKey]
    private let limits: Limits

    /// An audit of the log in `source`.
    ///
    /// - Parameters:
    ///   - source: where the files come from; nothing of it is trusted.
    ///   - log: the log's key.
    ///   - witnesses: keys of witnesses whose cosignatures are to be verified.
    ///   - limits: how much is done at a time.
    public init(
        source: some LogSource, log: NoteVerifierKey, witnesses: [NoteVerifierKey] = [], limits: Limits = Limits()
    ) {
        files = LogFiles(source: source)
        self.log = log
        self.witnesses = witnesses
        self.limits = limits
    }

    /// Runs the audit.
    ///
    /// - Parameter progress: called after every bundle, in order.
    /// - Returns: what the log adds up to, when nothing is wrong with it.
    /// - Throws: the first thing that is wrong, in the order of the log.
    public func audit(progress: (@Sendable (AuditProgress) -> Void)? = nil) async throws(AuditError) -> AuditReport {
        let verified = try await checkpoint()
        let size = verified.checkpoint.size
        var fold = AuditFold(log: log, limits: limits)
        try await foldBundles(of: verified.checkpoint, into: &fold, progress: progress)
        for tile in fold.builder.partialTiles where tile.coordinate.level > 0 { try await compare(tile) }
        guard fold.builder.root == verified.checkpoint.root else {
            throw .rootMismatch(size: size, expected: verified.checkpoint.root, found: fold.builder.root)
        }
        try await prove(fold.oldTrees, against: verified.checkpoint)
        let picture = fold.picture
        return AuditReport(
            checkpoint: verified, picture: picture, digest: picture.digest(.open),
            sealedCount: picture.sealedStatements, unknownCount: picture.unknownStatements)
    }

    private func checkpoint() async throws(AuditError) -> VerifiedCheckpoint {
        let bytes = try await files.checkpoint()
        do { return try SignedCheckpoint(parsing: bytes).verified(by: log, witnesses: witnesses) } catch {
            throw .checkpoint(error)
        }
    }

    /// Compares a tile that the entries give with the one that the log serves.
    private func compare(_ tile: Tile) async throws(AuditError) {
        let served = try await files.tile(tile.coordinate)
        let difference = zip(tile.hashes, served.hashes).enumerated().first { $0.element.0 != $0.element.1 }
        guard let position = difference?.offset else { return }
        let hash = tile.coordinate.index << 8 + UInt64(position)
        throw .tileAltered(path: tile.coordinate.path, entry: EntryIndex(hash << UInt64(8 * tile.coordinate.level)))
    }
}

extension LogAuditor {
    private typealias Checked = Result<CheckedBundle, AuditError>

    private func foldBundles(
        of checkpoint: Checkpoint, into fold: inout AuditFold, progress: (@Sendable (AuditProgress) -> Void)?
    ) async throws(AuditError) {
        let size = checkpoint.size
        let count = (size.value + 255) / 256
        let keys = KeyTable()
        var state = fold
        let failure: AuditError? = await withTaskGroup(of: (UInt64, Checked).self) { group in
            var started: UInt64 = 0
            var arrived: [UInt64: Checked] = [:]
            for next in 0..<count {
                // The first bundle goes ahead alone: it founds the accord and names the keys that the others need.
                let ahead = next == 0 ? 1 : UInt64(limits.bundlesInFlight)
                while started < min(count, next + ahead) {
                    let index = started
                    group.addTask { (index, await self.check(index, of: size, keys: keys)) }
                    started += 1
                }
                while arrived[next] == nil, let (index, checked) = await group.next() { arrived[index] = checked }
                guard let checked = arrived.removeValue(forKey: next) else { return nil }
                do throws(AuditError) {
                    try await take(try checked.get(), of: checkpoint, into: &state)
                } catch {
                    group.cancelAll()
                    return error
                }
                progress?(AuditProgress(done: state.builder.size, total: size))
            }
            return nil
        }
        if let failure { throw failure }
        fold = state
    }

    private func check(_ index: UInt64, of size: TreeSize, keys: KeyTable) async -> Checked {
        do throws(AuditError) {
            guard let tile = size.tile(atLevel: 0, index: index), let bundle = tile.entries else {
                preconditionFailure("bundle \(index) is one of a tree of \(size) entries")
            }
            let entries = try await files.entries(bundle)
            let served = try await files.tile(tile)
            return .success(CheckedBundle(bundle, entries: entries, tile: served, keys: keys))
        } catch {
            return .failure(error)
        }
    }

    private func take(_ bundle: CheckedBundle, of checkpoint: Checkpoint, into fold: inout AuditFold)
        async throws(AuditError)
    {
        if let position = bundle.firstDifference {
            throw try await culprit(of: bundle, at: position, checkpoint: checkpoint, before: fold.builder.rightEdge)
        }
        for tile in try fold.take(bundle) where tile.coordinate.level > 0 { try await compare(tile) }
    }

    /// Says which of an entry and its tile was altered, by asking the tree above them.
    private func culprit(
        of bundle: CheckedBundle, at position: Int, checkpoint: Checkpoint, before edge: RightEdge
    ) async throws(AuditError) -> AuditError {
        let entry = EntryIndex(bundle.coordinate.firstIndex.value + UInt64(position))
        let tile = bundle.tile.coordinate
        var (ofEntries, ofTile, witness) = (RightEdge(), RightEdge(), Hash?.none)
        if tile.isPartial {
            // The log ends here, so the signed root speaks; all before this bundle has been found in order.
            (ofEntries, ofTile, witness) = (edge, edge, checkpoint.root)
        } else if let above = checkpoint.size.tile(atLevel: 1, index: tile.index >> 8) {
            witness = try await files.tile(above).hash(at: Int(tile.index & 255))
        }
        ofEntries.append(contentsOf: bundle.leaves)
        ofTile.append(contentsOf: bundle.tile.hashes)
        if ofEntries.root == witness { return .tileAltered(path: tile.path, entry: entry) }
        if ofTile.root == witness { return .entryAltered(entry, bundle: bundle.coordinate.path) }
        return .entryContradictsTile(entry, bundle: bundle.coordinate.path, tile: tile.path)
    }

    /// Proves that trees from long before the statements that name them were this log's.
    ///
    /// The proofs lead to the signed root, so tiles that are fetched again for them need no trust.
    private func prove(_ trees: [TreeHead: EntryIndex], against checkpoint: Checkpoint) async throws(AuditError) {
        var tiles = TileSet()
        for (head, entry) in trees.sorted(by: { $0.value < $1.value }) {
            let proof = try await consistencyProof(from: head.size, to: checkpoint.size, &tiles)
            do { try proof.verify(oldRoot: head.root, newRoot: checkpoint.root) } catch {
                throw .refused(entry, .seenOtherRoot(head.size))
            }
        }
    }

    private func consistencyProof(
        from old: TreeSize, to size: TreeSize, _ tiles: inout TileSet
    ) async throws(AuditError) -> ConsistencyProof {
        while true {
            let missing: String
            do {
                return try ConsistencyProof(oldSize: old, newSize: size, reader: tiles)
            } catch LogError.tileMissing(let path) {
                missing = path
            } catch {
                preconditionFailure("a tile that was checked has the right length: \(error)")
            }
            guard let coordinate = try? TileCoordinate(path: missing) else {
                preconditionFailure("'\(missing)' came from a coordinate")
            }
            tiles.insert(try await files.tile(coordinate))
        }
    }
}
