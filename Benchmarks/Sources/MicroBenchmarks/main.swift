import Coordination
import Deconfliction
import Foundation
import Geodesy
import Statements
import StrictJSON
import TransparencyLog

// Prints nanoseconds of CPU time for one call of each operation: the least of seven rounds, so that a busy machine
// shows in the spread and not in the figure.

func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func measure(_ name: String, count: Int, _ body: () throws -> Void) rethrows {
    var rounds: [Double] = []
    for _ in 0..<7 {
        let start = processorSeconds()
        for _ in 0..<count { try body() }
        rounds.append((processorSeconds() - start) / Double(count) * 1e9)
    }
    rounds.sort()
    let padded = name.padding(toLength: 44, withPad: " ", startingAt: 0)
    print("\(padded) \(Int(rounds[0])) ns   (median \(Int(rounds[3])) ns)")
}

let key = SigningKey(.ed25519)
let browserKey = SigningKey(.p256)
let body = Array(
    """
    {"category":"static-site","kind":"hospital","name":{"en":"Hospital 1","ar":"مستشفى"},"place":{"circle":{"centre":\
    {"lat":36.1515830,"lon":36.9677500},"radiusMetres":60}},"standOffClass":"site","valid":{"from":\
    "2026-01-01T00:00:00Z"},"consent":{"by":"Director","givenAt":"2026-01-01T00:00:00Z"},"contact":{"role":"Desk",\
    "phones":["+000 000 000"]}}
    """.utf8)
let root = try JSONDocument(body, limits: .init(maximumBytes: 1 << 16)).root
let statement = Statement(
    accord: AccordID(checked: "bench"), party: PartyID(checked: "party"), officer: OfficerID(checked: "access"),
    kind: Kind.notificationNotify.name, subject: SubjectID(checked: "site-1"), sequence: 7, previous: nil,
    seen: .empty, saidAt: try Instant(rfc3339: "2026-01-01T00:00:00Z", rounding: .down), content: .open(root))
let envelope = try Envelope(payload: statement.payload, signedBy: key)
let browserEnvelope = try Envelope(payload: statement.payload, signedBy: browserKey)
let signed = try SignedStatement(envelope: envelope)
let browserSigned = try SignedStatement(envelope: browserEnvelope)
let leaf = Hash.leaf(of: envelope.bytes)

print("envelope \(envelope.bytes.count) bytes, payload \(statement.payload.count) bytes, body \(body.count) bytes\n")
measure("JSON: index an envelope", count: 20_000) {
    _ = try? JSONDocument(envelope.bytes, limits: .init(maximumBytes: 1 << 16))
}
measure("statement: read envelope and payload", count: 20_000) { _ = try? SignedStatement(envelope.bytes) }
measure("notification: read a body", count: 20_000) { _ = try? NotificationDetails(body: root) }
measure("Ed25519: verify a statement", count: 1_000) { _ = try? VerifiedStatement(signed, by: key.publicKey) }
measure("P-256: verify a statement", count: 1_000) {
    _ = try? VerifiedStatement(browserSigned, by: browserKey.publicKey)
}
measure("hash: leaf of an envelope", count: 50_000) { _ = Hash.leaf(of: envelope.bytes) }
measure("hash: inner node", count: 50_000) { _ = Hash.node(leaf, leaf) }
let base64 = Base64.encode(statement.payload)
measure("base64: decode a payload", count: 50_000) { _ = try? Base64.decode(base64) }
let here = try Position(latitudeE7: 361_515_830, longitudeE7: 369_677_500)
let there = try Position(latitudeE7: 362_319_200, longitudeE7: 371_680_700)
measure("geodesic: distance of 20 km", count: 50_000) { _ = Geodesic.inverse(here, there) }

var index = ConflictIndex()
let window = try TimeWindow(start: .earliest, end: nil)
for number in 0..<10_000 {
    let place = try Position(
        latitudeE7: 340_000_000 + Int64(number * 7919 % 36_000_000),
        longitudeE7: 360_000_000 + Int64(number * 104_729 % 44_000_000))
    let area = Area.circle(try Circle(centre: place, radiusMillimetres: 60_000))
    index.upsert(
        try ConflictRecord(
            slot: RecordSlot(rawValue: UInt32(number)),
            volumes: [Volume4D(area: area, band: .everything, window: window)], standOffMillimetres: 500_000))
}
let activity = try Activity(volumes: [
    Volume4D(area: .circle(try Circle(centre: here, radiusMillimetres: 300_000)), band: .everything, window: window)
])
measure("check: one activity against 10,000 sites", count: 500) { _ = index.conflicts(with: activity) }
