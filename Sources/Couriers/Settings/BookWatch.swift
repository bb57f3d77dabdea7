public import Delivery
import Foundation
import StrictJSON

/// The address book's file while the node runs: read whole when it changed, and kept only when all of it holds.
public struct BookWatch: Sendable {
    /// How often the file is looked at.
    public static let milliseconds = 3_000

    /// What a look found.
    public enum Finding: Sendable {
        /// Another book, which holds.
        case book(AddressBook)
        /// What is wrong; the book before stays in force.
        case fault(String)
    }

    private let path: String
    private let secrets: any SecretSource
    private var mark: FileMark?
    private var fault: String?

    /// A watch over `folder`, whose book was read already, or is read by the first look when `isRead` is false.
    public init(folder: String, secrets: any SecretSource, isRead: Bool = true) {
        path = folder + "/" + AddressBook.name
        self.secrets = secrets
        mark = isRead ? FileMark(of: path) : nil
    }

    /// Looks at the file; nil while nothing is new.
    ///
    /// A fault is said once; the file is read again at each look while it stands, since what was missing may lie in
    /// another file. A file that changes while it is read counts only once it rests.
    public mutating func look() -> Finding? {
        guard let now = FileMark(of: path) else {
            mark = nil
            return said("\(AddressBook.name) is not there")
        }
        guard now != mark || fault != nil else { return nil }
        let book: AddressBook
        do { book = try read() } catch { return after(now) ? said("\(AddressBook.name): \(error)") : nil }
        guard after(now) else { return nil }
        mark = now
        fault = nil
        return .book(book)
    }

    /// Whether the file is still as it was before it was read.
    private func after(_ before: FileMark) -> Bool { FileMark(of: path) == before }

    private mutating func said(_ sentence: String) -> Finding? {
        guard sentence != fault else { return nil }
        fault = sentence
        return .fault(sentence)
    }

    private func read() throws -> AddressBook {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw DeliveryError(.badSetting, "the file cannot be read by this program's user")
        }
        defer { try? handle.close() }
        let bytes = [UInt8](try handle.read(upToCount: AddressBook.maximumBytes + 1) ?? Data())
        let book = try AddressBook(json: bytes)
        try book.checkSecrets(in: secrets)
        return book
    }
}

extension AddressBook {
    /// Reads every secret that entries name, so that one that is missing is named now and not by the first notice.
    ///
    /// - Throws: `DeliveryError` with code `badSetting`.
    public func checkSecrets(in source: any SecretSource) throws {
        for name in secrets {
            guard WebhookSecret(try source.secret(name)) != nil else {
                throw DeliveryError(
                    .badSetting, "the secret '\(name)' is not whsec_ or whsk_ and base64, as webhooks need it")
            }
        }
    }
}
