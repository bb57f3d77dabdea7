import Foundation
import Testing

/// The program as an inquiry meets it: bundles, evidence and promises, offline.
@Suite(.serialized) struct InquiryCommandTests {
    @Test("a record's bundle is made from a folder, verifies offline, and falls with one changed byte")
    func bundles() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let page = program.folder + "/convoy.html"
        let made = try program.run("bundle", "sarc/convoy-2016-09-19", "--folder", demo, "--out", page, "--json")
        #expect(made.code == 0, "\(made.err)")
        #expect(made.out.contains("\"statements\":5"), "\(made.out)")
        let text = try String(contentsOfFile: page, encoding: .utf8)
        #expect(text.hasPrefix("<!doctype html>") && text.contains("never a request for permission"))
        #expect(!text.contains("<script src") && !text.contains("http-equiv=\"refresh\""))
        let good = try program.run("verify", page, "--log-key", key)
        #expect(good.code == 0, "\(good.out)\(good.err)")
        #expect(good.out.hasPrefix("verified: 5 statements about sarc/convoy-2016-09-19"))
        #expect(good.out.contains("nothing is established by witnesses") && good.out.contains("It does not prove:"))
        let changed = program.folder + "/changed.html"
        let envelope = try #require(text.range(of: "\"envelope\":\"")).upperBound
        var damaged = text
        let at = text.index(envelope, offsetBy: 40)
        damaged.replaceSubrange(at...at, with: text[at] == "A" ? "B" : "A")
        try damaged.write(toFile: changed, atomically: true, encoding: .utf8)
        let bad = try program.run("verify", changed, "--log-key", key)
        #expect(bad.code == 1 && bad.out.hasPrefix("not verified: entry"), "\(bad.out)")
        // A readable part that lies does not matter: only the object counts.
        let lying = program.folder + "/lying.html"
        try text.replacingOccurrences(of: "Movement notified", with: "Movement cancelled")
            .write(toFile: lying, atomically: true, encoding: .utf8)
        #expect(try program.run("verify", lying, "--log-key", key).code == 0)
    }

    @Test("with a policy, a bundle without its witnesses is not verified, and they are named")
    func failsClosed() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let file = program.folder + "/convoy.json"
        let made = try program.run(
            "bundle", "sarc/convoy-2016-09-19", "--folder", demo, "--out", file, "--json-only")
        #expect(made.code == 0, "\(made.err)")
        let policy = program.folder + "/policy"
        try "witness north witness.example/north+b4e0e2d1+BAAA\nquorum north\n"
            .write(toFile: policy, atomically: true, encoding: .utf8)
        #expect(try program.run("verify", file, "--log-key", key, "--policy", policy).code == 2, "the key is none")
        let golden = Program.root + "/Tests/InquiryTests/Golden/"
        let witnessed = try program.run("verify", file, "--log-key", key, "--policy", golden + "policy.txt")
        #expect(witnessed.code == 1 && witnessed.out.hasPrefix("not verified: not witnessed"))
        #expect(witnessed.out.contains("'north'") && witnessed.out.contains("'south'"))
    }

    @Test("evidence of every kind is proven, all in one go, and nothing else is")
    func evidence() throws {
        let program = try Program()
        defer { program.remove() }
        let golden = Program.root + "/Tests/InquiryTests/Golden/"
        let key = try String(contentsOfFile: golden + "log.vkey", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let names = ["split-view.txt", "broken-promise.json", "not-included.json", "equivocation.json", "bundle.html"]
        let files = names.map { golden + $0 }
        let all = try program.run(
            "verify", files[0], files[1], files[2], files[3], files[4], "--log-key", key, "--policy",
            golden + "policy.txt")
        #expect(all.code == 0, "\(all.out)\(all.err)")
        #expect(all.out.components(separatedBy: "proven: ").count == 5)
        let other = try program.run("verify", golden + "policy.txt", "--log-key", key)
        #expect(other.code == 1 && other.out.hasPrefix("not verified: "))
        #expect(try program.run("verify", "--log-key", key).code == 2)
        #expect(try program.run("verify", files[0], "--log-key", "nonsense").code == 2)
    }

    @Test("a node's evidence is listed, judged, and cleared with a reason that is kept")
    func clearing() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, _) = try program.rehearse()
        #expect(try program.run("evidence", "list", "--folder", demo).out.contains("no evidence"))
        let name = "split-view-0123456789abcdef"
        let folder = demo + "/evidence"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let golden = Program.root + "/Tests/InquiryTests/Golden/split-view.txt"
        try FileManager.default.copyItem(atPath: golden, toPath: folder + "/" + name)
        try #"{"kind":"split-view","since":"2026-03-01T08:00:00Z","sentence":"two histories"}"#
            .write(toFile: folder + "/" + name + ".alarm", atomically: true, encoding: .utf8)
        let list = try program.run("evidence", "list", "--folder", demo, "--json")
        #expect(list.code == 0 && list.out.contains(name) && list.out.contains("\"stopsFollowing\":true"))
        // It is about another log than this folder's.
        #expect(try program.run("evidence", "show", name, "--folder", demo).out.contains("not proven"))
        #expect(try program.run("evidence", "clear", name, "--folder", demo).code == 2)
        #expect(try program.run("evidence", "clear", name, "--folder", demo, "--reason", "  ").code == 2)
        let cleared = try program.run(
            "evidence", "clear", name, "--folder", demo, "--reason", "the other log's; head of the duty room")
        #expect(cleared.code == 0, "\(cleared.err)")
        #expect(try program.run("evidence", "list", "--folder", demo).out.contains("no evidence"))
        #expect(FileManager.default.fileExists(atPath: folder + "/cleared/" + name))
        let reason = try String(contentsOfFile: folder + "/cleared/\(name).reason.json", encoding: .utf8)
        #expect(reason.contains("duty room") && reason.contains("two histories"))
        #expect(try program.run("evidence", "show", "../node.json", "--folder", demo).code == 2)
    }
}
