import Foundation
import Testing

/// Check certificates as an officer makes them, and as an inquiry is shown them.
@Suite(.serialized) struct CertificateTests {
    private static let check = [
        "--point", "36.151583,36.96775", "--radius-metres", "300", "--from", "2016-09-19T16:12:00Z", "--until",
        "2016-09-19T17:00:00Z",
    ]

    @Test("a certificate is kept while the node is away, logged later, and opened to an inquiry field by field")
    func certifies() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let file = program.folder + "/check.opened.json"
        // Beside the key that it names.
        let officer = demo + "/parties/officer.json"
        let identity = try String(contentsOfFile: demo + "/parties/un-ocha-access.json", encoding: .utf8)
        try Self.pointing(identity, to: "http://127.0.0.1:1").write(
            toFile: officer, atomically: true, encoding: .utf8)
        // The answer stands, with its own exit code, although nothing could be logged.
        let away = try program.run(
            ["check", "--folder", demo, "--reader", "un-ocha", "--as", officer, "--certify", file] + Self.check)
        #expect(away.code == 20, "\(away.err)")
        #expect(away.err.contains("NOT in the log") && away.err.contains("parley certificate log"), "\(away.err)")
        let kept = try String(contentsOfFile: file, encoding: .utf8)
        #expect(kept.contains("36.151583"))
        // What was kept is never written over.
        let again = try program.run(
            ["check", "--folder", demo, "--reader", "un-ocha", "--as", officer, "--certify", file] + Self.check)
        #expect(again.code == 2)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == kept)

        let (node, url) = try program.serve(demo)
        defer { node.terminate() }
        try Self.pointing(identity, to: url).write(toFile: officer, atomically: true, encoding: .utf8)
        let logged = try program.run("certificate", "log", file, "--as", officer, "--json")
        #expect(logged.code == 0, "\(logged.err)")
        let hash = try #require(logged.out.firstMatch(of: /"hash":"([0-9a-f]{64})"/)?.1)
        #expect(!logged.out.contains("36.15"))
        // Over the network in one go.
        let second = program.folder + "/second.opened.json"
        let straight = try program.run(["check", "--as", officer, "--certify", second] + Self.check)
        #expect(straight.code == 20 && straight.err.contains("certified: entry"), "\(straight.err)")

        let page = program.folder + "/check.html"
        let made = try program.run(
            "bundle", String(hash), "--as", officer, "--opened", file, "--show", "checkedAt,checkpoint", "--out", page)
        #expect(made.code == 0, "\(made.err)")
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.contains("checkedAt") && !text.contains("36.151583"))
        #expect(try program.run("verify", page, "--log-key", key).code == 0)
        // Without the file nobody can open it, the party's own node included.
        let sealed = program.folder + "/sealed.html"
        #expect(try program.run("bundle", String(hash), "--as", officer, "--out", sealed).code == 0)
        #expect(try !String(contentsOfFile: sealed, encoding: .utf8).contains("checkedAt"))
    }

    private static func pointing(_ identity: String, to node: String) -> String {
        identity.replacing(/"node": ?"[^"]*"/, with: "\"node\":\"\(node)\"")
    }
}
