import ArgumentParser
import Coordination
import Foundation
import Geodesy
import HTTPAPI
import HashTreeCollections
import ParleyClient
import ParleyNode
import Picture
import Statements
import StrictJSON

/// Asks whom an activity would endanger.
struct CheckCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Ask whom a planned activity would endanger.",
        discussion: """
            The answer lists every record that the activity would come nearer to than its stand-off distance: what it
            is, whose, how near, when, and whom to call. Finding none is not a go-ahead: places that this register does
            not know keep their protection.

              parley check --as duty.json --point 36.151583,36.96775 --radius-metres 300 \\
                --from 2016-09-19T16:12:00Z --until 2016-09-19T17:00:00Z
              parley check --folder node --reader us --activity activity.json
              parley check --folder node --reader us --activity activity.json --as duty.json --certify check.opened.json

            With --certify the check is kept in a file, and a commitment to it is logged by the identity's node: proof that
            you checked, which shows nothing until you open it (see `parley certificate`).

            Exit code 20 when records were found, 21 when none is known here; never 0.
            """)

    @Option(name: .customLong("as"), help: "Identity file; asks that identity's node.")
    var identity: String?
    @Option(help: "A node's folder on this machine; asks it without any network, also while its node is serving.")
    var folder: String?
    @Option(help: "With --folder: the party that asks; only what it may read is looked at.") var reader: String?
    @Option(help: "A JSON file with volumes (ASTM F3548 Volume4D) or a route; '-' reads standard input.")
    var activity: String?
    @Option(parsing: .unconditional, help: "The activity's centre: LAT,LON.") var point: String?
    @Option(name: .customLong("radius-metres"), parsing: .unconditional, help: "With --point: its radius.") var radius:
        Double = 0
    @Option(help: "With --point: when it begins (RFC 3339).") var from: String?
    @Option(help: "With --point: when it ends (RFC 3339).") var until: String?
    @Option(help: "Keep what was checked in this new file and log a commitment to it (needs --as).")
    var certify: String?
    @Flag(help: "Print the answer as JSON.") var json = false

    func perform() async throws {
        let asked = try activityBytes()
        let identity = identity ?? ProcessInfo.processInfo.environment["PARLEY_AS"]
        let officer = try certify.map { _ in
            guard let identity else { throw Failure(.usage, "--certify: say who certifies (--as, an identity file)") }
            return try Identity(file: identity)
        }
        let answer: [UInt8]
        if let folder {
            answer = try await local(folder, asked)
        } else if let identity {
            answer = try await Session(Identity(file: identity)).using { try await $0.check(asked) }
        } else {
            throw Failure(.usage, "--as or --folder: say which node to ask")
        }
        let found = try CheckPrinter.show(answer, json: json)
        if let certify, let officer { try await Self.certify(asked, answer, in: certify, by: officer) }
        throw ExitCode(found > 0 ? 20 : 21)
    }

    /// Keeps the check first, so that what is logged can always be opened; the answer stands whatever becomes of it.
    private static func certify(
        _ asked: [UInt8], _ answer: [UInt8], in file: String, by officer: Identity
    ) async throws {
        let opened = try CertificateFile.keep(file, activity: asked, answer: answer)
        do {
            // At once or later: the answer must not wait for a node that is away.
            let accepted = try await Session(officer, retry: .never).using { try await $0.certify(opened) }
            Terminal.note("certified: entry \(accepted.entry), statement \(accepted.hash); keep \(file)")
        } catch let failure as Failure {
            Terminal.note(
                Terminal.alarm("the certificate is kept in \(file) and NOT in the log: \(failure.description)"))
            Terminal.note("log it with: parley certificate log \(file) --as ...")
        }
    }

    private func local(_ folder: String, _ asked: [UInt8]) async throws -> [UInt8] {
        guard let reader else { throw Failure(.usage, "--reader: name the party that asks") }
        let party: PartyID
        do { party = try PartyID(reader) } catch { throw Failure(.usage, "--reader: '\(reader)' \(error)") }
        let read: ReadActivity
        do { read = try ActivityReader.read(asked) } catch { throw Failure(.usage, "the activity: \(error)") }
        let opened = try await NodeFolder(path: folder).read()
        let isKnown = opened.node.publisher.state.picture.register.parties[party] != nil
        let (answer, knowledge) = opened.node.check(read.activity, as: party)
        try await opened.close()
        // A mistyped name would see open records only, and hear of nothing that was given to it.
        guard isKnown else { throw Failure(.usage, "--reader: no party '\(party)' is enrolled in this accord") }
        // Said where a script that reads the answer cannot swallow it.
        for alarm in knowledge.alarms { Terminal.note(Terminal.alarm(Wording.alarm(alarm))) }
        if knowledge.isStale { Terminal.note(Terminal.alarm(Wording.stale(knowledge))) }
        return CheckReply.json(read, answer, knowledge)
    }

    private func activityBytes() throws -> [UInt8] {
        if let activity { return try Files.read(activity, limit: ActivityReader.maximumBytes) }
        guard let point, let from, let until else {
            throw Failure(.usage, "give --activity, or --point with --from and --until")
        }
        let centre = try Places.position(point, "--point")
        guard radius.isFinite, (0...5_000_000).contains(radius) else {
            throw Failure(.usage, "--radius-metres: must be from 0 to 5000000")
        }
        let (start, end) = (try Moment.read(from, "--from"), try Moment.read(until, "--until"))
        return JSONBody.make { body in
            body.key("volumes")
            body.array { list in
                list.object { volume in
                    volume.key("volume")
                    volume.object { shape in
                        shape.key("outline_circle")
                        shape.object { circle in
                            circle.key("center")
                            circle.object { place in
                                place.key("lat")
                                place.decimal(Int64(centre.latitudeE7), scale: 7)
                                place.key("lng")
                                place.decimal(Int64(centre.longitudeE7), scale: 7)
                            }
                            circle.key("radius")
                            circle.object { fields in
                                fields.key("value")
                                fields.double(radius)
                                fields.member("units", "M")
                            }
                        }
                    }
                    for (name, time) in [("time_start", start), ("time_end", end)] {
                        volume.key(name)
                        volume.object { fields in
                            fields.member("value", time)
                            fields.member("format", "RFC3339")
                        }
                    }
                }
            }
        }
    }
}

