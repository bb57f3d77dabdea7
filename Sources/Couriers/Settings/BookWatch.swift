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

    /// What tells one state of the file from another without reading it.
    private struct Mark: Hashable {
        let modified: Date
        let size: Int
        let number: UInt64
    }

    private let path: String
    private let secrets: any SecretSource
    private var mark: Mark?
    private var fault: String?

    /// A watch over `folder`, whose book was read already, or is read by the first look when `isRead` is false.
    public init(folder: String, secrets: any SecretSource, isRead: Bool = true) {
        path = folder + "/" + AddressBook.name
        self.secrets = secrets
        mark = isRead ? Self.mark(of: path) : nil
    }

    /// Looks at the file; nil while nothing is new.
    ///
    /// A fault is said once; the file is read again at each look while it stands, since what was missing may lie in
    /// another file. A file that changes while it is read counts only once it rests.
    public mutating func look() -> Finding? {
        guard let now = Self.mark(of: path) else {
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
    private func after(_ before: Mark) -> Bool { Self.mark(of: path) == before }

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

    private static func mark(of path: String) -> Mark? {
        guard let found = try? FileManager.default.attributesOfItem(atPath: path),
            let modified = found[.modificationDate] as? Date, let size = found[.size] as? Int
        else { return nil }
        return Mark(modified: modified, size: size, number: (found[.systemFileNumber] as? UInt64) ?? 0)
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
