public import Coordination
import HashTreeCollections
public import Statements
import Synchronization

/// Every key that any statement has named so far, by its fingerprint, shared by those who verify a foreign log.
///
/// A fingerprint is the hash of its key, so a key found here is the right one whoever brought it; whether it may
/// speak at some place of the log is for the register to say.
public final class KeyTable: Sendable {
    private let keys: Mutex<[KeyFingerprint: PublicKey]>

    /// A table of the keys that a register knows.
    public init(_ register: PartyRegister = PartyRegister()) {
        var known: [KeyFingerprint: PublicKey] = [:]
        for (id, enrolled) in register.keys { known[id] = enrolled.key }
        keys = Mutex(known)
    }

    /// The keys at this moment.
    public var snapshot: [KeyFingerprint: PublicKey] { keys.withLock { $0 } }

    /// Adds the keys that these statements would enrol.
    public func add(namedIn statements: [SignedStatement]) {
        let named = statements.flatMap { Self.named(in: $0.statement) }
        guard !named.isEmpty else { return }
        keys.withLock { keys in for key in named { keys[key.id] = key } }
    }

    private static func named(in statement: Statement) -> [PublicKey] {
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
