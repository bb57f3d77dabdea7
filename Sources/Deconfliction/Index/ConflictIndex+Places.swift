public import Geodesy

extension ConflictIndex {
    /// The records with a volume whose ground may reach into the box, and whose window meets the one given, by slot.
    ///
    /// Nothing that reaches into the box is left out. What is named at least comes near it: its box of latitudes and
    /// longitudes meets the given one, and so do their boxes in the Earth-centred frame. The answer depends on the
    /// records alone.
    public func records(overlapping box: BoundingBox, during window: TimeWindow?) -> [RecordSlot] {
        var found = Column<UInt32>(capacity: 256)
        var slots: [RecordSlot] = []
        forEachTier { tier in
            found.removeAll()
            tier.tree.search(tier.box(of: box, during: window), into: &found)
            for candidate in 0..<found.count {
                let place = Int(found[candidate])
                let owner = tier.owners[place]
                guard isLive(owner), window.map({ tier.window(at: place).overlaps($0) }) ?? true,
                    tier.mayReach(into: box, place)
                else { continue }
                slots.append(RecordSlot(rawValue: owner.x))
            }
        }
        return Self.sortedOnce(slots)
    }

    /// The records with a volume at most this far from the area, and whose window meets the one given, by slot.
    ///
    /// Within 1 mm of the distance counts as at most this far; stand-off distances and altitudes are left aside. For a
    /// route this is what lies along it.
    public func records(within millimetres: Int64, of area: Area, during window: TimeWindow?) -> [RecordSlot] {
        guard millimetres >= 0 else { return [] }
        // No two places are farther apart than half a meridian, some 20,004 km.
        let distance = min(millimetres, Self.longestDistanceMillimetres)
        let volume = Volume4D(
            area: area, band: .everything, window: window ?? TimeWindow(checkedStart: .earliest, end: nil))
        // A head holds stand-offs of up to 4,294 km; what is asked beyond is added to the area's own buffer instead.
        guard distance <= ConflictRecord.maximumStandOffMillimetres else {
            return farRecords(within: distance, of: volume)
        }
        var slots: [RecordSlot] = []
        Asker.with { asker in
            asker.stage.append(volume, standOffMillimetres: distance, place: 0, owner: EntryOwner(0, 0))
            asker.question.aim(asker.stage, at: 0, isOwnStandOffOnly: true)
            forEachTier { tier in
                asker.question.forEachConflict(in: tier, of: self, where: nil) { _, owner in
                    slots.append(RecordSlot(rawValue: owner.x))
                }
            }
        }
        return Self.sortedOnce(slots)
    }

    private static let longestDistanceMillimetres: Int64 = 20_100_000_000

    /// The same for distances of more than 1,000 km, by the exact distance to every record.
    private func farRecords(within millimetres: Int64, of volume: Volume4D) -> [RecordSlot] {
        let area = PreparedArea(volume.area)
        var slots: [RecordSlot] = []
        forEachTier { tier in
            for place in 0..<tier.count where isLive(tier.owners[place]) {
                guard tier.window(at: place).overlaps(volume.window),
                    PreparedArea(tier.area(at: place)).separation(to: area, within: millimetres) != nil
                else { continue }
                slots.append(RecordSlot(rawValue: tier.owners[place].x))
            }
        }
        return Self.sortedOnce(slots)
    }
}

extension Tier {
    /// The box in the Earth-centred frame, since this tier's epoch, that holds the ground of a box of degrees.
    fileprivate func box(of box: BoundingBox, during window: TimeWindow?) -> TreeBox {
        let ground = GroundBox(box)
        var result = TreeBox.empty
        result.low = SIMD8(ground.low.0, ground.low.1, ground.low.2, -.infinity, -.infinity, 0, 0, 0)
        result.high = SIMD8(ground.high.0, ground.high.1, ground.high.2, .infinity, .infinity, 0, 0, 0)
        if let window {
            let seconds = EntryWriter.seconds(
                window.start.microsecondsSince1970, window.end?.microsecondsSince1970 ?? .max,
                since: epochMicroseconds)
            result.low[TreeBox.timeAxis] = seconds.start
            result.high[TreeBox.timeAxis] = seconds.end
        }
        return result
    }

    /// Says whether an entry's box of degrees meets the given one.
    fileprivate func mayReach(into box: BoundingBox, _ place: Int) -> Bool {
        let head = heads[place]
        // One vertex inside settles it without the work of the whole box.
        for vertex in 0..<Int(head.vertexCount) {
            let position = vertices[Int(head.firstVertex) + vertex]
            if box.contains(Position(checkedLatitudeE7: position.x, longitudeE7: Int64(position.y))) { return true }
        }
        return area(at: place).boundingBox.intersects(box)
    }
}
