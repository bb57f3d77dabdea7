public import Deconfliction
public import Geodesy

extension ScanIndex {
    /// Every record that the activity intersects or comes nearer to than stand-off; see `ConflictSearching`.
    public func conflicts(with activity: Activity) -> [Conflict] {
        conflicts(with: activity) { _ in true }
    }

    /// The same among the records that `isIncluded` names, asked before anything is measured.
    ///
    /// What a reader may not see must not take time either: time tells.
    public func conflicts(with activity: Activity, where isIncluded: (RecordSlot) -> Bool) -> [Conflict] {
        let prepared = activity.volumes.map { PreparedArea($0.area) }
        let bounds = zip(activity.volumes, prepared).enumerated().map { index, pair in
            VolumeBounds(
                pair.1, pair.0.window, standOffMillimetres: activity.standOffMillimetres, record: 0, volume: index)
        }
        guard let hull = VolumeBounds.union(bounds) else { return [] }
        var found: [Conflict] = []
        for chunk in chunks {
            var nearest: (record: Int32, conflict: Conflict)?
            for candidate in chunk.bounds where candidate.mayMeet(hull) {
                guard isIncluded(chunk.records[Int(candidate.record)].slot) else { continue }
                if let done = nearest, done.record != candidate.record {
                    found.append(done.conflict)
                    nearest = nil
                }
                let best = Self.nearest(
                    of: chunk.records[Int(candidate.record)], volume: Int(candidate.volume), candidate,
                    activity: activity, prepared: prepared, bounds: bounds, than: nearest?.conflict)
                if let best { nearest = (candidate.record, best) }
            }
            if let nearest { found.append(nearest.conflict) }
        }
        return found
    }

    /// The nearest of the activity's volumes to one volume of a record, if nearer than what was found before.
    private static func nearest(
        of record: ConflictRecord, volume: Int, _ recordBounds: VolumeBounds, activity: Activity,
        prepared: [PreparedArea], bounds: [VolumeBounds], than earlier: Conflict?
    ) -> Conflict? {
        let recordVolume = record.volumes[volume]
        var best = earlier
        var recordArea: PreparedArea?
        for (index, activityVolume) in activity.volumes.enumerated() where recordBounds.mayMeet(bounds[index]) {
            guard let overlap = recordVolume.window.intersection(activityVolume.window),
                recordVolume.band.mayOverlap(activityVolume.band)
            else { continue }
            let area = recordArea ?? PreparedArea(recordVolume.area)
            recordArea = area
            // Only a shorter distance replaces what came before, so the first pair stays among equals.
            let standOff = max(record.standOffMillimetres, activity.standOffMillimetres)
            let limit = best.map { $0.distanceMillimetres - 1 } ?? standOff
            guard let separation = area.separation(to: prepared[index], within: limit) else { continue }
            best = Conflict(
                slot: record.slot, distanceMillimetres: separation.distanceMillimetres,
                standOffMillimetres: standOff, overlap: overlap,
                nearestOnRecord: separation.nearestHere, nearestOnActivity: separation.nearestThere,
                recordVolume: volume, activityVolume: index)
        }
        return best
    }

    /// The records with a volume whose bounding box meets the box, and whose window meets the one given, by slot.
    public func records(overlapping box: BoundingBox, during window: TimeWindow?) -> [RecordSlot] {
        slots { chunk, index in
            guard chunk.boxes[index].intersects(box) else { return false }
            let bounds = chunk.bounds[index]
            let volume = chunk.records[Int(bounds.record)].volumes[Int(bounds.volume)]
            return window.map { volume.window.overlaps($0) } ?? true
        }
    }

    /// The records with a volume at most this far from the area, and whose window meets the one given, by slot.
    public func records(within millimetres: Int64, of area: Area, during window: TimeWindow?) -> [RecordSlot] {
        let prepared = PreparedArea(area)
        let ball = prepared.ball
        return slots { chunk, index in
            let bounds = chunk.bounds[index]
            let (dx, dy, dz) = (bounds.x - ball.x, bounds.y - ball.y, bounds.z - ball.z)
            let reach = bounds.radius + ball.radius + Double(millimetres) / 1_000
            guard dx * dx + dy * dy + dz * dz <= reach * reach else { return false }
            let volume = chunk.records[Int(bounds.record)].volumes[Int(bounds.volume)]
            if let window, !volume.window.overlaps(window) { return false }
            return PreparedArea(volume.area).separation(to: prepared, within: millimetres) != nil
        }
    }

    /// The slots with a volume that passes, each once, in order.
    private func slots(where passes: (RecordChunk, Int) -> Bool) -> [RecordSlot] {
        var found: [RecordSlot] = []
        for chunk in chunks {
            for index in chunk.bounds.indices {
                let slot = chunk.records[Int(chunk.bounds[index].record)].slot
                if found.last != slot, passes(chunk, index) { found.append(slot) }
            }
        }
        return found
    }
}
