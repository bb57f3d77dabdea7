import ArgumentParser
import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON

/// What is missing along a movement's way, before it sets out.
struct ClearanceCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "clearance",
        abstract: "Show who controls each stretch of your movement's way, and what is missing there.",
        discussion: """
            For each stretch: who controls it, whether that party was told, has acknowledged, and passed it down to who \
            acts there. \(RouteClearance.doctrine)

              parley clearance un-ocha/convoy-7 --as access.json
            """)
    @Argument(help: "Your movement, as OWNER/NAME.") var movement: String
    @OptionGroup var speaker: SpeakerOptions

    func perform() async throws {
        let id = try LineName.read(movement)
        let reply = try await speaker.withSession { try await $0.get("/records/\(id)/clearance") }
        if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
        do {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            var clearance = try fields.required("clearance").object()
            for stretch in try clearance.required("stretches").array() { print(try Self.text(stretch)) }
            let gaps = try clearance.required("gaps").integer()
            print("")
            print(
                gaps == 0
                    ? "Nothing is missing that this register knows of."
                    : Terminal.warning(gaps == 1 ? "One thing is missing." : "\(gaps) things are missing."))
            print(RouteClearance.doctrine)
            let hazards = try fields.required("hazards").array()
            for hazard in hazards { print("\n" + (try AccessCommand.Hazards.text(hazard))) }
            if !hazards.isEmpty { print(Terminal.warning(try fields.required("hazardNote").string())) }
        } catch let error as JSONError { throw Failure(.refused, "the node's answer: \(error)") }
    }

    private static func text(_ stretch: JSONValue) throws -> String {
        var fields = try stretch.object()
        let from = try fields.required("fromMetres").integer()
        let until = try fields.required("untilMetres").integer()
        let name = try fields.present("name")?.string() ?? "(no segment)"
        var control: JSONObject? = try fields.present("controlledBy")?.object()
        let who = try control?.required("name").string() ?? "not known"
        let leg = try fields.required("leg").integer() + 1
        var text = Terminal.bold("leg \(leg), \(kilometres(from)) to \(kilometres(until)) km") + "  \(name)  [\(who)]"
        for gap in try fields.required("gaps").array() {
            var inner = try gap.object()
            text += "\n    " + Terminal.warning(try inner.required("text").string())
        }
        return text
    }

    private static func kilometres(_ metres: Int64) -> String { "\(metres / 1_000).\(metres % 1_000 / 100)" }
}
