import Crypto
import Foundation
import GRDB
public import ParleyNode
public import Statements
import TransparencyLog

/// Restricted bodies in two SQLite files: `bodies.sqlite` holds sealed bodies for delivery, and opened ones encrypted
/// each under a key of its own; `body-keys.sqlite` holds those keys.
///
/// Erasing deletes the key first, overwrites it and empties the write-ahead log, so that no file of the folder holds it
/// any more; then the body goes. Backups may hold `bodies.sqlite` and must never hold `body-keys.sqlite`: then what is
/// erased is gone from them too.
public final class SQLiteVault: BodyVault {
    /// The file of bodies in a node's folder.
    public static let bodiesName = "bodies.sqlite"
    /// The file of keys in a node's folder; never in a backup.
    public static let keysName = "body-keys.sqlite"
    /// The schema this version writes; another number is refused, never guessed at.
    public static let schemaVersion = 1
    private static let keyByteCount = 32

    private let bodies: SecretFile
    private let keys: SecretFile

    /// Opens the two files in `folder`, making them where they are not there.
    ///
    /// - Throws: `StoreError` when one cannot be opened or belongs to another version.
    public init(folder: String) throws {
        bodies = try SecretFile(
            path: folder + "/" + Self.bodiesName, version: Self.schemaVersion,
            schema: """
                CREATE TABLE sealed (statement BLOB PRIMARY KEY, bytes BLOB NOT NULL);
                CREATE TABLE opened (statement BLOB PRIMARY KEY, ciphertext BLOB NOT NULL);
                """)
        keys = try SecretFile(
            path: folder + "/" + Self.keysName, version: Self.schemaVersion,
            schema: "CREATE TABLE keys (statement BLOB PRIMARY KEY, key BLOB NOT NULL);")
    }

    /// Opens the two files in `folder` for reading alone, beside a process that may be writing to them.
    ///
    /// - Throws: `StoreError` when one is missing or belongs to another version.
    public init(readingOnly folder: String) throws {
        bodies = try SecretFile(readingOnly: folder + "/" + Self.bodiesName, version: Self.schemaVersion)
        keys = try SecretFile(readingOnly: folder + "/" + Self.keysName, version: Self.schemaVersion)
    }

    /// Closes both files; a graceful stop leaves no write-ahead log behind.
    public func close() throws {
        try bodies.close()
        try keys.close()
    }

    /// Keeps what the items hold; see `BodyVault`.
    ///
    /// A body that is kept anew keeps its key, so that a crash between the two files never parts the two.
    public func keep(_ items: [VaultItem]) throws {
        guard !items.isEmpty else { return }
        let opened = items.compactMap { item in item.opened.map { (item.statement, $0) } }
        let secrets = opened.isEmpty ? [:] : try makeKeys(opened.map(\.0))
        let encrypted = try opened.map { statement, parts -> (StatementHash, Data) in
            guard let key = secrets[statement],
                let box = try? ChaChaPoly.seal(parts.json, using: key, authenticating: statement.hash.bytes)
            else { throw StoreError(.failed, "the body of \(statement) could not be encrypted") }
            return (statement, box.combined)
        }
        try bodies.write { database in
            for item in items {
                guard let sealed = item.sealed else { continue }
                try database.execute(
                    sql: "INSERT OR REPLACE INTO sealed (statement, bytes) VALUES (?, ?)",
                    arguments: [Data(item.statement.hash.bytes), Data(sealed)])
            }
            for (statement, ciphertext) in encrypted {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO opened (statement, ciphertext) VALUES (?, ?)",
                    arguments: [Data(statement.hash.bytes), ciphertext])
            }
        }
    }

    /// The keys of these bodies, made where there is none; durable before it returns.
    private func makeKeys(_ statements: [StatementHash]) throws -> [StatementHash: SymmetricKey] {
        try keys.write { database in
            for statement in statements {
                let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
                try database.execute(
                    sql: "INSERT OR IGNORE INTO keys (statement, key) VALUES (?, ?)",
                    arguments: [Data(statement.hash.bytes), fresh])
            }
        }
        return try readKeys(statements)
    }

    private func readKeys(_ statements: [StatementHash]) throws -> [StatementHash: SymmetricKey] {
        let found = try keys.blobs("SELECT key FROM keys WHERE statement = ?", statements)
        return try found.mapValues { bytes in
            guard bytes.count == Self.keyByteCount else {
                throw StoreError(.failed, "a key in \(Self.keysName) is damaged; erase its body, or restore it")
            }
            return SymmetricKey(data: bytes)
        }
    }

    /// What was opened of these statements' bodies; one whose key is gone is gone.
    public func opened(_ statements: [StatementHash]) throws -> [StatementHash: OpenedParts] {
        let found = try bodies.blobs("SELECT ciphertext FROM opened WHERE statement = ?", statements)
        guard !found.isEmpty else { return [:] }
        let secrets = try readKeys(Array(found.keys))
        var out: [StatementHash: OpenedParts] = [:]
        for (statement, ciphertext) in found {
            guard let key = secrets[statement] else { continue }
            guard let box = try? ChaChaPoly.SealedBox(combined: ciphertext),
                let text = try? ChaChaPoly.open(box, using: key, authenticating: statement.hash.bytes),
                let parts = try? OpenedParts(json: [UInt8](text))
            else {
                throw StoreError(
                    .failed, "the body of \(statement) in \(Self.bodiesName) is damaged; erase it, or restore the file")
            }
            out[statement] = parts
        }
        return out
    }

    /// The sealed body of a statement; nil when it is not here.
    public func sealed(_ statement: StatementHash) throws -> [UInt8]? {
        try bodies.blobs("SELECT bytes FROM sealed WHERE statement = ?", [statement])[statement].map { [UInt8]($0) }
    }

    /// Forgets the sealed body of a statement and nothing else.
    public func dropSealed(_ statement: StatementHash) throws {
        try bodies.erase { database in
            try database.execute(
                sql: "DELETE FROM sealed WHERE statement = ?", arguments: [Data(statement.hash.bytes)])
        }
    }

    /// Forgets everything about a statement's body: its key first.
    public func erase(_ statement: StatementHash) throws {
        let name = Data(statement.hash.bytes)
        try keys.erase { try $0.execute(sql: "DELETE FROM keys WHERE statement = ?", arguments: [name]) }
        try bodies.erase { database in
            try database.execute(sql: "DELETE FROM opened WHERE statement = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM sealed WHERE statement = ?", arguments: [name])
        }
    }
}
