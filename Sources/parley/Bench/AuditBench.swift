import ParleyClient
import ParleyNode
import TransparencyLog

/// Full audit of a foreign log from files: every hash, every signature, every chain.
struct AuditBench {
    var statements = 60_000

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await AdmitBench().admit(try world.sites(statements / 4), to: world.node)
        let files = folder + "/log"
        _ = try LogExport(node: world.node, out: files).write { _, _ in }
        let size = world.node.publisher.state.size
        let key = world.node.logKey
        try await world.close()
        let start = ContinuousClock.now
        let report = try await LogAuditor(source: FolderLogSource(folder: files), log: key).audit()
        let seconds = (ContinuousClock.now - start).seconds
        guard report.checkpoint.checkpoint.size == size else { throw Failure(.refused, "the audit ended early") }
        return BenchResult(
            name: "audit", value: Double(size.value) / seconds, unit: "entries/s", seconds: seconds,
            conditions: "from a folder of tiles, every entry hashed, every Ed25519 signature and chain verified",
            details: [("entries", Double(size.value))])
    }
}
