import Glibc
import ParleyNode
import Statements
import TransparencyLog
import WebConsole

/// How long an urgent message to everybody takes until the last of many open desks has heard of it.
struct DesksBench {
    var desks = 2_000
    private static let patienceSeconds = 60

    func run(in folder: String) async throws -> BenchResult {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let world = try await BenchWorld.open(in: folder, parties: 4)
        try await world.accord.openLine(on: world.node)
        let server = try await BenchServer(world.node, site: try ConsoleBench.console(in: folder))
        let recipients = Array(world.accord.speakers[1...])
        let browsers = try recipients.map { try BenchBrowser(port: server.port, key: $0.key) }
        let messages = try world.accord.urgentToAll(
            5, by: 0, seen: BenchAccord.head(of: world.node), at: world.node.clock.now())
        let before = MemoryBench.residentBytes()
        var sockets: [Int32] = []
        for number in 0..<desks { sockets.append(try browsers[number % browsers.count].openFeed()) }
        defer { for socket in sockets { close(socket) } }
        var readers = sockets.map { FeedReader(socket: $0) }
        try Self.wait(&readers) { $0.has("event: desk") }
        let memory = MemoryBench.residentBytes() - before
        var lasts: [Double] = []
        var medians: [Double] = []
        let begin = ContinuousClock.now
        for (round, envelope) in messages.enumerated() {
            for index in readers.indices { readers[index].forget() }
            let start = ContinuousClock.now
            let node = world.node
            let sending = Task { try await node.submit(envelope) }
            let times = try Self.wait(&readers) { $0.has("urgent-\(round)") }.map { ($0 - start).seconds }.sorted()
            _ = try await sending.value
            lasts.append(times[times.count - 1])
            medians.append(times[times.count / 2])
        }
        let seconds = (ContinuousClock.now - begin).seconds
        try await server.stop()
        try await world.close()
        return BenchResult(
            name: "desks", value: lasts.max() ?? 0, unit: "s", seconds: seconds,
            conditions:
                "an urgent message to the three other parties, until the last of \(desks) open desks has its urgent event; the "
                + "worst of \(messages.count) messages, server and clients on one machine",
            details: [
                ("medianSeconds", medians.sorted()[medians.count / 2]),
                ("kibibytesPerDesk", Double(memory) / 1_024 / Double(desks)),
            ])
    }

    /// Reads all sockets until `isDone` holds for each; when it did.
    @discardableResult
    private static func wait(
        _ readers: inout [FeedReader], until isDone: (FeedReader) -> Bool
    ) throws -> [ContinuousClock.Instant] {
        var done = [ContinuousClock.Instant?](repeating: nil, count: readers.count)
        let deadline = ContinuousClock.now + .seconds(patienceSeconds)
        while done.contains(where: { $0 == nil }) {
            guard ContinuousClock.now < deadline else {
                throw Failure(.refused, "\(done.filter { $0 == nil }.count) desks did not hear of it")
            }
            var waiting = readers.indices.filter { done[$0] == nil }.map { index in
                pollfd(fd: readers[index].socket, events: Int16(POLLIN), revents: 0)
            }
            let indices = readers.indices.filter { done[$0] == nil }
            guard poll(&waiting, nfds_t(waiting.count), 100) > 0 else { continue }
            for (position, index) in indices.enumerated() where waiting[position].revents != 0 {
                try readers[index].read()
                if isDone(readers[index]) { done[index] = .now }
            }
        }
        return done.compactMap { $0 }
    }
}

/// What has come on one open feed.
private struct FeedReader {
    let socket: Int32
    private var text = ""

    init(socket: Int32) { self.socket = socket }

    func has(_ words: String) -> Bool { text.contains(words) }

    mutating func forget() { text = "" }

    mutating func read() throws {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else { throw Failure(.unavailable, "a desk's feed broke off: \(text.prefix(200))") }
        text += String(decoding: buffer[..<count], as: UTF8.self)
    }
}
