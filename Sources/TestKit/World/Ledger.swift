import Coordination
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// What the world knows to be true, kept apart from the node: every promise is checked against it.
struct Ledger {
    /// A log as it must be.
    struct Log {
        var state: LogState
        var entries: [StoredEntry] = []
        var names: Set<StatementHash> = []
        var chains: [ChainID: (sequence: UInt64, hash: StatementHash)] = [:]
    }

    /// Made with every accepted statement, and true for ever after.
    struct Receipt {
        let index: EntryIndex
        let envelope: [UInt8]
        let proof: LogProof
    }

    let logKey: NoteVerifierKey
    /// What was acknowledged as durable.
    private(set) var acknowledged = Log(state: .empty)
    /// What would hold if the commit under way became durable; nil while there is none.
    private(set) var inFlight: Log?
    private(set) var receipts: [Receipt] = []
    private(set) var published: [TreeHead] = []
    private(set) var violations: [String] = []

    init(logKey: NoteVerifierKey) { self.logKey = logKey }

    mutating func require(_ isKept: Bool, _ sentence: @autoclosure () -> String) {
        // One broken promise breaks many others; the first ones say what happened.
        if !isKept, violations.count < 20 { violations.append(sentence()) }
    }

    /// A batch is about to be committed; `accepted` are the names of what the core took, in order.
    mutating func attempt(_ batch: CommitBatch, accepted: [StatementHash], then state: LogState) {
        var log = acknowledged
        require(batch.from == log.state.size, "a batch continues size \(batch.from), the log has \(log.state.size)")
        let ticks = batch.entries.count - accepted.count
        require(ticks == 0 || ticks == 1, "a batch has \(ticks) entries that nobody submitted")
        require(
            batch.entries.dropFirst(max(0, ticks)).map(\.hash) == accepted,
            "a batch is not what was accepted: a refused statement is in it, or an accepted one is not")
        for (hash, entry) in batch.entries {
            require(log.names.insert(hash).inserted, "statement \(hash) is entered twice")
            guard let signed = try? SignedStatement(entry.envelope) else {
                require(false, "an entry is no statement")
                continue
            }
            require(signed.hash == hash, "an entry is stored under another name than its own")
            let statement = signed.statement
            let chain = ChainID(statement.party, statement.officer)
            let last = log.chains[chain]
            require(
                statement.sequence == (last?.sequence ?? 0) + 1 && statement.previous == last?.hash,
                "the chain of '\(statement.party)' has a hole or a fork at number \(statement.sequence)")
            log.chains[chain] = (statement.sequence, hash)
            log.entries.append(entry)
        }
        require(state.size.value == UInt64(log.entries.count), "the state after a batch has another size than its log")
        log.state = state
        inFlight = log
    }

    /// The store said that the batch is durable.
    mutating func commit() {
        if let inFlight { acknowledged = inFlight }
        inFlight = nil
    }

    /// A state is shown to others: its checkpoint must be signed, and continue every one shown before.
    mutating func publish(_ state: LogState, store: any LogStore, alsoFrom earlier: Int) {
        guard let checkpoint = state.checkpoint else { return require(false, "a log with entries has no checkpoint") }
        require((try? checkpoint.verified(by: logKey)) != nil, "a checkpoint's signature does not verify")
        let head = TreeHead(size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root)
        require(head.size == state.size && head.root == state.tree.root, "a checkpoint is not that of its tree")
        for old in [published.last, published.indices.contains(earlier) ? published[earlier] : nil] {
            guard let old else { continue }
            require(old.size <= head.size, "the published log went back from \(old.size) to \(head.size)")
            require(
                continues(old, head, StateTiles(state: state, store: store)),
                "size \(head.size) does not continue \(old.size)")
        }
        if published.last != head { published.append(head) }
    }

    private func continues(_ old: TreeHead, _ new: TreeHead, _ tiles: StateTiles) -> Bool {
        guard let proof = try? ConsistencyProof(oldSize: old.size, newSize: new.size, reader: tiles) else {
            return false
        }
        return (try? proof.verify(oldRoot: old.root, newRoot: new.root)) != nil
    }

    /// Makes the receipt that is sent to whoever submitted entry `index`, and checks it as they will.
    mutating func receipt(of index: EntryIndex, in state: LogState, store: any LogStore) -> LogProof? {
        guard let checkpoint = state.checkpoint, Int(index.value) < acknowledged.entries.count,
            let inclusion = try? InclusionProof(
                index: index, size: state.size, reader: StateTiles(state: state, store: store)),
            let proof = try? LogProof(inclusion: inclusion, checkpoint: checkpoint)
        else {
            require(false, "no receipt could be made for entry \(index)")
            return nil
        }
        let envelope = acknowledged.entries[Int(index.value)].envelope
        require(
            (try? proof.verify(entry: envelope, log: logKey)) != nil, "the receipt of entry \(index) does not verify")
        receipts.append(Receipt(index: index, envelope: envelope, proof: proof))
        return proof
    }

    /// A node came back with `state` from what `store` holds; returns whether a batch nobody heard of was durable.
    mutating func recover(_ state: LogState, store: any LogStore) -> Bool {
        let isAhead = inFlight.map { $0.state.size == state.size } ?? false
        let expected = isAhead ? inFlight ?? acknowledged : acknowledged
        inFlight = nil
        let count = expected.entries.count
        require(
            state.size == expected.state.size,
            "after a restart the log has \(state.size) entries; \(expected.state.size) were acknowledged")
        let stored = (try? store.entries(from: EntryIndex(0), count: count + 1_000)) ?? []
        require(stored.count == count, "the store holds \(stored.count) entries; \(count) were committed")
        let differing = zip(stored, expected.entries).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        require(differing == nil, "entry \(differing ?? 0) has other bytes than were committed")
        for receipt in receipts {
            let at = Int(receipt.index.value)
            let isThere = at < stored.count && stored[at].envelope == receipt.envelope
            require(isThere, "entry \(at) got a receipt and is gone or changed")
        }
        require(state.tree.root == expected.state.tree.root, "a replay gives another root")
        for scope in [Picture.DigestScope.open, .local] {
            require(
                state.picture.digest(scope) == expected.state.picture.digest(scope),
                "a replay gives another picture (\(scope)) at \(state.size) entries")
        }
        acknowledged = expected
        acknowledged.state = state
        return isAhead
    }
}
