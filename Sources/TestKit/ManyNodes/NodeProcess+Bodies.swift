import Coordination
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// Restricted bodies: fetched from the host, opened here, kept here.
extension NodeProcess {
    private var ignoresAudience: Bool { world.defect == .vaultIgnoresAudience }

    private func isFor(_ statement: Statement) -> Bool {
        guard let audience = statement.audience, statement.sealed != nil else { return false }
        return statement.party == machine.party || audience.contains(machine.party)
    }

    /// What this node opens of the bodies of a piece: kept before, or fetched now; what does not come is late.
    func bodies(of piece: CheckedEntries) async throws -> [StatementHash: OpenedParts] {
        let signed = piece.outcomes.compactMap(\.signedStatement)
        if ignoresAudience { try await hoard(signed) }
        let wanted = signed.filter { isFor($0.statement) }
        guard !wanted.isEmpty else { return [:] }
        var found = machine.vault.opened(wanted.map(\.hash))
        let erased = machine.vault.erased(wanted.map(\.hash))
        for item in wanted where found[item.hash] == nil && !erased.contains(item.hash) {
            let sealed = try await fetchSealed(item.hash, item.statement)
            if let opened = try? sealed?.opened(of: item.statement, with: [machine.sealing]) {
                found[item.hash] = opened
            } else if !late.contains(where: { $0.hash == item.hash }) {
                late.append((item.hash, item.statement))
            }
        }
        return found
    }

    private func fetchSealed(_ hash: StatementHash, _ statement: Statement) async throws -> SealedBody? {
        let bytes: [UInt8]?
        do {
            bytes = try await world.network.ask(place, 0, life, within: 1_500) {
                try self.world.host.sealedBody(of: hash, for: self.machine.party, at: self.place)
            }
        } catch {
            try life.check()
            return nil
        }
        guard let bytes else { return nil }
        let arrived = world.network.carry(bytes, .body, from: 0, to: place)
        guard Hash.sha256(of: arrived) == statement.sealed else { return nil }
        return try? SealedBody(arrived)
    }

    /// Keeps whatever the host hands out: the defect that the search of the disks must find.
    private func hoard(_ signed: [SignedStatement]) async throws {
        for item in signed where item.statement.sealed != nil && !isFor(item.statement) {
            guard let sealed = try await fetchSealed(item.hash, item.statement) else { continue }
            machine.vault.keep([VaultItem(statement: item.hash, sealed: sealed.bytes, opened: nil)])
        }
    }

    /// Asks again for what did not come in time.
    func fetchLate() async throws {
        for item in late {
            if core.shown.picture.bodies.statements[item.hash]?.recalledAt != nil {
                late.removeAll { $0.hash == item.hash }
                continue
            }
            let sealed = try await fetchSealed(item.hash, item.statement)
            guard let sealed else { continue }
            late.removeAll { $0.hash == item.hash }
            guard let opened = try? sealed.opened(of: item.statement, with: [machine.sealing]) else { continue }
            let isRecalled = core.shown.picture.bodies.statements[item.hash]?.recalledAt != nil
            guard !isRecalled, machine.vault.erased([item.hash]).isEmpty else { continue }
            try keeper.keepLate(item.hash, opened)
            try await rebuild()
        }
    }

    /// Finds the statements for this party whose bodies a run before did not get.
    func findMissing() throws {
        for entry in try store.entries(from: EntryIndex(0), count: Int(stored.value)) {
            guard let signed = try? SignedStatement(entry.envelope), isFor(signed.statement),
                machine.vault.opened([signed.hash]).isEmpty, machine.vault.erased([signed.hash]).isEmpty
            else { continue }
            late.append((signed.hash, signed.statement))
        }
    }
}

extension HostMachine {
    /// The sealed body of a statement, for a party that it is sealed for or the author; nil for everybody else.
    func sealedBody(of statement: StatementHash, for reader: PartyID, at place: Int) throws -> [UInt8]? {
        guard let branch = branch(for: place) else { throw UpstreamError(.unreachable, "the host is not running") }
        guard let index = try branch.store.index(of: statement), branch.publisher.state.size.contains(index),
            let bytes = vault.sealed(statement), let sealed = try? SealedBody(bytes)
        else { return nil }
        if world.defect == .vaultIgnoresAudience { return bytes }
        return sealed.recipients.contains { $0.party == reader } ? bytes : nil
    }
}

extension CheckedEntries.Outcome {
    /// The statement, where it could be read.
    var signedStatement: SignedStatement? {
        switch self {
        case .verified(let verified): verified.signed
        case .pending(let signed): signed
        case .refused: nil
        }
    }
}
