public import Inquiry
import Statements
public import TransparencyLog

/// Reads a whole log once and brings back a few of its entries, each proved in the checkpoint; nothing is believed.
public struct EntryGatherer: Sendable {
    /// How many bundles are fetched ahead.
    private static let bundlesInFlight = 8

    /// What was gathered.
    public struct Gathered: Sendable {
        /// What everything is proved in, the log's signature verified.
        public let checkpoint: SignedCheckpoint
        /// The entries, in the log's order.
        public let entries: [CarriedEntry]
        /// The statements among them that the file is about.
        public let statements: [EntryCollector.Chosen]
        /// The policy that the host stated last.
        public let policy: String?
    }

    private let files: LogFiles
    private let log: NoteVerifierKey

    /// A gatherer of the log in `source`, which is trusted with nothing.
    public init(source: some LogSource, log: NoteVerifierKey) {
        files = LogFiles(source: source)
        self.log = log
    }

    /// Gathers what a file about `subject` must carry.
    ///
    /// - Parameters:
    ///   - subject: what the file is about.
    ///   - progress: called after every bundle with the entries read and their number.
    /// - Returns: the entries with their proofs.
    /// - Throws: the first thing that is wrong with the log's files.
    public func gather(
        _ subject: EntryCollector.Subject, progress: (@Sendable (UInt64, UInt64) -> Void)? = nil
    ) async throws(AuditError) -> Gathered {
        let checkpoint = try await verifiedCheckpoint()
        let size = checkpoint.checkpoint.size
        var collector = EntryCollector(about: subject)
        var tree = TileBuilder()
        var tiles = TileSet()
        let count = (size.value + 255) / 256
        for start in stride(from: 0, to: count, by: Self.bundlesInFlight) {
            for bundle in try await bundles(from: start, below: count, of: size) {
                let leaves = bundle.map { Hash.leaf(of: $0) }
                for (position, entry) in bundle.enumerated() {
                    let index = EntryIndex(tree.size.value + UInt64(position))
                    do { collector.take(try SignedStatement(Array(entry)), at: index) } catch {
                        throw .statement(index, error)
                    }
                }
                for tile in tree.append(leaves) { tiles.insert(tile) }
                progress?(tree.size.value, size.value)
            }
        }
        for tile in tree.partialTiles { tiles.insert(tile) }
        guard tree.root == checkpoint.checkpoint.root else {
            throw .rootMismatch(size: size, expected: checkpoint.checkpoint.root, found: tree.root)
        }
        return Gathered(
            checkpoint: checkpoint, entries: Self.carry(collector.chosen, size, tiles),
            statements: collector.statements, policy: collector.policy)
    }

    /// The newest checkpoint, which the log has signed.
    func verifiedCheckpoint() async throws(AuditError) -> SignedCheckpoint {
        let bytes = try await files.checkpoint()
        do { return try SignedCheckpoint(parsing: bytes).verified(by: log).signed } catch { throw .checkpoint(error) }
    }

    private static func carry(
        _ chosen: [EntryCollector.Chosen], _ size: TreeSize, _ tiles: TileSet
    ) -> [CarriedEntry] {
        var reader = TreeReader(size: size, tiles: tiles)
        return chosen.map { entry in
            guard let proof = try? reader.inclusionProof(of: entry.index) else {
                preconditionFailure("every tile of the tree was made from its entries")
            }
            return CarriedEntry(index: entry.index, envelope: entry.signed.envelope.bytes, path: proof.path)
        }
    }

    /// Some bundles in their order, fetched side by side.
    private func bundles(
        from start: UInt64, below count: UInt64, of size: TreeSize
    ) async throws(AuditError) -> [[ArraySlice<UInt8>]] {
        let wanted = start..<min(count, start + UInt64(Self.bundlesInFlight))
        typealias Fetched = Result<[ArraySlice<UInt8>], AuditError>
        let fetched = await withTaskGroup(of: (UInt64, Fetched).self) { group in
            for index in wanted {
                group.addTask { (index, await self.bundle(index, of: size)) }
            }
            var found: [(UInt64, Fetched)] = []
            for await item in group { found.append(item) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
        var out: [[ArraySlice<UInt8>]] = []
        for result in fetched { out.append(try result.get()) }
        return out
    }

    private func bundle(_ index: UInt64, of size: TreeSize) async -> Result<[ArraySlice<UInt8>], AuditError> {
        do throws(AuditError) {
            guard let bundle = size.tile(atLevel: 0, index: index)?.entries else {
                preconditionFailure("bundle \(index) is one of a tree of \(size) entries")
            }
            return .success(try await files.entries(bundle))
        } catch { return .failure(error) }
    }
}
