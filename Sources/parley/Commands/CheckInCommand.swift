import ArgumentParser
import Coordination
import Geodesy
import ParleyNode
import Statements
import StrictJSON
import TrackImport
import Tracking

/// Reports from convoys as they reach an officer: a short message, a word on the phone, a tracker's file.
struct CheckInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-in",
        abstract: "State what a convoy reported by SMS, phone or radio, or what a tracker wrote into a file.",
        discussion: """
            What is stated goes to those who have the movement. A time that a report gives is kept beside the time at which \
            it is entered; one from the future, or from where the convoy can hardly be, is refused with the reason.

              parley check-in message "CP convoy-7 36.1516,36.9677 1040Z at Khan al-Asal" --as access.json
              parley check-in message "ARR convoy-7 1" --means phone --as access.json
              parley check-in track convoy-7 positions.gpx --as access.json

            Words: CP position, DEP departed, ARR LEG arrived at the end of that leg, DELAY MINUTES, HALT, INC incident, \
            CLOSE. A time has a Z or an offset, or it is refused: nothing is guessed.
            """,
        subcommands: [Message.self, Track.self])

    struct Message: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "State what a message, or somebody on the phone, said.")
        @Argument(help: "The words, as they came.") var words: String
        @Option(help: "sms, phone, radio, satellite-phone, in-person or paper.") var means = "sms"
        @Option(help: "When it was received (RFC 3339, or 'now').") var received = "now"
        @Option(help: "Your name for the movement, where the message's code is another.") var movement: String?
        @Flag(help: "The position is right, though the convoy could hardly have reached it.") var confirmed = false
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            guard let means = ReportMeans(rawValue: means), means != .tracker else {
                throw Failure(.usage, "--means: one of sms, phone, radio, satellite-phone, in-person, paper")
            }
            let receivedAt = try Instant(rfc3339: Moment.read(received, "--received"), rounding: .down)
            let report: ShortReport
            do { report = try ShortReport(reading: words, receivedAt: receivedAt) } catch {
                throw Failure(.usage, "the message: \(error)")
            }
            let subject = movement ?? report.code.lowercased()
            let accepted = try await speaker.withSession { session in
                let record = try await TrackedRecord(subject, session)
                let (kind, body) = try statement(report, means, receivedAt)
                return try await session.say(kind, subject: subject, body: body, audience: record.audience)
            }
            try speaker.report(accepted)
            hint(report.kind, subject)
        }

        private func statement(
            _ report: ShortReport, _ means: ReportMeans, _ receivedAt: Instant
        ) throws -> (Kind, [UInt8]) {
            let at = report.time ?? receivedAt
            switch report.kind {
            case .departed: return (.movementDepart, JSONBody.make { $0.member("at", at.description) })
            case .delayed(let minutes):
                let body = JSONBody.make { fields in
                    fields.member("seconds", minutes * 60)
                    fields.member("reason", report.note ?? "no reason given")
                }
                return (.movementDelay, body)
            case .position, .arrived, .incident, .halted, .closed:
                let body = JSONBody.make { fields in
                    fields.member("at", at.description)
                    if let place = report.place {
                        fields.key("position")
                        fields.position(place.position)
                        if place.accuracyMillimetres > 0 {
                            fields.metres("accuracyMetres", place.accuracyMillimetres)
                        }
                    }
                    if case .arrived(let leg) = report.kind { fields.member("reachedLeg", leg - 1) }
                    fields.member("means", means.rawValue)
                    if let note = note(report) { fields.member("note", note) }
                    if confirmed { fields.member("confirmed", true) }
                }
                return (.movementCheckIn, body)
            }
        }

        private func note(_ report: ShortReport) -> String? {
            let word: String? =
                switch report.kind {
                case .incident: "incident"
                case .halted: "halted"
                case .closed: "at its goal"
                default: nil
                }
            return [word, report.note].compactMap { $0 }.joined(separator: ": ").nonEmpty
        }

        private func hint(_ kind: ShortReport.Kind, _ subject: String) {
            switch kind {
            case .incident:
                Terminal.note(
                    "state what happened: parley dossier example incident > i.json; parley dossier state incident …")
            case .closed: Terminal.note("close it with its outcome: parley notify movement \(subject) --close …")
            default: return
            }
        }
    }

    struct Track: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "State what matters of a tracker's file (GPX or CSV).",
            discussion: """
                A file holds a position every half minute; the log takes the first, those at which a leg ends or something \
                is amiss, and one every half hour. Every row that cannot be read is named.
                """)
        @Argument(help: "Your name for the movement.") var movement: String
        @Argument(help: "The file: GPX, or CSV with a header row; perhaps gzipped.") var file: String
        @Option(help: "State a check-in at least this often, in minutes.") var every: Int64 = 30
        @Flag(help: "Show what would be stated, and state nothing.") var preview = false
        @OptionGroup var speaker: SpeakerOptions

        /// Check-ins that one file may lead to; more would be a flood, not a record.
        static let maximumStated = 500

        func perform() async throws {
            let track: ImportedTrack
            do { track = try TrackImporter().read(try Files.read(file)) } catch let error as TrackImportError {
                throw Failure(.usage, "\(file): \(error.description)")
            }
            for issue in track.issues { Terminal.note("\(file): \(issue)") }
            if track.issueCount > track.issues.count {
                Terminal.note("… and \(track.issueCount - track.issues.count) more")
            }
            if !track.isComplete { Terminal.note(Terminal.warning("the file ends early; what came before is read")) }
            let stated = try await speaker.withSession { session in
                let record = try await TrackedRecord(movement, session)
                let chosen = try record.choose(from: track.reports, everySeconds: max(1, every) * 60)
                guard chosen.count <= Self.maximumStated else {
                    throw Failure(
                        .usage,
                        "\(chosen.count) check-ins would be stated, more than \(Self.maximumStated); use --every")
                }
                for (report, leg) in chosen {
                    let place = StatedPlace.degrees(report.position)
                    Terminal.note("\(report.at)  \(place)\(leg.map { "  end of leg \($0 + 1)" } ?? "")")
                    guard !preview else { continue }
                    _ = try await session.say(
                        .movementCheckIn, subject: movement, body: report.checkInBody(reaching: leg),
                        audience: record.audience)
                }
                return chosen.count
            }
            print(preview ? "\(stated) check-ins would be stated" : "\(stated) check-ins stated")
        }
    }
}

