import Coordination
public import Geodesy
public import Statements
public import TransparencyLog

/// A few entries of a log, each proved in one checkpoint and signed by a key that the entries before it enrol.
public struct ProvedEntries: Sendable {
    /// One of them.
    public struct Entry: Sendable {
        /// Where it stands.
        public let index: EntryIndex
        /// What was said, the signature checked.
        public let verified: VerifiedStatement
        /// The last time that the entries carried state for the log's clock before it: it was logged no earlier.
        public let clock: Instant
        /// Its way to the root.
        public let path: [Hash]

        /// What it says.
        public var statement: Statement { verified.statement }
    }

    /// The entries in the log's order; the first is the founding.
    public let entries: [Entry]
    /// Whose key it is, after the last of them.
    public let speakers: SpeakerTable

    /// Proves the entries and re-derives from them who may speak.
    ///
    /// - Parameters:
    ///   - carried: as the file has them.
    ///   - checkpoint: what they are proved in.
    ///   - log: the log's key, which the founding must name.
    /// - Throws: the first entry that does not hold, and why.
    public init(
        _ carried: [CarriedEntry], in checkpoint: Checkpoint, of log: NoteVerifierKey
    ) throws(InquiryError) {
        guard let first = carried.first, first.index == EntryIndex(0) else {
            throw .entry(carried.first?.index ?? EntryIndex(0), .notTheFounding)
        }
        var table: SpeakerTable
        var entries: [Entry]
        do throws(EntryError) {
            let founding: VerifiedStatement
            (table, founding) = try SpeakerTable.begin(Self.prove(first, in: checkpoint), of: log)
            entries = [Entry(index: first.index, verified: founding, clock: table.clock, path: first.path)]
        } catch { throw .entry(first.index, error) }
        for (before, next) in zip(carried, carried.dropFirst()) {
            do throws(EntryError) {
                guard before.index < next.index else { throw .outOfOrder }
                entries.append(try Self.take(next, in: checkpoint, into: &table))
            } catch { throw .entry(next.index, error) }
        }
        self.entries = entries
        speakers = table
    }

    private static func take(
        _ carried: CarriedEntry, in checkpoint: Checkpoint, into table: inout SpeakerTable
    ) throws(EntryError) -> Entry {
        let signed = try prove(carried, in: checkpoint)
        guard signed.statement.accord == table.accord else { throw .otherAccord(signed.statement.accord) }
        guard signed.statement.seen.size.value <= carried.index.value else { throw .seenAhead }
        let verified = try table.verify(signed)
        let entry = Entry(index: carried.index, verified: verified, clock: table.clock, path: carried.path)
        try table.take(verified.statement, at: carried.index)
        return entry
    }

    private static func prove(_ entry: CarriedEntry, in checkpoint: Checkpoint) throws(EntryError) -> SignedStatement {
        let proof = InclusionProof(index: entry.index, size: checkpoint.size, path: entry.path)
        do { try proof.verify(leaf: .leaf(of: entry.envelope), root: checkpoint.root) } catch { throw .proof(error) }
        do { return try SignedStatement(entry.envelope) } catch { throw .statement(error) }
    }

    /// Compares statements of one chain as far as they are carried: numbers ascend, and a direct successor names the one
    /// before it.
    ///
    /// - Throws: `brokenChain` at the first entry that does not follow.
    func checkChains() throws(InquiryError) {
        var last: [OfficerRef: VerifiedStatement] = [:]
        for entry in entries {
            let statement = entry.statement
            // The party's own chain is listed under its root, that of its node under the node.
            let chain = OfficerRef(statement.party, statement.officer == .node ? .node : .root)
            if let before = last[chain] {
                guard statement.sequence > before.statement.sequence,
                    statement.sequence - before.statement.sequence > 1 || statement.previous == before.hash
                else { throw .entry(entry.index, .brokenChain) }
            }
            last[chain] = entry.verified
        }
    }

    /// The entry with this index, if it is one of them.
    public subscript(index: EntryIndex) -> Entry? { entries.first { $0.index == index } }
}
