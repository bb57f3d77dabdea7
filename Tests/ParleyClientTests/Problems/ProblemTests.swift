import ParleyClient
import Testing

@Suite struct ProblemTests {
    private func problem(_ body: String, status: Int = 422, type: String? = "application/problem+json") -> Problem {
        Problem(status: status, contentType: type, body: Array(body.utf8))
    }

    @Test("all members are read, and unknown ones kept aside in their order")
    func members() {
        let found = problem(
            #"{"type":"https://parley.example/problems/forked","title":"Refused","status":422,"detail":"two histories","#
                + #""instance":"/r/1","rule":"forked","pointer":"/previous","next":7,"list":[1, {"a":2}]}"#)
        #expect(found.type == "https://parley.example/problems/forked")
        #expect(found.title == "Refused")
        #expect(found.status == 422)
        #expect(found.detail == "two histories")
        #expect(found.instance == "/r/1")
        #expect(found.rule == "forked")
        #expect(found.pointer == "/previous")
        #expect(found.extensions.map(\.name) == ["next", "list"])
        #expect(found.extensions.map { String(decoding: $0.json, as: UTF8.self) } == ["7", #"[1, {"a":2}]"#])
        #expect("\(found)" == "field '/previous': two histories (rule 'forked', HTTP 422)")
    }

    @Test("members of another type are as if they were absent")
    func wrongTypes() {
        let found = problem(#"{"type":7,"title":null,"status":"x","detail":["a"],"rule":{},"pointer":""}"#)
        #expect(found.type == Problem.blankType)
        #expect(found.title == nil && found.detail == nil && found.rule == nil && found.pointer == nil)
        #expect(found.status == 422)
    }

    @Test(
        "what is not problem details still gives a sentence",
        arguments: [
            ("", "application/problem+json"), ("[]", "application/problem+json"), ("{", "application/problem+json"),
            (#"{"detail":"x"}"#, "application/json"), ("<html>", "text/html"), (#"{"detail":"x"}"#, nil),
        ])
    func others(body: String, type: String?) {
        let found = problem(body, status: 503, type: type)
        #expect(found.detail == nil)
        #expect("\(found)".hasPrefix("the node is too busy"))
        #expect("\(found)".hasSuffix("(HTTP 503)"))
    }

    @Test("the media type may carry parameters and capitals")
    func mediaType() {
        #expect(problem(#"{"detail":"x"}"#, type: "Application/Problem+JSON ; charset=utf-8").detail == "x")
    }

    @Test("nothing that a node sends can move the cursor or turn a line round, or go on for ever")
    func printable() {
        let found = problem(
            #"{"detail":"a\u001b[2Jb\r\nc\u202ed\u009be\u2066f","title":"\#(String(repeating: "é", count: 9000))"}"#)
        #expect(found.detail == "a [2Jb  c d e f")
        #expect((found.title?.utf8.count ?? 0) <= 4096)
    }

    @Test(
        "Retry-After in seconds is read; a date and anything else is not",
        arguments: [
            ("7", 7), ("0", 0), ("99999999999999999999", Int64.max), ("", nil), ("-1", nil), ("1.5", nil),
            ("Wed, 21 Oct 2026 07:28:00 GMT", nil),
        ] as [(String, Int64?)])
    func retryAfter(text: String, seconds: Int64?) {
        #expect(Problem(status: 503, contentType: nil, body: [], retryAfter: text).retryAfterSeconds == seconds)
    }
}
