import HTTPSignatures
import Statements
import StrictJSON
import Testing

@testable import HTTPAPI

@Suite("problems and what they mean")
struct ProblemsTests {
    @Test("every rule once, with a status and a sentence")
    func catalogue() {
        let rules = ProblemCatalogue.all.map(\.rule)
        #expect(Set(rules).count == rules.count && rules.count > 90)
        for entry in ProblemCatalogue.all {
            #expect((400...599).contains(entry.status), "\(entry.rule)")
            #expect(entry.explanation.hasSuffix("."), "\(entry.rule)")
            #expect(entry.rule.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(entry.rule)")
        }
    }

    @Test("served as a list and one by one")
    func served() async throws {
        try await TestServer.serve { server in
            let list = try await server.get("/problems").json.elements
            #expect(list.count == ProblemCatalogue.all.count)
            let one = try await server.get("/problems/out-of-order").json
            #expect(one["status"]?.number == 409 && one["title"]?.text == "out of order")
            #expect(try await server.get("/problems/none-such").status == 404)
        }
    }

    @Test("an unknown key, a bad signature and a wrong algorithm are one problem")
    func alike() throws {
        let errors: [SignatureError] = [
            .algorithmOfAnotherKey(named: .p256, key: .ed25519),
            .signatureInvalid(.init(spki: [1])), .keyUnknown(.init(spki: [2])),
        ]
        let bodies = errors.map { error in
            var writer = JSONWriter()
            Problem(error).write(to: &writer)
            return writer.bytes
        }
        #expect(Set(bodies).count == 1)
    }
}
