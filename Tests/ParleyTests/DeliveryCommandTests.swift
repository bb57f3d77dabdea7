import Foundation
import Testing

/// The delivery queue of a node that runs, as officers of its party deal with it.
@Suite(.serialized) struct DeliveryCommandTests {
    private static let settings =
        #"{"version": 1, "name": "Parley at the host", "address": "https://node.example.org"}"#

    private static func book(_ party: String) -> String {
        """
        {"version": 1, "recipients": [{"party": "\(party)", "name": "Duty officer", "languages": ["en"], "means": [
          {"name": "phone", "means": "sms-queue", "number": "+963115550100", "atLeast": "flash"}]}]}
        """
    }

    private func eventually(_ holds: () throws -> Bool) async throws -> Bool {
        for _ in 0..<60 {
            if try holds() { return true }
            try await Task.sleep(for: .milliseconds(500))
        }
        return false
    }

    @Test("dead letters are listed, tried again and forgotten; a book that is changed is taken, a bad one is said")
    func life() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, _) = try program.rehearse()
        func write(_ text: String, to name: String) throws {
            try text.write(toFile: demo + "/" + name, atomically: true, encoding: .utf8)
        }
        // Nothing that the rehearsal notifies is pressing enough for this telephone.
        try write(Self.book("us"), to: "address-book.json")
        try write(Self.settings, to: "delivery.json")
        let (node, url) = try program.serve(demo)
        defer { node.terminate() }
        func identity(_ file: String) throws -> String {
            let text = try String(contentsOfFile: demo + "/\(file).json", encoding: .utf8)
            let here = demo + "/\(file)-here.json"
            try text.replacing(/"node": ?"[^"]*"/, with: "\"node\":\"\(url)\"")
                .write(toFile: here, atomically: true, encoding: .utf8)
            return here
        }
        let (host, other) = (try identity("host-root"), try identity("parties/us-duty"))
        func list() throws -> String { try program.run("delivery", "list", "--as", host, "--json").out }
        #expect(try await eventually { try list().contains("\"reason\":\"not-reached\"") })
        let shown = try program.run("delivery", "list", "--as", host)
        #expect(shown.code == 0 && shown.out.contains("0 handed over and not signed for"), "\(shown.out)\(shown.err)")
        #expect(!shown.out.contains("5550100"))
        let refused = try program.run("delivery", "list", "--as", other)
        #expect(refused.code == 1 && refused.err.contains("nothing here that you may read"), "\(refused.err)")

        let letters = try list().matches(of: /"delivery":"([0-9a-f]{32})"/).map { String($0.1) }
        let letter = try #require(letters.first)
        let retried = try program.run("delivery", "retry", letter, "--as", host)
        #expect(retried.code == 0, "\(retried.err)")
        let forgotten = try program.run("delivery", "forget", letter, "--as", host)
        #expect(forgotten.code == 0, "\(forgotten.err)")
        #expect(try !list().contains(letter))
        #expect(try program.run("delivery", "forget", letter, "--as", host).code == 1)
        let nonsense = try program.run("delivery", "forget", "x", "--as", host)
        #expect(nonsense.code != 0 && nonsense.err.contains("is no delivery"), "\(nonsense.err)")

        try write("{", to: "address-book.json")
        #expect(try await eventually { try list().contains("\"bookFault\":\"address-book.json: ") })
        // The book before is still in force: its entry's letters can be tried again.
        if letters.count > 1 { #expect(try program.run("delivery", "retry", letters[1], "--as", host).code == 0) }
        try write(Self.book("sarc"), to: "address-book.json")
        #expect(try await eventually { try !list().contains("bookFault") })
        let last = try #require(list().firstMatch(of: /"delivery":"([0-9a-f]{32})"/)?.1)
        let left = try program.run("delivery", "retry", String(last), "--as", host)
        #expect(left.code == 1 && left.err.contains("no longer in the address book"), "\(left.err)")
    }
}
