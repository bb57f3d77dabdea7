import ArgumentParser
import Coordination
import StrictJSON

/// The board of open ends.
struct OpenEndsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "open-ends", abstract: "Show everything unanswered that you may see, oldest first.")
    @Option(help: "Only what this party has not answered, or waits for.") var party: String?
    @Option(help: "At most so many.") var limit = 100
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        var path = "/open-ends?limit=\(limit)"
        if let party { path += "&party=\(party)" }
        let question = path
        let reply = try await speaker.withSession { try await $0.get(question) }
        if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
        do { for text in try Self.sentences(reply) { print(text) } } catch {
            throw Failure(.refused, "the node's answer: \(error)")
        }
    }

    private static func sentences(_ reply: [UInt8]) throws -> [String] {
        var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
        var out: [String] = []
        for end in try fields.required("openEnds").array() {
            var members = try end.object()
            let minutes = try members.required("ageSeconds").integer() / 60
            let record = try members.required("record").string()
            let silent = try members.required("silent").string()
            let urgency = try members.present("urgency").map { try $0.string() + " " } ?? ""
            let state = try members.present("state").map { ", \(try $0.string())" } ?? ""
            let isUnanswered = try members.required("unanswered").bool()
            var text = "\(minutes) min  \(urgency)\(record): waits for \(silent)\(state)"
            if isUnanswered { text += "; a clause's time has passed" }
            for lapse in try members.required("lapses").array() {
                var facts = try lapse.object()
                let clause = try facts.required("clause").string()
                text += "; lapsed at \(try facts.required("lapsedAt").string()) (clause \(clause))"
            }
            out.append(text)
        }
        let total = try fields.required("total").integer()
        if total > Int64(out.count) { out.append("and \(total - Int64(out.count)) more") }
        return out.isEmpty ? ["nothing unanswered that you may see"] : out
    }
}
