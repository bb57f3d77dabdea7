package import TransparencyLog

/// Judges what a witness shows as the last checkpoint of this log: ours, a claim, or proof that something is wrong.
package struct WitnessJudge: Sendable {
    let logKey: NoteVerifierKey
    let reader: LogReader

    /// A judge for the log with this key.
    package init(logKey: NoteVerifierKey, reader: LogReader) {
        self.logKey = logKey
        self.reader = reader
    }

    /// Blocks on the store where an older root has to be computed.
    ///
    /// - Parameters:
    ///   - bytes: what it shows; nil when it says that there is nothing.
    ///   - witness: whose word it is.
    ///   - state: the newest state that was committed before the witness was asked.
    /// - Returns: what it amounts to.
    /// - Throws: what the store throws.
    package func sighting(_ bytes: [UInt8]?, of witness: NoteVerifierKey, knowing state: LogState) throws
        -> WitnessSighting
    {
        guard let bytes else { return .nothing }
        let shown: SignedCheckpoint
        do {
            shown = try SignedCheckpoint(parsing: bytes)
            _ = try shown.verified(by: logKey)
        } catch {
            return .unproven("what it shows as this log's last checkpoint is not one that this log signed (\(error))")
        }
        let size = shown.checkpoint.size
        guard size <= state.size else {
            return .contradiction(WitnessContradiction(witness: witness, shown: shown, splitView: nil))
        }
        let root = try reader.root(at: size, of: state)
        guard root != shown.checkpoint.root else { return .ours(size) }
        let evidence = try splitView(shown, root, state)
        return .contradiction(WitnessContradiction(witness: witness, shown: shown, splitView: evidence))
    }

    /// Our own newest checkpoint beside the one shown, with the proof of what our tree was at that size.
    private func splitView(_ shown: SignedCheckpoint, _ root: Hash, _ state: LogState) throws -> SplitView? {
        guard let own = state.checkpoint else { return nil }
        let size = shown.checkpoint.size
        guard size < state.size else { return SplitView(own, shown) }
        let proof = try reader.consistency(from: size, of: state)
        return try? SplitView(older: shown, newer: own, branch: .init(root: root, path: proof.path))
    }
}
