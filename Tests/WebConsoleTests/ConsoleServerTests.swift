import Coordination
import Geodesy
import HTTPAPI
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@testable import WebConsole

/// A browser, as far as cookies go.
private struct Browser {
    let server: TestServer
    var cookie: String?

    static let ours = [("Origin", "http://\(TestServer.authority)"), ("X-Parley-Console", "1")]

    /// Signs in with a party's officer's key.
    static func signedIn(_ party: String, at server: TestServer) async throws -> Browser {
        let reply = try await server.ask(
            "POST", "/console/session", by: party, headers: ours + [("Content-Type", "application/json")],
            body: Array("{}".utf8))
        #expect(reply.status == 200, "\(reply.text)")
        let cookie = try #require(reply["set-cookie"]?.split(separator: ";").first)
        return Browser(server: server, cookie: String(cookie))
    }

    func get(_ target: String, _ headers: [(String, String)] = []) async throws -> WireReply {
        try await send("GET", target, headers)
    }

    func send(
        _ method: String, _ target: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> WireReply {
        var all = headers
        if let cookie { all.append(("Cookie", cookie)) }
        if !headers.contains(where: { $0.0 == "Accept" }) { all.append(("Accept", "text/html")) }
        return try await server.ask(method, target, headers: all, body: body)
    }
}

@Suite("the console over HTTP")
struct ConsoleServerTests {
    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.enrolNodes()
        try scenario.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
        try scenario.say("neutral-host", .instrumentClauses, "mou", Bodies.instrument(), byRoot: true)
        try scenario.say("un-hub", .notificationNotify, "open-site", Bodies.site("Al-Quds hospital"))
        try scenario.say(
            "un-hub", .notificationNotify, "hidden-site", Bodies.site("Hidden clinic"),
            audience: [PartyID(checked: "party-a")])
        try scenario.say("party-a", .messageSend, "open", Bodies.message(text: "For everybody to read"))
        try scenario.say(
            "party-b", .messageSend, "sealed", Bodies.message(to: ["party-a"], text: "Hidden words"),
            audience: [PartyID(checked: "party-a")])
    }

    private static func serve(
        _ prepare: @escaping (inout Scenario) throws -> Void = populate,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.serve(prepare: prepare, site: try ConsoleFolder.console(), body)
    }