/// A movement of the speaker's own, as the node shows it.
struct TrackedRecord {
    let audience: Audience
    private let details: MovementDetails
    private let legsReached: Int
    private let departedAt: Instant?
    private let last: PositionReport?

    init(_ subject: String, _ session: Session) async throws {
        let reply = try await session.get("/records/\(session.identity.party)/\(subject)")
        do {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            var record = try fields.required("record").object()
            guard try record.required("mechanism").string() == "movement" else {
                throw Failure(.usage, "'\(subject)' is no movement")
            }
            details = try MovementDetails(body: record.required("details"))
            legsReached = Int(try record.required("legsReached").integer())
            departedAt = try record.present("departedAt")?.instant()
            if var report = try record.present("lastCheckIn")?.object(), let position = report.present("position") {
                last = try? PositionReport(
                    at: report.required("at").instant(), position: position.position(), means: .tracker)
            } else {
                last = nil
            }
            let readers = try record.required("audience")
            audience =
                readers.kind == .array
                ? .parties(
                    try readers.array().map { value throws(JSONError) -> PartyID in try value.identifier() }
                        .filter { $0 != session.identity.party }) : .open
        } catch let error as JSONError { throw Failure(.refused, "the node's answer: \(error)") }
    }

    /// The reports that are worth stating, each with the leg whose end it reached.
    func choose(
        from reports: [PositionReport], everySeconds: Int64
    ) throws -> [(report: PositionReport, leg: Int?)] {
        guard let departedAt else { throw Failure(.usage, "it has not departed yet: state that first") }
        let legs = details.legs.map { leg in
            WatchPlan.Leg(
                route: leg.route, earliestDeparture: leg.planned.start,
                latestArrival: leg.planned.end ?? leg.planned.start)
        }
        let plan: WatchPlan
        do { plan = try WatchPlan(legs: legs) } catch { throw Failure(.refused, "the route: \(error)") }
        var watch = MovementWatch(
            plan, thresholds: WatchThresholds(stateEverySeconds: everySeconds), setOutAt: departedAt,
            legsReached: legsReached, newest: last)
        var chosen: [(report: PositionReport, leg: Int?)] = []
        if let last {
            let earlier = reports.count { $0.at <= last.at }
            if earlier > 0 {
                Terminal.note(
                    "\(earlier) positions are not newer than the last check-in, \(last.at), and are passed over")
            }
        }
        for report in reports.sorted(by: { $0.at < $1.at }) {
            if let last, report.at <= last.at { continue }
            let outcome = watch.take(report, receivedAt: report.at)
            if let refusal = outcome.refusal {
                Terminal.note("\(report.at): \(refusal)")
                continue
            }
            guard outcome.shouldState else { continue }
            chosen.append((report, outcome.reachedLegs.last))
        }
        return chosen
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
