import Coordination
import Deconfliction
public import Picture
public import Statements
public import TransparencyLog

/// The follower without its waiting: what to make of a checkpoint, of the entries below it, and what to store.
///
/// Nothing of what comes in is believed. Entries are taken only when they hash to what the log signed, and then judged
/// by the rules that the host's sequencer judges by. Whatever throws leaves everything as it was.
public struct FollowerCore: Sendable {
    /// Gives the full tiles of what is stored, by level and index.
    public typealias FullTiles = (_ level: Int, _ index: UInt64) throws -> [UInt8]

    /// What is durable, signed and shown.
    public private(set) var shown: LogState
    /// Checkpoints of this log that must prove to be its past once it is that large; none as a rule.
    public private(set) var pinned: [SignedCheckpoint]
    private var tree: TileBuilder
    /// What the entries judged last were judged toward, with the proof; nil before any.
    private var toward: (checkpoint: SignedCheckpoint, proof: ConsistencyProof?)?
    private var judge: LogJudge
    private var roots: RecentRoots
    private let logKey: NoteVerifierKey

    /// A follower that goes on from `shown`.
    ///
    /// - Parameters:
    ///   - shown: what it has; its checkpoint covers exactly its entries.
    ///   - logKey: the log's key, had by another way than the upstream.
    ///   - pinned: verified checkpoints that were shown or stored before and are larger than what it has.
    ///   - rememberedEntries: how many entries' roots are kept in memory.
    public init(
        shown: LogState, logKey: NoteVerifierKey, pinned: [SignedCheckpoint] = [], rememberedEntries: Int = 16_384
    ) {
        self.shown = shown
        self.logKey = logKey
        self.pinned = pinned.filter { $0.checkpoint.size > shown.size }
        tree = shown.tree
        judge = LogJudge(log: logKey.vkey, knowing: shown.picture)
        roots = RecentRoots(after: shown.tree.rightEdge, limit: rememberedEntries)
        if let state = try? witnessed(shown) { self.shown = state }
    }

    /// How many entries have been judged; they are shown once a signed checkpoint covers exactly them.
    public var judgedSize: TreeSize { tree.size }
    /// The root of what has been judged.
    public var judgedRoot: Hash { tree.root }
    /// The keys that entries may be signed with, as far as they are known.
    public var keys: KeyTable { KeyTable(judge.picture.register) }

    /// What a checkpoint asks for.
    public enum Verdict: Sendable {
        /// Nothing: it is what is shown.
        case known
        /// It is the tree that is shown, cosigned by more witnesses, or later.
        case cosigned(SignedCheckpoint)
        /// It is an older state of the same log: the upstream is behind.
        case older(TreeSize)
        /// There are more entries to fetch.
        case wanted(SignedCheckpoint)
    }

    /// Reads a checkpoint as it arrived and compares it with all that is known.
    ///
    /// - Throws: `SourceFault` when it is none of this log or takes back what was shown, `Divergence.splitView` when it
    ///   contradicts what is known, and what `tiles` throws.
    public func consider(_ note: [UInt8], tiles: FullTiles) throws -> Verdict {
        // Byte for byte what is shown was verified before; whoever asks every second asks mostly in vain.
        if pinned.isEmpty, note == shown.checkpoint?.bytes { return .known }
        let signed = try read(note)
        let (theirs, mine) = (signed.checkpoint, shown.tree)
        for pin in pinned {
            if let view = SplitView(pin, signed) { throw Divergence.splitView(view) }
            guard theirs.size >= pin.checkpoint.size else {
                throw SourceFault.rolledBack(shows: theirs.size, had: pin.checkpoint.size)
            }
        }
        guard theirs.size <= mine.size else {
            try compareWithJudged(signed)
            return .wanted(signed)
        }
        guard let ours = shown.checkpoint else { return .known }
        guard theirs.size == mine.size else {
            try compare(older: signed, with: ours, tree: mine, tiles)
            return .older(theirs.size)
        }
        if let view = SplitView(ours, signed) { throw Divergence.splitView(view) }
        // The store holds more by now, under a later checkpoint: this one is not put in that one's place.
        guard tree.size == mine.size else { return .known }
        let merged = ours.merging(try settled(signed, judge.picture))
        return merged == ours ? .known : .cosigned(merged)
    }

