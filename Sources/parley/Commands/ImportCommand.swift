import ArgumentParser
import Coordination
import Foundation
import Geodesy
import ListImport
import Statements
import StrictJSON

/// Imports a real list of places.
struct ImportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a list of places (CSV or GeoJSON, plain or .gz) with a mapping file.",
        discussion: """
            Every bad row is reported with its line, field and rule. Without --good-rows, one bad row stops the whole
            list. Look-alikes by place and name are shown, never guessed away. Begin with --dry-run.

              parley import list.csv --mapping Examples/mappings/settlements-osm-pcode.json --owner un-ocha --dry-run
              parley import list.csv --mapping MAPPING --as access.json --audience open --good-rows

            Examples/mappings/README.md explains mapping files.
            """)

    @Argument(help: "The list.") var file: String
    @Option(help: "The mapping file.") var mapping: String
    @Flag(name: .customLong("dry-run"), help: "Report only; nothing is submitted, no node is asked.") var dryRun = false
    @Flag(name: .customLong("good-rows"), help: "Submit the good rows even if others are bad.") var goodRows = false
    @Option(help: "With --dry-run and without --as: the party that would notify.") var owner: String?
    @OptionGroup var speaker: AudienceOptions

    func perform() async throws {
        let plan: ListMapping
        do { plan = try ListMapping(Files.read(mapping, limit: ListMapping.maximumBytes)) } catch let failure as Failure
        {
            throw failure
        } catch { throw Failure(.usage, "\(mapping): \(error)") }
        let bytes = try Files.read(file)
        let policy: ImportPolicy = goodRows ? .goodRows : .allOrNothing
        if dryRun {
            guard let party = try owner.map({ try Self.party($0) }) ?? speaker.speaker.identityIfGiven()?.party else {
                throw Failure(.usage, "--owner or --as: say which party would notify")
            }
            try report(ListImporter(mapping: plan, owner: party).run(bytes, policy: policy))
            return
        }
        let audience = try AudienceOptions.read(speaker.audience)
        try await speaker.speaker.withSession { session in
            let existing = try await session.places()
            let found = ListImporter(mapping: plan, owner: session.identity.party, existing: existing)
                .run(bytes, policy: policy)
            try report(found)
            try await submit(found, by: session, audience)
        }
    }

    private static func party(_ text: String) throws -> PartyID {
        do { return try PartyID(text) } catch { throw Failure(.usage, "--owner: \(error)") }
    }

    private func report(_ report: ImportReport) throws {
        if speaker.speaker.json {
            var writer = JSONWriter(capacity: 4096)
            report.write(to: &writer)
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            print(report.text())
        }
        guard report.isSubmittable else { throw Failure(.refused, report.verdict) }
    }

    private func submit(_ report: ImportReport, by session: Session, _ audience: Audience) async throws {
        let bar = ProgressBar("submitting")
        let records = report.recordsToSubmit
        let refused = try await session.sayAll(
            .notificationNotify, records.map { ($0.subject.rawValue, $0.body) }, audience: audience,
            progress: { bar.show($0, of: $1) })
        for (subject, problem) in refused { Terminal.note("not taken: \(subject): \(problem)") }
        Terminal.note(
            "\(records.count - refused.count) of \(records.count) records are in the log, each with a receipt")
        guard refused.isEmpty else { throw Failure(.refused, "\(refused.count) records were refused by the node") }
    }
}
