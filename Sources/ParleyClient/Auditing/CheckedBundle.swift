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
    /// One for each entry up to the first refused one; empty when leaves and tile differ.
    let outcomes: [Outcome]

    /// The first position at which the entries are not what the tile says; nil when all are.
    var firstDifference: Int? {
        zip(leaves, tile.hashes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    }

    init(_ coordinate: BundleCoordinate, entries: [ArraySlice<UInt8>], tile: Tile, keys: KeyTable) {
        self.coordinate = coordinate
        self.tile = tile
        leaves = entries.map { Hash.leaf(of: $0) }
        guard leaves == tile.hashes else {
            outcomes = []
            return
        }
        outcomes = Self.outcomes(of: entries, keys: keys)
    }

    private static func outcomes(of entries: [ArraySlice<UInt8>], keys: KeyTable) -> [Outcome] {
        var statements: [SignedStatement] = []
        statements.reserveCapacity(entries.count)
        var failure: EnvelopeError?
        var named: [PublicKey] = []
        for entry in entries {
            do {
                let signed = try SignedStatement(Array(entry))
                statements.append(signed)
                named += KeyTable.named(in: signed.statement)
            } catch {
                failure = error
                break
            }
        }
        if !named.isEmpty { keys.add(named) }
        let known = keys.snapshot
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(entries.count)
        for signed in statements {
            guard let key = known[signed.envelope.keyID] else {
                outcomes.append(.pending(signed))
                continue
            }
            do throws(EnvelopeError) {
                outcomes.append(.verified(try VerifiedStatement(signed, by: key)))
            } catch {
                outcomes.append(.refused(error))
                return outcomes
            }
        }
        if let failure { outcomes.append(.refused(failure)) }
        return outcomes
    }
}
