public import Statements
import Synchronization

/// A vault in memory, for tests and for nodes that are to forget every body when they stop.
public final class MemoryVault: BodyVault {
    private struct Shared {
        var sealed: [StatementHash: [UInt8]] = [:]
        var opened: [StatementHash: OpenedParts] = [:]
        var erased: Set<StatementHash> = []
    }

    private let shared = Mutex(Shared())

    /// An empty vault.
    public init() {}

    /// Keeps what the items hold.
    public func keep(_ items: [VaultItem]) {
        shared.withLock { shared in
            for item in items {
                if let sealed = item.sealed { shared.sealed[item.statement] = sealed }
                if let opened = item.opened { shared.opened[item.statement] = opened }
                shared.erased.remove(item.statement)
            }
        }
    }

    /// What was opened of these statements' bodies.
    public func opened(_ statements: [StatementHash]) -> [StatementHash: OpenedParts] {
        shared.withLock { shared in
            var out: [StatementHash: OpenedParts] = [:]
            for statement in statements { out[statement] = shared.opened[statement] }
            return out
        }
    }

    /// The sealed body of a statement.
    public func sealed(_ statement: StatementHash) -> [UInt8]? { shared.withLock { $0.sealed[statement] } }

    /// Forgets the sealed body of a statement.
    public func dropSealed(_ statement: StatementHash) {
        shared.withLock { _ = $0.sealed.removeValue(forKey: statement) }
    }

    /// Forgets everything about a statement's body.
    public func erase(_ statement: StatementHash) {
        shared.withLock { shared in
            shared.sealed.removeValue(forKey: statement)
            shared.opened.removeValue(forKey: statement)
            shared.erased.insert(statement)
        }
    }

    /// Which of these statements' bodies were erased here.
    public func erased(_ statements: [StatementHash]) -> Set<StatementHash> {
        shared.withLock { $0.erased.intersection(statements) }
    }
}
