import Foundation
import ParleyNode
import Statements
import TransparencyLog
import WebConsole

/// How long the node takes for the desk's page while its desk is full and keeps changing, and how many bytes it is.
struct ConsoleBench {
    var messages = 60
    var requests = 600

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await world.accord.openLine(on: world.node)
        let site = try Self.console(in: folder)
        let server = try await BenchServer(world.node, site: site)
        let work = try world.accord.messages(
            messages * 2, by: 0, to: 1, seen: BenchAccord.head(of: world.node), at: world.node.clock.now())
        for envelope in work[..<messages] { _ = try await world.node.submit(envelope) }
        let browser = try BenchBrowser(port: server.port, key: world.accord.speakers[1].key)
        let begin = ContinuousClock.now
        var times: [Double] = []
        var page = ""
        for turn in 0..<requests {
            // Every tenth view comes right after something changed, and is made anew.
            if turn % 10 == 0, messages + turn / 10 < work.count {
                _ = try await world.node.submit(work[messages + turn / 10])
            }
            let start = ContinuousClock.now
            page = try browser.get("/console")
            times.append((ContinuousClock.now - start).seconds * 1_000)
        }
        let seconds = (ContinuousClock.now - begin).seconds
        guard page.contains("message-0") else { throw Failure(.refused, "the desk does not show what waits") }
        let bytes = try Self.firstView(browser, page)
        try await server.stop()
        try await world.close()
        times.sort()
        return BenchResult(
            name: "console", value: times[Int(Double(times.count) * 0.99)], unit: "ms", seconds: seconds,
            conditions:
                "99th percentile of GET /console on loopback, a desk with \(messages) and more unanswered flash messages, "
                + "every tenth right after a change; connection and reading included",
            details: [
                ("p50Milliseconds", times[times.count / 2]), ("maximumMilliseconds", times[times.count - 1]),
                ("pageBytes", Double(page.utf8.count)), ("firstViewKilobytes", Double(bytes) / 1_000),
            ])
    }

    /// A console of the files beside the program.
    static func console(in folder: String) throws -> Console {
        guard let files = ConsoleFiles.beside(program: ConsoleFiles.program) else {
            throw Failure(.usage, "the console's files are not beside the program")
        }
        return try Console(files: files, passkeys: folder + "/passkeys.json", logger: BenchWorld.quiet)
    }

    /// Bytes of all that the first view of a page loads, heads included: its files, and what scripts import, as packed.
    private static func firstView(_ browser: BenchBrowser, _ page: String) throws -> Int {
        var total = page.utf8.count
        var waiting = page.matches(of: /(?:src|href|data-words)="(\/console\/(?:assets|words)\/[^"]+)"/).map {
            String($0.1)
        }
        var seen: Set<String> = []
        while let path = waiting.popLast() {
            guard seen.insert(path).inserted else { continue }
            let packed = try browser.get(path, accepting: "*/*")
            total += packed.utf8.count
            guard path.hasSuffix(".js"), !path.contains("/vendor/") else { continue }
            let source = try String(
                contentsOf: URL(fileURLWithPath: ConsoleFiles.beside(program: ConsoleFiles.program)?.folder ?? "")
                    .appendingPathComponent("assets/" + path.split(separator: "/").dropFirst(3).joined(separator: "/")),
                encoding: .utf8)
            let folder = path[..<(path.lastIndex(of: "/") ?? path.endIndex)]
            for name in source.matches(of: /from "\.\/([a-z\/-]+\.js)"/) { waiting.append("\(folder)/\(name.1)") }
        }
        return total
    }
}
