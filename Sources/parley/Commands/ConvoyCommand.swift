import ArgumentParser
import Coordination
import Geodesy
import Statements
import StrictJSON

/// A convoy's paper for people: where it stands, who held it how long, and its manifest line by line.
struct ConvoyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "convoy",
        abstract: "Show a convoy's paper: answer, letters, clocks, steps, and the manifest line by line.",
        discussion: """
            An answer or a letter is what an authority stated; nothing here is leave to move. What nobody stated is shown \
            as '-', never as 0.
            """)
    @OptionGroup var dossier: DossierOptions

    func perform() async throws {
        let id = try dossier.id()
        let reply = try await dossier.speaker.withSession { try await $0.get("/dossiers/\(id)") }
        if dossier.speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
        do {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            print(try ConvoyPage(fields.required("dossier")).text)
        } catch let error as JSONError { throw Failure(.refused, "the node's answer: \(error)") }
    }
}

/// The page that is printed.
struct ConvoyPage {
    let text: String

    init(_ dossier: JSONValue) throws {
        var fields = try dossier.object()
        guard try fields.required("mechanism").string() == DossierMechanism.convoy.rawValue else {
            throw Failure(.usage, "this is no convoy; use parley dossier show")
        }
        var details = try fields.required("details").object()
        var name = try details.required("name").object()
        let title = try name.optional("en")?.string() ?? name.members.first?.value.string() ?? ""
        var place = try details.required("destination").object()
        var body = try details.required("answeredBy").object()
        var lines = [
            Terminal.bold(title) + "  " + Terminal.faint(try fields.required("id").string()),
            "state       \(try fields.required("state").string())",
            "to          \(try place.required("name").string()), \(try details.required("people").integer()) people",
            "answered by \(try body.required("name").string())",
        ]
        for (word, key) in [("answer", "answerClock"), ("letters", "lettersClock")] {
            guard let clock = key == "answerClock" ? fields.present("answerClock") : fields.present("lettersClock")
            else { continue }
            lines.append(word.padded(12) + (try Self.clock(clock)))
        }
        lines.append("")
        lines += try Self.manifest(fields.required("manifest"))
        lines += try Self.steps(fields.present("steps"))
        if let impeded = try fields.present("impededAfterAgreement")?.array() {
            lines.append("")
            lines.append(
                Terminal.warning(
                    "impeded after it was agreed to: \(impeded.count) \(impeded.count == 1 ? "statement" : "statements")"
                ) + " (see --json)")
        }
        for dispute in try fields.present("disputes")?.array() ?? [] {
            var item = try dispute.object()
            lines.append(
                Terminal.warning("disputed by \(try item.required("by").string())") + ": "
                    + (try item.required("text").string()))
        }
        if fields.present("incomplete") != nil {
            lines.append(Terminal.warning("statements about it could not be read here: it may no longer be as shown"))
        }
        text = lines.joined(separator: "\n")
    }

    private static func clock(_ value: JSONValue) throws -> String {
        var fields = try value.object()
        let due = try fields.required("due").string()
        let clause = "\(try fields.required("instrument").string()) \(try fields.required("clause").string())"
        let waiting = try fields.required("waitingFor").string()
        if try fields.required("stopped").bool() {
            let stops = try fields.present("stops")?.array().last
            var stop = try stops?.object()
            return Terminal.warning("stands still") + ": \(try stop?.required("reason").string() ?? "") (\(clause))"
        }
        if let settled = try fields.present("settledAt")?.string() {
            return settled <= due
                ? "came \(settled), was due \(due) (\(clause))"
                : Terminal.warning("came \(settled), late: was due \(due)") + " (\(clause))"
        }
        return "due from \(waiting) by \(due) (\(clause))"
    }

    private static func manifest(_ value: JSONValue) throws -> [String] {
        let heads = ["line", "unit", "planned", "requested", "agreed", "loaded", "removed", "delivered", "unaccounted"]
        var rows = [heads]
        var notes: [String] = []
        for element in try value.array() {
            var item = try element.object()
            var row = [try item.required("line").string(), try item.required("unit").string()]
            for member in [
                item.present("planned"), item.present("requested"), item.present("agreed"), item.present("loaded"),
                item.present("removed"), item.present("delivered"), item.present("unaccounted"),
            ] {
                row.append(member.map { String(decoding: $0.rawBytes, as: UTF8.self) } ?? "-")
            }
            rows.append(row)
            for removal in try item.present("removals")?.array() ?? [] {
                var taken = try removal.object()
                var decider = try taken.required("decidedBy").object()
                let amount = String(decoding: try taken.required("amount").rawBytes, as: UTF8.self)
                notes.append(
                    "  \(row[0]): \(amount) \(row[1]) taken off at \(try taken.required("stage").string()) by "
                        + "\(try decider.required("name").string()): \(try taken.required("reason").string())")
            }
            for difference in try item.present("differences")?.array() ?? [] {
                notes.append("  \(row[0]): " + Terminal.warning(try difference.string()))
            }
        }
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var out = rows.enumerated().map { number, row in
            let cells = row.enumerated().map { column, cell in
                column < 2 ? cell.padded(widths[column]) : cell.leading(widths[column])
            }
            let line = cells.joined(separator: "  ")
            return number == 0 ? Terminal.faint(line) : line
        }
        out += notes
        return out
    }

    private static func steps(_ value: JSONValue?) throws -> [String] {
        guard let value else { return [] }
        var out = [""]
        for element in try value.array() {
            var item = try element.object()
            let word =
                try [
                    item.present("answer"), item.present("letters"), item.present("action"), item.present("progress"),
                    item.present("seal"), item.present("offloaded"), item.present("outcome"), item.present("stage"),
                ].compactMap { try $0?.string() }.first ?? ""
            var said = try item.required("said").object()
            var line =
                "\(try item.required("at").string())  "
                + "\(try item.required("step").string()) \(word)".padded(28)
                + Terminal.faint("  \(try item.required("by").string()), entry \(try said.required("entry").integer())")
            if let decider = item.present("decidedBy") {
                var body = try decider.object()
                line += "\n      \(try body.required("name").string()): \(try item.required("reason").string())"
            }
            for remark in try item.present("remarks")?.array() ?? [] {
                line += "\n      " + Terminal.warning(try remark.string())
            }
            out.append(line)
        }
        return out
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func leading(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
