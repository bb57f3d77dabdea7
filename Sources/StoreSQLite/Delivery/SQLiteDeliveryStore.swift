public import Delivery
import Foundation
import GRDB

/// The delivery queue in a SQLite file of its own: WAL, synchronous=FULL, one row a delivery and one a dead letter.
public final class SQLiteDeliveryStore: DeliveryStore {
    /// The file in a node's folder.
    public static let fileName = "delivery.sqlite"
    /// The schema this version writes; another number is refused, never guessed at.
    public static let schemaVersion = 1

    private let queue: DatabaseQueue

    /// Opens the file at `path`, making it if it is not there.
    ///
    /// - Throws: `DeliveryError` when it cannot be opened, belongs to another version, or cannot be made durable.
    public init(path: String) throws {
        do {
            queue = try DurableFile.open(
                path, label: "parley.delivery", named: "the delivery queue", schema: Self.schemaVersion,
                tables: """
                    CREATE TABLE delivery (id TEXT PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID;
                    CREATE TABLE letter (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row BLOB NOT NULL);
                    CREATE TABLE cursor (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL);
                    INSERT INTO cursor (one, entries) VALUES (1, 0);
                    """)
        } catch { throw DeliveryError(.failed, "\(error)") }
    }

    /// Opens the file at `path` for reading alone, beside a node that may be writing to it.
    ///
    /// - Throws: `DeliveryError` when it is missing or belongs to another version.
    public init(readingOnly path: String) throws {
        var configuration = Configuration()
        configuration.label = "parley.delivery.reading"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let found = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            guard found == Self.schemaVersion else {
                throw DeliveryError(.failed, "the delivery queue has schema \(found); use the version that wrote it")
            }
        } catch let error as DeliveryError {
            throw error
        } catch { throw DeliveryError(.failed, "the delivery queue cannot be opened", cause: "\(error)") }
    }

    /// Closes the file; a graceful stop leaves no write-ahead log behind.
    public func close() throws {
        do { try queue.close() } catch {
            throw DeliveryError(.failed, "the delivery queue cannot be closed", cause: "\(error)")
        }
    }

    /// Everything that is kept; see `DeliveryStore`.
    public func load() throws -> DeliveryContents {
        do {
            return try queue.read { database in
                let rows = try Data.fetchAll(database, sql: "SELECT row FROM delivery ORDER BY id")
                let letters = try Data.fetchAll(database, sql: "SELECT row FROM letter ORDER BY number")
                let cursor = try Int64.fetchOne(database, sql: "SELECT entries FROM cursor") ?? 0
                return DeliveryContents(
                    deliveries: try rows.map { try DeliveryRow.delivery([UInt8]($0)) },
                    deadLetters: try letters.map { try DeliveryRow.letter([UInt8]($0)) },
                    cursor: UInt64(max(0, cursor)))
            }
        } catch { throw DeliveryError(.failed, "the delivery queue cannot be read", cause: "\(error)") }
    }

    /// All changes in one transaction that survives power loss, or none.
    public func commit(_ changes: DeliveryChanges) throws {
        do {
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    for id in changes.removed {
                        try database.execute(
                            literal: "DELETE FROM delivery WHERE id = \(id.text)")
                    }
                    for id in changes.forgotten {
                        try database.execute(literal: "DELETE FROM letter WHERE id = \(id.text)")
                    }
                    let keep = try database.cachedStatement(
                        sql: "INSERT OR REPLACE INTO delivery (id, row) VALUES (?, ?)")
                    for (id, delivery) in changes.kept {
                        try keep.execute(arguments: [id.text, Data(DeliveryRow.encode(delivery))])
                    }
                    let bury = try database.cachedStatement(
                        sql: "INSERT OR REPLACE INTO letter (id, row) VALUES (?, ?)")
                    for letter in changes.dead {
                        try bury.execute(arguments: [letter.delivery.id.text, Data(DeliveryRow.encode(letter))])
                    }
                    if let cursor = changes.cursor {
                        try database.execute(
                            sql: "UPDATE cursor SET entries = ?", arguments: [Int64(clamping: cursor)])
                    }
                    return .commit
                }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw DeliveryError(.full, "the delivery queue has no room on its disk", cause: "\(error.resultCode)")
        } catch { throw DeliveryError(.failed, "the delivery queue cannot be written", cause: "\(error)") }
    }
}
