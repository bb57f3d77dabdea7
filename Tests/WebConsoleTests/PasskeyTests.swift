import Crypto
import Foundation
import Geodesy
import HTTPAPI
import Statements
import StrictJSON
import Testing
import TransparencyLog

@testable import WebConsole

/// What an authenticator would say, made by hand.
private struct Authenticator {
    let key = P256.Signing.PrivateKey()
    var counter: UInt32 = 7
    var flags: UInt8 = 0b101
    var host = "node.example"
    var origin = "https://node.example"
    var type = "webauthn.get"

    var passkey: Passkey {
        Passkey(
            id: "AAAA", publicKey: Array(key.publicKey.derRepresentation), party: PartyID(checked: "party-a"),
            officer: OfficerID(checked: "duty-1"), key: KeyFingerprint(spki: [1]), label: "key",
            addedAt: Instant(checked: 1_474_272_000_000_000), counter: 6)
    }

    func answer(_ challenge: String, more: String = "") throws -> PasskeyAssertion {
        let client = Array(#"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)"\#(more)}"#.utf8)
        let data =
            Hash.sha256(of: Array(host.utf8)).bytes + [flags]
            + (0..<4).reversed().map { UInt8(truncatingIfNeeded: counter >> (8 * UInt32($0))) }
        let signature = try key.signature(for: data + Hash.sha256(of: client).bytes)
        let text = """
            {"credential":"AAAA","clientData":"\(Base64URL.encode(client))","authenticatorData":"\(Base64URL.encode(data))",
            "signature":"\(Base64URL.encode(Array(signature.derRepresentation)))"}
            """
        return try PasskeyAssertion(try JSONDocument(Array(text.utf8), limits: .init(maximumBytes: 65_536)).root)
    }
}

@Suite("passkeys")
struct PasskeyTests {
    private static let site = PasskeyAssertion.Site(host: "node.example") { $0 == "https://node.example" }

    @Test("what the authenticator says for this question at this site counts")
    func holds() throws {
        let device = Authenticator()
        #expect(try device.answer("c").verify(by: device.passkey, challenge: "c", at: Self.site) == 7)
    }

    @Test("anything else does not")
    func refused() throws {
        func refuses(
            _ name: String, _ change: (inout Authenticator) -> Void, challenge: String = "c", more: String = ""
        ) throws {
            var device = Authenticator()
            change(&device)
            let answer = try device.answer("c", more: more)
            let passkey = device.passkey
            #expect(throws: Problem.self, "\(name)") {
                try answer.verify(by: passkey, challenge: challenge, at: Self.site)
            }
        }
        try refuses("another question", { _ in }, challenge: "d")
        try refuses("another site's page", { $0.origin = "https://evil.example" })
        try refuses("http", { $0.origin = "http://node.example" })
        try refuses("another relying party", { $0.host = "evil.example" })
        try refuses("nobody there", { $0.flags = 0b100 })
        try refuses("nobody recognised", { $0.flags = 0b001 })
        try refuses("made for registration", { $0.type = "webauthn.create" })
        try refuses("a count that went back", { $0.counter = 6 })
        try refuses("from within another site's frame", { _ in }, more: #","crossOrigin":true"#)
        let stranger = Authenticator()
        let answer = try Authenticator().answer("c")
        #expect(throws: Problem.self) { try answer.verify(by: stranger.passkey, challenge: "c", at: Self.site) }
    }

    @Test("a flipped bit anywhere is noticed")
    func flipped() throws {
        let device = Authenticator()
        let answer = try device.answer("c")
        for bit in 0..<(answer.authenticatorData.count * 8) {
            var data = answer.authenticatorData
            data[bit / 8] ^= 1 << UInt8(bit % 8)
            let text = """
                {"credential":"AAAA","clientData":"\(Base64URL.encode(answer.clientData))",
                "authenticatorData":"\(Base64URL.encode(data))","signature":"\(Base64URL.encode(answer.signature))"}
                """
            let altered = try PasskeyAssertion(
                try JSONDocument(Array(text.utf8), limits: .init(maximumBytes: 65_536)).root)
            #expect(throws: Problem.self) { try altered.verify(by: device.passkey, challenge: "c", at: Self.site) }
        }
    }

    @Test("a question is asked once, answered once, and not for ever")
    func challenges() {
        var limits = ConsoleLimits()
        limits.challengeSeconds = 10
        limits.challenges = 3
        let desk = Challenges(limits: limits)
        let now = Instant(checked: 1_474_272_000_000_000)
        let first = desk.ask(at: now)
        #expect(desk.take(first, at: now) && !desk.take(first, at: now))
        let late = desk.ask(at: now)
        #expect(!desk.take(late, at: now.adding(seconds: 10)))
        #expect(!desk.take("of somebody's choosing", at: now))
        let many = (0..<5).map { desk.ask(at: now.adding(seconds: Int64($0) / 2)) }
        #expect(many.filter { desk.take($0, at: now.adding(seconds: 3)) }.count == 3)
    }

    @Test("the book is on disk before a passkey counts, and comes back as it was")
    func book() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("book-\(UUID()).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let limits = ConsoleLimits()
        let passkey = Authenticator().passkey
        let caller = Caller(party: passkey.party, officer: passkey.officer, key: passkey.key)
        let book = try PasskeyBook(path: path, limits: limits)
        try book.add(passkey)
        #expect(throws: Problem.self) { try book.add(passkey) }
        try book.count(passkey.id, 9)
        let again = try PasskeyBook(path: path, limits: limits)
        #expect(again.passkeys(of: caller).map(\.counter) == [9])
        #expect(again[passkey.id]?.publicKey == passkey.publicKey)
        let stranger = Caller(party: passkey.party, officer: OfficerID(checked: "duty-2"), key: passkey.key)
        #expect(throws: Problem.self) { try again.remove(passkey.id, of: stranger) }
        try again.remove(passkey.id, of: caller)
        #expect(try PasskeyBook(path: path, limits: limits).passkeys(of: caller).isEmpty)
        try Data("{\"format\":\"other\"}".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: (any Error).self) { try PasskeyBook(path: path, limits: limits) }
    }

    @Test(
        "what is not of the form is refused",
        arguments: [
            "{}", #"{"credential":1}"#, #"{"credential":"","clientData":"","authenticatorData":"","signature":""}"#,
            #"{"credential":"A","clientData":"*","authenticatorData":"","signature":""}"#,
        ])
    func malformed(text: String) throws {
        let value = try JSONDocument(Array(text.utf8), limits: .init(maximumBytes: 1_024)).root
        #expect(throws: Problem.self) { try PasskeyAssertion(value) }
    }
}
