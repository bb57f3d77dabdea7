import Coordination
import HashTreeCollections
import Logging
import Picture
public import Statements
import TransparencyLog

/// What a follower needs to read what is meant for its party.
public struct FollowedBodies: Sendable {
    /// The party whose node this is.
    public let party: PartyID
    /// The node's sealing keys, the newest first.
    public let keys: [SealingPrivateKey]
    /// Where sealed bodies are fetched.
    public let source: any BodySource

    /// A party's access to its bodies.
    public init(party: PartyID, keys: [SealingPrivateKey], source: any BodySource) {
        self.party = party
        self.keys = keys
        self.source = source
    }

    /// Whether a statement's body is sealed to this party.
    package func isFor(_ statement: Statement) -> Bool {
        guard statement.sealed != nil, let audience = statement.audience else { return false }
        return statement.party == party || audience.contains(party)
    }
}

/// Restricted bodies come from the host beside the log, are opened here, and are kept under keys of this node alone.
extension Follower {
    /// What this node opens of the bodies of a batch: kept before, or fetched within the time that a batch waits for them.
    func bodies(of batch: [CheckedEntries]) async throws -> [StatementHash: OpenedParts] {
        guard let own = bodies else { return [:] }
        var wanted: [(hash: StatementHash, statement: Statement)] = []
        for outcome in batch.flatMap(\.outcomes) {
            guard let signed = outcome.signed, own.isFor(signed.statement) else { continue }
            wanted.append((signed.hash, signed.statement))
        }
        guard !wanted.isEmpty else { return [:] }
        var found = try keeper.vault.opened(wanted.map(\.hash))
        let erased = try keeper.vault.erased(wanted.map(\.hash))
        let missing = wanted.filter { found[$0.hash] == nil && !erased.contains($0.hash) }
        for (hash, opened) in await fetchBodies(missing, own) { found[hash] = opened }
        for item in missing where found[item.hash] == nil { late.add(item.hash, item.statement) }
        return found
    }

    private func fetchBodies(
        _ wanted: [(hash: StatementHash, statement: Statement)], _ own: FollowedBodies
    ) async -> [StatementHash: OpenedParts] {
        guard !wanted.isEmpty else { return [:] }
        let (width, patience) = (limits.followedBodiesInFlight, limits.followBodyWaitMilliseconds)
        return await withTaskGroup(of: (StatementHash, OpenedParts?)?.self) { group in
            var next = 0
            func start() {
                guard next < wanted.count else { return }
                let item = wanted[next]
                next += 1
                group.addTask { (item.hash, await self.open(item.hash, item.statement, own)) }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(patience))
                return nil
            }
            for _ in 0..<width { start() }
            var (found, answered) = ([StatementHash: OpenedParts](), 0)
            while answered < wanted.count, let result = await group.next() {
                // Time is up: the log goes on, and what is missing comes later.
                guard let (hash, opened) = result else { break }
                answered += 1
                if let opened { found[hash] = opened }
                start()
            }
            group.cancelAll()
            return found
        }
    }

    private func open(_ hash: StatementHash, _ statement: Statement, _ own: FollowedBodies) async -> OpenedParts? {
        guard let sealed = await fetchSealed(hash, statement, own) else { return nil }
        do { return try sealed.opened(of: statement, with: own.keys) } catch {
            logger.error("body does not open", metadata: ["statement": "\(hash)", "error": "\(error)"])
            return nil
        }
    }

    private func fetchSealed(_ hash: StatementHash, _ statement: Statement, _ own: FollowedBodies) async -> SealedBody?
    {
        do {
            guard let bytes = try await own.source.sealed(hash) else { return nil }
            guard Hash.sha256(of: bytes) == statement.sealed else {
                // The author signed the hash, so this is the doing of whoever served it.
                logger.error("a sealed body is not the one that its author signed", metadata: ["statement": "\(hash)"])
                return nil
            }
            return try SealedBody(bytes)
        } catch {
            logger.warning("body not fetched", metadata: ["statement": "\(hash)", "error": "\(error)"])
            return nil
        }
    }

    /// Asks again for what did not come in time, until the node stops; what comes is folded in by `receive`.
    func fetchLate(
        _ receive: @escaping @Sendable (SealedBody, Statement, StatementHash) async throws -> Bool
    ) async {
        guard let own = bodies else { return }
        findMissing(own)
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(limits.followBodyRetryMilliseconds))
            for item in late.all {
                guard !Task.isCancelled else { return }
                guard !isRecalled(item.hash, item.statement) else {
                    late.remove(item.hash)
                    continue
                }
                guard let sealed = await fetchSealed(item.hash, item.statement, own) else { continue }
                do {
                    _ = try await receive(sealed, item.statement, item.hash)
                    late.remove(item.hash)
                } catch {
                    // It will not open the next time either: its author sealed something else, or to another key.
                    late.remove(item.hash)
                    logger.error("body does not open", metadata: ["statement": "\(item.hash)", "error": "\(error)"])
                }
            }
        }
    }

    /// Whether its author has recalled a body: then nobody hands it out any more, and nothing is missing here.
    private func isRecalled(_ hash: StatementHash, _ statement: Statement) -> Bool {
        let bodies = publisher.state.picture.bodies
        let shared = statement.commitment.flatMap { bodies.statement(of: statement.party, with: $0) }
        return limits.obeysRecall && bodies.statements[shared ?? hash]?.recalledAt != nil
    }

    /// Finds the statements for this party whose bodies a run before did not get.
    private func findMissing(_ own: FollowedBodies) {
        guard publisher.state.picture.sealedStatements > 0 else { return }
        let bodies = publisher.state.picture.bodies
        var index: UInt64 = 0
        while let entries = try? store.entries(from: EntryIndex(index), count: limits.entriesPerRead), !entries.isEmpty
        {
            let signed = entries.compactMap { try? SignedStatement($0.envelope) }.filter { own.isFor($0.statement) }
            let names = signed.map { bodies.name(of: $0) }
            let kept = (try? keeper.vault.opened(names)) ?? [:]
            // What was erased here is not missed.
            let erased = (try? keeper.vault.erased(names + signed.map(\.hash))) ?? []
            for (statement, name) in zip(signed, names) where kept[name]?.body(for: own.party) == nil {
                guard !erased.contains(name), !erased.contains(statement.hash) else { continue }
                late.add(statement.hash, statement.statement)
            }
            index += UInt64(entries.count)
        }
    }
}

extension CheckedEntries.Outcome {
    /// The statement, where it could be read.
    fileprivate var signed: SignedStatement? {
        switch self {
        case .verified(let verified): verified.signed
        case .pending(let signed): signed
        case .refused: nil
        }
    }
}
