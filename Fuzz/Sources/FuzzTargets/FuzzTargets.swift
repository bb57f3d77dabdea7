import ActivityReading
import Calendars
import Coordination
import EventReading
import Foundation
import Geodesy
import Gzip
import HTTPSignatures
import HTTPTypes
import Inquiry
import Statements
import StrictJSON
import TrackImport
import Tracking
import TransparencyLog

/// One binary for every parser of bytes from outside; PARLEY_FUZZ says which: see `targets`.
enum FuzzTargets {
    /// Every target: bytes in, nothing out; whatever is refused is refused by an error, never by a crash.
    static let targets: [String: @Sendable ([UInt8]) -> Void] = [
        "json": { bytes in
            guard let document = try? JSONDocument(bytes, limits: .init(maximumBytes: 1 << 16)) else { return }
            // What was taken must read back the same.
            guard let again = try? JSONDocument(Array(document.root.rawBytes), limits: .init(maximumBytes: 1 << 16))
            else { fatalError("a value's own bytes do not read back") }
            guard again.root.kind == document.root.kind else { fatalError("a value reads back as another kind") }
        },
        "statement": { bytes in _ = try? SignedStatement(bytes) },
        "payload": { bytes in
            guard let statement = try? Statement(payload: bytes) else { return }
            guard (try? Statement(payload: statement.payload)) != nil else {
                fatalError("a payload does not round-trip")
            }
        },
        "body": { bytes in
            for kind in Kind.allCases {
                guard let root = try? JSONDocument(bytes, limits: .init(maximumBytes: 1 << 16)).root else { return }
                let statement = Statement(
                    accord: AccordID(checked: "a"), party: PartyID(checked: "p"), officer: .root, kind: kind.name,
                    subject: SubjectID(checked: "s"), sequence: 1, previous: nil, seen: .empty, saidAt: .earliest,
                    content: .open(root))
                _ = try? Command(kind, of: statement, body: root)
            }
        },
        "activity": { bytes in _ = try? ActivityReader.read(bytes) },
        "time": { bytes in
            guard let time = try? Instant(rfc3339UTF8: bytes, rounding: .down) else { return }
            guard (try? Instant(rfc3339: time.description, rounding: .down)) == time else { fatalError("\(time)") }
        },
        "note": { bytes in
            guard let note = try? Note(parsing: bytes) else { return }
            guard note.bytes == bytes else { fatalError("a note does not render to its own bytes") }
        },
        "checkpoint": { bytes in _ = try? SignedCheckpoint(parsing: bytes) },
        "receipt": { bytes in
            guard let proof = try? LogProof(parsing: bytes) else { return }
            guard proof.bytes == bytes else { fatalError("a receipt does not render to its own bytes") }
        },
        "bundle": { bytes in
            guard let entries = try? EntryBundle.decode(bytes) else { return }
            guard (try? EntryBundle.encode(entries.map(Array.init))) == bytes else { fatalError("a bundle differs") }
        },
        "path": { bytes in _ = try? LogPath(String(decoding: bytes, as: UTF8.self)) },
        "vkey": { bytes in _ = try? NoteVerifierKey(vkey: String(decoding: bytes, as: UTF8.self)) },
        "key": { bytes in
            _ = try? PublicKey(spki: bytes)
            _ = try? SigningKey(pem: String(decoding: bytes, as: UTF8.self))
        },
        "gzip": { bytes in _ = try? Gzip.inflate(bytes, limit: 1 << 20) },
        "signature": { bytes in
            let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            var request = HTTPRequest(method: .get, scheme: "https", authority: "node.example", path: "/records")
            for (name, part) in zip(["signature-input", "signature"], parts) {
                guard let field = HTTPField.Name(name) else { return }
                request.headerFields[field] = String(decoding: part, as: UTF8.self)
            }
            _ = try? SignatureInput(parsing: request)
        },
        "promise": { bytes in
            guard let promise = try? PromiseNote(parsing: bytes) else { return }
            guard promise.bytes == bytes else { fatalError("a promise does not render to its own bytes") }
        },
        "evidence": { bytes in
            guard let evidence = try? Evidence(parsing: bytes) else { return }
            guard (try? Evidence(parsing: evidence.bytes)) == evidence else {
                fatalError("evidence does not round-trip")
            }
            if let logKey { _ = evidence.judged(by: logKey) }
        },
        "inquiry": { bytes in
            guard let file = try? VerifiableFile(parsing: bytes) else { return }
            if let logKey { _ = file.judged(by: logKey) }
            guard case .bundle(let bundle) = file else { return }
            guard let again = try? InquiryBundle(parsing: bundle.bytes), again.bytes == bundle.bytes else {
                fatalError("a bundle does not round-trip")
            }
        },
        "calendar": { bytes in
            guard let file = try? CalendarReader(resolve: { _ in .earliest }).read(bytes) else { return }
            // What was read is written so that it reads the same; escapes may make a line longer than it was.
            var limits = CalendarLimits()
            limits.lineBytes *= 4
            limits.bytes *= 4
            guard let again = try? CalendarReader(limits: limits, resolve: { _ in .earliest }).read(file.bytes),
                again.events.map(\.summary) == file.events.map(\.summary),
                again.events.map(\.uid) == file.events.map(\.uid)
            else { fatalError("a calendar does not survive being written") }
            _ = try? RosterCalendar.shifts(of: file)
        },
        "short-report": { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let report = try? ShortReport(reading: text, receivedAt: received) else { return }
            if let time = report.time, time > received.adding(seconds: 300) { fatalError("a time lies ahead: \(time)") }
            guard
                report.place == nil
                    || (try? report.positionReport(receivedAt: received, means: .sms, device: nil)) != nil
            else { fatalError("a short report with a place is no position") }
        },
        "track": { bytes in
            guard let track = try? TrackImporter().read(bytes) else { return }
            guard track.reports.count <= track.pointsRead else { fatalError("more reports than points") }
            guard track.isComplete || track.issueCount > 0 else { fatalError("incomplete, and nothing says so") }
        },
        "post": { bytes in
            _ = try? PostedPosition(json: bytes)
            _ = try? PostedPosition(query: String(decoding: bytes, as: UTF8.self), receivedAt: received)
        },
        "events": { bytes in
            var parser = EventStreamParser()
            _ = try? parser.feed(bytes)
        },
    ]

    /// A time of receipt.
    static let received = Instant.earliest.adding(seconds: 63_600_000_000)

    /// The key of the golden files' log, so that a corpus seeded with them gets past the signatures.
    static let logKey = try? NoteVerifierKey(
        vkey: "log.example/north-line+fb43dec8+AZXsvonHqiFJx4L8qxC5yG466BjJd54w8FT+ps8q+VGv")

    static let chosen: @Sendable ([UInt8]) -> Void = {
        let name = ProcessInfo.processInfo.environment["PARLEY_FUZZ"] ?? ""
        guard let target = targets[name] else {
            fatalError("PARLEY_FUZZ must be one of \(targets.keys.sorted().joined(separator: ", "))")
        }
        return target
    }()
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTargets.chosen(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager names an executable's entry point after its module; libFuzzer's driver does the rest.
@_cdecl("FuzzTargets_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments) { fuzzOneInput($0, $1) }
}
