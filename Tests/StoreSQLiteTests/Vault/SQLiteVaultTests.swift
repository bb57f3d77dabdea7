import Foundation
import ParleyNode
import Statements
import StoreSQLite
import TestKit
import Testing
import TransparencyLog

@Suite struct SQLiteVaultTests {
    @Test("keeps what every vault promises", arguments: BodyVaultContract.Rule.allCases)
    func keepsTheContract(rule: BodyVaultContract.Rule) throws {
        let places = Places()
        let contract = BodyVaultContract {
            let folder = try places.make()
            return { try SQLiteVault(folder: folder) }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    private static let secret = "Q7-the-cellar-under-the-mill"
    private static let name = StatementHash(Hash.sha256(of: [1]))

    private static func parts(_ text: String) throws -> OpenedParts {
        OpenedParts(try OpenedBody(body: Bodies.reason(text)), for: [PartyID(checked: "party-a")])
    }

    /// The files of a folder in which these bytes stand.
    private static func files(in folder: String, holding bytes: [UInt8]) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { file in
            let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file))
            return data.range(of: Data(bytes)) != nil
        }
    }

    @Test("no file holds an opened body in the clear, neither before nor after it is erased")
    func encrypts() throws {
        let places = Places()
        let folder = try places.make()
        let vault = try SQLiteVault(folder: folder)
        try vault.keep([VaultItem(statement: Self.name, sealed: nil, opened: try Self.parts(Self.secret))])
        #expect(try Self.files(in: folder, holding: Array(Self.secret.utf8)) == [])
        try vault.erase(Self.name)
        #expect(try Self.files(in: folder, holding: Array(Self.secret.utf8)) == [])
        #expect(try vault.opened([Self.name]).isEmpty)
        try vault.close()
    }

    @Test("once erased, key and ciphertext are in no file of the folder, write-ahead logs included")
    func shreds() throws {
        let places = Places()
        let folder = try places.make()
        let vault = try SQLiteVault(folder: folder)
        // Others around it, so that its pages stay in use.
        for number in 0..<40 {
            try vault.keep([
                VaultItem(
                    statement: StatementHash(Hash.sha256(of: [2, UInt8(number)])), sealed: [1, 2, 3],
                    opened: try Self.parts("other \(number)"))
            ])
        }
        let sealed = Array("sealed-\(Self.secret)".utf8)
        try vault.keep([VaultItem(statement: Self.name, sealed: sealed, opened: try Self.parts(Self.secret))])
        let key = try #require(try Self.blob(folder + "/" + SQLiteVault.keysName, "key", "keys"))
        let body = try #require(try Self.blob(folder + "/" + SQLiteVault.bodiesName, "ciphertext", "opened"))
        #expect(key.count == 32)
        for bytes in [key, Array(body.prefix(64)), sealed] {
            #expect(try !Self.files(in: folder, holding: bytes).isEmpty)
        }
        try vault.erase(Self.name)
        for bytes in [key, Array(body.prefix(64)), sealed] {
            #expect(try Self.files(in: folder, holding: bytes) == [])
        }
        try vault.close()
        #expect(try Self.files(in: folder, holding: key) == [])
    }

    @Test("a backup of the bodies alone opens nothing that was erased, nor anything else")
    func backup() throws {
        let places = Places()
        let (folder, copy) = (try places.make(), try places.make())
        let vault = try SQLiteVault(folder: folder)
        try vault.keep([VaultItem(statement: Self.name, sealed: nil, opened: try Self.parts(Self.secret))])
        try vault.close()
        try FileManager.default.copyItem(
            atPath: folder + "/" + SQLiteVault.bodiesName, toPath: copy + "/" + SQLiteVault.bodiesName)
        let restored = try SQLiteVault(folder: copy)
        #expect(try restored.opened([Self.name]).isEmpty)
        try restored.close()
    }

    @Test("a damaged body and a damaged key are errors, never another body")
    func damage() throws {
        for (file, sql) in [
            (SQLiteVault.bodiesName, "UPDATE opened SET ciphertext = zeroblob(80)"),
            (SQLiteVault.keysName, "UPDATE keys SET key = zeroblob(32)"),
            (SQLiteVault.keysName, "UPDATE keys SET key = zeroblob(5)"),
        ] {
            let places = Places()
            let folder = try places.make()
            let vault = try SQLiteVault(folder: folder)
            try vault.keep([VaultItem(statement: Self.name, sealed: nil, opened: try Self.parts("x"))])
            try vault.close()
            try SQLiteStoreTests.sqlite(folder + "/" + file, sql)
            let damaged = try SQLiteVault(folder: folder)
            let error = #expect(throws: StoreError.self) { try damaged.opened([Self.name]) }
            #expect(error?.code == .failed)
            try damaged.erase(Self.name)
            #expect(try damaged.opened([Self.name]).isEmpty)
            try damaged.close()
        }
    }

    @Test func refusesAnotherSchema() throws {
        for file in [SQLiteVault.bodiesName, SQLiteVault.keysName] {
            let places = Places()
            let folder = try places.make()
            try SQLiteVault(folder: folder).close()
            try SQLiteStoreTests.sqlite(folder + "/" + file, "PRAGMA user_version = 7")
            #expect(throws: StoreError.self) { try SQLiteVault(folder: folder) }
        }
    }

    /// A column of the row of `name`, read by Debian's sqlite3.
    private static func blob(_ path: String, _ column: String, _ table: String) throws -> [UInt8]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "sqlite3", path, "SELECT lower(hex(\(column))) FROM \(table) WHERE statement = x'\(name)'",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : try Hex.decode(text)
    }
}