/// Shows a check's answer to a person.
enum CheckPrinter {
    /// Prints the answer and returns how many records it names.
    static func show(_ answer: [UInt8], json: Bool) throws -> Int {
        let root = try JSONDocument(answer, limits: .init(maximumBytes: Files.maximumBytes)).root
        var fields = try root.object()
        let findings = try fields.required("findings").array()
        if json {
            print(String(decoding: answer, as: UTF8.self))
            return findings.count
        }
        let statement = try fields.required("statement").string()
        print(findings.isEmpty ? statement : Terminal.alarm(statement))
        for finding in findings { try show(finding) }
        for note in try fields.required("notes").array() { print(Terminal.faint("- " + (try note.string()))) }
        return findings.count
    }

    private static func show(_ value: JSONValue) throws {
        var finding = try value.object()
        let name = try first(finding.required("name"))
        let distance = try finding.required("distanceMetres").double()
        let standOff = try finding.required("standOffMetres").double()
        var owner = try finding.required("owner").object()
        print("")
        print("  \(Terminal.bold(name))  (\(try finding.required("record").string()))")
        let near = distance == 0 ? "the activity meets it" : "\(rounded(distance)) m away"
        let source =
            finding.optional("standOffSetBy") == nil ? "by \(try finding.required("clause").string())" : "as asked"
        print("    how near   \(near); to keep \(rounded(standOff)) m \(source)")
        var overlap = try finding.required("overlap").object()
        let end = try overlap.present("until")?.string() ?? "until withdrawn"
        print("    when       \(try overlap.required("from").string()) to \(end)")
        let state = try finding.required("state").string()
        print("    whose      \(try owner.present("name").map(first) ?? owner.required("party").string()), \(state)")
        var call = try finding.required("call").object()
        print("    call now   \(try person(call.required("contact")))")
        for officer in try call.required("officers").array() {
            var fields = try officer.object()
            if let contact = fields.present("contact") { print("               \(try person(contact))") }
        }
    }

    private static func person(_ value: JSONValue) throws -> String {
        var contact = try value.object()
        let phones = try contact.present("phones")?.array().map { try $0.string() } ?? []
        let radio = try contact.present("radio").map { "radio " + (try $0.string()) }
        return ([try contact.required("role").string()] + phones + [radio].compactMap(\.self)).joined(separator: ", ")
    }

    private static func first(_ value: JSONValue) throws -> String {
        var names = try value.object()
        return try names.present("en")?.string() ?? names.members.first?.value.string() ?? ""
    }

    /// Tenths of a metre, rounded down: nearer, never farther.
    private static func rounded(_ metres: Double) -> String {
        let tenths = (metres * 10).rounded(.down) / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }
}