    /// Compares a checkpoint with entries that were judged and are not shown yet, as after an interruption.
    ///
    /// They were proved to be the beginning of what the log signed then, so a smaller checkpoint is an older one; one of
    /// exactly their size must have their root.
    private func compareWithJudged(_ signed: SignedCheckpoint) throws {
        let theirs = signed.checkpoint
        guard theirs.size >= tree.size else { throw SourceFault.rolledBack(shows: theirs.size, had: tree.size) }
        guard theirs.size == tree.size, theirs.root != tree.root, let toward else { return }
        if let view = SplitView(toward.checkpoint, signed) { throw Divergence.splitView(view) }
        guard let path = toward.proof?.path else { return }
        throw Divergence.splitView(
            try SplitView(older: signed, newer: toward.checkpoint, branch: .init(root: tree.root, path: path)))
    }

    /// A checkpoint that the log has signed; lines of keys that are not known yet are still among its lines.
    private func read(_ note: [UInt8]) throws(SourceFault) -> SignedCheckpoint {
        do {
            let signed = try SignedCheckpoint(parsing: note)
            let witnesses = Self.witnessKeys(of: shown.picture)
            _ = try signed.verified(by: logKey, witnesses: witnesses)
            return signed
        } catch { throw .notACheckpoint(error) }
    }

    /// The checkpoint with the lines of the log and of its witnesses alone, all of them verified: what may be shown.
    private func settled(_ signed: SignedCheckpoint, _ picture: Picture) throws(LogError) -> SignedCheckpoint {
        try signed.keepingLines(of: [logKey] + Self.witnessKeys(of: picture))
    }

    /// The witnesses that the log itself names.
    static func witnessKeys(of picture: Picture) -> [NoteVerifierKey] {
        picture.witnessPolicy?.policy.witnesses.map(\.key) ?? []
    }
}

extension FollowerCore {
    /// Judges the log's next entries and says what to store.
    ///
    /// - Parameters:
    ///   - entries: the entries from `judgedSize` on, checked.
    ///   - signed: the checkpoint that covers them, as `consider` gave it.
    ///   - proof: that the tree after these entries is the beginning of the signed one; not needed when it is all of it.
    ///   - opened: what is at hand of restricted bodies.
    ///   - tiles: what is stored, for roots of long ago.
    /// - Returns: the batch; storing it is what makes it count; and what it asks of bodies.
    /// - Throws: `Divergence`, and what `tiles` throws.
    public mutating func take(
        _ entries: [CheckedEntries], toward signed: SignedCheckpoint, proof: ConsistencyProof?,
        opened: [StatementHash: OpenedParts] = [:], tiles: FullTiles
    ) throws -> Taken {
        let from = tree.size
        var (next, judge, roots) = (tree, judge, roots)
        var full: [Tile] = []
        for part in entries { full += next.append(part.leaves) }
        guard adds(next, up: signed.checkpoint, proof) else {
            throw Divergence.doesNotAddUp(from: from.nextIndex, to: next.size, signed)
        }
        var bodies = BodyWork()
        var stored: [(hash: StatementHash, entry: StoredEntry)] = []
        stored.reserveCapacity(Int(next.size.value - from.value))
        for part in entries {
            roots.append(part.leaves)
            for outcome in part.outcomes {
                let index = from.adding(stored.count).nextIndex
                do {
                    let verified = try judge.verified(outcome)
                    let root = try Self.root(
                        at: verified.statement.seen.size, limit: TreeSize(index.value), &roots, tree, tiles)
                    let accepted = try judge.take(verified, opened: opened[verified.hash], rootAtSeen: root)
                    bodies.add(accepted, sealed: nil, in: judge.picture)
                    let envelope = verified.signed.envelope.bytes
                    stored.append((hash: verified.hash, entry: StoredEntry(envelope: envelope)))
                } catch let fault as EntryFault {
                    throw Divergence.entry(index, fault, .init(checkpoint: signed, envelope: outcome.envelope))
                }
            }
        }
        self.judge = judge
        self.roots = roots
        tree = next
        toward = (signed, proof)
        let batch = CommitBatch(
            from: from, entries: stored, tiles: full, checkpoint: try settled(signed, judge.picture))
        return Taken(batch: batch, bodies: bodies)
    }

    /// What judged entries ask to be stored.
    public struct Taken: Sendable {
        /// The entries.
        public let batch: CommitBatch
        /// What they ask of the bodies beside the log: to be done before and after.
        package let bodies: BodyWork
    }

