import Foundation
import Testing

/// The program as a newcomer and a script meet it.
@Suite(.serialized) struct CommandLineTests {
    @Test("the rehearsal runs, names its sources, and the check finds the convoy and the compound")
    func rehearsal() throws {
        let program = try Program()
        defer { program.remove() }
        let result = try program.run("demo", "--folder", program.folder + "/demo", "--no-serve")
        #expect(result.code == 0)
        #expect(result.out.contains("2 records are nearer to this activity"))
        #expect(result.out.contains("Aid convoy to Urum al-Kubra"))
        #expect(result.out.contains("Red Crescent warehouse compound"))
        #expect(result.out.contains("source: wp"))
        #expect(result.out.contains("EXERCISE"))
    }

    @Test("a receipt verifies offline; another statement, another key or a flipped byte does not")
    func verifiesOffline() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let statement = demo + "/receipts/1-urum-al-kubra-compound.statement.json"
        let receipt = demo + "/receipts/1-urum-al-kubra-compound.tlog-proof"
        let good = try program.run("verify", "--statement", statement, "--receipt", receipt, "--log-key", key, "--json")
        #expect(good.code == 0)
        #expect(good.out.contains("\"verified\":true"))
        let other = demo + "/receipts/5-convoy-2016-09-19.statement.json"
        #expect(try program.run("verify", "--statement", other, "--receipt", receipt, "--log-key", key).code == 1)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: receipt))
        bytes[bytes.count / 2] ^= 1
        let damaged = program.folder + "/damaged"
        try bytes.write(to: URL(fileURLWithPath: damaged))
        #expect(try program.run("verify", "--statement", statement, "--receipt", damaged, "--log-key", key).code == 1)
        let stranger = "other.example/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        #expect(
            try program.run("verify", "--statement", statement, "--receipt", receipt, "--log-key", stranger).code != 0)
    }

    @Test("two replays give the same digests, and an exported log audits to the same open digest")
    func replaysAndAudits() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let first = try program.run("replay", "--folder", demo, "--json")
        let second = try program.run("replay", "--folder", demo, "--json")
        #expect(first.code == 0 && first.out == second.out)
        let files = program.folder + "/log"
        #expect(try program.run("export", "--folder", demo, "--out", files).code == 0)
        let audit = try program.run("log", files, "--log-key", key, "--json")
        #expect(audit.code == 0, "\(audit.err)")
        let digest = try #require(try Self.object(first.out)["openDigest"] as? String)
        #expect(try Self.object(audit.out)["openDigest"] as? String == digest)
    }

    @Test("a flipped byte in any exported file is found and named")
    func auditNamesDamage() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, key) = try program.rehearse()
        let files = program.folder + "/log"
        try program.run("export", "--folder", demo, "--out", files)
        let paths = try #require(FileManager.default.enumerator(atPath: files)).compactMap { $0 as? String }
            .filter { !FileManager.default.isFolder(files + "/" + $0) }.sorted()
        #expect(paths.count == 3)
        for path in paths {
            let url = URL(fileURLWithPath: files + "/" + path)
            let whole = try Data(contentsOf: url)
            var damaged = whole
            damaged[whole.count / 2] ^= 0x20
            try damaged.write(to: url)
            let audit = try program.run("log", files, "--log-key", key)
            #expect(audit.code == 1, "\(path): \(audit.out)")
            #expect(audit.err.contains("not verified"))
            try whole.write(to: url)
        }
    }

    @Test("a check ends with 20 or 21, never with 0")
    func checkNeverSaysZero() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, _) = try program.rehearse()
        let near = try program.run(
            "check", "--folder", demo, "--reader", "us", "--point", "36.151583,36.96775", "--radius-metres", "100",
            "--from", "2016-09-19T16:12:00Z", "--until", "2016-09-19T17:00:00Z")
        #expect(near.code == 20, "\(near.err)")
        let far = try program.run(
            "check", "--folder", demo, "--reader", "us", "--point", "0,-180", "--from", "2016-09-19T16:12:00Z",
            "--until", "2016-09-19T17:00:00Z")
        #expect(far.code == 21)
        #expect(far.out.contains("no active notification known to this register as of checkpoint"))
        #expect(far.out.contains("this is not permission"))
    }

    @Test("a mistyped reader is refused, and southern latitudes are read")
    func readerAndSouth() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, _) = try program.rehearse()
        let typo = try program.run(
            "check", "--folder", demo, "--reader", "uss", "--point", "36.151583,36.96775", "--from", "now", "--until",
            "2099-01-01T00:00:00Z")
        #expect(typo.code == 2)
        #expect(typo.err.contains("no party 'uss' is enrolled"))
        let south = try program.run(
            "check", "--folder", demo, "--reader", "us", "--point", "-36.15,36.96", "--from", "now", "--until",
            "2099-01-01T00:00:00Z")
        #expect(south.code == 21, "\(south.err)")
    }

    @Test("a store without the checkpoint that was published from it is refused")
    func refusesStoreWithoutAnchor() throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, _) = try program.rehearse()
        try FileManager.default.removeItem(atPath: demo + "/published-checkpoint")
        let refused = try program.run("serve", "--folder", demo, "--port", "0")
        #expect(refused.code == 1)
        #expect(refused.err.contains("second history"))
    }

    @Test(
        "wrong use is a sentence and exit code 2",
        arguments: [
            ["check", "--folder", "nowhere", "--reader", "us", "--point", "91,0", "--from", "now", "--until", "now"],
            ["check", "--point", "1,1"], ["verify", "--statement", "x", "--receipt", "y", "--log-key", "z"],
            ["init", "--folder", "x", "--accord", "Big Letters", "--name", "n", "--host", "h", "--host-name", "n"],
            ["notify", "site", "a", "--body", "nowhere"], ["bench", "nothing"], ["replay", "--folder", "nowhere"],
            ["nonsense"], ["replay"],
        ])
    func wrongUse(arguments: [String]) throws {
        let program = try Program()
        defer { program.remove() }
        let process = try program.start(arguments)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2, "\(arguments)")
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}

extension FileManager {
    fileprivate func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
