import Coordination
import Statements
import Synchronization

/// Every key that any statement has named so far, by its fingerprint.
///
/// A fingerprint is the hash of its key, so a key found here is the right one whoever brought it; whether it may
/// speak at some place of the log is for the register to say.
final class KeyTable: Sendable {
    private let keys = Mutex<[KeyFingerprint: PublicKey]>([:])

    /// The keys at this moment.
    var snapshot: [KeyFingerprint: PublicKey] { keys.withLock { $0 } }

    func add(_ new: [PublicKey]) {
        keys.withLock { keys in for key in new { keys[key.id] = key } }
    }

    /// The keys that a statement would enrol.
    static func named(in statement: Statement) -> [PublicKey] {
        let naming: Set<Kind> = [.accordFound, .partyEnrol, .partyRekey, .keyEnrol, .nodeEnrol]
        guard let kind = Kind(statement.kind), naming.contains(kind), case .open(let body) = statement.content,
            let command = try? Command(kind, of: statement, body: body)
        else { return [] }
        switch command {
        case .found(let accord): return [accord.rootKey, accord.nodeKey]
        case .parties(.enrolParty(_, name: _, role: _, let rootKey)): return [rootKey]
        case .parties(.rekey(_, let rootKey, reason: _)): return [rootKey]
        case .parties(.enrolNode(let node)): return [node.key]
        case .parties(.enrolKey(let key, officer: _, expires: _)): return [key]
        default: return []
        }
    }
}
