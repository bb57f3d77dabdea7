import Picture
import Coordination
public import Geodesy
public import ParleyNode
public import Statements
public import TransparencyLog

/// The real sequencer core over a store in memory, stepped by hand: no tasks, no waiting.
public struct SteppedLog: Sendable {
    /// The sequencer.
    public private(set) var core: SequencerCore
    /// What was committed.
    public let store: MemoryStore
    /// What was kept beside it.
    public let vault: MemoryVault
    /// The keys with which this node opens bodies; no other key's bodies are at hand here.
    public var sealingKeys: [SealingPrivateKey] = []
    /// The clock on the wall.
    public var now: Instant
    private var leaves: [Hash] = []

    /// A log without entries.
    public init(logSigner: NoteSigner, nodeKey: SigningKey, now: Instant) {
        core = SequencerCore(state: .empty, logSigner: logSigner, nodeKey: nodeKey)
        store = MemoryStore()
        vault = MemoryVault()
        self.now = now
    }

    /// What the log shows.
    public var state: LogState { core.state }
    /// The tree as a statement names it.
    public var head: TreeHead { TreeHead(size: core.state.size, root: core.state.tree.root) }

    /// Decides and commits these statements as one batch.
    ///
    /// - Throws: what the core and the store throw, which for honest input is nothing.
    public mutating func submit(_ said: [SaidStatement], forcesTick: Bool = false) throws -> [Outcome] {
        var outcomes: [Outcome?] = []
        var submissions: [Submission] = []
        for statement in said {
            do throws(Refusal) {
                submissions.append(
                    try Submission(
                        statement.envelope, sealed: statement.sealed, keys: sealingKeys,
                        knowing: core.state.picture.register))
                outcomes.append(nil)
            } catch { outcomes.append(.refused(error)) }
        }
        let leaves = self.leaves
        let staged = try core.stage(
            submissions, at: now, forcesTick: forcesTick, rootAt: { Self.root(of: leaves, at: $0) })
        if let batch = staged.batch {
            try staged.keepBodies(in: vault)
            try store.commit(batch)
            self.leaves += batch.entries.map { Hash.leaf(of: $0.entry.envelope) }
            core.adopt(staged)
        }
        var decided = staged.outcomes.makeIterator()
        return outcomes.compactMap { $0 ?? decided.next() }
    }

    /// The tree of a past size.
    public func head(at size: TreeSize) -> TreeHead { TreeHead(size: size, root: Self.root(of: leaves, at: size)) }

    private static func root(of leaves: [Hash], at size: TreeSize) -> Hash {
        var edge = RightEdge()
        edge.append(contentsOf: leaves.prefix(Int(size.value)))
        return edge.root
    }
}
