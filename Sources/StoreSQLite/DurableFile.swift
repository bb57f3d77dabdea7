import GRDB
import ParleyNode

/// A small SQLite file with one writer: WAL, synchronous=FULL, and a schema number that is refused rather than guessed at.
enum DurableFile {
    /// Opens the file at `path`, making it with `tables` if it is not there.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - label: the connection's name in traces.
    ///   - name: what it is called in messages.
    ///   - schema: the schema that this version writes.
    ///   - tables: the statements that make it.
    /// - Returns: the open file.
    /// - Throws: `StoreError` when it cannot be opened, belongs to another version, or cannot be made durable.
    static func open(
        _ path: String, label: String, named name: String, schema: Int, tables: String
    ) throws(StoreError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = label
        configuration.busyMode = .timeout(5)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
                let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard found == 0 || found == schema else {
                    throw StoreError(.failed, "\(name) has schema \(found); use the version that wrote it")
                }
                let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
                guard journal == "wal", try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
                    throw StoreError(.failed, "\(name) at \(path) cannot be made durable on this file system")
                }
                guard found == 0 else { return }
                try database.inTransaction(.immediate) {
                    try database.execute(sql: tables + "\nPRAGMA user_version = \(schema);")
                    return .commit
                }
                try SQLiteStore.syncDirectory(of: path)
            }
            return queue
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.failed, "\(name) at \(path) cannot be opened", cause: "\(error)")
        }
    }
}
