import Foundation
import Glibc
import Testing

/// Two real processes: a host, and a node that follows it, killed, restarted and asked without any network.
@Suite(.serialized) struct FollowTests {
    @Test("a follower shows the host's picture, survives being killed, and answers checks offline and while it serves")
    func followsAndChecks() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, logKey) = try program.rehearse()
        let (host, url) = try await Self.serve(program, demo, until: /serves on (http:\/\/127\.0\.0\.1:[0-9]+)/)
        defer { host.terminate() }
        let mine = program.folder + "/mine"
        let made = try program.run(
            "init", "--folder", mine, "--follow", url, "--log-key", logKey, "--party", "un-ocha")
        try #require(made.code == 0, "\(made.err)")
        for _ in 0..<3 {
            let (follower, _) = try await Self.serve(program, mine, until: /live at ([0-9]+) entries/)
            // The folder is locked by its node, and can be read all the same.
            let check = try program.run(Self.check(mine))
            #expect(check.code == 20 || check.code == 21, "\(check.err)")
            #expect(check.out.contains("as of checkpoint"), "\(check.out)")
            kill(follower.processIdentifier, SIGKILL)
            follower.waitUntilExit()
        }
        host.terminate()
        host.waitUntilExit()
        let (theirs, ours) = (
            try program.run("replay", "--folder", demo), try program.run("replay", "--folder", mine)
        )
        #expect(theirs.code == 0 && ours.code == 0, "\(theirs.err)\(ours.err)")
        #expect(Self.line("open digest", theirs.out) == Self.line("open digest", ours.out))
        #expect(Self.line("root", theirs.out) == Self.line("root", ours.out))
    }

    @Test("a check on a follower's folder needs no network at all")
    func offline() async throws {
        let program = try Program()
        defer { program.remove() }
        let (demo, logKey) = try program.rehearse()
        let (host, url) = try await Self.serve(program, demo, until: /serves on (http:\/\/127\.0\.0\.1:[0-9]+)/)
        let mine = program.folder + "/mine"
        try program.run("init", "--folder", mine, "--follow", url, "--log-key", logKey, "--party", "un-ocha")
        let (follower, _) = try await Self.serve(program, mine, until: /live at ([0-9]+) entries/)
        follower.terminate()
        follower.waitUntilExit()
        host.terminate()
        host.waitUntilExit()
        let unshare = "/usr/bin/unshare"
        guard FileManager.default.isExecutableFile(atPath: unshare) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: unshare)
        process.arguments = ["-rn", Program.binary.path] + Self.check(mine)
        let out = Pipe()
        process.standardOutput = out
        process.standardError = out
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // Where namespaces may not be made there is nothing to show.
        guard !text.contains("unshare:") else { return }
        #expect([20, 21].contains(process.terminationStatus), "\(text)")
        #expect(text.contains("as of checkpoint"), "\(text)")
    }

    private static func check(_ folder: String) -> [String] {
        [
            "check", "--folder", folder, "--reader", "un-ocha", "--point", "36.151583,36.96775",
            "--radius-metres", "300", "--from", "2016-09-19T16:12:00Z", "--until", "2016-09-19T17:00:00Z",
        ]
    }

    private static func line(_ name: String, _ text: String) -> Substring? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }
    }

    /// Starts a node and waits until it says something; a pipe that nobody reads on does not fill up in a test's time.
    private static func serve(
        _ program: Program, _ folder: String, until said: Regex<(Substring, Substring)>
    ) async throws -> (Process, String) {
        let errors = Pipe()
        let process = try program.start(["serve", "--folder", folder, "--port", "0"], errors: errors)
        var text = ""
        while true {
            let part = errors.fileHandleForReading.availableData
            try #require(!part.isEmpty, "the node did not start: \(text)")
            text += String(decoding: part, as: UTF8.self)
            if let found = text.firstMatch(of: said) { return (process, String(found.1)) }
        }
    }
}
