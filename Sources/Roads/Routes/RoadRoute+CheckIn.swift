public import Geodesy

/// What a check-in says about a movement on a route.
public struct RouteProgress: Hashable, Sendable {
    /// How the time fits what was planned.
    public enum Punctuality: Hashable, Sendable {
        /// Earlier than possible by the plan, by this many milliseconds: look at the report or the plan.
        case early(byMilliseconds: Int64)
        /// Within the times of the plan.
        case within
        /// Later than the plan's latest, by this many milliseconds.
        case late(byMilliseconds: Int64)
        /// The route has no departure to compare with.
        case unknown
    }

    /// How far the position is from the route, in millimetres.
    public let offRouteMillimetres: Int64
    /// The nearest place of the route that is still consistent with the time.
    public let nearest: Position
    /// How far along the route that is, in millimetres.
    public let travelledMillimetres: Int64
    /// The leg that it lies on, from 0.
    public let leg: Int
    /// How the time fits.
    public let punctuality: Punctuality
    /// The rest of the route from there, timed from the check-in; it begins at the nearest place of the route.
    public let remaining: RoadRoute
}

extension RoadRoute {
    /// Follows a check-in: where on the route it is, how it fits the plan, and the rest with its times anew.
    ///
    /// The clock is the caller's: whether the time lies in the future, or the position is too far off for the rest to mean
    /// anything (`offRouteMillimetres`), is for the caller to judge.
    ///
    /// - Parameters:
    ///   - position: Where the movement says it is.
    ///   - time: When it was there.
    ///   - accuracyMillimetres: How far it may be from there; the rest begins that much earlier and later.
    ///   - notBefore: Millimetres of the route already behind it by an earlier check-in.
    /// - Returns: What the check-in says.
    public func revised(
        at position: Position, time: Instant, accuracyMillimetres: Int64 = 0, notBefore: Int64 = 0
    ) -> RouteProgress {
        let found = nearest(to: position, at: time, notBefore: notBefore)
        let off = Geodesic.inverse(position, found.position).distanceMetres
        let slack = max(0, accuracyMillimetres) + Int64((off * 1_000).rounded(.up))
        return RouteProgress(
            offRouteMillimetres: Int64((off * 1_000).rounded()), nearest: found.position,
            travelledMillimetres: found.travelled, leg: found.leg, punctuality: punctuality(found, time),
            remaining: remaining(from: found, time: time, slack: slack))
    }

    /// A place on the route.
    struct Place {
        var leg: Int
        var step: Int
        var position: Position
        /// Millimetres along the step.
        var along: Int64
        /// Millimetres along the route.
        var travelled: Int64
        /// Plain distance in millimetres.
        var distance: Int64
        /// How far outside the plan's time there the check-in is, in milliseconds.
        var misfit: Int64
    }

    /// Of places about equally near, the one whose time fits best: a road may be travelled twice.
    private func nearest(to position: Position, at time: Instant, notBefore: Int64) -> Place {
        let first = legs.first?.start.position ?? position
        var best: Place?
        var travelled: Int64 = 0
        for (leg, steps) in legs.map(\.steps).enumerated() {
            for (index, step) in steps.enumerated() {
                defer { travelled += step.lengthMillimetres }
                guard travelled + step.lengthMillimetres >= notBefore else { continue }
                guard var place = step.nearest(to: position) else { continue }
                (place.leg, place.step, place.travelled) = (leg, index, travelled + place.along)
                guard place.travelled >= notBefore || best == nil else { continue }
                place.misfit = misfit(place, time)
                guard let known = best else {
                    best = place
                    continue
                }
                let isNear = abs(place.distance - known.distance) <= Self.alikeMillimetres
                if isNear ? place.misfit < known.misfit : place.distance < known.distance { best = place }
            }
        }
        return best
            ?? Place(
                leg: 0, step: 0, position: first, along: 0, travelled: 0,
                distance: Int64(Geodesic.inverse(position, first).distanceMetres * 1_000), misfit: 0)
    }

