import Deconfliction
import Foundation
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// Memory that active sites take in the picture, by what it is made of.
struct MemoryBench {
    var sites = 100_000

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 1)
        let start = ContinuousClock.now
        var picture = world.node.publisher.state.picture
        let before = Self.residentBytes()
        let step = 1_000
        let seen = BenchAccord.head(of: world.node)
        let now = world.node.clock.now()
        for _ in stride(from: 0, to: sites, by: step) {
            // Signed and dropped in small steps, so that only the picture is still there to be counted.
            for envelope in try world.accord.sites(step, by: 0, seen: seen, at: now) {
                let signed = try SignedStatement(envelope)
                picture.apply(
                    Accepted(fromOwnLog: VerifiedStatement(fromOwnLog: signed, leaf: .emptyTree), opened: nil))
            }
        }
        let total = Self.residentBytes() - before
        let index = try indexBytes(picture)
        let names = namesBytes(picture)
        let seconds = (ContinuousClock.now - start).seconds
        let count = Double(picture.records.count)
        try await world.close()
        return BenchResult(
            name: "memory", value: Double(total) / count, unit: "bytes/site", seconds: seconds,
            conditions: "resident set, \(picture.records.count) active point sites with one name and one contact",
            details: [
                ("sites", count), ("conflictIndexBytes", index / count), ("nameTableBytes", names / count),
                ("recordBytes", (Double(total) - index - names) / count),
            ])
    }

    /// The conflict index alone, built again beside the picture.
    private func indexBytes(_ picture: Picture) throws -> Double {
        let before = Self.residentBytes()
        var index = ConflictIndex()
        for slot in picture.records.slots() {
            index.upsert(
                try ConflictRecord(slot: slot, volumes: picture.records[slot].volumes, standOffMillimetres: 500_000))
        }
        let bytes = Self.residentBytes() - before
        precondition(index.count == picture.records.count)
        return Double(bytes)
    }

    /// The table from names to slots alone.
    private func namesBytes(_ picture: Picture) -> Double {
        let before = Self.residentBytes()
        var names: TreeDictionary<RecordID, RecordSlot> = [:]
        for slot in picture.records.slots() {
            let id = picture.records[slot].id
            // A copy of the text, as if nothing else held it.
            let subject = SubjectID(checked: String(decoding: Array(id.subject.rawValue.utf8), as: UTF8.self))
            names[RecordID(owner: id.owner, subject: subject)] = slot
        }
        let bytes = Self.residentBytes() - before
        precondition(names.count == picture.records.count)
        return Double(bytes)
    }

    static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "")
        else { return 0 }
        return kilobytes * 1024
    }
}
