import ArgumentParser
import Coordination
import Foundation
import Geodesy
import ParleyClient
import ParleyNode
import Statements
import StrictJSON

/// The board of open ends.
struct OpenEndsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "open-ends", abstract: "Show everything unanswered that you may see, oldest first.",
        discussion: """
            With --follow it stays and shows your party's own board, with the alarms about notices that have not gone deep \
            enough, again whenever that changes; a terminal rings. Ctrl-C ends it.
            """)
    @Option(help: "Only what this party has not answered, or waits for.") var party: String?
    @Option(help: "At most so many.") var limit = 100
    @Flag(help: "Stay, and show your party's board again whenever it changes.") var follow = false
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        guard !follow else { return try await followBoard() }
        var path = "/open-ends?limit=\(limit)"
        if let party { path += "&party=\(party)" }
        let question = path
        let reply = try await speaker.withSession { try await $0.get(question) }
        if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
        for text in try Self.read(reply) { print(text) }
    }

    private func followBoard() async throws {
        guard party == nil else {
            throw Failure(.usage, "--party: the board that is followed is your own party's; leave one of the two out")
        }
        let isJSON = speaker.json
        try await speaker.withSession { session in
            try await session.follow("/feed?board=true") { event in
                guard event.name == "board" else { return true }
                if isJSON {
                    print(event.data)
                } else {
                    let heading = "\(SystemClock().now())  \(session.identity.party)"
                    // The whole board stands on the screen, and a bell says that it is another one.
                    print(Terminal.showsColour ? "\u{1B}[2J\u{1B}[H\u{07}" : "", terminator: "")
                    print(Terminal.bold(heading))
                    for text in try Self.read(Array(event.data.utf8)) { print(text) }
                }
                fflush(nil)
                return true
            }
        }
    }

    private static func read(_ reply: [UInt8]) throws -> [String] {
        do { return try sentences(reply, now: SystemClock().now()) } catch {
            throw Failure(.refused, "the node's answer: \(error)")
        }
    }

    private static func sentences(_ reply: [UInt8], now: Instant) throws -> [String] {
        var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
        var out: [String] = []
        for alarm in try fields.present("alarms")?.array() ?? [] {
            var members = try alarm.object()
            out.append(Terminal.alarm(try members.required("alarm").string()))
        }
        var shown: Int64 = 0
        for end in try fields.required("openEnds").array() {
            shown += 1
            out.append(try sentence(end, now))
        }
        let total = try fields.required("total").integer()
        if total > shown { out.append("and \(total - shown) more") }
        return out.isEmpty ? ["nothing unanswered that you may see"] : out
    }

    private static func sentence(_ end: JSONValue, _ now: Instant) throws -> String {
        var members = try end.object()
        let age =
            try members.present("ageSeconds")?.integer()
            ?? max(0, try members.required("since").instant().microseconds(to: now) / 1_000_000)
        let record = try members.required("record").string()
        let silent = try members.required("silent").string()
        let urgency = try members.present("urgency").map { try $0.string() + " " } ?? ""
        let state = try members.present("state").map { ", \(try $0.string())" } ?? ""
        let isUnanswered = try members.required("unanswered").bool()
        var text = "\(age / 60) min  \(urgency)\(record): waits for \(silent)\(state)"
        if isUnanswered { text += "; a clause's time has passed" }
        for lapse in try members.required("lapses").array() {
            var facts = try lapse.object()
            let clause = try facts.required("clause").string()
            text += "; lapsed at \(try facts.required("lapsedAt").string()) (clause \(clause))"
        }
        return isUnanswered ? Terminal.warning(text) : text
    }
}
