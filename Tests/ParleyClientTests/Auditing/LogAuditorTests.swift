import Coordination
import ParleyClient
import Picture
import Statements
import Synchronization
import TestKit
import Testing
import TransparencyLog

@Suite struct LogAuditorTests {
    private func audit(
        _ source: some LogSource, _ accord: SmallAccord, _ limits: LogAuditor.Limits = LogAuditor.Limits()
    ) async throws(AuditError) -> AuditReport {
        try await LogAuditor(source: source, log: accord.signer.verifierKey, limits: limits).audit()
    }

    private func log(_ size: Int) throws -> SmallAccord {
        var accord = try SmallAccord()
        try accord.grow(to: size)
        return accord
    }

    /// The picture folded one by one from statements taken on trust: slow and obvious.
    private func digest(_ accord: SmallAccord) throws -> Hash {
        var picture = Picture.empty
        for entry in accord.entries {
            let statement = VerifiedStatement(fromOwnLog: try SignedStatement(entry), leaf: .leaf(of: entry))
            picture.apply(Accepted(fromOwnLog: statement, opened: nil))
        }
        return picture.digest(.open)
    }

    @Test(
        "a log in order passes, and gives the picture that its statements add up to",
        arguments: [
            0, 1, 4, 255, 256, 257, 1000,
        ])
    func passes(size: Int) async throws {
        let accord = try log(size)
        let report = try await audit(MemoryLogSource(accord), accord)
        #expect(report.checkpoint.checkpoint.size == TreeSize(UInt64(size)))
        #expect(report.checkpoint.checkpoint.root == accord.tree.root)
        #expect(report.digest == (try digest(accord)))
        #expect(report.picture.size == TreeSize(UInt64(size)))
        let sealed = try accord.entries.count { try SignedStatement($0).statement.audience != nil }
        #expect(report.sealedCount == sealed)
        #expect(report.unknownCount == 0)
    }

    @Test("progress comes after every bundle, in order")
    func progress() async throws {
        let accord = try log(1000)
        let seen = Mutex<[UInt64]>([])
        _ = try await LogAuditor(source: MemoryLogSource(accord), log: accord.signer.verifierKey).audit { progress in
            #expect(progress.total == 1000)
            seen.withLock { $0.append(progress.done.value) }
        }
        #expect(seen.withLock { $0 } == [256, 512, 768, 1000])
    }

