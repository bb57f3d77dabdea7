import Coordination
import HashTreeCollections
import Picture
public import Statements
import TransparencyLog

/// Restricted bodies: handed out sealed, shown in parts, erased.
extension Node {
    /// The sealed body of a statement, for a party that it is sealed for or the author; nil for everybody else, and when
    /// it is not here.
    ///
    /// Blocks on the store.
    public func sealedBody(of statement: StatementHash, for reader: PartyID) throws -> [UInt8]? {
        guard let index = try index(of: statement), let bytes = try keeper.vault.sealed(statement),
            let sealed = try? SealedBody(bytes)
        else { return nil }
        let author = try entries(from: index, count: 1).first?.signed.statement.party
        return reader == author || sealed.recipients.contains { $0.party == reader } ? bytes : nil
    }

    /// The keys with which this node opens what is sealed to it.
    public var sealingKeys: [SealingPublicKey] { sealing.map(\.publicKey) }

    /// Opens what a sealed body holds for this node's parties, keeps it, and shows it; false when it holds nothing here.
    ///
    /// For bodies that come after their statements: fetched late, or opened with a key that was not here before.
    ///
    /// - Throws: `SealingError` when a part does not open or is of another body; what the vault throws.
    public func receive(_ sealed: SealedBody, of statement: Statement, named hash: StatementHash) async throws -> Bool {
        guard statement.sealed == sealed.hash, let opened = try sealed.opened(of: statement, with: sealing)
        else { return false }
        let isShare = statement.kind == Kind.bodyShare.name
        let first = statement.commitment.flatMap {
            publisher.state.picture.bodies.statement(of: statement.party, with: $0)
        }
        let name = isShare ? first ?? hash : hash
        // What was recalled or erased stays away, however late it comes.
        guard try keeper.vault.erased([name, hash]).isEmpty else { return false }
        let isRecalled = publisher.state.picture.bodies.statements[name]?.recalledAt != nil
        guard !isRecalled || !limits.obeysRecall else { return false }
        try keeper.keepLate(name, opened)
        try await rebuild()
        return true
    }

    /// Erases a body from every store and cache of this node, and returns once nothing shows it any more.
    ///
    /// With `party`, only that party's part goes where the node acts for several. The entry stays and still verifies.
    public func erase(_ statement: StatementHash, for party: PartyID? = nil) async throws {
        for name in publisher.state.picture.bodies.names(ofBodyOf: statement) { try keeper.erase(name, for: party) }
        try await rebuild()
    }

    /// Counts up whenever what past statements show may have changed; caches of it are then stale.
    public var bodyChanges: Int { keeper.changes }

    /// Makes the picture anew from the log and the bodies at hand, and swaps it in.
    func rebuild() async throws {
        try await keeper.rebuild { [self] in
            guard let checkpoint = publisher.state.checkpoint else { return }
            var picture = try await keeper.replayed(upTo: checkpoint)
            // Most of what was logged meanwhile is folded in while the writer goes on; the rest while it waits.
            try keeper.catchUp(&picture, to: publisher.state.size)
            try role.swap(picture) { [keeper] picture, size in try keeper.catchUp(&picture, to: size) }
        }
    }

    /// Does what statements in the log ask of bodies that this node keeps.
    func follow(_ work: BodyWork) async throws {
        for hash in work.recalled {
            if limits.obeysRecall { try keeper.erase(hash) } else { try keeper.vault.dropSealed(hash) }
        }
        if work.changesThePast { try await rebuild() }
    }
}
