import Deconfliction
import Geodesy

/// Every record against every activity, volume by volume, with nothing left out: slow and obvious.
struct BruteForce: ConflictSearching {
    private var all: [RecordSlot: ConflictRecord] = [:]

    var count: Int { all.count }

    mutating func upsert(_ record: ConflictRecord) { all[record.slot] = record }

    mutating func remove(_ slot: RecordSlot) { all[slot] = nil }

    var records: [ConflictRecord] { inOrder }

    private var inOrder: [ConflictRecord] { all.values.sorted { $0.slot < $1.slot } }

    func conflicts(with activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [Conflict] {
        conflicts(with: activity).filter { isIncluded($0.slot) }
    }

    func conflicts(with activity: Activity) -> [Conflict] {
        inOrder.compactMap { record in
            var pairs: [Conflict] = []
            for (recordVolume, mine) in record.volumes.enumerated() {
                for (activityVolume, theirs) in activity.volumes.enumerated() {
                    guard let overlap = mine.window.intersection(theirs.window), mine.band.mayOverlap(theirs.band)
                    else { continue }
                    let separation = mine.area.separation(to: theirs.area)
                    let standOff = max(record.standOffMillimetres, activity.standOffMillimetres)
                    guard separation.distanceMillimetres <= standOff else { continue }
                    pairs.append(
                        Conflict(
                            slot: record.slot, distanceMillimetres: separation.distanceMillimetres,
                            standOffMillimetres: standOff, overlap: overlap,
                            nearestOnRecord: separation.nearestHere, nearestOnActivity: separation.nearestThere,
                            recordVolume: recordVolume, activityVolume: activityVolume))
                }
            }
            return pairs.min {
                ($0.distanceMillimetres, $0.recordVolume, $0.activityVolume)
                    < ($1.distanceMillimetres, $1.recordVolume, $1.activityVolume)
            }
        }
    }

    func records(overlapping box: BoundingBox, during window: TimeWindow?) -> [RecordSlot] {
        inOrder.filter { record in
            record.volumes.contains {
                $0.area.boundingBox.intersects(box) && (window?.overlaps($0.window) ?? true)
            }
        }.map(\.slot)
    }

    func records(withVertexIn box: BoundingBox, during window: TimeWindow?) -> [RecordSlot] {
        inOrder.filter { record in
            record.volumes.contains { volume in
                let vertices =
                    switch volume.area {
                    case .circle(let circle): [circle.centre]
                    case .route(let route): route.path
                    case .polygon(let polygon): polygon.outer
                    }
                return vertices.contains { box.contains($0) } && (window?.overlaps(volume.window) ?? true)
            }
        }.map(\.slot)
    }

    func records(within millimetres: Int64, of area: Area, during window: TimeWindow?) -> [RecordSlot] {
        inOrder.filter { record in
            record.volumes.contains {
                $0.area.separation(to: area).distanceMillimetres <= millimetres && (window?.overlaps($0.window) ?? true)
            }
        }.map(\.slot)
    }
}
