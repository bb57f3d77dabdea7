import Coordination
import HashTreeCollections
import Picture

/// How many records are open to all, by what they are; what has an audience is not counted.
struct PublicCounts: Sendable {
    let rows: [(name: String, count: Int)]

    init(_ picture: Picture) {
        var counts: [String: Int] = ["sites": 0, "movements": 0, "dossiers": 0]
        for slot in picture.records.slots() {
            guard let record = picture.records.record(in: slot), record.isReadable(by: nil) else { continue }
            if case .movement = record {
                counts["movements", default: 0] += 1
            } else {
                counts["sites", default: 0] += 1
            }
        }
        for dossier in picture.dossiers.dossiers.values where dossier.isReadable(by: nil) {
            counts["dossiers", default: 0] += 1
        }
        rows = ["sites", "movements", "dossiers"].map { ($0, counts[$0] ?? 0) }
    }
}
