import Geodesy

/// A part of a road as travelled: from one offset along its line to another.
struct Stretch: Hashable {
    var road: Int32
    /// Millimetres along the road's line; greater than `to` where it is travelled against its line.
    var from: Int64
    var to: Int64

    var lengthMillimetres: Int64 { (to - from) < 0 ? from - to : to - from }
}

extension RoadPlanner {
    /// What a stretch of one road counts for and how long it usually takes; nil where it is closed or the wrong way.
    func weight(_ stretch: Stretch, _ conditions: RoadConditions, _ weighing: Weighing) -> (cost: Int64, time: Int64)? {
        guard stretch.from != stretch.to else { return (0, 0) }
        let record = network.records[Int(stretch.road)]
        guard record.direction != (stretch.from < stretch.to ? .backward : .forward),
            !weighing.isShut(stretch.road, conditions),
            let time = profile.time(
                stretch.lengthMillimetres, on: record.roadClass, postedSpeed: record.postedSpeed)
        else { return nil }
        var delay: Int64 = 0
        if let touch = conditions.touches[stretch.road], !touch.checkpoints.isEmpty {
            for index in conditions.checkpoints(entered: network.path(of: stretch), on: stretch.road) {
                delay += conditions.checkpoints[index].delay.usualMilliseconds
            }
        }
        let usual = time.usualMilliseconds
        let percent = conditions.touches[stretch.road]?.percent ?? 0
        return (usual + usual * percent / 100 + delay, usual + delay)
    }

    /// How long it takes to pass a stretch, waiting included.
    func passing(
        _ stretch: Stretch, _ conditions: RoadConditions, _ weighing: Weighing, elapsed: Int64
    ) -> Int64 {
        let time = weight(stretch, conditions, weighing)?.time ?? 0
        return time + weighing.wait(before: stretch.road, elapsed: elapsed, taking: time)
    }

    /// The stretches from one place to another; nil when there is no way.
    func leg(
        _ from: SnappedPlace, _ to: SnappedPlace, _ conditions: RoadConditions, _ weighing: Weighing, elapsed: Int64,
        _ search: inout RoadSearch
    ) -> [Stretch]? {
        let (first, last) = (from.road.index, to.road.index)
        var starts: [RoadSearch.End] = []
        var leaving: [Stretch] = []
        for (node, offset) in ends(of: first) {
            let stretch = Stretch(road: first, from: from.offsetMillimetres, to: offset)
            guard let (cost, time) = weight(stretch, conditions, weighing) else { continue }
            let wait = stretch.from == stretch.to ? 0 : weighing.wait(before: first, elapsed: elapsed, taking: time)
            starts.append(.init(node: node, cost: wait + cost, time: elapsed + wait + time, road: first))
            leaving.append(stretch)
        }
        var exits: [RoadSearch.End] = []
        var arriving: [Stretch] = []
        for (node, offset) in ends(of: last) {
            let stretch = Stretch(road: last, from: offset, to: to.offsetMillimetres)
            guard let (cost, time) = weight(stretch, conditions, weighing) else { continue }
            exits.append(.init(node: node, cost: cost, time: time, road: last))
            arriving.append(stretch)
        }
        var direct: (stretch: Stretch, cost: Int64)?
        if first == last {
            let stretch = Stretch(road: first, from: from.offsetMillimetres, to: to.offsetMillimetres)
            if let (cost, time) = weight(stretch, conditions, weighing) {
                let wait = cost == 0 ? 0 : weighing.wait(before: first, elapsed: elapsed, taking: time)
                direct = (stretch, wait + cost)
            }
        }
        let limit = min(RoadLimits.maximumTravelMilliseconds, direct.map { $0.cost - 1 } ?? .max)
        if limit >= 0, !exits.isEmpty,
            let found = search.find(starts: starts, exits: exits, weighing: weighing, limit: limit)
        {
            var stretches = [leaving[found.start]]
            for arc in found.arcs {
                let road = network.arcRoads[arc]
                let length = Int64(network.records[Int(road >> 1)].lengthMillimetres)
                stretches.append(
                    road & 1 == 0
                        ? Stretch(road: road >> 1, from: 0, to: length) : Stretch(road: road >> 1, from: length, to: 0))
            }
            stretches.append(arriving[found.exit])
            return stretches.filter { $0.from != $0.to }
        }
        return direct.map { $0.stretch.from == $0.stretch.to ? [] : [$0.stretch] }
    }

    private func ends(of road: Int32) -> [(node: Int, offset: Int64)] {
        let record = network.records[Int(road)]
        return [(Int(record.from), 0), (Int(record.to), Int64(record.lengthMillimetres))]
    }
}

extension RoadNetwork {
    /// The positions of a stretch in the order of travel.
    func path(of stretch: Stretch) -> [Position] {
        let whole = line(of: RoadID(index: stretch.road))
        let length = Int64(records[Int(stretch.road)].lengthMillimetres)
        let isForward = stretch.from <= stretch.to
        let (low, high) = isForward ? (stretch.from, stretch.to) : (stretch.to, stretch.from)
        if low == 0, high == length { return isForward ? whole : whole.reversed() }
        var out: [Position] = []
        var before = 0.0
        let (first, last) = (Double(low) / 1_000, Double(high) / 1_000)
        for (index, (start, end)) in zip(whole, whole.dropFirst()).enumerated() {
            let geodesic = Geodesic.inverse(start, end)
            let after = before + geodesic.distanceMetres
            func place(_ metres: Double) -> Position {
                Geodesic.direct(from: start, azimuthDegrees: geodesic.azimuthDegrees, metres: metres - before).position
            }
            if out.isEmpty, first <= after || index == whole.count - 2 {
                out.append(first <= before ? start : place(min(first, after)))
            }
            if !out.isEmpty {
                if last <= after {
                    out.append(last >= after ? end : place(last))
                    break
                }
                out.append(end)
            }
            before = after
        }
        return isForward ? out : out.reversed()
    }
}
