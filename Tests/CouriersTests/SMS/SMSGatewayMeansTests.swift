import AsyncHTTPClient
import Couriers
import Delivery
import Foundation
import StrictJSON
import TestKit
import Testing

@Suite(.serialized) struct SMSGatewayMeansTests {
    private func template(_ text: String) throws -> GatewayTemplate {
        try GatewayTemplate(JSONDocument(Array(text.utf8), limits: .init(maximumBytes: 65_536)).root)
    }

    private func send(
        _ rest: String, answer: HookServer.Answer = .status(200, body: #"{"status": "queued"}"#),
        secret: String = #"se&cr"et"#, languages: String = #"["ar"]"#
    ) async throws -> (outcome: DeliveryOutcome, request: HookServer.Request?, text: String) {
        let server = HookServer(answer)
        let port = try await server.start()
        let template = try template(#"{"url": "http://127.0.0.1:\#(port)/send", \#(rest)}"#)
        let (parcel, address) = try #require(
            DeliveryBooks.parcel(
                try DeliveryBooks.one(DeliveryBooks.phone(means: "sms-gateway"), languages: languages)))
        let http = CourierHTTP.client()
        let means = try SMSGatewayMeans(
            template: template, secret: SecretName(checked: "gateway"), secrets: Secrets(values: ["gateway": secret]),
            http: http)
        let outcome = await means.send(parcel, to: address)
        try await http.shutdown()
        try await server.stop()
        return (outcome, server.requests.first, ShortLetter(parcel).text)
    }

    @Test("a JSON body keeps its structure whatever is filled in")
    func json() async throws {
        let (outcome, request, text) = try await send(
            #""json": {"to": ["{number}"], "body": "{text}", "auth": {"key": "{secret}"}, "ref": "p:{key}", "flash": true, "n": 1.50}"#
        )
        #expect(outcome == .handedOver)
        let body = try #require(request).body
        var fields = try JSONDocument(Array(body.utf8), limits: .init(maximumBytes: 65_536)).root.object()
        #expect(try fields.required("to").array().map { try $0.string() } == ["+963115550100"])
        #expect(try fields.required("body").string() == text)
        var auth = try fields.required("auth").object()
        #expect(try auth.required("key").string() == #"se&cr"et"#)
        try auth.finish()
        #expect(try fields.required("flash").bool())
        #expect(body.contains("1.50"))
        #expect(request?.header("content-type") == "application/json")
    }

    @Test("a form and a query are escaped byte by byte")
    func form() async throws {
        let (outcome, request, text) = try await send(
            #""query": {"k&y": "{secret}"}, "form": {"to": "{digits}", "text": "{text}"}, "headers": {"X-Auth": "Key {digits}"}"#
        )
        #expect(outcome == .handedOver)
        let path = try #require(request).path
        #expect(path == "/send?k%26y=se%26cr%22et")
        let body = try #require(request).body
        #expect(body.hasPrefix("to=963115550100&text=%D8%A5"))
        let parts = body.split(separator: "&")
        #expect(parts.count == 2)
        #expect(parts[1].dropFirst(5).removingPercentEncoding == text)
        #expect(request?.header("x-auth") == "Key 963115550100")
    }

    @Test("a gateway that says 200 and means no is not believed where the operator asked for words")
    func lies() async throws {
        let form = #""form": {"to": "{digits}", "text": "{text}"}"#
        let asked = form + #", "answerHolds": "\"queued\"""#
        #expect(try await send(asked).outcome == .handedOver)
        #expect(
            try await send(asked, answer: .status(200, body: #"{"error": "no credit"}"#)).outcome.code == .badAnswer)
        #expect(try await send(asked, answer: .endless(200)).outcome.code == .badAnswer)
        #expect(try await send(form + #", "accepts": [202]"#).outcome.code == .refused)
        #expect(try await send(form, answer: .status(503)).outcome.code == .busy)
        #expect(try await send(form, answer: .breakOff).outcome.code == .unreachable)
        #expect(try await send(form, answer: .status(307, headers: ["Location": "/x"])).outcome.code == .refused)
    }

    @Test("a secret that would end a header sends nothing")
    func header() async throws {
        let (outcome, request, _) = try await send(
            #""headers": {"Authorization": "Bearer {secret}"}, "form": {"to": "{digits}", "text": "{text}"}"#,
            secret: "x\r\nX-Other: y")
        #expect(outcome.code == .notConfigured)
        #expect(request == nil)
    }

    @Test(
        "a template that is not of the form is refused at its field",
        arguments: [
            (#"{"url": "https://sms.example", "form": {"to": "{number}"}}"#, ""),
            (#"{"url": "https://sms.example", "form": {"to": "{numbers}", "text": "{text}"}}"#, "/form/to"),
            (#"{"url": "https://sms.example", "form": {"to": "{number", "text": "{text}"}}"#, "/form/to"),
            (#"{"url": "https://sms.example", "json": {"to": {"a": "}"}, "text": "{text}"}}"#, "/json/to/a"),
            (#"{"url": "https://{number}.example", "form": {"to": "{number}", "text": "{text}"}}"#, "/url"),
            (#"{"url": "http://sms.example", "form": {"to": "{number}", "text": "{text}"}}"#, "/url"),
            (#"{"url": "https://sms.example", "form": {"to": "{number}", "text": "{text}"}, "json": {}}"#, "/json"),
            (#"{"url": "https://sms.example", "headers": {"A b": "{text}"}, "form": {"to": "{number}"}}"#, ""),
            (
                #"{"url": "https://sms.example", "form": {"to": "{number}", "text": "{text}"}, "accepts": [302]}"#,
                "/accepts/0"
            ),
        ])
    func refuses(text: String, pointer: String) throws {
        let error = #expect(throws: JSONError.self) { try template(text) }
        #expect(error?.pointer == pointer)
    }
}
