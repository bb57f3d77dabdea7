import ParleyClient
import ParleyNode
import TransparencyLog

/// A log by URL or folder.
enum LogPlace {
    static func audit(
        _ place: String, key: NoteVerifierKey, trustRoots: String?,
        progress: @escaping @Sendable (UInt64, UInt64) -> Void
    ) async throws -> AuditReport {
        guard place.contains("://") else {
            return try await audit(FolderLogSource(folder: place), key, progress)
        }
        let clock = SystemClock()
        let client = try NodeClient(baseURL: place, trustRoots: trustRoots, now: { clock.now() })
        let result: Result<AuditReport, any Error>
        do { result = .success(try await audit(HTTPLogSource(client: client), key, progress)) } catch {
            result = .failure(error)
        }
        try await client.shutDown()
        return try result.get()
    }

    private static func audit(
        _ source: some LogSource, _ key: NoteVerifierKey, _ progress: @escaping @Sendable (UInt64, UInt64) -> Void
    ) async throws -> AuditReport {
        do {
            return try await LogAuditor(source: source, log: key).audit {
                progress($0.done.value, $0.total.value)
            }
        } catch { throw Failure(.refused, "not verified: \(error)") }
    }
}
