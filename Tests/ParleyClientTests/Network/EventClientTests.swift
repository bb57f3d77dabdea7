import Geodesy
import HTTPSignatures
import NIOHTTP1
import ParleyClient
import Testing

@Suite struct EventClientTests {
    private let now: Instant

    init() throws { now = try Instant(rfc3339: "2026-11-21T04:00:00Z", rounding: .down) }

    private func follow(
        after id: String? = nil, maximumFailures: Int = 3, until count: Int = .max,
        _ answer: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply
    ) async throws -> (events: [ServerSentEvent], last: String?, error: (any Error)?, asked: [String?]) {
        let server = try await LoopbackServer(answer)
        let now = now
        let client = try NodeClient(baseURL: server.url, retry: .never, now: { now })
        var limits = EventClient.Limits()
        limits.maximumFailures = maximumFailures
        limits.firstMilliseconds = 2
        var events: [ServerSentEvent] = []
        var failure: (any Error)?
        var last: String?
        do {
            last = try await EventClient(client: client, limits: limits).follow("/feed", after: id) { event in
                events.append(event)
                return events.count < count
            }
        } catch { failure = error }
        let asked = server.requests.map { $0.headers.first(name: "last-event-id") }
        try await client.shutDown()
        try await server.stop()
        return (events, last, failure, asked)
    }

    @Test("a feed that breaks is resumed after the last whole event, without a gap or a double")
    func resumes() async throws {
        // Each line breaks after a few events, the last of them cut in half.
        let result = try await follow(until: 20) { request, _ in
            let from = Int(request.headers.first(name: "last-event-id") ?? "0") ?? -1000
            let whole = (from + 1...from + 3).map { "id: \($0)\ndata: event \($0)\n\n" }
            return .events(whole + ["id: \(from + 4)\ndata: ev"], breaksOff: true)
        }
        #expect(result.error == nil)
        #expect(result.events.map(\.data) == (1...20).map { "event \($0)" })
        #expect(result.last == "20")
        // What was on the wire when the line broke may or may not have been handed on; what is asked for next says which.
        #expect(result.asked.count > 1 && result.asked[0] == nil)
        let resumed = result.asked.dropFirst().map { Int($0 ?? "") ?? 0 }
        #expect(resumed.allSatisfy { (1...19).contains($0) } && resumed == resumed.sorted())
    }

    @Test("it begins where it is told to, and ends when the node says so")
    func ends() async throws {
        let result = try await follow(after: "41") { _, number in
            number == 0 ? .events([": hello\n\nevent: entry\nid: 42\ndata: x\n\n"]) : .init(status: .noContent)
        }
        #expect(result.error == nil)
        #expect(result.events == [ServerSentEvent(id: "42", name: "entry", data: "x")])
        #expect(result.asked == ["41", "42"])
    }

    @Test("a busy node is waited for; a refusal is final; something else than a feed is told")
    func refusals() async throws {
        let busy = try await follow(until: 1) { _, number in
            number == 0 ? .problem(.serviceUnavailable, "{}", retryAfter: "0") : .events(["data: x\n\n"])
        }
        #expect(busy.error == nil)
        #expect(busy.events.count == 1)
        let refused = try await follow { _, _ in .problem(.forbidden, #"{"detail":"not you"}"#) }
        #expect((refused.error as? Problem)?.detail == "not you")
        #expect(refused.asked.count == 1)
        let page = try await follow { _, _ in .init(headers: ["content-type": "text/html"], pieces: [[60]]) }
        #expect((page.error as? ClientError)?.code == .badReply)
    }

    @Test("it gives up after as many failures in a row as stated")
    func givesUp() async throws {
        let result = try await follow(maximumFailures: 3) { _, _ in .events([": nothing\n\n"]) }
        #expect((result.error as? ClientError)?.code == .unreachable)
        #expect(result.asked.count == 4)
    }

    @Test("what the caller throws ends it")
    func callerThrows() async throws {
        struct Enough: Error {}
        let server = try await LoopbackServer { _, _ in .events(["data: x\n\n"]) }
        let now = now
        let client = try NodeClient(baseURL: server.url, now: { now })
        await #expect(throws: Enough.self) {
            try await EventClient(client: client).follow("/feed") { _ in throw Enough() }
        }
        try await client.shutDown()
        try await server.stop()
    }
}