    /// Places of the route that are alike in their distance to within this are told apart by time.
    private static let alikeMillimetres: Int64 = 20_000

    /// The offsets from the departure at which the plan has the movement at a place.
    private func planned(_ place: Place) -> TravelTime {
        guard legs.indices.contains(place.leg) else { return .zero }
        let leg = legs[place.leg]
        guard leg.steps.indices.contains(place.step) else { return leg.leaves }
        let step = leg.steps[place.step]
        let before = place.step == 0 ? leg.leaves : leg.steps[place.step - 1].reached
        func part(_ value: Int64) -> Int64 {
            step.lengthMillimetres == 0
                ? 0 : Int64(Double(value) * Double(place.along) / Double(step.lengthMillimetres))
        }
        // Waiting and checkpoints may lie before or after the place, so the latest counts them and the least does not.
        return TravelTime(
            leastMilliseconds: before.leastMilliseconds
                + min(part(step.travel.leastMilliseconds), step.reached.leastMilliseconds - before.leastMilliseconds),
            usualMilliseconds: before.usualMilliseconds + part(step.travel.usualMilliseconds),
            mostMilliseconds: step.closedDuring.isEmpty && step.checkpoints.isEmpty
                ? before.mostMilliseconds + part(step.travel.mostMilliseconds) : step.reached.mostMilliseconds)
    }

    /// Milliseconds after the latest (positive) or before the earliest (negative); 0 within.
    private func deviation(_ place: Place, _ time: Instant) -> Int64? {
        guard let departure else { return nil }
        let plan = planned(place)
        let at = time.microsecondsSince1970 / 1_000
        let earliest = departure.planned.microsecondsSince1970 / 1_000 + plan.leastMilliseconds
        let latest = departure.latest.microsecondsSince1970 / 1_000 + plan.mostMilliseconds
        return at > latest ? at - latest : at < earliest ? at - earliest : 0
    }

    private func misfit(_ place: Place, _ time: Instant) -> Int64 { deviation(place, time)?.magnitudeAsSigned ?? 0 }

    private func punctuality(_ place: Place, _ time: Instant) -> RouteProgress.Punctuality {
        guard let deviation = deviation(place, time) else { return .unknown }
        return deviation == 0
            ? .within : deviation > 0 ? .late(byMilliseconds: deviation) : .early(byMilliseconds: -deviation)
    }

    /// What is left from a place, with times from a check-in there.
    private func remaining(from place: Place, time: Instant, slack: Int64) -> RoadRoute {
        guard legs.indices.contains(place.leg) else { return self }
        var rest = Array(legs[place.leg...])
        let whole = legs[place.leg]
        let name = "check-in at \(time)"
        var steps = Array(whole.steps.dropFirst(place.step))
        if let step = steps.first {
            steps[0] = step.after(place.along, at: place.position)
            if steps[0].lengthMillimetres == 0, steps.count > 1 { steps.removeFirst() }
        }
        rest[0] = RouteLeg(
            from: RoutePlace(name: name, position: place.position), to: whole.to, start: whole.start, end: whole.end,
            leaves: .zero, steps: steps)
        var route = RoadRoute(
            departure: RouteRequest.Departure(planned: time, latest: time), profileName: profileName, source: source,
            legs: rest, considered: considered)
        route.time(slack: steps.first.map { $0.time(for: min(slack, $0.lengthMillimetres)) } ?? .zero)
        return route
    }

    private init(
        departure: RouteRequest.Departure?, profileName: String, source: String, legs: [RouteLeg],
        considered: [Considered]
    ) {
        self.departure = departure
        self.profileName = profileName
        self.source = source
        self.legs = legs
        self.considered = considered
    }
}

extension Int64 {
    /// The magnitude, held at the largest value.
    fileprivate var magnitudeAsSigned: Int64 { Int64(clamping: magnitude) }
}