    @Test("a flipped byte in any file is found, and the file is named", arguments: [1, 20, 255, 256, 257, 1000])
    func flipped(size: Int) async throws {
        let accord = try log(size)
        let source = try MemoryLogSource(accord)
        var random = SplitMix64(seed: UInt64(size))
        for (path, bytes) in source.files.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<(size < 100 ? 60 : 6) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                var damaged = source
                damaged.files[path]?[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                let error = await #expect(throws: AuditError.self, "\(path), byte \(position)") {
                    try await audit(damaged, accord)
                }
                #expect(error?.path == path, "byte \(position): \(error.map { "\($0)" } ?? "")")
            }
        }
    }

    @Test("a flipped byte of an entry names the entry")
    func flippedEntry() async throws {
        let accord = try log(600)
        let source = try MemoryLogSource(accord)
        for entry in [0, 3, 100, 255, 256, 511, 512, 599] {
            let bundle = entry / 256
            let path = try #require(
                BundleCoordinate(index: UInt64(bundle), width: min(256, 600 - bundle * 256))?.path)
            let before = accord.entries[(bundle * 256)..<entry].reduce(0) { $0 + 2 + $1.count }
            var damaged = source
            damaged.files[path]?[before + 2 + 5] ^= 4
            await #expect(throws: AuditError.entryAltered(EntryIndex(UInt64(entry)), bundle: path)) {
                try await audit(damaged, accord)
            }
            let tile = try #require(
                TileCoordinate(level: 0, index: UInt64(bundle), width: min(256, 600 - bundle * 256))?.path)
            damaged = source
            damaged.files[tile]?[entry % 256 * 32] ^= 4
            await #expect(throws: AuditError.tileAltered(path: tile, entry: EntryIndex(UInt64(entry)))) {
                try await audit(damaged, accord)
            }
        }
    }

    @Test("an entry and its tile altered together contradict the tree")
    func alteredTogether() async throws {
        let accord = try log(300)
        var source = try MemoryLogSource(accord)
        var other = accord.entries[10]
        other[40] ^= 1
        var entries = Array(accord.entries[0..<256])
        entries[10] = other
        source.files["tile/entries/000"] = try EntryBundle.encode(entries)
        source.files["tile/0/000"]?.replaceSubrange(10 * 32..<11 * 32, with: Hash.leaf(of: other).bytes)
        await #expect(throws: AuditError.self) { try await audit(source, accord) }
    }

    @Test(
        "a missing, short or overlong file is named",
        arguments: [
            "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000",
            "tile/entries/001.p/44",
        ])
    func missing(path: String) async throws {
        let accord = try log(300)
        let source = try MemoryLogSource(accord)
        var damaged = source
        damaged.files[path] = nil
        var error = await #expect(throws: AuditError.self) { try await audit(damaged, accord) }
        #expect(error?.path == path)
        #expect(error?.rule == "source-not-found")
        damaged = source
        damaged.files[path]?.removeLast()
        error = await #expect(throws: AuditError.self) { try await audit(damaged, accord) }
        #expect(error?.path == path)
        damaged = source
        damaged.files[path]?.append(0)
        error = await #expect(throws: AuditError.self) { try await audit(damaged, accord) }
        #expect(error?.path == path)
    }

    @Test("where partial files are gone, the full ones serve")
    func fullForPartial() async throws {
        let accord = try log(300)
        var grown = accord
        try grown.grow(to: 520)
        var source = try MemoryLogSource(grown)
        source.files["checkpoint"] = try accord.checkpoint().bytes
        source.files["tile/1/000.p/1"] = try MemoryLogSource(accord).files["tile/1/000.p/1"]
        #expect(source.files["tile/0/001.p/44"] == nil)
        let report = try await audit(source, accord)
        #expect(report.digest == (try digest(accord)))
    }

    @Test("another log's key, and a checkpoint signed by another, are refused")
    func otherKeys() async throws {
        var accord = try SmallAccord()
        let other = try SmallAccord(logName: "other.example/log")
        try accord.found(logKey: other.signer.verifierKey.vkey)
        await #expect(
            throws: AuditError.otherLogKey(
                named: other.signer.verifierKey.vkey, used: accord.signer.verifierKey.vkey)
        ) { try await audit(MemoryLogSource(accord), accord) }
        let error = await #expect(throws: AuditError.self) { try await audit(MemoryLogSource(accord), other) }
        #expect(error?.rule == "checkpoint-invalid")
    }

    @Test("a checkpoint for another root is found when all entries are in")
    func otherRoot() async throws {
        let accord = try log(256)
        var source = try MemoryLogSource(accord)
        let root = Hash.sha256(of: [1])
        source.files["checkpoint"] = try Checkpoint(
            origin: accord.signer.verifierKey.name, size: 256, root: root
        ).signed(by: accord.signer).bytes
        await #expect(throws: AuditError.rootMismatch(size: 256, expected: root, found: accord.tree.root)) {
            try await audit(source, accord)
        }
    }

    @Test("an audit can be called off")
    func cancelled() async throws {
        let accord = try log(300)
        let task = Task { try await audit(StalledSource(files: MemoryLogSource(accord)), accord) }
        task.cancel()
        let error = await #expect(throws: AuditError.self) { _ = try await task.value }
        #expect(error?.rule == "source-cancelled")
    }
}

/// Gives the checkpoint, and then nothing until the task is cancelled.
private struct StalledSource: LogSource {
    let files: MemoryLogSource

    func checkpoint() async throws -> [UInt8] { try await files.checkpoint() }

    func resource(_ path: String) async throws -> [UInt8] {
        try await Task.sleep(for: .seconds(3600))
        return []
    }
}
