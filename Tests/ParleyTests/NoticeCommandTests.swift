import Delivery
import Foundation
import Statements
import Testing

/// Notices as the officers of two parties meet them, against a node that runs.
@Suite(.serialized) struct NoticeCommandTests {
    @Test("received, passed on, doubted and answered; then the sender proves what it handed over, to a stranger")
    func life() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let (node, url) = try program.serve(demo)
        defer { node.terminate() }
        func officer(_ party: String) throws -> String {
            // Beside the key that it names.
            let file = demo + "/parties/\(party)-here.json"
            let identity = try String(contentsOfFile: demo + "/parties/\(party).json", encoding: .utf8)
            try identity.replacing(/"node": ?"[^"]*"/, with: "\"node\":\"\(url)\"")
                .write(toFile: file, atomically: true, encoding: .utf8)
            return file
        }
        let (owner, recipient) = (try officer("sarc-operations"), try officer("us-duty"))
        let example = try program.run("notify", "site", "--example").out
            .replacing("\"site\",", with: "\"\(try Self.standOffClass(program, demo))\",")
        let body = program.folder + "/clinic.json"
        try example.write(toFile: body, atomically: true, encoding: .utf8)
        func run(_ arguments: String...) throws -> Program.Result {
            let result = try program.run(arguments)
            #expect(result.code == 0, "\(arguments): \(result.out)\(result.err)")
            return result
        }
        let notified = try run(
            "notify", "site", "clinic", "--as", owner, "--audience", "open", "--body", body, "--json")
        let statement = try #require(notified.out.firstMatch(of: /"hash":"([0-9a-f]{64})"/)?.1)
        // As a text message names it; what no notice is called is refused.
        let reference = DeliveryReference(try #require(StatementHash(hex: String(statement))))
        let unknown = try program.run("receive", "00000-00000", "--as", recipient, "--audience", "open")
        #expect(unknown.code == 1 && unknown.err.contains("stands as 00000-00000 said"), "\(unknown.err)")
        _ = try run("receive", "\(reference)", "--as", recipient, "--audience", "open", "--means", "telephone")
        _ = try run(
            "disseminate", "sarc/clinic", "--as", recipient, "--audience", "open", "--to", "operating-unit", "--unit",
            "battery-2", "--by", "battle captain")
        let doubt = try run(
            "challenge", "sarc/clinic", "--as", recipient, "--audience", "open", "--reason", "status", "--text",
            "a mill",
            "--json")
        let hash = try #require(doubt.out.firstMatch(of: /"hash":"([0-9a-f]{64})"/)?.1)
        #expect(try run("notices", "--as", owner).out.contains(hash))
        _ = try run(
            "challenge", "sarc/clinic", "--as", owner, "--audience", "open", "--answer", "stands", "--challenge",
            String(hash), "--to", "us", "--text", "our staff were there")
        #expect(try !run("notices", "--as", owner).out.contains(hash))
        let again = try program.run("receive", "sarc/clinic", "--as", recipient, "--audience", "open")
        #expect(again.code == 1 && again.err.contains("already acknowledged"), "\(again.err)")

        let proof = program.folder + "/outbox.json"
        let proved = try run("outbox", "prove", "open", "--as", owner, "--out", proof, "--json")
        #expect(proved.out.contains("\"statements\""))
        let verdict = try run("verify", proof, "--log-key", key)
        #expect(verdict.out.hasPrefix("verified: 'sarc' handed"), "\(verdict.out)")
        #expect(verdict.out.contains("none is missing") && verdict.out.contains("'clinic'"))
        var text = try String(contentsOfFile: proof, encoding: .utf8)
        text.replace("\"from\":null", with: "\"from\":0")
        try text.write(toFile: proof, atomically: true, encoding: .utf8)
        let bad = try program.run("verify", proof, "--log-key", key)
        #expect(bad.code == 1 && bad.out.hasPrefix("not verified: "), "\(bad.out)")
    }

    private static func standOffClass(_ program: Program, _ demo: String) throws -> String {
        let listed = try program.run(
            "check", "--folder", demo, "--reader", "us", "--point", "36.151583,36.96775", "--radius-metres", "100",
            "--from", "2016-09-19T16:12:00Z", "--until", "2016-09-19T17:00:00Z", "--json")
        return String(try #require(listed.out.firstMatch(of: /"standOffClass":"([^"]+)"/)?.1))
    }
}
