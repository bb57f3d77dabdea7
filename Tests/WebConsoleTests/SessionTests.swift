import Geodesy
import HTTPAPI
import HTTPTypes
import Statements
import Testing
import TransparencyLog

@testable import WebConsole

@Suite("sessions")
struct SessionTests {
    private static let start = Instant(checked: 1_474_272_000_000_000)

    private static func caller(_ officer: String = "duty-1") -> Caller {
        Caller(
            party: PartyID(checked: "party-a"), officer: OfficerID(checked: officer),
            key: KeyFingerprint(spki: Array(officer.utf8)))
    }

    private static func at(_ seconds: Int) -> Instant { start.adding(seconds: Int64(seconds)) }

    @Test("a session lasts while it is used, and not for ever")
    func lasts() throws {
        var limits = ConsoleLimits()
        limits.sessionSeconds = 100
        limits.idleSessionSeconds = 30
        let table = SessionTable(limits: limits)
        let used = try table.open(Self.caller(), canSign: true, at: Self.start)
        let idle = try table.open(Self.caller(), canSign: true, at: Self.start)
        for second in stride(from: 0, to: 100, by: 20) {
            #expect(table.session(used, at: Self.at(second))?.caller == Self.caller(), "at \(second) s")
        }
        #expect(table.session(idle, at: Self.at(31)) == nil)
        #expect(table.session(used, at: Self.at(100)) == nil)
        #expect(table.session(used, at: Self.at(1)) == nil, "what has ended does not come back with an older clock")
    }

    @Test("tokens are random, long, and of nobody's choosing")
    func tokens() throws {
        let table = SessionTable(limits: ConsoleLimits())
        let tokens = try (0..<10).map { _ in try table.open(Self.caller(), canSign: true, at: Self.start) }
        #expect(Set(tokens).count == 10)
        for token in tokens { #expect(try Base64URL.decode(token).count == 32) }
        #expect(table.session("chosen-by-somebody-else", at: Self.start) == nil)
        #expect(table.session("", at: Self.start) == nil)
    }

    @Test("an officer has so many sessions, and the one least used ends first; others are not touched")
    func perOfficer() throws {
        var limits = ConsoleLimits()
        limits.sessionsPerOfficer = 2
        let table = SessionTable(limits: limits)
        let other = try table.open(Self.caller("duty-2"), canSign: true, at: Self.start)
        let first = try table.open(Self.caller(), canSign: true, at: Self.start)
        let second = try table.open(Self.caller(), canSign: true, at: Self.at(1))
        _ = table.session(first, at: Self.at(2))
        let third = try table.open(Self.caller(), canSign: true, at: Self.at(3))
        #expect(table.session(second, at: Self.at(4)) == nil)
        for token in [other, first, third] { #expect(table.session(token, at: Self.at(4)) != nil) }
    }

    @Test("a full table turns away, and nobody who is in is thrown out")
    func full() throws {
        var limits = ConsoleLimits()
        limits.sessions = 2
        let table = SessionTable(limits: limits)
        let tokens = try (1...2).map { try table.open(Self.caller("duty-\($0)"), canSign: true, at: Self.start) }
        #expect(throws: Problem.self) { try table.open(Self.caller("duty-3"), canSign: true, at: Self.start) }
        for token in tokens { #expect(table.session(token, at: Self.start) != nil) }
    }

    @Test("closing ends one; closing the others leaves just this one")
    func closing() throws {
        let table = SessionTable(limits: ConsoleLimits())
        let tokens = try (0..<3).map { _ in try table.open(Self.caller(), canSign: true, at: Self.start) }
        let other = try table.open(Self.caller("duty-2"), canSign: true, at: Self.start)
        table.close(tokens[0])
        table.closeAll(of: Self.caller(), except: tokens[1])
        #expect([tokens[0], tokens[2]].allSatisfy { table.session($0, at: Self.start) == nil })
        #expect([tokens[1], other].allSatisfy { table.session($0, at: Self.start) != nil })
    }

    @Test("a cookie that stands twice, or under another name, is none")
    func cookies() {
        func token(_ fields: [String], tls: Bool = false) -> String? {
            var headers = HTTPFields()
            for field in fields { headers.append(HTTPField(name: .cookie, value: field)) }
            return SessionCookie.token(of: headers, speaksTLS: tls)
        }
        #expect(token(["parley-session=abc"]) == "abc")
        #expect(token(["a=b; parley-session=abc; c=d"]) == "abc")
        #expect(token(["parley-session=abc", "parley-session=def"]) == nil)
        #expect(token(["parley-session=abc; parley-session=def"]) == nil)
        #expect(token(["parley-session=abc"], tls: true) == nil)
        #expect(token(["__Host-parley-session=abc"], tls: true) == "abc")
        #expect(token([]) == nil)
        #expect(SessionCookie.set("t", speaksTLS: true, seconds: 9).contains("Secure"))
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=9"] {
            #expect(SessionCookie.set("t", speaksTLS: false, seconds: 9).contains(part))
        }
    }

    @Test("base64url goes there and back for every length")
    func base64URL() throws {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 250) }
            let text = Base64URL.encode(bytes)
            #expect(text.utf8.allSatisfy { $0 != 0x2B && $0 != 0x2F && $0 != 0x3D })
            #expect(try Base64URL.decode(text) == bytes)
        }
        #expect(throws: (any Error).self) { try Base64URL.decode("a") }
        #expect(throws: (any Error).self) { try Base64URL.decode("\u{1F600}") }
    }
}

@Suite("turnstile")
struct TurnstileTests {
    @Test("so many at once, and each once; who leaves makes room")
    func room() {
        func caller(_ name: String) -> Caller {
            Caller(
                party: PartyID(checked: "party-a"), officer: OfficerID(checked: name),
                key: KeyFingerprint(spki: Array(name.utf8)))
        }
        let turnstile = Turnstile(limit: 2)
        #expect(turnstile.enter(caller("a")) && !turnstile.enter(caller("a")))
        #expect(turnstile.enter(caller("b")) && !turnstile.enter(caller("c")))
        turnstile.leave(caller("a"))
        #expect(turnstile.enter(caller("c")) && !turnstile.enter(caller("a")))
    }
}
