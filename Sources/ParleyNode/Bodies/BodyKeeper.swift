import Coordination
import HashTreeCollections
import Logging
import Picture
import Statements
import Synchronization
import TransparencyLog

/// What accepted statements ask of the bodies that a node keeps.
struct BodyWork: Sendable {
    /// What is to be durable before the statements are.
    var items: [VaultItem] = []
    /// Bodies of earlier statements that come with a share; they join what is kept of them already.
    var joining: [VaultItem] = []
    /// What their authors recall: statements, and the shares of their bodies.
    var recalled: [StatementHash] = []

    /// Makes bodies durable, before the log's commit.
    func keep(in vault: any BodyVault) throws {
        var items = self.items
        var known = joining.isEmpty ? [:] : try vault.opened(joining.map(\.statement))
        for item in joining {
            guard let opened = item.opened else { continue }
            let all = (try? known[item.statement]?.adding(opened)) ?? opened
            known[item.statement] = all
            items.append(VaultItem(statement: item.statement, sealed: nil, opened: all))
        }
        if !items.isEmpty { try vault.keep(items) }
    }

    /// Whether the picture must be rebuilt once the statements are in the log.
    var changesThePast: Bool { !joining.isEmpty || !recalled.isEmpty }

    /// Adds what one accepted statement asks; `sealed` is what was handed over with it.
    mutating func add(_ accepted: Accepted, sealed: SealedBody?, in picture: Picture) {
        if let recalled = accepted.recalled { self.recalled += picture.bodies.names(ofBodyOf: recalled) }
        guard sealed != nil || accepted.opened != nil else { return }
        let hash = accepted.verified.hash
        let opened = accepted.opened
        // What every recipient has opened here is to be fetched by nobody.
        let mine = Set(opened?.parties ?? [])
        let kept = sealed.flatMap { body in body.recipients.allSatisfy { mine.contains($0.party) } ? nil : body.bytes }
        if let shared = Self.statementShared(by: accepted, in: picture) {
            if let opened { joining.append(VaultItem(statement: shared, sealed: nil, opened: opened)) }
            if let kept { items.append(VaultItem(statement: hash, sealed: kept, opened: nil)) }
        } else if kept != nil || opened != nil {
            items.append(VaultItem(statement: hash, sealed: kept, opened: opened))
        }
    }

    /// The earlier statement whose body a share gives to others; nil for all other statements.
    private static func statementShared(by accepted: Accepted, in picture: Picture) -> StatementHash? {
        guard accepted.isShare else { return nil }
        let statement = accepted.verified.statement
        guard let commitment = statement.commitment else { return nil }
        return picture.bodies.statement(of: statement.party, with: commitment)
    }
}

/// Keeps bodies, forgets them, and has the picture rebuilt from the log and what is left.
///
/// A picture is a function of the log and the bodies at hand: after a body came late or went, it is made anew from the
/// store while the writer goes on, and swapped in when it has caught up. One rebuild runs at a time; what asks for one
/// meanwhile shares the next.
final class BodyKeeper: Sendable {
    private struct Shared {
        var running: Task<Void, any Error>?
        var waiting: Task<Void, any Error>?
        var changes = 0
    }

    let vault: any BodyVault
    private let store: any LogStore
    private let limits: NodeLimits
    private let logger: Logger
    private let shared = Mutex(Shared())

    init(vault: any BodyVault, store: any LogStore, limits: NodeLimits, logger: Logger) {
        self.vault = vault
        self.store = store
        self.limits = limits
        self.logger = logger
    }

    /// Counts up whenever what is shown of past statements may have changed; what was kept of it is then stale.
    var changes: Int { shared.withLock { $0.changes } }

    /// Forgets a body; for `party` alone where one is named, so that others whose node this is keep theirs.
    ///
    /// The sealed body goes in any case: this node could open it again.
    func erase(_ statement: StatementHash, for party: PartyID? = nil) throws {
        try PictureNote.forget(in: store)
        let left = try party.flatMap { party in
            try vault.opened([statement])[statement].flatMap { $0.only(for: Set($0.parties).subtracting([party])) }
        }
        try vault.erase(statement)
        if let left { try vault.keep([VaultItem(statement: statement, sealed: nil, opened: left)]) }
        logger.notice("body erased", metadata: ["statement": "\(statement)"])
    }

    /// The picture that a node starts with; what was recalled and is still here is erased first.
    func start(
        upTo checkpoint: SignedCheckpoint, progress: (@Sendable (Replay.Progress) -> Void)? = nil
    ) async throws -> LogState {
        let replay = Replay(store: store, vault: vault, limits: limits)
        let state = try await replay.run(upTo: checkpoint, progress: progress)
        try PictureNote.compare(state, in: store)
        guard limits.obeysRecall, try eraseRecalled(in: state.picture) else { return state }
        return try await replay.run(upTo: checkpoint)
    }

    /// Erases what was recalled and is still here, as after a crash between a recall and its doing.
    private func eraseRecalled(in picture: Picture) throws -> Bool {
        let recalled = picture.bodies.statements.filter { $0.value.recalledAt != nil }.keys.sorted()
        var hasErased = false
        for start in stride(from: 0, to: recalled.count, by: limits.entriesPerRead) {
            let some = Array(recalled[start..<min(start + limits.entriesPerRead, recalled.count)])
            let kept = try vault.opened(some)
            for hash in some {
                for name in picture.bodies.names(ofBodyOf: hash) {
                    let isSealed = try vault.sealed(name) != nil
                    guard kept[name] != nil || isSealed else { continue }
                    try erase(name)
                    hasErased = true
                }
            }
        }
        return hasErased
    }

    /// Keeps a body that came after its statement was folded, such as one that could not be fetched before.
    func keepLate(_ statement: StatementHash, _ opened: OpenedParts) throws {
        try PictureNote.forget(in: store)
        var work = BodyWork()
        work.joining = [VaultItem(statement: statement, sealed: nil, opened: opened)]
        try work.keep(in: vault)
    }

    /// Has the picture rebuilt by `swap`, and returns once it is shown; what asks while one waits shares it.
    func rebuild(_ swap: @escaping @Sendable () async throws -> Void) async throws {
        let task = shared.withLock { shared in
            if let waiting = shared.waiting { return waiting }
            let before = shared.running
            let task = Task {
                _ = await before?.result
                self.shared.withLock { shared in
                    shared.running = shared.waiting
                    shared.waiting = nil
                }
                try await swap()
                self.shared.withLock { $0.changes += 1 }
            }
            shared.waiting = task
            return task
        }
        try await task.value
    }

    /// The picture of the store's entries up to `checkpoint` and the bodies at hand.
    func replayed(upTo checkpoint: SignedCheckpoint) async throws -> Picture {
        try await Replay(store: store, vault: vault, limits: limits).run(upTo: checkpoint).picture
    }

    /// Folds further entries into a picture, up to `size`.
    func catchUp(_ picture: inout Picture, to size: TreeSize) throws {
        let replay = Replay(store: store, vault: vault, limits: limits)
        while picture.size < size {
            let count = min(UInt64(limits.entriesPerReplayStep), size.value - picture.size.value)
            for accepted in try replay.accepted(from: picture.size.value, Int(count)) { picture.apply(accepted) }
        }
    }
}
