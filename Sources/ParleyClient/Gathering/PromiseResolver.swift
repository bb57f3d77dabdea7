public import Inquiry
import Statements
public import TransparencyLog

/// Looks after a promise: what became of the entry that the log promised its place.
public struct PromiseResolver: Sendable {
    /// What became of it.
    public enum Outcome: Sendable {
        /// The entry is in its place; the receipt proves it.
        case kept(LogProof, WitnessVerdict)
        /// The log has broken its promise.
        case broken(BrokenPromise, sentence: String)
        /// Nothing is shown yet; what is awaited.
        case open(String)
    }

    private let files: LogFiles
    private let gatherer: EntryGatherer
    private let log: NoteVerifierKey

    /// A resolver that asks the log in `source`.
    public init(source: some LogSource, log: NoteVerifierKey) {
        files = LogFiles(source: source)
        gatherer = EntryGatherer(source: source, log: log)
        self.log = log
    }

    /// Compares the promise with the newest checkpoint.
    ///
    /// - Parameters:
    ///   - promise: as the log gave it.
    ///   - policy: says which witnesses date a checkpoint; nil when none is known, and then a promise that is merely late
    ///     stays open.
    /// - Returns: a receipt, evidence, or what is awaited.
    /// - Throws: `PromiseError` when the promise is not the log's, `AuditError` when its files are not in order.
    public func resolve(_ promise: PromiseNote, policy: WitnessPolicy?) async throws -> Outcome {
        try promise.verify(by: log)
        let signed = try await gatherer.verifiedCheckpoint()
        let size = signed.checkpoint.size
        let verdict: WitnessVerdict =
            if let policy { try policy.judge(signed, log: log).verdict } else { .noneRequired }
        guard size.contains(promise.index) else {
            let evidence = BrokenPromise(promise: promise, checkpoint: signed, usurper: nil)
            return Self.judged(evidence, by: log, policy)
                ?? .open(
                    "the log has \(size) entries and does not reach entry \(promise.index); it is \(verdict)")
        }
        let (leaf, proof) = try await leafAndProof(promise.index, size)
        try proof.verify(leaf: leaf, root: signed.checkpoint.root)
        guard leaf == promise.leaf else {
            let evidence = BrokenPromise(
                promise: promise, checkpoint: signed, usurper: .init(leaf: leaf, path: proof.path))
            return Self.judged(evidence, by: log, policy) ?? .open("the other entry is not proved")
        }
        return .kept(try LogProof(inclusion: proof, checkpoint: signed), verdict)
    }

    private static func judged(
        _ evidence: BrokenPromise, by log: NoteVerifierKey, _ policy: WitnessPolicy?
    ) -> Outcome? {
        guard case .proven(let sentence) = Evidence.brokenPromise(evidence).judged(by: log, policy: policy) else {
            return nil
        }
        return .broken(evidence, sentence: sentence)
    }

    /// The leaf hash at an index and its way to the root, from the log's tiles.
    private func leafAndProof(_ index: EntryIndex, _ size: TreeSize) async throws -> (Hash, InclusionProof) {
        var tiles = TileSet()
        while true {
            do {
                let proof = try InclusionProof(index: index, size: size, reader: tiles)
                guard let coordinate = size.tile(atLevel: 0, index: index.value >> 8) else {
                    throw ProofError.indexBeyondTree(index: index, size: size)
                }
                let tile = try Tile(coordinate, bytes: tiles.tile(coordinate))
                guard let leaf = tile.hash(at: Int(index.value & 255)) else {
                    throw ProofError.indexBeyondTree(index: index, size: size)
                }
                return (leaf, proof)
            } catch LogError.tileMissing(let path) {
                // Each round brings one tile more, and a tree has at most two a level on the way to an entry.
                tiles.insert(try await files.tile(try TileCoordinate(path: path)))
            }
        }
    }
}
