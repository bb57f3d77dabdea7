public import Statements
public import TransparencyLog

/// Consecutive entries of a foreign log, with everything done that needs no order: hashes, parsing, signatures.
public struct CheckedEntries: Sendable {
    /// What became of one entry.
    public enum Outcome: Sendable {
        /// The signature holds for a key that was known.
        case verified(VerifiedStatement)
        /// The key was not known yet: whoever has everything before looks again.
        case pending(SignedStatement)
        /// Not a statement, or the signature does not hold.
        case refused(EnvelopeError, entry: [UInt8])
    }

    /// Leaf hashes of the entries as they came.
    public let leaves: [Hash]
    /// One for each entry, up to the first that is no statement.
    public let outcomes: [Outcome]

    /// Hashes, parses and verifies entries; the keys that they name go to `keys` before any signature is looked at.
    ///
    /// Cost is that of the signatures, about 60 µs each.
    public init(_ entries: [ArraySlice<UInt8>], keys: KeyTable) {
        let statements = Self.parse(entries, keys: keys)
        let known = keys.snapshot
        var leaves: [Hash] = []
        leaves.reserveCapacity(entries.count)
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() {
            let outcome = position < statements.count ? Self.check(statements[position], entry, known) : nil
            // The check has hashed the entry already; every other entry is hashed here, so that the tree is the entries'.
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
    private static func parse(
        _ entries: [ArraySlice<UInt8>], keys: KeyTable
    ) -> [Result<SignedStatement, EnvelopeError>] {
        var statements: [Result<SignedStatement, EnvelopeError>] = []
        statements.reserveCapacity(entries.count)
        for entry in entries {
            do {
                statements.append(.success(try SignedStatement(Array(entry))))
            } catch {
                statements.append(.failure(error))
                break
            }
        }
        keys.add(namedIn: statements.compactMap { try? $0.get() })
        return statements
    }

    private static func check(
        _ statement: Result<SignedStatement, EnvelopeError>, _ entry: ArraySlice<UInt8>,
        _ known: [KeyFingerprint: PublicKey]
    ) -> Outcome {
        do throws(EnvelopeError) {
            let signed = try statement.get()
            guard let key = known[signed.envelope.keyID] else { return .pending(signed) }
            return .verified(try VerifiedStatement(signed, by: key))
        } catch {
            return .refused(error, entry: Array(entry))
        }
    }
}
