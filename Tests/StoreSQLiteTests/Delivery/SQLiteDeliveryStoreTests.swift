import Delivery
import Foundation
import StoreSQLite
import TestKit
import Testing

@Suite struct SQLiteDeliveryStoreTests {
    /// A folder that goes away with the test.
    private final class Folder {
        let path = NSTemporaryDirectory() + "parley-delivery-\(UInt64.random(in: 0 ... .max))"

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    @Test("keeps what every delivery store promises", arguments: DeliveryStoreContract.Rule.allCases)
    func contract(rule: DeliveryStoreContract.Rule) throws {
        let folder = try Folder()
        var number = 0
        let contract = DeliveryStoreContract {
            number += 1
            let path = "\(folder.path)/\(number).sqlite"
            return { try SQLiteDeliveryStore(path: path) }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test("the file holds no address, no text and no position")
    func holdsNames() throws {
        let folder = try Folder()
        let store = try SQLiteDeliveryStore(path: folder.path + "/delivery.sqlite")
        let book = try DeliveryBooks.one(
            [DeliveryBooks.phone(), DeliveryBooks.mailbox(), DeliveryBooks.webhook()].joined(separator: ","))
        var core = DeliveryCore(book: book, seed: 1, at: DeliveryBooks.noon)
        let step = try core.enqueue(
            [(DeliveryBooks.notice(1, .flash), [DeliveryBooks.duty])], cursor: 1, at: DeliveryBooks.noon)
        try store.commit(step.changes)
        try store.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
            for secret in ["963115550100", "duty@example.org", "duty.example.org"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name) holds \(secret)")
            }
            #expect(bytes.range(of: Data("red-crescent/duty".utf8)) != nil)
        }
    }

    @Test("a damaged row is an error, not a delivery less")
    func damaged() throws {
        let folder = try Folder()
        let path = folder.path + "/delivery.sqlite"
        let store = try SQLiteDeliveryStore(path: path)
        var core = DeliveryCore(
            book: try DeliveryBooks.one(DeliveryBooks.phone()), seed: 1, at: DeliveryBooks.noon)
        try store.commit(
            core.enqueue([(DeliveryBooks.notice(1), [DeliveryBooks.duty])], cursor: 1, at: DeliveryBooks.noon).changes)
        try store.close()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, "UPDATE delivery SET row = '{}'"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        #expect(throws: DeliveryError.self) { try SQLiteDeliveryStore(path: path).load() }
    }
}
