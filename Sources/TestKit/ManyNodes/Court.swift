import Coordination
import Geodesy
import Inquiry
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// What the world knows to be true, kept apart from every node: each promise is checked against it.
// Touched by jobs of one conductor alone, one at a time.
final class Court: @unchecked Sendable {
    struct Receipt {
        let index: EntryIndex
        let envelope: [UInt8]
        let hash: StatementHash
    }

    struct Promise {
        let note: PromiseNote
        let said: SaidStatement
        let place: Int
    }

    /// A restricted body: who may have it, and by what it is recognised.
    struct Secret {
        let hash: StatementHash
        let text: String
        let sealed: [UInt8]?
        let parties: Set<PartyID>
    }

    private struct Shown {
        let root: Hash
        let digest: Hash?
        let place: Int
    }

    unowned let world: ManyWorld
    private(set) var violations: [String] = []
    private(set) var receipts: [Receipt] = []
    private(set) var promises: [Promise] = []
    private(set) var secrets: [Secret] = []
    private(set) var recalled: Set<StatementHash> = []
    private(set) var dropped: Set<StatementHash> = []
    /// Whether the host has done what an honest one never does.
    private(set) var isHostDishonest = false
    private(set) var hasEquivocated = false
    private var everything: [TreeSize: Shown] = [:]
    private var established: [TreeSize: Shown] = [:]
    private var lastShown: [Int: TreeHead] = [:]
    private var lastCosigned: [Int: TreeHead] = [:]
    /// The trees that each history went through, the common beginning of both in both.
    private var trees: [Bool: Set<TreeHead>] = [:]
    private var cosigned: [Int: Set<TreeHead>] = [:]
    /// What was made of each piece of evidence: operators look at the same ones again and again.
    private var judged: [[UInt8]: Bool] = [:]

    init(_ world: ManyWorld) { self.world = world }

    func require(_ isKept: Bool, _ sentence: @autoclosure () -> String) {
        guard !isKept else { return }
        let sentence = sentence()
        world.note("VIOLATION: \(sentence)")
        // One broken promise breaks many others; the first ones say what happened.
        if violations.count < 12 { violations.append(sentence) }
    }

    func isProven(_ bytes: [UInt8]) -> Bool {
        if let known = judged[bytes] { return known }
        let isProven =
            (try? Evidence(parsing: bytes))?.judged(by: world.logKey, policy: world.policy).isProven ?? false
        judged[bytes] = isProven
        return isProven
    }
}

/// What is said to it as it happens.
extension Court {
    func committed(_ batch: CommitBatch, isShadow: Bool) {
        let signed = batch.checkpoint.checkpoint
        trees[isShadow, default: []].insert(TreeHead(size: signed.size, root: signed.root))
        if isShadow, batch.from > 0 { isHostDishonest = true }
    }

    /// The host has begun a second history that shares so many entries with the first.
    func turned(at shared: TreeSize) {
        isHostDishonest = true
        trees[true, default: []].formUnion((trees[false] ?? []).filter { $0.size <= shared })
    }

    func brokenPromise(of said: SaidStatement) {
        isHostDishonest = true
        dropped.insert(said.hash)
    }

    func isLost(_ said: SaidStatement) -> Bool { dropped.contains(said.hash) }

    func startedFromBackup(_ size: TreeSize, shown: TreeSize, anchorToo: Bool) {
        guard size < shown else { return }
        require(anchorToo, "the host started at \(size) entries, though its anchor says that \(shown) were shown")
        isHostDishonest = true
    }

    func hostHalted() { require(isHostDishonest, "an honest host was halted by its witnesses") }

    func restricted(_ said: SaidStatement, text: String, to parties: [PartyID]) {
        secrets.append(Secret(hash: said.hash, text: text, sealed: said.sealed, parties: Set(parties)))
    }

    func recalled(_ hash: StatementHash) { recalled.insert(hash) }

    func equivocated() { hasEquivocated = true }

    func promised(_ note: PromiseNote, _ said: SaidStatement, to node: NodeMachine) {
        require(
            (try? note.verify(by: world.logKey)) != nil && note.leaf == Hash.leaf(of: said.envelope),
            "a promise is not for what was sent")
        promises.append(Promise(note: note, said: said, place: node.place))
    }

    func received(_ receipt: LogProof, of said: SaidStatement) {
        let verdict = try? world.policy.judge(receipt.checkpoint, log: world.logKey).verdict
        require(verdict?.isWitnessed ?? false, "the receipt of entry \(receipt.index) lacks the quorum's cosignatures")
        guard !receipts.contains(where: { $0.hash == said.hash }) else { return }
        receipts.append(Receipt(index: receipt.index, envelope: said.envelope, hash: said.hash))
    }

