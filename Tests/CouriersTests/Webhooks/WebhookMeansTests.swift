import AsyncHTTPClient
import Couriers
import Crypto
import Delivery
import Foundation
import Geodesy
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite(.serialized) struct WebhookMeansTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// Sends one parcel to a receiver in a mood; the outcome and what it got.
    private func send(
        _ answer: HookServer.Answer, secrets: [String: String] = ["hook": secret], names: String = #"["hook"]"#,
        seconds: Int64 = 2, languages: String = #"["ar", "en"]"#
    ) async throws -> (outcome: DeliveryOutcome, requests: [HookServer.Request], parcel: Parcel) {
        let server = HookServer(answer)
        let port = try await server.start()
        let means = """
            {"name": "hook", "means": "webhook", "url": "http://127.0.0.1:\(port)/hook", "secrets": \(names)}
            """
        let (parcel, address) = try #require(
            DeliveryBooks.parcel(try DeliveryBooks.one(means, languages: languages)))
        let http = CourierHTTP.client()
        var limits = WebhookMeans.Limits()
        limits.seconds = seconds
        let outcome = await WebhookMeans(http: http, secrets: Secrets(values: secrets), limits: limits)
            .send(parcel, to: address)
        try await http.shutdown()
        try await server.stop()
        return (outcome, server.requests, parcel)
    }

    @Test("the example of the specification's own libraries is signed as they do")
    func example() throws {
        let secret = try #require(WebhookSecret(Self.secret))
        let signature = try secret.sign(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(
        "what is no secret is none",
        arguments: ["", "whsec_", "whsec_!!", "whsec_" + "QUJD", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsk_QUJD"])
    func noSecret(text: String) { #expect(WebhookSecret(text) == nil) }

    @Test("an event is an event, signed, and says neither where nor what")
    func event() async throws {
        let (outcome, requests, parcel) = try await send(.status(204))
        #expect(outcome == .handedOver)
        let request = try #require(requests.first)
        #expect(request.header("webhook-id") == parcel.key.text)
        #expect(request.header("webhook-timestamp") == "1474286400")
        #expect(request.header("content-type") == WebhookEvent.contentType)
        for word in ["Duma", "دوما", "M10", "33.57", "hospital", "un-hub"] { #expect(!request.body.contains(word)) }
        var fields = try JSONDocument(Array(request.body.utf8), limits: .init(maximumBytes: 65_536)).root.object()
        #expect(try fields.required("specversion").string() == "1.0")
        #expect(try fields.required("id").string() == parcel.key.text)
        var data = try fields.required("data").object()
        #expect(try data.required("reference").string() == "\(parcel.reference)")
        #expect(try data.required("urgency").string() == "flash")
        #expect(data.optional("record") == nil)
        #expect(data.optional("statement") == nil)
    }

    @Test("two secrets are two signatures, the second by Ed25519")
    func twoSecrets() async throws {
        let seed = Curve25519.Signing.PrivateKey()
        let asymmetric = "whsk_" + Base64.encode([UInt8](seed.rawRepresentation))
        let (outcome, requests, parcel) = try await send(
            .status(200), secrets: ["hook": Self.secret, "new": asymmetric], names: #"["new", "hook"]"#)
        #expect(outcome == .handedOver)
        let request = try #require(requests.first)
        let signatures = try #require(request.header("webhook-signature")).split(separator: " ")
        #expect(signatures.map { $0.prefix(while: { $0 != "," }) } == ["v1a", "v1"])
        let message = Array("\(parcel.key).1474286400.\(request.body)".utf8)
        let signature = try Base64.decode(String(signatures[0].dropFirst(4)))
        #expect(seed.publicKey.isValidSignature(signature, for: message))
    }

    @Test(
        "a receiver that fails is a failure of the right kind",
        arguments: [
            (HookServer.Answer.status(500), DeliveryFault.Code.refused), (.status(404), .refused),
            (.status(503), .busy), (.status(429), .busy),
            (.status(302, headers: ["Location": "http://127.0.0.1:1/elsewhere"]), .badAnswer),
            (.status(410), .refused), (.silence, .timedOut), (.breakOff, .unreachable),
        ])
    func fails(answer: HookServer.Answer, code: DeliveryFault.Code) async throws {
        let began = ContinuousClock.now
        let (outcome, requests, _) = try await send(answer, seconds: 1)
        #expect(outcome.code == code, "\(outcome)")
        #expect(requests.count == 1, "asked \(requests.count) times")
        #expect(ContinuousClock.now - began < .seconds(8))
        if case .status(410, _, _) = answer {
            guard case .refused = outcome else {
                Issue.record("410 is tried again")
                return
            }
        } else if case .refused = outcome {
            Issue.record("\(outcome) is given up at once")
        }
    }

    @Test("Retry-After is taken up to its limit, and nonsense is none")
    func retryAfter() async throws {
        for (text, seconds) in [("120", Int64(120)), ("99999999", 3_600), ("-4", 0)] {
            let (outcome, _, _) = try await send(.status(503, headers: ["Retry-After": text]))
            guard case .failed(_, let asked) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(asked == seconds)
        }
        let (outcome, _, _) = try await send(.status(503, headers: ["Retry-After": "tomorrow"]))
        guard case .failed(_, nil) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("a status was said, whatever the body does, and a large body is not read")
    func lyingBodies() async throws {
        #expect(try await send(.endless(200), seconds: 1).outcome == .handedOver)
        #expect(try await send(.endless(500), seconds: 1).outcome.code == .refused)
        let large = String(repeating: "x", count: 4 << 20)
        #expect(try await send(.status(200, body: large)).outcome == .handedOver)
    }

    @Test("without its secret nothing is sent")
    func missingSecret() async throws {
        for secrets in [[:], ["hook": "hunter2"]] {
            let (outcome, requests, _) = try await send(.status(200), secrets: secrets)
            #expect(outcome.code == .notConfigured)
            #expect(requests.isEmpty)
        }
    }

    @Test(
        "the standardwebhooks and cloudevents libraries take our events, and refuse altered ones",
        .enabled(if: Peers.isWanted, Peers.note))
    func libraries() async throws {
        let server = HookServer()
        let port = try await server.start()
        let means = DeliveryBooks.webhook(url: "http://127.0.0.1:\(port)/hook")
        // The library takes nothing older than five minutes, by its own clock.
        let now = DeliveryBooks.noon.adding(seconds: Int64(Date().timeIntervalSince1970) - 1_474_286_400)
        let (parcel, address) = try #require(
            DeliveryBooks.parcel(try DeliveryBooks.one(means, languages: #"["ar", "ru"]"#), at: now))
        let http = CourierHTTP.client()
        let outcome = await WebhookMeans(http: http, secrets: Secrets(values: ["hook": Self.secret]))
            .send(parcel, to: address)
        try await http.shutdown()
        try await server.stop()
        #expect(outcome == .handedOver)
        let request = try #require(server.requests.first)
        let peer = try Peer("webhook_verify.py")
        let altered = request.body.replacing("flash", with: "flush")
        let other = "whsec_" + Base64.encode([UInt8](repeating: 7, count: 24))
        for (secret, body) in [(Self.secret, request.body), (Self.secret, altered), (other, request.body)] {
            var writer = JSONWriter()
            writer.object { fields in
                fields.member("secret", secret)
                fields.key("headers")
                fields.object { list in
                    for (name, value) in request.headers { list.member(name.lowercased(), value) }
                }
                fields.member("body", body)
            }
            try peer.say(String(decoding: writer.bytes, as: UTF8.self))
        }
        #expect(peer.next() == "ok \(parcel.key) parley.notice.v1 \(parcel.reference)")
        #expect(peer.next() == "refused")
        #expect(peer.next() == "refused")
    }
}
