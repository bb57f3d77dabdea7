/// A record that a track is predicted to come near within the look-ahead.
public struct TrackRecordEncounter: Hashable, Sendable {
    /// The track.
    public let track: TrackID
    /// The record.
    public let slot: RecordSlot
    /// The track is not that near before this, in seconds from the cycle.
    public let earliestSeconds: Double
    /// The track is not that near after this, in seconds from the cycle, as far as the look-ahead goes.
    public let latestSeconds: Double
}

extension TrackPicture {
    /// Into how many parts a look-ahead is cut to say when a track is near a record.
    static let slices = 8

    /// Every track with every record that it is predicted to come near, by track, then slot.
    ///
    /// Near means within the record's stand-off distance, the horizontal minimum of the rule and the track's doubt of
    /// one of the record's areas, while that volume is in force, at altitudes within the vertical minimum and the
    /// track's doubt of its band. None is missing; but time, altitude and place are each compared over an eighth of the
    /// look-ahead as a whole, so that a track which reaches the place and the altitude up to an eighth apart is here too.
    ///
    /// - Parameters:
    ///   - records: What not to come near.
    ///   - isIncluded: Which records to ask about for a track, before anything is measured.
    /// - Returns: One answer for each track and record.
    /// - Throws: `tooManyEncounters`.
    /// - Complexity: One query a track, and `slices` more for a track that has an answer.
    public func encounters(
        with records: some ConflictSearching, where isIncluded: (Track, RecordSlot) -> Bool = { _, _ in true }
    ) throws(TrackError) -> [TrackRecordEncounter] {
        var found: [TrackRecordEncounter] = []
        for track in tracks {
            let sweep = TrackSweep(track, now: now, rule: rule)
            let near = Self.slots(in: records, near: sweep.volume(from: 0, to: rule.lookAheadSeconds)) {
                isIncluded(track, $0)
            }
            guard !near.isEmpty else { continue }
            let encounters = encounters(of: track, sweep, with: records, among: near)
            guard found.count + encounters.count <= Self.maximumEncounters else {
                throw .tooManyEncounters(limit: Self.maximumEncounters)
            }
            found += encounters
        }
        return found
    }

    /// The encounters of one track, among slots in order.
    private func encounters(
        of track: Track, _ sweep: TrackSweep, with records: some ConflictSearching, among near: [RecordSlot]
    ) -> [TrackRecordEncounter] {
        let count = rule.lookAheadSeconds > 0 ? Self.slices : 1
        var spans: [(first: Int, last: Int)?] = Array(repeating: nil, count: near.count)
        for slice in 0..<count {
            let (start, end) = (moment(slice, of: count), moment(slice + 1, of: count))
            let here = Self.slots(in: records, near: sweep.volume(from: start, to: end)) {
                Self.place(of: $0, in: near) != nil
            }
            for slot in here {
                guard let place = Self.place(of: slot, in: near) else { continue }
                spans[place] = (spans[place]?.first ?? slice, slice)
            }
        }
        return zip(near, spans).compactMap { slot, span in
            span.map {
                TrackRecordEncounter(
                    track: track.id, slot: slot, earliestSeconds: moment($0.first, of: count),
                    latestSeconds: moment($0.last + 1, of: count))
            }
        }
    }

    private func moment(_ slice: Int, of count: Int) -> Double {
        rule.lookAheadSeconds * Double(slice) / Double(count)
    }

    private static func slots(
        in records: some ConflictSearching, near volume: Volume4D, where isIncluded: (RecordSlot) -> Bool
    ) -> [RecordSlot] {
        do {
            return records.slots(inConflictWith: try Activity(volumes: [volume]), where: isIncluded)
        } catch {
            preconditionFailure("one volume is an activity: \(error)")
        }
    }

    private static func place(of slot: RecordSlot, in slots: [RecordSlot]) -> Int? {
        var (low, high) = (0, slots.count)
        while low < high {
            let middle = (low + high) / 2
            if slots[middle] < slot { low = middle + 1 } else { high = middle }
        }
        return low < slots.count && slots[low] == slot ? low : nil
    }
}
