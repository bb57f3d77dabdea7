import AccessFigures
import ArgumentParser
import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON

/// Figures of access: what happened to movements and convoys, what is stated of places, and dangerous ground.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract:
            "Report what happened to movements and convoys; show what is stated of a place, and hazards on a way.",
        discussion: """
            Figures are of what you may read, and each leads to its statements. What nobody stated is not known, and is \
            never zero.

              parley access report --as access.json --out report.html
              parley access table movements --as access.json --out movements.csv
              parley access area SY0304 --as access.json
              parley access hazards un-ocha/convoy-7 --as access.json --within 500
            """,
        subcommands: [Report.self, Table.self, Figures.self, Area.self, Hazards.self])

    /// Which time, in which steps.
    struct PeriodOptions: ParsableArguments {
        @Option(help: "Movements planned, and convoys asked for, from then on (RFC 3339).") var from: String?
        @Option(help: "Before then.") var until: String?
        @Option(help: "Steps: day, week, month or whole.") var by = "month"

        var query: String {
            get throws {
                guard FigurePeriod.Grain(rawValue: by) != nil else {
                    throw Failure(.usage, "--by: day, week, month or whole")
                }
                var query = "?by=\(by)"
                for (name, text) in [("from", from), ("until", until)] {
                    guard let text else { continue }
                    // A plus would be read as a space: times are sent in UTC.
                    query += "&\(name)=\(try Moment.read(text, "--\(name)"))"
                }
                return query
            }
        }
    }

    struct Report: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Write the report as a page that prints on A4.")
        @OptionGroup var period: PeriodOptions
        @Option(help: "The file to write.") var out: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let query = try period.query
            let page = try await speaker.withSession { try await $0.get("/access/report\(query)") }
            try Files.write(page, to: out)
            print("\(out): \(page.count / 1_000) kB; open it in a browser, or print it")
        }
    }

    struct Table: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write one table as CSV with HXL hashtags.",
            discussion: "Tables: movements, convoys, steps, lines, removals, cargo, reach, constraints and others; an "
                + "unknown name lists them.")
        @Argument(help: "The table.") var table: String
        @OptionGroup var period: PeriodOptions
        @Option(help: "The file to write; without it, standard output.") var out: String?
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            guard table.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D || $0 == 0x5F }) else {
                throw Failure(.usage, "'\(table)' is no table's name")
            }
            let query = try period.query
            let bytes = try await speaker.withSession { try await $0.get("/access/tables/\(table)\(query)") }
            guard let out else { return print(String(decoding: bytes, as: UTF8.self), terminator: "") }
            try Files.write(bytes, to: out)
        }
    }

    struct Figures: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Print the figures as JSON.")
        @OptionGroup var period: PeriodOptions
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let query = try period.query
            let bytes = try await speaker.withSession { try await $0.get("/access/figures\(query)") }
            print(String(decoding: bytes, as: UTF8.self))
        }
    }

    struct Area: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is stated of one place, party by party, criterion by criterion.")
        @Argument(help: "The place's code, such as SY0304.") var pcode: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            guard pcode.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) })
            else {
                throw Failure(.usage, "'\(pcode)' is no place code: letters and digits only")
            }
            let bytes = try await speaker.withSession { try await $0.get("/areas?pcode=\(pcode)") }
            print(String(decoding: bytes, as: UTF8.self))
        }
    }

    struct Hazards: ReportingCommand {
        /// A finding as people read it.
        static func text(_ hazard: JSONValue) throws(JSONError) -> String {
            var item = try hazard.object()
            let metres = String(decoding: try item.required("distanceMetres").rawBytes, as: UTF8.self)
            var text = Terminal.bold("\(metres) m") + "  \(try item.required("hazard").string())"
            for sentence in try item.required("sentences").array() { text += "\n    \(try sentence.string())" }
            return text
        }

        static let configuration = CommandConfiguration(
            abstract: "Show dangerous ground near a movement's way, or near a place of return.")
        @Argument(help: "The movement or the dossier, as OWNER/NAME.") var record: String
        @Option(help: "How near, in metres.") var within = 500
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let id = try LineName.read(record)
            let reply = try await speaker.withSession {
                try await $0.get("/records/\(id)/hazards?withinMetres=\(within)")
            }
            if speaker.json { return print(String(decoding: reply, as: UTF8.self)) }
            do {
                var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
                for hazard in try fields.required("hazards").array() {
                    print(try Self.text(hazard))
                }
                print(Terminal.warning(try fields.required("note").string()))
            } catch { throw Failure(.refused, "the node's answer: \(error)") }
        }
    }
}
