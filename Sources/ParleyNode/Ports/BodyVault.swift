public import Statements

/// What a node keeps of one restricted statement's body.
public struct VaultItem: Sendable {
    /// The statement.
    public let statement: StatementHash
    /// The sealed body, where others are to fetch it here.
    public let sealed: [UInt8]?
    /// What this node opened of it, where it may read any.
    public let opened: OpenedParts?

    /// An item from its parts.
    public init(statement: StatementHash, sealed: [UInt8]?, opened: OpenedParts?) {
        self.statement = statement
        self.sealed = sealed
        self.opened = opened
    }
}

/// Restricted bodies beside the log, by the names of their statements; what is erased is gone from everywhere.
///
/// Calls block; the node makes them where waiting is allowed.
public protocol BodyVault: Sendable {
    /// Keeps what the items hold; once it returns, all of it survives power loss.
    ///
    /// What an item does not hold stays as it was. Keeping a second time replaces, so that a batch whose commit failed can
    /// be kept again.
    ///
    /// - Throws: `StoreError`: `full` when there is no room; `failed` when the outcome is unknown.
    func keep(_ items: [VaultItem]) throws

    /// What was opened of these statements' bodies; those of which nothing is here are left out.
    func opened(_ statements: [StatementHash]) throws -> [StatementHash: OpenedParts]

    /// The sealed body of a statement; nil when it is not here.
    func sealed(_ statement: StatementHash) throws -> [UInt8]?

    /// Forgets the sealed body of a statement and nothing else.
    func dropSealed(_ statement: StatementHash) throws

    /// Forgets everything about a statement's body; once it returns, no file of the vault holds it or a key to it.
    ///
    /// Erasing what is not here is no error. That it was erased is remembered until something is kept for it anew, so that
    /// nobody fetches it again.
    func erase(_ statement: StatementHash) throws

    /// Which of these statements' bodies were erased here.
    func erased(_ statements: [StatementHash]) throws -> Set<StatementHash>
}
