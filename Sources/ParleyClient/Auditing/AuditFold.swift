import Picture
import Statements
import TransparencyLog

/// The part of an audit that has an order: the tree, the chains, the rules, the picture.
struct AuditFold {
    private(set) var builder = TileBuilder()
    /// Trees that statements name and that are no longer remembered, with the first entry that names them.
    private(set) var oldTrees: [TreeHead: EntryIndex] = [:]
    private var judge: LogJudge
    private var seen: RecentRoots
    private let oldTreeLimit: Int

    var picture: Picture { judge.picture }

    init(log: NoteVerifierKey, limits: LogAuditor.Limits) {
        judge = LogJudge(log: log.vkey)
        seen = RecentRoots(limit: limits.recentBundles * TileCoordinate.fullWidth)
        oldTreeLimit = limits.maximumOldTrees
    }

    /// Takes the log's next bundle, whose entries are those of its tile.
    ///
    /// - Returns: the tiles that became full.
    mutating func take(_ bundle: CheckedBundle) throws(AuditError) -> [Tile] {
        let full = builder.append(bundle.leaves)
        seen.append(bundle.leaves)
        for (position, outcome) in bundle.entries.outcomes.enumerated() {
            let entry = EntryIndex(bundle.coordinate.firstIndex.value + UInt64(position))
            do throws(EntryFault) {
                let verified = try judge.verified(outcome)
                let root = rootAtSeen(by: verified, entry)
                try judge.take(verified, rootAtSeen: root)
            } catch { throw AuditError(error, at: entry) }
            guard oldTrees.count <= oldTreeLimit else { throw .tooManyOldTrees(entry, limit: oldTreeLimit) }
        }
        return full
    }

    /// The log's root at the size that a statement names; a size that is forgotten is believed now and proved later.
    private mutating func rootAtSeen(by verified: VerifiedStatement, _ entry: EntryIndex) -> Hash? {
        let head = verified.statement.seen
        switch seen.root(at: head.size, limit: TreeSize(entry.value)) {
        case .root(let root): return root
        case .ahead: return nil
        case .forgotten:
            if oldTrees[head] == nil { oldTrees[head] = entry }
            return head.root
        }
    }
}

extension AuditError {
    /// What is wrong with an entry.
    init(_ fault: EntryFault, at entry: EntryIndex) {
        self =
            switch fault {
            case .statement(let error): .statement(entry, error)
            case .refused(let refusal): .refused(entry, refusal)
            case .otherLogKey(let named, let used): .otherLogKey(named: named, used: used)
            }
    }
}
