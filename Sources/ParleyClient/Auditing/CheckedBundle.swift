import Statements
import TransparencyLog

/// One bundle of entries, with everything done that needs no order: hashes, parsing, signatures.
struct CheckedBundle: Sendable {
    /// What became of one entry.
    enum Outcome: Sendable {
        /// The signature holds for a key that was known.
        case verified(VerifiedStatement)
        /// The key was not known yet: the fold, which has everything before, looks again.
        case pending(SignedStatement)
        /// Not a statement, or the signature does not hold.
        case refused(EnvelopeError)
    }

    let coordinate: BundleCoordinate
    /// Leaf hashes of the entries as they came.
    let leaves: [Hash]
    /// What the level-0 tile says they are.
    let tile: Tile
    /// One for each entry, up to the first that is no statement; of no meaning when leaves and tile differ.
    let outcomes: [Outcome]

    /// The first position at which the entries are not what the tile says; nil when all are.
    var firstDifference: Int? {
        zip(leaves, tile.hashes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    }

    init(_ coordinate: BundleCoordinate, entries: [ArraySlice<UInt8>], tile: Tile, keys: KeyTable) {
        self.coordinate = coordinate
        self.tile = tile
        let statements = Self.parse(entries, keys: keys)
        let known = keys.snapshot
        var leaves: [Hash] = []
        leaves.reserveCapacity(entries.count)
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() {
            let outcome = position < statements.count ? Self.check(statements[position], known) : nil
            // The check has hashed the entry already; every other entry is hashed here, so that the tile can be compared.
            if case .verified(let statement) = outcome {
                leaves.append(statement.leaf)
            } else {
                leaves.append(Hash.leaf(of: entry))
            }
            if let outcome { outcomes.append(outcome) }
        }
        self.leaves = leaves
        self.outcomes = outcomes
    }

    /// The statements up to the first that is none, which is kept as the error it gave; their keys go to `keys`.
    private static func parse(_ entries: [ArraySlice<UInt8>], keys: KeyTable) -> [Result<
        SignedStatement, EnvelopeError
    >] {
        var statements: [Result<SignedStatement, EnvelopeError>] = []
        statements.reserveCapacity(entries.count)
        var named: [PublicKey] = []
        for entry in entries {
            do {
                let signed = try SignedStatement(Array(entry))
                statements.append(.success(signed))
                named += KeyTable.named(in: signed.statement)
            } catch {
                statements.append(.failure(error))
                break
            }
        }
        if !named.isEmpty { keys.add(named) }
        return statements
    }

    private static func check(
        _ statement: Result<SignedStatement, EnvelopeError>, _ known: [KeyFingerprint: PublicKey]
    ) -> Outcome {
        do throws(EnvelopeError) {
            let signed = try statement.get()
            guard let key = known[signed.envelope.keyID] else { return .pending(signed) }
            return .verified(try VerifiedStatement(signed, by: key))
        } catch {
            return .refused(error)
        }
    }
}
