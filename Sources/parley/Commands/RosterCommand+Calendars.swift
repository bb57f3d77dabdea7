import ArgumentParser
import Calendars
import Coordination
import Geodesy
import ParleyClient
import ParleyNode
import Statements
import StrictJSON

extension RosterCommand {
    /// Whose desk, and how far ahead.
    struct DeskOptions: ParsableArguments {
        @Argument(help: "The line, as OWNER/NAME.") var line: String
        @Option(help: "Whose desk; your own party's when not given.") var party: String?
        @Option(help: "From when (RFC 3339, or 'now').") var from = "now"
        @Option(help: "How many days.") var days: Int64 = 28

        /// The node's address of the desk's roster.
        func path(_ suffix: String, as own: PartyID) throws -> String {
            let id = try LineName.read(line)
            let start = try Moment.read(from, "--from")
            guard (1...400).contains(days), let first = try? Instant(rfc3339: start, rounding: .down) else {
                throw Failure(.usage, "--days: must be from 1 to 400")
            }
            let name: PartyID
            do { name = try party.map { try PartyID($0) } ?? own } catch { throw Failure(.usage, "--party: \(error)") }
            let until = first.adding(seconds: days * 86_400)
            return "/lines/\(id)/roster\(suffix)?party=\(name)&from=\(first)&until=\(until)"
        }
    }

    struct Ahead: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is going to be wrong: holes, doubles, grades, languages, keys that expire.",
            discussion: "Ends with 1 when something is going to be wrong, so that a script can raise the alarm.")
        @OptionGroup var desk: DeskOptions
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let reply = try await speaker.withSession { session in
                try await session.get(try desk.path("", as: session.identity.party))
            }
            let sentences: [String]
            do { sentences = try Self.sentences(reply) } catch let failure as Failure { throw failure } catch {
                throw Failure(.refused, "the node's answer: \(error)")
            }
            if speaker.json {
                print(String(decoding: reply, as: UTF8.self))
            } else {
                for sentence in sentences { print(sentence) }
            }
            guard sentences.isEmpty else { throw Failure(.refused, "\(sentences.count) findings") }
            Terminal.note("nothing was found wrong in these \(desk.days) days, by what is published now")
        }

        private static func sentences(_ reply: [UInt8]) throws -> [String] {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            guard let list = fields.present("findings") else {
                throw Failure(
                    .refused, "your party may not see all rosters of this desk, so nothing can be said about its holes")
            }
            return try list.array().map { finding in
                var members = try finding.object()
                let (from, until) = (try members.required("from").string(), try members.required("until").string())
                return "\(from) to \(until): \(try members.required("sentence").string())"
            }
        }
    }

    struct Export: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write who is on duty as a calendar (iCalendar), for a desk or one officer.")
        @OptionGroup var desk: DeskOptions
        @Option(help: "Only when this officer is on duty.") var officer: String?
        @Option(help: "The file; without it, standard output.") var out: String?
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let name: OfficerID?
            do { name = try officer.map { try OfficerID($0) } } catch { throw Failure(.usage, "--officer: \(error)") }
            let reply = try await speaker.withSession { session in
                let path = try desk.path(".ics", as: session.identity.party)
                return try await session.get(path + (name.map { "&officer=\($0)" } ?? ""))
            }
            if let out { try Files.write(reply, to: out) } else { print(String(decoding: reply, as: UTF8.self)) }
        }
    }

    struct Import: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a calendar into a roster's body; nothing is sent.",
            discussion: """
                  parley roster import duty.ics --line neutral-host/flight --out roster.json
                  parley roster publish august --body roster.json --audience open --as duty.json

                An event is a shift of the officer named by X-PARLEY-OFFICER, else by the summary up to its first comma;
                --officer "Captain Sami=duty-2" translates what people write there. Recurring events are refused.
                """)
        @Argument(help: "The calendar; '-' reads standard input.") var file: String
        @Option(help: "The line, as OWNER/NAME.") var line: String
        @Option(help: "When the roster's period begins; the first event's beginning when not given.") var from: String?
        @Option(help: "When it ends; the last event's end when not given.") var until: String?
        @Option(help: "What a summary stands for: TEXT=officer. Repeat.") var officer: [String] = []
        @Option(help: "Write the body to this file.") var out: String?

        func perform() async throws {
            let id = try LineName.read(line)
            let names = try officers()
            let bytes = try Files.read(file, limit: CalendarLimits().bytes + 1)
            let reader = CalendarReader { local in
                let wall = try Instant(rfc3339: local.rfc3339, rounding: .down)
                return try ZoneClock(local.zone).onlyInstant(wall)
            }
            let shifts: [Shift]
            do { shifts = try RosterCalendar.shifts(of: try reader.read(bytes), officers: names) } catch {
                throw Failure(.refused, "\(file): \(error)")
            }
            guard let first = shifts.first?.from, let last = shifts.map(\.until).max() else {
                throw Failure(.refused, "\(file): holds no events")
            }
            let start = try from.map { try Self.instant($0, "--from") } ?? first
            let end = try until.map { try Self.instant($0, "--until") } ?? last
            let body = RosterFile.body(RosterPlan(line: id, from: start, until: end, zone: nil, shifts: shifts))
            // What is written must be what a node takes.
            do {
                let limits = JSONDocument.Limits(
                    maximumBytes: RosterFile.maximumBytes, maximumDepth: Statement.maximumDepth)
                _ = try RosterPlan(body: JSONDocument(body, limits: limits).root)
            } catch { throw Failure(.refused, "\(file): the roster would be refused: \(error)") }
            Terminal.note("\(shifts.count) shifts from \(start) to \(end)")
            if let out { try Files.write(body, to: out) } else { print(String(decoding: body, as: UTF8.self)) }
        }

        private static func instant(_ text: String, _ option: String) throws -> Instant {
            do { return try Instant(rfc3339: text, rounding: .down) } catch {
                throw Failure(.usage, "\(option): \(error)")
            }
        }

        private func officers() throws -> [String: OfficerID] {
            var names: [String: OfficerID] = [:]
            for text in officer {
                guard let place = text.lastIndex(of: "="), let name = try? OfficerID(text[text.index(after: place)...])
                else { throw Failure(.usage, "--officer: '\(text)' is not TEXT=officer") }
                names[String(text[..<place])] = name
            }
            return names
        }
    }
}
