import Deconfliction
import Picture
import Statements
public import TransparencyLog

/// Rebuilds the picture from one's own store: every entry read and hashed again, every root compared.
///
/// Signatures were verified before the entries were stored and are not verified again; a flipped byte shows in the
/// hashes. Reading, hashing and parsing run in parallel; folding is in order.
public struct Replay: Sendable {
    /// How far a replay is.
    public struct Progress: Sendable {
        /// Entries done.
        public let entries: UInt64
        /// Entries to do.
        public let of: UInt64
    }

    private let store: any LogStore
    private let vault: (any BodyVault)?
    private let limits: NodeLimits

    /// A replay of this store; without a vault every restricted body counts as sealed.
    public init(store: any LogStore, vault: (any BodyVault)? = nil, limits: NodeLimits = NodeLimits()) {
        self.store = store
        self.vault = vault
        self.limits = limits
    }

    /// Entries read, hashed and parsed, not yet folded.
    private struct Step: Sendable {
        let first: UInt64
        let accepted: [Accepted]
    }

    /// Replays the log up to `checkpoint`, whose signature the caller has checked.
    ///
    /// - Throws: `StartError` naming the entry or tile that is damaged, and what the store throws.
    public func run(
        upTo checkpoint: SignedCheckpoint, progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> LogState {
        let size = checkpoint.checkpoint.size.value
        let width = UInt64(limits.entriesPerReplayStep)
        var state = LogState(picture: .empty, tree: TileBuilder(), checkpoint: checkpoint)
        try await withThrowingTaskGroup(of: Step.self) { group in
            var scheduled: UInt64 = 0
            var ready: [UInt64: Step] = [:]
            var folded: UInt64 = 0
            func schedule() {
                guard scheduled < size else { return }
                let first = scheduled
                let count = min(width, size - first)
                scheduled += count
                group.addTask { try self.read(first, Int(count)) }
            }
            for _ in 0..<Self.stepsInFlight { schedule() }
            while folded < size {
                while ready[folded] == nil {
                    guard let step = try await group.next() else { throw StartError.checkpointMissing }
                    ready[step.first] = step
                }
                guard let step = ready.removeValue(forKey: folded) else { continue }
                schedule()
                try fold(step, into: &state)
                folded += UInt64(step.accepted.count)
                progress?(Progress(entries: folded, of: size))
            }
        }
        try check(state, against: checkpoint)
        while let merge = state.picture.takeIndexMerge() { state.picture.completeIndexMerge(merge.run()) }
        return state
    }

    /// Steps that are read while one is folded.
    private static let stepsInFlight = 3

    private func read(_ first: UInt64, _ count: Int) throws -> Step {
        Step(first: first, accepted: try accepted(from: first, count))
    }

    /// Entries with what is at hand of their bodies, read and hashed, ready to be folded.
    func accepted(from first: UInt64, _ count: Int) throws -> [Accepted] {
        let stored = try store.entries(from: EntryIndex(first), count: count)
        guard stored.count == count else {
            throw StartError.entriesMissing(
                found: TreeSize(first + UInt64(stored.count)), signed: TreeSize(first + UInt64(count)))
        }
        var statements: [SignedStatement] = []
        statements.reserveCapacity(count)
        for entry in stored {
            guard let signed = try? SignedStatement(entry.envelope) else {
                throw StartError.damagedEntry(EntryIndex(first + UInt64(statements.count)))
            }
            statements.append(signed)
        }
        let bodies = try bodies(of: statements)
        return statements.map { signed in
            let verified = VerifiedStatement(fromOwnLog: signed, leaf: Hash.leaf(of: signed.envelope.bytes))
            return Accepted(fromOwnLog: verified, opened: bodies[signed.hash])
        }
    }

    private func bodies(of statements: [SignedStatement]) throws -> [StatementHash: OpenedParts] {
        guard let vault else { return [:] }
        let restricted = statements.filter { $0.statement.audience != nil }
        guard !restricted.isEmpty else { return [:] }
        let bodies = try vault.opened(restricted.map(\.hash))
        for signed in restricted {
            guard let body = bodies[signed.hash] else { continue }
            guard body.commitment == signed.statement.commitment else { throw StartError.damagedBody(signed.hash) }
        }
        return bodies
    }

    private func fold(_ step: Step, into state: inout LogState) throws {
        let full = state.tree.append(step.accepted.map(\.verified.leaf))
        for tile in full { try compare(tile) }
        for accepted in step.accepted { state.picture.apply(accepted) }
    }

    private func compare(_ tile: Tile) throws {
        let coordinate = tile.coordinate
        guard let stored = try store.fullTile(level: coordinate.level, index: coordinate.index) else {
            throw StartError.damagedTile(coordinate.path)
        }
        guard stored != tile.bytes else { return }
        guard coordinate.level == 0, stored.count == tile.bytes.count else {
            throw StartError.damagedTile(coordinate.path)
        }
        // Which of the two is damaged shows one level up; the entry is named because it is what matters.
        let differing = zip(stored, tile.bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
        throw StartError.damagedEntry(
            EntryIndex(coordinate.index * UInt64(TileCoordinate.fullWidth) + UInt64(differing / Hash.byteCount)))
    }

    private func check(_ state: LogState, against checkpoint: SignedCheckpoint) throws {
        let signed = checkpoint.checkpoint
        guard state.tree.root != signed.root else { return }
        let tail = signed.size.value / UInt64(TileCoordinate.fullWidth) * UInt64(TileCoordinate.fullWidth)
        throw StartError.damagedTail(from: EntryIndex(tail), signed: signed.root, found: state.tree.root)
    }
}
