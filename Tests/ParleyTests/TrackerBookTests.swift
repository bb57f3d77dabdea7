import Foundation
import Logging
import ParleyNode
import Statements
import TestKit
import Testing

@testable import parley

@Suite("the devices of a node's movements, while the node runs") struct TrackerBookTests {
    private let secret = "0123456789abcdef0123"
    private let other = "fedcba98765432100123"

    private func file(_ secrets: String...) -> String {
        let devices = secrets.map { #"{"device":"truck","secret":"\#($0)","movement":"un-hub/c-1"}"# }
        return #"{"devices":["# + devices.joined(separator: ",") + "]}"
    }

    private func withBook(_ text: String, _ body: (TrackerBook, URL) throws -> Void) async throws {
        let accord = try TestAccord()
        let scenario = try Scenario(accord)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let node = try await Node.open(
            keys: .init(log: accord.logSigner, node: accord.nodeKey), store: scenario.log.store, vault: MemoryVault(),
            anchor: MemoryAnchor(), clock: ManualClock(scenario.log.now), limits: NodeLimits(), logger: logger)
        let folder = FileManager.default.temporaryDirectory.appending(path: "trackers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: TrackerBook.fileName)
        try Data(text.utf8).write(to: path)
        let book = try #require(
            try TrackerBook(folder: folder.path, node: node, party: PartyID(checked: "un-hub"), logger: logger))
        try body(book, path)
    }

    @Test("given a device that was taken out of the file, then its secret speaks for nothing any more")
    func changes() async throws {
        try await withBook(file(secret)) { book, path in
            #expect(book.device(secret: secret)?.movement.description == "un-hub/c-1")
            #expect(book.device(secret: other) == nil && book.device(secret: "") == nil)
            // Of the same size, by another file that takes its place.
            try Data(file(other).utf8).write(to: path, options: .atomic)
            #expect(book.device(secret: secret) == nil)
            #expect(book.device(secret: other) != nil)
        }
    }

    @Test(
        "given a file that does not hold, or none, then the devices stay as they were until it is mended",
        arguments: ["", "{", #"{"devices":[{"device":"truck","secret":"short","movement":"un-hub/c-1"}]}"#, nil])
    func bad(text: String?) async throws {
        try await withBook(file(secret)) { book, path in
            if let text { try Data(text.utf8).write(to: path) } else { try FileManager.default.removeItem(at: path) }
            #expect(book.device(secret: secret) != nil)
            try Data(file(secret, other).utf8).write(to: path)
            #expect(book.device(secret: secret) != nil && book.device(secret: other) != nil)
        }
    }

    @Test("a secret that two devices share, or that is short, is refused when the node starts")
    func refused() async throws {
        await #expect(throws: Failure.self) { try await withBook(file(secret, secret)) { _, _ in } }
        await #expect(throws: Failure.self) { try await withBook(file("short")) { _, _ in } }
    }
}