    /// Whatever fails on the way, an honest client's statements never break these rules.
    func refused(_ rule: String) {
        let impossible: Set<String> = [
            "malformed-statement", "unknown-key", "bad-signature", "not-authorised", "key-of-another", "wrong-accord",
            "unknown-kind", "malformed-body", "commitment-mismatch", "sealed-mismatch", "malformed-sealed-body",
            "sealed-for-another", "sealed-without-part", "sealed-to-other-key", "without-node",
        ]
        require(!impossible.contains(rule), "an honest statement was refused as '\(rule)'")
        let isAboutThisLog = ["seen-other-root", "seen-ahead"].contains(rule)
        require(!isAboutThisLog || isHostDishonest, "an honest statement was refused as '\(rule)'")
    }

    func alarmed(_ divergence: Divergence, at place: Int) {
        if divergence.isSigned {
            require(isHostDishonest, "node \(place) holds '\(divergence.rule)' against an honest host: \(divergence)")
        } else {
            require(world.drawn.lies > 0, "node \(place) stopped by '\(divergence.rule)' though nobody lied")
        }
    }
}

/// What is shown and cosigned must agree, everywhere and always.
extension Court {
    /// A place shows a state; a second history is no honest place's.
    func shown(_ state: LogState, by place: Int, isShadow: Bool, reader: LogReader) {
        guard let checkpoint = state.checkpoint?.checkpoint, !isShadow else { return }
        require(
            checkpoint.size == state.size && checkpoint.root == state.tree.root && state.picture.size == state.size,
            "place \(place) shows a checkpoint that is not that of its tree and picture at \(state.size)")
        let head = TreeHead(size: state.size, root: state.tree.root)
        if let last = lastShown[place], place > 0 {
            require(last.size <= head.size, "node \(place) went back from \(last.size) to \(head.size)")
            let root = try? reader.root(at: min(last.size, head.size), of: state)
            require(
                last.size > head.size || root == last.root,
                "node \(place) took back what it showed at \(last.size) entries when it showed \(head.size)")
        }
        lastShown[place] = head
        compare(state, place)
    }

    /// At one size there is one picture: of all that is shown while the host is honest, of what is established always.
    private func compare(_ state: LogState, _ place: Int) {
        let digest = state.size.value % 4 == 0 ? state.picture.digest(.open) : nil
        let shown = Shown(root: state.tree.root, digest: digest, place: place)
        if !isHostDishonest { compare(shown, at: state.size, &everything, "shown") }
        if state.witnessing.verdict.isWitnessed { compare(shown, at: state.size, &established, "established") }
    }

    private func compare(_ new: Shown, at size: TreeSize, _ table: inout [TreeSize: Shown], _ word: String) {
        guard let old = table[size] else { return table[size] = new }
        // What was shown before the host turned dishonest may be one side of what it says now.
        require(
            old.root == new.root && (old.digest == nil || new.digest == nil || old.digest == new.digest),
            "at \(size) entries place \(new.place) has \(word) another picture than place \(old.place)")
        if old.digest == nil { table[size] = new }
    }

    /// A node came back: what it shows is what it showed, and its witness knows what it has cosigned.
    func nodeStarted(_ node: NodeMachine, _ process: NodeProcess) {
        if process.core.shown.checkpoint != nil { compare(process.core.shown, node.place) }
        guard let witness = process.witness, let last = lastCosigned[node.place] else { return }
        let bytes = try? witness.cosigned(originHash: world.originHash)
        let known = bytes.flatMap { try? SignedCheckpoint(parsing: $0).checkpoint }
        require(
            known.map { $0.size >= last.size } ?? false,
            "witness \(node.place) has cosigned \(last.size) entries and knows of \(known?.size ?? 0) after a restart")
    }

    /// A cosignature leaves a witness.
    func cosigned(_ checkpoint: Checkpoint, by node: NodeMachine) {
        let head = TreeHead(size: checkpoint.size, root: checkpoint.root)
        if let last = lastCosigned[node.place] {
            require(
                last.size < head.size || last == head,
                "witness \(node.place) cosigned \(head.size) entries after \(last.size), or two roots of one size")
        }
        lastCosigned[node.place] = head
        let all = cosigned[node.place, default: []].union([head])
        cosigned[node.place] = all
        let (main, shadow) = (trees[false] ?? [], trees[true] ?? [])
        let onlyMain = all.intersection(main).subtracting(shadow)
        let onlyShadow = all.intersection(shadow).subtracting(main)
        require(
            onlyMain.isEmpty || onlyShadow.isEmpty,
            "witness \(node.place) cosigned both histories")
    }
}
