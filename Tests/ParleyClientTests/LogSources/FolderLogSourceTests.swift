import Foundation
import ParleyClient
import Testing
import TransparencyLog

@Suite struct FolderLogSourceTests {
    @Test("a log in a folder passes the audit; a missing file and a folder in its place are named")
    func audits() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var accord = try SmallAccord()
        try accord.grow(to: 600)
        for (path, bytes) in try MemoryLogSource(accord).files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        let source = FolderLogSource(folder: folder.path)
        let key = accord.signer.verifierKey
        let report = try await LogAuditor(source: source, log: key).audit()
        #expect(report.checkpoint.checkpoint.root == accord.tree.root)

        let tile = folder.appendingPathComponent("tile/0/001")
        try FileManager.default.removeItem(at: tile)
        var error = await #expect(throws: AuditError.self) { try await LogAuditor(source: source, log: key).audit() }
        #expect(error?.rule == "source-not-found")
        #expect(error?.path == "tile/0/001")
        try FileManager.default.createDirectory(at: tile, withIntermediateDirectories: false)
        error = await #expect(throws: AuditError.self) { try await LogAuditor(source: source, log: key).audit() }
        #expect(error?.rule == "source-unreadable")
        #expect(error?.path == "tile/0/001")
    }

    @Test("a file larger than any honest one is not read")
    func tooLarge() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("checkpoint")
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: UInt64(LogSourceLimits.maximumFileBytes) + 1)
        try handle.close()
        let error = await #expect(throws: LogSourceError.self) {
            try await FolderLogSource(folder: folder.path).checkpoint()
        }
        #expect(error?.code == .tooLarge)
    }
}
