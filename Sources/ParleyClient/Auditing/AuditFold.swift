import Coordination
import HashTreeCollections
import Picture
import Statements
import TransparencyLog

/// The part of an audit that has an order: the tree, the chains, the rules, the picture.
struct AuditFold {
    private(set) var picture = Picture.empty
    private(set) var builder = TileBuilder()
    /// Trees that statements name and that are no longer remembered, with the first entry that names them.
    private(set) var oldTrees: [TreeHead: EntryIndex] = [:]
    private var seen: SeenRoots
    private let log: NoteVerifierKey
    private let oldTreeLimit: Int

    init(log: NoteVerifierKey, limits: LogAuditor.Limits) {
        self.log = log
        seen = SeenRoots(bundleLimit: limits.recentBundles)
        oldTreeLimit = limits.maximumOldTrees
    }

    /// Takes the log's next bundle, whose entries are those of its tile.
    ///
    /// - Returns: the tiles that became full.
    mutating func take(_ bundle: CheckedBundle) throws(AuditError) -> [Tile] {
        let full = builder.append(bundle.leaves)
        seen.append(bundle.leaves)
        for (position, outcome) in bundle.outcomes.enumerated() {
            let entry = EntryIndex(bundle.coordinate.firstIndex.value + UInt64(position))
            picture.apply(try accept(try verified(outcome, entry), entry))
            guard entry == 0, let accord = picture.accord, accord.logKey != log.vkey else { continue }
            throw .otherLogKey(named: accord.logKey, used: log.vkey)
        }
        return full
    }

    private func verified(_ outcome: CheckedBundle.Outcome, _ entry: EntryIndex) throws(AuditError) -> VerifiedStatement
    {
        switch outcome {
        case .verified(let statement): return statement
        case .refused(let error): throw .statement(entry, error)
        case .pending(let signed):
            guard let key = picture.register.keys[signed.envelope.keyID]?.key else {
                throw .statement(entry, .unknownKey(signed.envelope.keyID))
            }
            do { return try VerifiedStatement(signed, by: key) } catch { throw .statement(entry, error) }
        }
    }

    private mutating func accept(_ verified: VerifiedStatement, _ entry: EntryIndex) throws(AuditError) -> Accepted {
        let root = rootAtSeen(by: verified, entry)
        guard oldTrees.count <= oldTreeLimit else { throw .tooManyOldTrees(entry, limit: oldTreeLimit) }
        do throws(Refusal) {
            guard entry > 0 else { return try picture.decideFounding(verified) }
            return try picture.decide(verified, opened: nil, rootAtSeen: root)
        } catch {
            // Everything else is judged from headers and open bodies, which an auditor has.
            guard case .unknownKind = error else { throw .refused(entry, error) }
            return Accepted(fromOwnLog: verified, opened: nil)
        }
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
