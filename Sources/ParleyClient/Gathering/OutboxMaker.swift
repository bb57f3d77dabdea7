public import Coordination
public import Inquiry
public import TransparencyLog

/// Makes an outbox proof from a log, and judges it before handing it over.
public struct OutboxMaker: Sendable {
    private let log: NoteVerifierKey
    private let gatherer: EntryGatherer

    /// A maker of proofs from the log in `source`, which is trusted with nothing.
    public init(source: some LogSource, log: NoteVerifierKey) {
        self.log = log
        gatherer = EntryGatherer(source: source, log: log)
    }

    /// Gathers and judges.
    ///
    /// - Parameters:
    ///   - row: who handed over, and to whom.
    ///   - from: the entry of the count that it begins after; nil from the first statement.
    ///   - to: the entry of the count that it ends with.
    /// - Returns: what the proof holds and proves.
    /// - Throws: `BundleError`.
    public func make(_ row: OutboxKey, from: EntryIndex?, to: EntryIndex) async throws -> OutboxFindings {
        let gathered: EntryGatherer.Gathered
        do { gathered = try await gatherer.gather(.outbox(row, from: from, to: to)) } catch {
            throw BundleError.log(error)
        }
        let proof = OutboxProof(
            logKey: log.vkey, row: row, from: from, to: to, checkpoint: gathered.checkpoint, entries: gathered.entries)
        do {
            // Read back as a stranger will read it.
            return try OutboxProof(parsing: proof.bytes).judged(by: log)
        } catch { throw BundleError.doesNotHold(error) }
    }
}
