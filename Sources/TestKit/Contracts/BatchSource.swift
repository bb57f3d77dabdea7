import ParleyNode
import Statements
import TransparencyLog

/// Batches that continue one another, over entries whose bytes follow from their index.
struct BatchSource {
    private let signer: NoteSigner
    private var tree = TileBuilder()
    private(set) var entries: [StoredEntry] = []
    private(set) var tiles: [Tile] = []
    private(set) var checkpoint: [UInt8]?

    init() throws { signer = try TestKeys.log("contract.example/log") }

    /// A batch of `count` entries of about `byteCount` bytes.
    mutating func next(_ count: Int, byteCount: Int = 200) throws -> CommitBatch {
        let added = (0..<count).map { offset -> StoredEntry in
            let index = entries.count + offset
            var random = SplitMix64(seed: UInt64(index))
            return StoredEntry(envelope: Array("\(index) ".utf8) + random.bytes(byteCount))
        }
        let from = tree.size
        let filled = tree.append(added.map { Hash.leaf(of: $0.envelope) })
        let signed = try Checkpoint(origin: signer.verifierKey.name, size: tree.size, root: tree.root).signed(
            by: signer)
        entries += added
        tiles += filled
        checkpoint = signed.bytes
        let named = added.map { (hash: Self.name(of: $0), entry: $0) }
        return CommitBatch(from: from, entries: named, tiles: filled, checkpoint: signed)
    }

    static func name(of entry: StoredEntry) -> StatementHash { StatementHash(Hash.sha256(of: entry.envelope)) }

    /// The same batch at another size, which no log of the right size may take.
    static func moved(_ batch: CommitBatch, to size: TreeSize) -> CommitBatch {
        CommitBatch(from: size, entries: batch.entries, tiles: batch.tiles, checkpoint: batch.checkpoint)
    }
}
