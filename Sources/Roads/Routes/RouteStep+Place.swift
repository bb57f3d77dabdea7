import Geodesy

extension RouteStep {
    /// The place of the step that is nearest to a position; nil for a path that cannot be measured.
    func nearest(to position: Position) -> RoadRoute.Place? {
        NearestOnLine(of: path, to: position).map {
            RoadRoute.Place(
                leg: 0, step: 0, position: $0.position, along: min(lengthMillimetres, $0.alongMillimetres),
                travelled: 0,
                distance: $0.distanceMillimetres, misfit: 0)
        }
    }

    /// What is left of the step from a place on it.
    ///
    /// Whether a checkpoint on it lies behind or ahead is not known, so at best it lies behind and at worst ahead.
    func after(_ along: Int64, at position: Position) -> RouteStep {
        let rest = max(0, lengthMillimetres - along)
        var left = [position]
        var before = 0.0
        for (start, end) in zip(path, path.dropFirst()) {
            before += Geodesic.inverse(start, end).distanceMetres * 1_000
            if before > Double(along) || end == path[path.count - 1], end != left.last { left.append(end) }
        }
        return RouteStep(
            road: road, name: name, roadClass: roadClass, path: left, lengthMillimetres: rest,
            driving: time(for: rest),
            held: TravelTime(
                leastMilliseconds: 0, usualMilliseconds: held.usualMilliseconds,
                mostMilliseconds: held.mostMilliseconds), checkpoints: checkpoints, hazards: hazards,
            closedDuring: closedDuring, reached: .zero)
    }

    /// The time for a part of the step at its speeds.
    func time(for millimetres: Int64) -> TravelTime {
        guard lengthMillimetres > 0 else { return .zero }
        let share = Double(millimetres) / Double(lengthMillimetres)
        return TravelTime(
            leastMilliseconds: Int64((Double(driving.leastMilliseconds) * share).rounded(.down)),
            usualMilliseconds: Int64((Double(driving.usualMilliseconds) * share).rounded(.up)),
            mostMilliseconds: Int64((Double(driving.mostMilliseconds) * share).rounded(.up)))
    }
}
