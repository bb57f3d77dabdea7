/// A receipt: that an entry is in a log, verifiable offline with the entry and the log's key alone.
///
/// Source: c2sp.org/tlog-proof. Files are named `*.tlog-proof`.
public struct LogProof: Hashable, Sendable {
    /// The first line of every receipt.
    public static let header = "c2sp.org/tlog-proof@v1"

    /// How many bytes of extra data a receipt may carry.
    public static let maximumExtraByteCount = 65_536

    /// How many bytes a receipt may have: a checkpoint, the extra data and 63 hashes.
    public static let maximumByteCount = Note.maximumByteCount + maximumExtraByteCount * 4 / 3 + 4096

    /// Bytes that nobody has signed: never to be trusted, only to help finding the entry.
    ///
    /// Nil when the line is absent.
    public let extra: [UInt8]?

    /// The entry's index.
    public let index: EntryIndex

    /// Sibling hashes from the leaf to the root; at most 63.
    public let path: [Hash]

    /// The checkpoint with its signatures.
    public let checkpoint: SignedCheckpoint

    /// Puts a receipt together from a proof for exactly the checkpoint's tree.
    ///
    /// - Throws: `pathLength` when the proof is not for this tree, `receiptTooLong` for too much extra data.
    public init(inclusion: InclusionProof, checkpoint: SignedCheckpoint, extra: [UInt8]? = nil) throws(ProofError) {
        let size = checkpoint.checkpoint.size
        guard size.contains(inclusion.index) else { throw .indexBeyondTree(index: inclusion.index, size: size) }
        let expected = InclusionProof.pathCount(index: inclusion.index, size: size)
        guard inclusion.path.count == expected else {
            throw .pathLength(expected: expected, found: inclusion.path.count)
        }
        let extraCount = extra?.count ?? 0
        guard extraCount <= LogProof.maximumExtraByteCount else {
            throw .receiptTooLong(byteCount: extraCount, maximum: LogProof.maximumExtraByteCount)
        }
        self.init(index: inclusion.index, path: inclusion.path, checkpoint: checkpoint, extra: extra)
    }

    init(index: EntryIndex, path: [Hash], checkpoint: SignedCheckpoint, extra: [UInt8]?) {
        self.extra = extra
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// The inclusion proof that the receipt carries.
    public var inclusion: InclusionProof {
        InclusionProof(index: index, size: checkpoint.checkpoint.size, path: path)
    }

    /// Verifies the receipt for an entry: the log's signature over the checkpoint, then the entry's way to its root.
    ///
    /// - Parameters:
    ///   - entry: the entry's bytes, exactly as logged; the leaf hash is computed from them, never taken on trust.
    ///   - log: the log's key.
    ///   - witnesses: keys of witnesses whose cosignatures are to be verified and returned.
    /// - Returns: the verified checkpoint, with the cosignatures that hold.
    /// - Throws: `unknownLog`, `badSignature`, `indexBeyondTree`, `pathLength` or `rootMismatch`.
    @discardableResult
    public func verify(
        entry: [UInt8], log: NoteVerifierKey, witnesses: [NoteVerifierKey] = []
    ) throws(ProofError) -> VerifiedCheckpoint {
        let verified: VerifiedCheckpoint
        do {
            verified = try checkpoint.verified(by: log, witnesses: witnesses)
        } catch .otherOrigin(let expected, let found) {
            throw .unknownLog(expected: expected, found: found)
        } catch .note(let error) {
            throw .badSignature(error)
        } catch {
            throw .badCheckpoint(error)
        }
        try inclusion.verify(leaf: .leaf(of: entry), root: verified.checkpoint.root)
        return verified
    }
}
