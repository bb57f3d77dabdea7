import Foundation
import GRDB
public import ParleyNode
public import TransparencyLog

/// What a witness cosigned last, in a SQLite file of its own: WAL, synchronous=FULL, one note a log.
public final class SQLiteWitnessStore: WitnessStore {
    /// The schema this version writes; another number is refused, never guessed at.
    public static let schemaVersion = 1

    private let queue: DatabaseQueue

    /// Opens the file at `path`, making it if it is not there.
    ///
    /// - Throws: `StoreError` when it cannot be opened, belongs to another version, or cannot be made durable.
    public init(path: String) throws {
        queue = try DurableFile.open(
            path, label: "parley.witness", named: "the witness's store", schema: Self.schemaVersion,
            tables: "CREATE TABLE cosigned (origin TEXT PRIMARY KEY, note BLOB NOT NULL);")
    }

    /// Closes the file.
    public func close() throws { try queue.close() }

    /// The note stored last for the log; nil when none ever was.
    public func cosigned(_ origin: KeyName) throws -> [UInt8]? {
        do {
            return try queue.read { database in try Self.note(database, origin) }
        } catch { throw StoreError(.failed, "the witness's store cannot be read", cause: "\(error)") }
    }

    /// Puts `new` in the place of exactly `old` in one transaction that survives power loss, or changes nothing.
    public func replace(_ origin: KeyName, _ old: [UInt8]?, with new: [UInt8]) throws -> Bool {
        do {
            var isReplaced = false
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    guard try Self.note(database, origin) == old else { return .rollback }
                    try database.execute(
                        sql: "INSERT OR REPLACE INTO cosigned (origin, note) VALUES (?, ?)",
                        arguments: [origin.text, Data(new)])
                    isReplaced = true
                    return .commit
                }
            }
            return isReplaced
        } catch { throw StoreError(.failed, "the witness's store cannot be written", cause: "\(error)") }
    }

    private static func note(_ database: Database, _ origin: KeyName) throws -> [UInt8]? {
        try Data.fetchOne(database, sql: "SELECT note FROM cosigned WHERE origin = ?", arguments: [origin.text])
            .map { [UInt8]($0) }
    }
}
