import Foundation
import GRDB
import Glibc
public import ParleyNode
public import Statements
public import TransparencyLog

/// One log in one SQLite file: WAL, synchronous=FULL, one transaction a batch.
///
/// Entries, the tiles they fill and the checkpoint become durable in the same transaction, so there is no moment at
/// which one is there without the others. Hashes are not trusted on the way back: the node hashes every entry again.
public final class SQLiteStore: LogStore {
    /// The schema this version writes; another number is refused, never guessed at.
    public static let schemaVersion = 2
    /// Connections that read at the same time.
    static let readers = 4
    /// Commits of at most this many pages stay in the write-ahead log before they are moved into the file.
    static let pagesBeforeCheckpoint = 4_000

    private let pool: DatabasePool

    /// Opens the file at `path`, making it if it is not there.
    ///
    /// - Throws: `StoreError` when it cannot be opened or belongs to another version.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = Self.readers
        configuration.label = "parley.store"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.pagesBeforeCheckpoint)")
            try database.execute(sql: "PRAGMA mmap_size = 1073741824")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // After opening: the library sets NORMAL for pools, which may lose the last commits with the power.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try Self.prepare(database)
                // Once the file exists its directory entry must be durable too, or power loss takes the whole log.
                try Self.syncDirectory(of: path)
            }
            guard try durability() == Durability(journal: "wal", synchronous: 2) else {
                throw StoreError(.failed, "the store at \(path) cannot be made durable (WAL, synchronous=FULL)")
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.failed, "the store at \(path) cannot be opened", cause: "\(error)")
        }
    }

    /// Opens the file at `path` for reading alone, beside a process that may be writing to it.
    ///
    /// - Throws: `StoreError` when there is none, or it belongs to another version.
    public init(readingOnly path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.maximumReaderCount = Self.readers
        configuration.label = "parley.store.reading"
        configuration.busyMode = .timeout(5)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            let found = try pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            guard found == Self.schemaVersion else {
                throw StoreError(
                    .failed,
                    "the store has schema \(found), this program reads \(Self.schemaVersion); use the right version")
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.failed, "the store at \(path) cannot be opened for reading", cause: "\(error)")
        }
    }

    private static func prepare(_ database: Database) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found == 0 || found == schemaVersion else {
            throw StoreError(
                .failed, "the store has schema \(found), this program writes \(schemaVersion); use the right version")
        }
        guard found == 0 else { return }
        try database.inTransaction(.immediate) {
            try database.execute(
                sql: """
                    CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, checkpoint BLOB);
                    INSERT INTO log (id, size) VALUES (1, 0);
                    CREATE TABLE entries (
                        idx INTEGER PRIMARY KEY, envelope BLOB NOT NULL, hash BLOB NOT NULL);
                    CREATE UNIQUE INDEX entries_by_hash ON entries (hash);
                    CREATE TABLE tiles (
                        level INTEGER NOT NULL, idx INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (level, idx));
                    CREATE TABLE notes (key TEXT PRIMARY KEY, value BLOB NOT NULL);
                    PRAGMA user_version = \(schemaVersion);
                    """)
            return .commit
        }
    }

    static func syncDirectory(of path: String) throws {
        let directory = (path as NSString).deletingLastPathComponent
        let descriptor = Glibc.open(directory.isEmpty ? "." : directory, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else {
            throw StoreError(.failed, "the folder of \(path) cannot be opened", cause: String(cString: strerror(errno)))
        }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError(.failed, "the folder of \(path) cannot be synced", cause: String(cString: strerror(errno)))
        }
    }

    /// The bytes of the last signed checkpoint.
    public func checkpoint() throws -> [UInt8]? {
        try read { database in
            // One statement sees one state, whatever is being committed meanwhile.
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT size, checkpoint, (SELECT ifnull(max(idx) + 1, 0) FROM entries) FROM log WHERE id = 1
                    """)
            guard let row, let size = row[0] as Int64?, let stored = row[2] as Int64?, size == stored else {
                throw StoreError(
                    .failed, "the store does not hold as many entries as it says; restore it from a follower")
            }
            return (row[1] as Data?).map { [UInt8]($0) }
        }
    }

    /// Stores the whole batch in one transaction, or nothing; see `LogStore`.
    public func commit(_ batch: CommitBatch) throws {
        do {
            try pool.write { database in
                let moved = try database.cachedStatement(
                    sql: "UPDATE log SET size = ?, checkpoint = ? WHERE id = 1 AND size = ?")
                let size = Int64(batch.from.value) + Int64(batch.entries.count)
                try moved.execute(arguments: [size, Data(batch.checkpoint.bytes), Int64(batch.from.value)])
                guard database.changesCount == 1 else {
                    throw StoreError(.conflict, "another program writes to this store; stop one of them")
                }
                try insert(batch, database)
            }
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw StoreError(.full, "the store has no room", cause: "\(error)")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw StoreError(.conflict, "an entry of this batch is already stored", cause: "\(error)")
        } catch {
            throw StoreError(.failed, "the batch could not be stored", cause: "\(error)")
        }
    }

    private func insert(_ batch: CommitBatch, _ database: Database) throws {
        let entry = try database.cachedStatement(
            sql: "INSERT INTO entries (idx, envelope, hash) VALUES (?, ?, ?)")
        var index = Int64(batch.from.value)
        for (hash, stored) in batch.entries {
            try entry.execute(arguments: [index, Data(stored.envelope), Data(hash.hash.bytes)])
            index += 1
        }
        guard !batch.tiles.isEmpty else { return }
        let tile = try database.cachedStatement(sql: "INSERT INTO tiles (level, idx, bytes) VALUES (?, ?, ?)")
        for full in batch.tiles {
            try tile.execute(arguments: [
                full.coordinate.level, Int64(full.coordinate.index), Data(full.bytes),
            ])
        }
    }

    /// Entries in order; see `LogStore`.
    public func entries(from index: EntryIndex, count: Int) throws -> [StoredEntry] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT envelope FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx")
            let first = Int64(index.value)
            let rows = try Row.fetchCursor(statement, arguments: [first, first + Int64(count)])
            var out: [StoredEntry] = []
            out.reserveCapacity(count)
            while let row = try rows.next() {
                out.append(StoredEntry(envelope: try row.withUnsafeData(atIndex: 0) { [UInt8]($0 ?? Data()) }))
            }
            return out
        }
    }

    /// Where a statement stands; nil when it does not.
    public func index(of hash: StatementHash) throws -> EntryIndex? {
        try read { database in
            let statement = try database.cachedStatement(sql: "SELECT idx FROM entries WHERE hash = ?")
            return try Int64.fetchOne(statement, arguments: [Data(hash.hash.bytes)])
                .map { EntryIndex(UInt64($0)) }
        }
    }

    /// The bytes of a full tile; nil when it was never stored.
    public func fullTile(level: Int, index: UInt64) throws -> [UInt8]? {
        try read { database in
            let statement = try database.cachedStatement(sql: "SELECT bytes FROM tiles WHERE level = ? AND idx = ?")
            return try Data.fetchOne(statement, arguments: [level, Int64(index)]).map { [UInt8]($0) }
        }
    }

    /// A small value kept beside the log.
    public func note(_ key: String) throws -> [UInt8]? {
        try read { try Data.fetchOne($0, sql: "SELECT value FROM notes WHERE key = ?", arguments: [key]) }
            .map { [UInt8]($0) }
    }

    /// Keeps a small value beside the log; durable before it returns.
    public func setNote(_ key: String, _ value: [UInt8]) throws {
        do {
            try pool.write { database in
                try database.execute(
                    sql: "INSERT INTO notes (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = ?2",
                    arguments: [key, Data(value)])
            }
        } catch {
            throw StoreError(.failed, "note '\(key)' could not be kept", cause: "\(error)")
        }
    }

    /// How durable the writing connection is.
    public struct Durability: Hashable, Sendable {
        /// The journal mode; `wal` is what this store needs.
        public let journal: String
        /// SQLite's level; 2 is FULL.
        public let synchronous: Int

        /// A durability from its parts.
        public init(journal: String, synchronous: Int) {
            self.journal = journal
            self.synchronous = synchronous
        }
    }

    /// Asks the writing connection what it really does.
    public func durability() throws -> Durability {
        try pool.writeWithoutTransaction { database in
            Durability(
                journal: try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
                synchronous: try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1)
        }
    }

    /// Closes every connection; a graceful stop leaves no write-ahead log behind.
    public func close() throws {
        do { try pool.close() } catch {
            throw StoreError(.failed, "the store could not be closed", cause: "\(error)")
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try pool.unsafeRead(body) } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.failed, "the store could not be read", cause: "\(error)")
        }
    }
}