    @Test("nobody who is not signed in sees anything but the way in")
    func signedOut() async throws {
        try await Self.serve { server in
            let stranger = Browser(server: server, cookie: nil)
            for path in ["/console", "/console/records", "/console/records/un-hub/open-site", "/console/keys"] {
                let page = try await stranger.get(path)
                #expect(page.status == 200 && page.text.contains("id=\"make-key\""), "\(path)")
                #expect(!page.text.contains("Al-Quds"))
            }
            for path in ["/console/api/records", "/console/feed", "/console/api/parties"] {
                let reply = try await stranger.get(path)
                #expect(reply.status == 401 && reply.rule == "signed-out", "\(path)")
            }
            let forged = Browser(server: server, cookie: "parley-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            #expect(try await forged.get("/console/api/records").status == 401)
        }
    }

    @Test("the officer's own key opens a session, and gets a cookie that no script and no other site can use")
    func opening() async throws {
        try await Self.serve { server in
            let reply = try await server.ask(
                "POST", "/console/session", by: "party-a",
                headers: Browser.ours + [("Content-Type", "application/json"), ("Cookie", "parley-session=chosen")],
                body: Array("{}".utf8))
            let cookie = try #require(reply["set-cookie"])
            for part in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(part)) }
            #expect(!cookie.contains("chosen"), "a session is never the one that somebody brought")
            let desk = try await Browser.signedIn("party-a", at: server).get("/console")
            #expect(desk.status == 200 && desk.text.contains("data-party=\"party-a\""))
        }
    }

    @Test("what another site's page begins changes nothing")
    func forgery() async throws {
        try await Self.serve { server in
            let type = ("Content-Type", "application/json")
            let wrong: [[(String, String)]] = [
                [], [("X-Parley-Console", "1")], [("Origin", "http://\(TestServer.authority)")],
                [("Origin", "http://evil.example"), ("X-Parley-Console", "1")],
                [("Origin", "null"), ("X-Parley-Console", "1")],
                [("Origin", "http://\(TestServer.authority).evil.example"), ("X-Parley-Console", "1")],
                [("Origin", "http://\(TestServer.authority)@evil.example"), ("X-Parley-Console", "1")],
                Browser.ours + [("Sec-Fetch-Site", "cross-site")], Browser.ours + [("Sec-Fetch-Site", "same-site")],
            ]
            let browser = try await Browser.signedIn("party-a", at: server)
            for headers in wrong {
                let opened = try await server.ask(
                    "POST", "/console/session", by: "party-a", headers: headers + [type], body: Array("{}".utf8))
                #expect(opened.status == 403 && opened["set-cookie"] == nil, "\(headers)")
                let asked = try await browser.send(
                    "POST", "/console/api/checks", headers + [type], body: Array("{}".utf8))
                #expect(asked.status == 403 && asked.rule == "other-page", "\(headers)")
                #expect(try await browser.send("DELETE", "/console/session", headers).status == 403)
            }
            #expect(try await browser.get("/console/api/records").status == 200, "and the session is still open")
        }
    }

    @Test("root keys and nodes' keys open nothing, and an unsigned request does not either")
    func otherKeys() async throws {
        try await Self.serve { server in
            let headers = Browser.ours + [("Content-Type", "application/json")]
            for key in [try #require(server.accord.member("party-a")).root, server.accord.nodeKey] {
                let reply = try await server.ask(
                    "POST", "/console/session", key: key, headers: headers, body: Array("{}".utf8))
                #expect(reply.status == 403 && reply["set-cookie"] == nil, "\(reply.text)")
            }
            let unsigned = try await server.ask("POST", "/console/session", headers: headers, body: Array("{}".utf8))
            #expect(unsigned.status == 401)
        }
    }

    @Test("each reader's pages show what that reader may see, and a guessed address looks like one that is not there")
    func audiences() async throws {
        try await Self.serve { server in
            let reader = try await Browser.signedIn("party-a", at: server)
            let other = try await Browser.signedIn("party-b", at: server)
            #expect(try await reader.get("/console/records/un-hub/open-site").text.contains("Al-Quds"))
            #expect(try await other.get("/console/records/un-hub/open-site").text.contains("Al-Quds"))
            #expect(try await reader.get("/console/records").text.contains("Hidden clinic"))
            #expect(try await reader.get("/console/records/un-hub/hidden-site").text.contains("Hidden clinic"))
            #expect(!(try await other.get("/console/records")).text.contains("Hidden clinic"))
            for path in ["records/un-hub/hidden-site", "bundles/un-hub/hidden-site", "messages/un-hub/hidden-site"] {
                let guessed = try await other.get("/console/\(path)")
                let absent = try await other.get("/console/" + path.replacing("hidden-site", with: "absent-site"))
                #expect(guessed.status == 404 && absent.status == 404)
                #expect(
                    guessed.text.replacing("hidden-site", with: "absent-site") == absent.text,
                    "nothing in the page tells the two apart")
            }
            #expect(try await reader.get("/console").text.contains("Hidden words"))
            let desk = try await Browser.signedIn("un-hub", at: server).get("/console")
            #expect(!desk.text.contains("Hidden words"))
        }
    }

    @Test("the desk says what waits for whom")
    func desk() async throws {
        try await Self.serve { server in
            let reader = try await Browser.signedIn("party-a", at: server)
            let page = try await reader.get("/console").text
            #expect(page.contains("href=\"/console/messages/party-b/sealed\""))
            #expect(page.contains("href=\"/console/new/message-read-back?message=party-b/sealed&amp;statement="))
            #expect(page.contains("href=\"/console/messages/party-a/open\""), "and what others owe")
            let part = try await reader.get("/console/desk/body").text
            #expect(!part.contains("<html") && part.contains("party-b/sealed"))
        }
    }

    @Test("a key that is revoked is out at once, on every path")
    func revoked() async throws {
        try await Self.serve { server in
            let browser = try await Browser.signedIn("party-a", at: server)
            #expect(try await browser.get("/console/api/records").status == 200)
            let key = try #require(server.accord.member("party-a")).officerKey.publicKey.id
            let said = try server.next("party-a", .keyRevoke, "key", Array(#"{"key":"\#(key)","reason":"lost"}"#.utf8))
            #expect(try await server.submit(said.envelope).status == 201)
            #expect(try await browser.get("/console/api/records").status == 401)
            #expect(try await browser.get("/console").text.contains("id=\"make-key\""))
        }
    }

    @Test("markup in what parties say is text on every page")
    func markup() async throws {
        let attack = "\\\"\u{308}'><script>alert(1)</script><img src=x onerror=alert(2)>{{words.skip}}"
        try await Self.serve({ scenario in
            try scenario.enrolNodes()
            try scenario.say("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
            try scenario.say("un-hub", .notificationNotify, "site", Bodies.site(attack))
            try scenario.say("party-b", .messageSend, "m", Bodies.message(to: ["party-a"], text: attack))
        }) { server in
            let browser = try await Browser.signedIn("party-a", at: server)
            for path in ["", "/records", "/records/un-hub/site", "/messages/party-b/m", "/desk/body"] {
                for language in ["en", "ar"] {
                    let page = try await browser.get("/console\(path)?lang=\(language)")
                    #expect(page.status == 200, "\(path)")
                    #expect(page.text.contains("&lt;script&gt;alert(1)"), "\(path)")
                    #expect(!page.text.contains("<script>alert") && !page.text.contains("<img src=x"))
                    let ending = "\"\u{308}'>"
                    #expect(!page.text.contains(ending), "an attribute ends: \(path)")
                    #expect(page.text.contains("{{words.skip}}"), "what parties say is no template")
                }
            }
        }
    }

    @Test("every page is locked against scripts of others, frames and caches")
    func headers() async throws {
        try await Self.serve { server in
            let browser = try await Browser.signedIn("party-a", at: server)
            for path in [
                "/", "/console", "/console/map", "/console/check", "/console/new", "/console/log", "/console/none",
            ] {
                let page = try await browser.get(path)
                let policy = try #require(page["content-security-policy"], "\(path)")
                for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
                    #expect(policy.contains(part), "\(path)")
                }
                #expect(!policy.contains("unsafe") && !policy.contains("*"))
                #expect(page["cache-control"] == "no-store" && page["x-content-type-options"] == "nosniff")
                #expect(page["referrer-policy"] == "no-referrer")
                #expect(page.text.firstMatch(of: /<script(?![^>]*src=)/) == nil)
                #expect(page.text.firstMatch(of: /(src|href)="https?:/) == nil, "\(path) names another server")
            }
        }
    }

    @Test("a page speaks the language that is asked for, and remembers it")
    func languages() async throws {
        try await Self.serve { server in
            let browser = try await Browser.signedIn("party-a", at: server)
            let chosen = try await browser.get("/console?lang=ar")
            #expect(chosen.text.contains("<html lang=\"ar\" dir=\"rtl\""))
            #expect(chosen["set-cookie"]?.hasPrefix("parley-language=ar") == true)
            let remembered = try await browser.get("/console", [("Cookie", "parley-language=ru")])
            #expect(remembered.text.contains("<html lang=\"ru\" dir=\"ltr\""))
            let liked = try await browser.get("/console", [("Accept-Language", "fr-CH, en;q=0.5")])
            #expect(liked.text.contains("<html lang=\"fr\""))
            let unknown = try await browser.get("/console?lang=%22%3E")
            #expect(unknown.text.contains("<html lang=\"en\"") && unknown["set-cookie"] == nil)
        }
    }

    @Test("files are named by what is in them, compressed where that helps, and nothing else is served")
    func assets() async throws {
        try await Self.serve { server in
            let browser = Browser(server: server, cookie: nil)
            let page = try await browser.get("/")
            let base = try #require(page.text.firstMatch(of: /data-assets="([^"]+)"/)?.1)
            let plain = try await browser.get("\(base)/console.css")
            #expect(plain.status == 200 && plain["content-type"] == "text/css; charset=utf-8")
            #expect(plain["cache-control"] == "public, max-age=31536000, immutable")
            let packed = try await browser.get("\(base)/console.css", [("Accept-Encoding", "br, gzip")])
            #expect(packed["content-encoding"] == "gzip" && packed.body.count < plain.body.count / 2)
            for path in ["/../templates/desk.mustache", "/%2e%2e/console.css", "/", "/none.js"] {
                #expect(try await browser.get("\(base)\(path)").status == 404, "\(path)")
            }
        }
    }

    @Test("the bridge answers as the interface does, for this reader, and takes no other method")
    func bridge() async throws {
        try await Self.serve { server in
            let browser = try await Browser.signedIn("party-a", at: server)
            let signed = try await server.get("/records?mechanism=notification", by: "party-a")
            let bridged = try await browser.get("/console/api/records?mechanism=notification")
            #expect(try bridged.json["records"]?.rawBytes == signed.json["records"]?.rawBytes)
            #expect(try await browser.get("/console/api/records?limit=x").status == 400)
            #expect(try await browser.get("/console/api/none").status == 404)
            let headers = Browser.ours + [("Content-Type", "application/json")]
            for path in ["/console/api/statements", "/console/api/joining", "/console/session/other"] {
                #expect(try await browser.send("POST", path, headers, body: Array("{}".utf8)).status == 405, "\(path)")
            }
            for (method, path) in [("PUT", "/"), ("POST", "/"), ("PATCH", "/console"), ("DELETE", "/")] {
                let refused = try await browser.send(method, path)
                #expect(refused.status == 405 && refused["allow"] == "GET, HEAD", "\(method) \(path)")
            }
            let check = try await browser.send(
                "POST", "/console/api/checks", headers,
                body: Array(
                    #"{"route":{"path":[{"lat":36.2,"lon":37.13,"at":"2016-09-19T07:00:00Z"},{"lat":36.21,"lon":37.13,"at":"2016-09-19T08:00:00Z"}],"halfWidthMetres":20}}"#
                        .utf8))
            #expect(check.status == 200, "\(check.text)")
            #expect(!check.text.lowercased().contains("safe"))
        }
    }

    @Test("the public page counts what is open to all, and what has an audience is not in it")
    func publicPage() async throws {
        try await Self.serve { server in
            let page = try await Browser(server: server, cookie: nil).get("/")
            #expect(page.status == 200)
            #expect(page.text.contains("<dt>Sites</dt><dd class=\"num\">1</dd>"), "of two sites one is open")
            #expect(!page.text.contains("Hidden") && !page.text.contains("hidden-site"))
        }
        try await TestServer.serve(
            { $0.entriesArePublic = false }, prepare: Self.populate, site: try ConsoleFolder.console()
        ) { server in
            let page = try await Browser(server: server, cookie: nil).get("/")
            #expect(page.status == 200 && !page.text.contains("<dt>Sites</dt>"))
        }
    }

    @Test("a key waits for its party by the digits that its officer reads out")
    func joining() async throws {
        try await Self.serve { server in
            let key = SigningKey(.p256).publicKey
            func body(_ changes: [String: String] = [:]) -> [UInt8] {
                var fields = [
                    "format": "parley/key@v1", "accord": server.accord.id.rawValue,
                    "logKey": server.accord.logSigner.verifierKey.vkey, "party": "party-a", "officer": "duty-9",
                    "key": Base64.encode(key.spki),
                ]
                for (name, value) in changes { fields[name] = value }
                return Array(
                    ("{" + fields.sorted { $0.key < $1.key }.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}")
                        .utf8)
            }
            let type = [("Content-Type", "application/json")]
            let asked = try await server.ask("POST", "/joining/keys", headers: type, body: body())
            #expect(asked.status == 202, "\(asked.text)")
            let digits = try #require(try asked.json["fingerprint"]?.text)
            let computed = try KeyRequest(body()).fingerprint.digits
            #expect(computed == digits)
            let found = try await server.get("/joining/keys/\(digits)")
            #expect(found.status == 200 && found.body == body())
            for (name, value) in [
                ("accord", "other"), ("logKey", "x"), ("officer", "root"), ("officer", "node"), ("party", "A B"),
                ("key", "AAAA"), ("format", "parley/key@v2"),
            ] {
                let refused = try await server.ask("POST", "/joining/keys", headers: type, body: body([name: value]))
                #expect(refused.status == 422, "\(name): \(refused.text)")
            }
            #expect(try KeyRequest(body(["officer": "duty-8"])).fingerprint.digits != digits)
            server.clock.advance(seconds: 3_600)
            #expect(try await server.get("/joining/keys/\(digits)").status == 404)
        }
    }
}
