import Coordination
public import Deconfliction
public import Geodesy

/// Everything at most so far from an area; stand-off distances and altitudes are left aside.
public struct Vicinity: Sendable {
    /// The area.
    public let area: Area
    /// Millimetres along the ground, 0 to 1,000 km; within 1 mm of it counts as so far.
    public let millimetres: Int64

    /// Checks the distance.
    ///
    /// - Throws: `standOffOutOfRange`.
    public init(of area: Area, withinMillimetres millimetres: Int64) throws(DeconflictionError) {
        let limit = ConflictRecord.maximumStandOffMillimetres
        guard (0...limit).contains(millimetres) else {
            throw .standOffOutOfRange(millimetres: millimetres, limitMillimetres: limit)
        }
        self.area = area
        self.millimetres = millimetres
    }

    /// The area in parts: a path leg by leg.
    ///
    /// Few records are near one leg, where the box around a long path holds many.
    fileprivate var parts: [Area] {
        guard case .route(let route) = area, route.path.count > 2 else { return [area] }
        return zip(route.path, route.path.dropFirst()).map { from, to in
            .route(Route(checkedPath: [from, to], halfWidthMillimetres: route.halfWidthMillimetres))
        }
    }
}

extension Picture {
    /// The records with a volume that comes so near and holds at some time in the window, in order.
    ///
    /// Only records that `isIncluded` names count; it is asked before anything is measured, since time tells too.
    func slots(
        in vicinity: Vicinity, during window: TimeWindow?, where isIncluded: (RecordSlot) -> Bool
    ) -> [RecordSlot] {
        var isFound = Array(repeating: false, count: records.count)
        let time = window ?? TimeWindow(checkedStart: .earliest, end: nil)
        for part in vicinity.parts {
            let volume = Volume4D(area: part, band: .everything, window: time)
            guard let activity = try? Activity(volumes: [volume], standOffMillimetres: vicinity.millimetres) else {
                preconditionFailure("a vicinity's distance was checked when it was made")
            }
            let named = index.slots(inConflictWith: activity) { !isFound[Int($0.rawValue)] && isIncluded($0) }
            for slot in named where isInside(vicinity, part, records[slot], time) { isFound[Int(slot.rawValue)] = true }
        }
        return isFound.indices.filter { isFound[$0] }.map { RecordSlot(rawValue: UInt32($0)) }
    }

    /// Whether a record that an activity in this part would endanger is near enough, its own stand-off left aside.
    private func isInside(_ vicinity: Vicinity, _ part: Area, _ record: Record, _ time: TimeWindow) -> Bool {
        let standOff = (accord?.standOff(record.standOffClass)?.millimetres ?? 0) + record.precisionMillimetres
        guard standOff > vicinity.millimetres else { return true }
        let area = PreparedArea(part)
        return record.volumes.contains { volume in
            volume.window.overlaps(time)
                && PreparedArea(volume.area).separation(to: area, within: vicinity.millimetres) != nil
        }
    }
}
