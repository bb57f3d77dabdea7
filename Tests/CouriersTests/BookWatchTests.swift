import Couriers
import Delivery
import Foundation
import TestKit
import Testing

@Suite("the address book while the node runs") struct BookWatchTests {
    private static let secrets = Secrets(values: ["hook": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])

    private func write(_ recipients: [String], in folder: Folder) throws {
        let entries = recipients.map { DeliveryBooks.entry($0, DeliveryBooks.webhook()) }
        try folder.write(DeliveryBooks.file(entries), to: AddressBook.name)
    }

    private func isQuiet(_ finding: BookWatch.Finding?) -> Bool {
        if case nil = finding { true } else { false }
    }

    private func book(_ finding: BookWatch.Finding?) -> [String]? {
        guard case .book(let book)? = finding else { return nil }
        return book.recipients.map(\.id.description)
    }

    private func fault(_ finding: BookWatch.Finding?) -> String? {
        guard case .fault(let sentence)? = finding else { return nil }
        return sentence
    }

    @Test("given a file that changed and holds, then it is the book; given none that changed, then nothing is new")
    func changes() throws {
        let folder = try Folder()
        try write(["red-crescent"], in: folder)
        var watch = BookWatch(folder: folder.path, secrets: Self.secrets)
        #expect(isQuiet(watch.look()))
        try write(["red-crescent", "un-hub"], in: folder)
        #expect(book(watch.look()) == ["red-crescent", "un-hub"])
        #expect(isQuiet(watch.look()))
        // Of the same size, by another file that takes its place.
        try write(["red-crescent", "us-hub"], in: folder)
        #expect(book(watch.look()) == ["red-crescent", "us-hub"])
    }

    @Test(
        "given a file that does not hold, then it is said once, and once it holds again it is the book",
        arguments: ["{", "", #"{"version": 2, "recipients": []}"#])
    func bad(text: String) throws {
        let folder = try Folder()
        try write(["red-crescent"], in: folder)
        var watch = BookWatch(folder: folder.path, secrets: Self.secrets)
        try folder.write(text, to: AddressBook.name)
        #expect(try #require(fault(watch.look())).hasPrefix("address-book.json: "))
        #expect(isQuiet(watch.look()))
        try write(["red-crescent"], in: folder)
        #expect(book(watch.look()) == ["red-crescent"])
        #expect(isQuiet(watch.look()))
    }

    @Test("given a file that is gone, then that is a fault and no empty book")
    func gone() throws {
        let folder = try Folder()
        try write(["red-crescent"], in: folder)
        var watch = BookWatch(folder: folder.path, secrets: Self.secrets)
        try FileManager.default.removeItem(atPath: folder.path + "/" + AddressBook.name)
        #expect(fault(watch.look()) == "address-book.json is not there")
        #expect(isQuiet(watch.look()))
        try write(["red-crescent"], in: folder)
        #expect(book(watch.look()) == ["red-crescent"])
    }

    @Test("given a secret that is missing, then the book waits for it, though its own file does not change again")
    func secret() throws {
        let folder = try Folder(["delivery-secrets"])
        try write(["red-crescent"], in: folder)
        var watch = BookWatch(
            folder: folder.path, secrets: SecretFolder(path: folder.path + "/delivery-secrets"), isRead: false)
        #expect(try #require(fault(watch.look())).contains("the secret 'hook' is missing"))
        #expect(isQuiet(watch.look()))
        try folder.write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", to: "delivery-secrets/hook")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.path + "/delivery-secrets/hook")
        #expect(book(watch.look()) == ["red-crescent"])
    }
}