    /// Puts pictures made from other bodies in the place of the ones that are shown and judged by.
    ///
    /// - Parameters:
    ///   - picture: of exactly the entries that are shown.
    ///   - judged: of exactly the entries that were judged.
    package mutating func replace(shown picture: Picture, judged: Picture) {
        precondition(picture.size == shown.size && judged.size == tree.size, "a picture replaces one of the same log")
        shown.picture = picture
        judge = LogJudge(log: logKey.vkey, knowing: judged)
    }

    /// The state to show, once all entries that the checkpoint covers are judged and stored.
    ///
    /// - Throws: `Divergence.splitView` when a pinned checkpoint is not this log's past, and what `tiles` throws.
    public mutating func reach(_ signed: SignedCheckpoint, tiles: FullTiles) throws -> LogState {
        precondition(
            tree.size == signed.checkpoint.size && tree.root == signed.checkpoint.root,
            "a state is shown with the checkpoint that covers it")
        for pin in pinned where pin.checkpoint.size <= tree.size {
            try compare(older: pin, with: signed, tree: tree, tiles)
        }
        pinned.removeAll { $0.checkpoint.size <= tree.size }
        shown = try witnessed(LogState(picture: judge.picture, tree: tree, checkpoint: settled(signed, judge.picture)))
        return shown
    }

    /// The state that is shown, with a checkpoint that more witnesses have cosigned.
    public mutating func cosign(_ signed: SignedCheckpoint) -> LogState {
        precondition(shown.checkpoint?.checkpoint == signed.checkpoint, "cosignatures are for what is shown")
        shown.checkpoint = signed
        if let state = try? witnessed(shown) { shown = state }
        return shown
    }

    /// The state with what the witnesses of the policy in force say of it; cosignatures count whatever their time.
    private func witnessed(_ state: LogState) throws(LogError) -> LogState {
        guard let checkpoint = state.checkpoint else { return state }
        var state = state
        state.witnessing = try Witnessing(
            judging: checkpoint, by: state.picture.witnessPolicy?.policy, log: logKey,
            latestSeconds: Cosignature.maximumTimestampSeconds, after: shown.witnessing)
        return state
    }

    /// Work on the conflict index that another thread should do, if any is due.
    mutating func takeIndexMerge() -> ConflictIndex.Merge? { judge.takeIndexMerge() }

    /// Takes in what that work came to; readers see it with the next batch.
    mutating func completeIndexMerge(_ merged: ConflictIndex.Merged) { judge.completeIndexMerge(merged) }

    private func adds(_ tree: TileBuilder, up signed: Checkpoint, _ proof: ConsistencyProof?) -> Bool {
        guard tree.size < signed.size else { return tree.size == signed.size && tree.root == signed.root }
        guard let proof, proof.oldSize == tree.size, proof.newSize == signed.size else { return false }
        return (try? proof.verify(oldRoot: tree.root, newRoot: signed.root)) != nil
    }

    /// Shows a contradiction when a checkpoint is not the past of a tree of ours.
    private func compare(
        older: SignedCheckpoint, with newer: SignedCheckpoint, tree: TileBuilder, _ tiles: FullTiles
    ) throws {
        let size = older.checkpoint.size
        guard size < tree.size else {
            if let view = SplitView(older, newer) { throw Divergence.splitView(view) }
            return
        }
        try withoutActuallyEscaping(tiles) { tiles in
            let reader = GrowingTiles(tree: tree, full: tiles)
            let root = try rootHash(at: size, reader: reader)
            guard size > 0, root != older.checkpoint.root else { return }
            let proof = try ConsistencyProof(oldSize: size, newSize: tree.size, reader: reader)
            throw Divergence.splitView(
                try SplitView(older: older, newer: newer, branch: .init(root: root, path: proof.path)))
        }
    }

    private static func root(
        at size: TreeSize, limit: TreeSize, _ roots: inout RecentRoots, _ tree: TileBuilder, _ tiles: FullTiles
    ) throws -> Hash? {
        switch roots.root(at: size, limit: limit) {
        case .root(let root): return root
        case .ahead: return nil
        case .forgotten:
            let root = try withoutActuallyEscaping(tiles) { tiles in
                try rootHash(at: size, reader: GrowingTiles(tree: tree, full: tiles))
            }
            roots.remember(size, root)
            return root
        }
    }
}

extension CheckedEntries.Outcome {
    /// The entry's bytes, where it could be read.
    fileprivate var envelope: [UInt8] {
        switch self {
        case .verified(let statement): statement.signed.envelope.bytes
        case .pending(let statement): statement.envelope.bytes
        case .refused(_, let entry): entry
        }
    }
}
