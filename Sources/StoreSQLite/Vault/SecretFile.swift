import Foundation
import GRDB
import ParleyNode
import Statements
import TransparencyLog

/// A SQLite file whose deleted rows leave nothing behind: overwritten in the file, and the write-ahead log emptied.
///
/// One connection, so that no reader keeps an old page alive while the log is being emptied.
final class SecretFile: Sendable {
    private let queue: DatabaseQueue
    private let name: String

    init(path: String, version: Int, schema: String) throws {
        name = (path as NSString).lastPathComponent
        var configuration = Configuration()
        configuration.label = "parley.vault"
        configuration.busyMode = .timeout(5)
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // What SQLite sorts or spills must not land in files that nobody overwrites.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { database in
                // After opening: the library sets NORMAL for write-ahead logs.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard found == 0 || found == version else {
                    throw StoreError(
                        .failed, "\(path) has schema \(found), this program writes \(version); use the right version")
                }
                if found == 0 {
                    try database.inTransaction(.immediate) {
                        try database.execute(sql: schema + "PRAGMA user_version = \(version);")
                        return .commit
                    }
                }
                let isSecure = try Int.fetchOne(database, sql: "PRAGMA secure_delete") == 1
                let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
                guard isSecure, journal == "wal", try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
                    throw StoreError(.failed, "\(path) cannot be kept so that what is erased is gone")
                }
            }
            // A process that was killed may have left erased rows in the log.
            try emptyLog()
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.failed, "\(path) cannot be opened", cause: "\(error)")
        }
    }

    /// Opens the file for reading alone, beside a process that may be writing to it.
    init(readingOnly path: String, version: Int) throws {
        name = (path as NSString).lastPathComponent
        var configuration = Configuration()
        configuration.label = "parley.vault.reading"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let found = try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            guard found == version else {
                throw StoreError(
                    .failed, "\(path) has schema \(found), this program reads \(version); use the right version")
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.failed, "\(path) cannot be opened for reading", cause: "\(error)")
        }
    }

    /// One durable transaction.
    func write(_ body: (Database) throws -> Void) throws {
        do { try queue.write(body) } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw StoreError(.full, "the store has no room", cause: "\(error.resultCode)")
        } catch {
            // The cause names no values: a statement's arguments would be keys and bodies.
            throw StoreError(.failed, "\(name) could not be written", cause: Self.cause(error))
        }
    }

    /// One durable transaction that deletes, after which the file and its log hold nothing of what was deleted.
    func erase(_ body: (Database) throws -> Void) throws {
        try write(body)
        try emptyLog()
    }

    private func emptyLog() throws {
        do {
            let isBusy = try queue.inDatabase { database in
                try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?[0] as Int64? ?? 1
            }
            guard isBusy == 0 else {
                throw StoreError(
                    .failed, "\(name) is read by another program, so what was erased lies in its log still")
            }
        } catch let error as StoreError {
            throw error
        } catch { throw StoreError(.failed, "the log of \(name) could not be emptied", cause: Self.cause(error)) }
    }

    /// The one blob that `sql` gives for each statement, where it gives any.
    func blobs(_ sql: String, _ statements: [StatementHash]) throws -> [StatementHash: Data] {
        do {
            return try queue.inDatabase { database in
                let query = try database.cachedStatement(sql: sql)
                var out: [StatementHash: Data] = [:]
                for statement in statements {
                    out[statement] = try Data.fetchOne(query, arguments: [Data(statement.hash.bytes)])
                }
                return out
            }
        } catch { throw StoreError(.failed, "\(name) could not be read", cause: Self.cause(error)) }
    }

    func close() throws {
        do { try queue.close() } catch {
            throw StoreError(.failed, "\(name) could not be closed", cause: Self.cause(error))
        }
    }

    private static func cause(_ error: any Error) -> String {
        (error as? DatabaseError).map { "\($0.resultCode)" } ?? "\(type(of: error))"
    }
}
