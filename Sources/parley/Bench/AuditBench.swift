import Foundation
import ParleyClient
import ParleyNode
import TransparencyLog

/// Full audit of a foreign log from files: every hash, every signature, every chain.
struct AuditBench {
    var statements = 60_000

    func run(in folder: String) async throws -> BenchResult {
        let (files, size, key) = try await export(in: folder)
        let start = ContinuousClock.now
        let report = try await LogAuditor(source: FolderLogSource(folder: files), log: key).audit()
        let seconds = (ContinuousClock.now - start).seconds
        guard report.checkpoint.checkpoint.size == size else { throw Failure(.refused, "the audit ended early") }
        return BenchResult(
            name: "audit", value: Double(size.value) / seconds, unit: "entries/s", seconds: seconds,
            conditions: "from a folder of tiles, every entry hashed, every Ed25519 signature and chain verified",
            details: [("entries", Double(size.value))])
    }

    /// The same by the independent verifier, in Python and on one core.
    func runIndependently(in folder: String) async throws -> BenchResult {
        let (files, size, key) = try await export(in: folder)
        let verifier = "tools/parley_verify.py"
        guard FileManager.default.fileExists(atPath: verifier) else {
            throw Failure(.usage, "\(verifier): not found; run this in the checkout")
        }
        let environment = ".build/venv/bin/python"
        let python = FileManager.default.isExecutableFile(atPath: environment) ? environment : "/usr/bin/python3"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [verifier, "log", "--log-key", key.vkey, files]
        process.standardOutput = FileHandle.standardError
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let seconds = (ContinuousClock.now - start).seconds
        guard process.terminationStatus == 0 else { throw Failure(.refused, "the verifier does not verify the log") }
        return BenchResult(
            name: "independent", value: Double(size.value) / seconds, unit: "entries/s", seconds: seconds,
            conditions:
                "tools/parley_verify.py on a folder of tiles: every entry hashed, every signature and chain verified",
            details: [("entries", Double(size.value))])
    }

    /// A log in files, as its host exports it.
    private func export(in folder: String) async throws -> (files: String, size: TreeSize, key: NoteVerifierKey) {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await AdmitBench().admit(try world.sites(statements / 4), to: world.node)
        let files = folder + "/log"
        _ = try LogExport(node: world.node, out: files).write { _, _ in }
        let found = (files, world.node.publisher.state.size, world.node.logKey)
        try await world.close()
        return found
    }
}
