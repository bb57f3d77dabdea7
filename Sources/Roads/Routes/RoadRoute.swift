public import Geodesy

/// A proposed route: where it leads, when it may be where, what was considered and what is not known.
///
/// It is a proposal by the data loaded. Nothing in it says that a road can be travelled.
public struct RoadRoute: Hashable, Sendable {
    /// What came of one closure, hazard or checkpoint that was considered.
    public struct Considered: Hashable, Sendable {
        /// What was considered.
        public enum Kind: String, Sendable {
            /// A closure.
            case closure
            /// A hazard.
            case hazard
            /// A checkpoint.
            case checkpoint
        }

        /// What it means for the route.
        public enum Outcome: Hashable, Sendable {
            /// It touches no road of the network: look whether it is in the right place.
            case touchesNoRoad
            /// It touches roads, and the route uses none of them.
            case notOnRoute
            /// Its window does not meet the time of the movement, and the route uses its roads.
            case outsideWindow
            /// The route waits for its end, if it comes early.
            case waitedFor
            /// The route goes through or near it for this many millimetres.
            case onRoute(millimetres: Int64)
            /// The route passes it this many times.
            case passed(times: Int)
        }

        /// What it is.
        public let kind: Kind
        /// What it is called.
        public let name: String
        /// What it means for the route.
        public let outcome: Outcome
    }

    /// When it sets out; nil when that is open.
    public let departure: RouteRequest.Departure?
    /// The vehicles' profile.
    public let profileName: String
    /// The network's title and attribution.
    public let source: String
    /// The parts between its places, in order.
    public internal(set) var legs: [RouteLeg]
    /// Every closure, hazard and checkpoint given, in that order, with what came of it.
    public internal(set) var considered: [Considered]

    /// What no route of this kind knows; to be shown with every one.
    public static let notKnown = [
        "Only the closures, hazards and checkpoints listed were considered.",
        "The road data do not say whether a road can be travelled today: damage, barriers, mines and control are not "
            + "in them.",
        "Turn restrictions, gradients, surfaces, widths, and the load and height that bridges take are not considered.",
        "Speeds are the profile's assumptions; the times are no promise.",
    ]

    /// Its length in millimetres.
    public var lengthMillimetres: Int64 { legs.reduce(0) { $0 + $1.lengthMillimetres } }
    /// When its end is reached, counted from the departure.
    public var reached: TravelTime { legs.last?.reached ?? .zero }
    /// The steps of all legs.
    public var steps: [RouteStep] { legs.flatMap(\.steps) }

    /// The positions of the whole route in the order of travel, none twice in a row.
    public var path: [Position] {
        var out: [Position] = []
        for step in steps { for position in step.path where position != out.last { out.append(position) } }
        if out.isEmpty, let place = legs.first?.start.position { out.append(place) }
        return out
    }

    init(
        _ planner: RoadPlanner, _ request: RouteRequest, _ places: [SnappedPlace], _ legs: [[Stretch]],
        _ conditions: RoadConditions, _ weighing: Weighing
    ) {
        departure = request.departure
        profileName = planner.profile.name
        source = [planner.network.title, planner.network.attribution].filter { !$0.isEmpty }.joined(separator: ", ")
        self.legs = legs.enumerated().map { index, stretches in
            RouteLeg(
                from: request.places[index], to: request.places[index + 1], start: places[index],
                end: places[index + 1], leaves: .zero,
                steps: stretches.map { RouteStep(planner, $0, conditions, weighing) })
        }
        considered = []
        time()
        considered = considered(conditions)
    }

    /// Counts when each step is reached.
    ///
    /// - Parameter slack: How much earlier or later the movement may be than its departure says.
    mutating func time(slack: TravelTime = .zero) {
        var clock = RouteClock(
            departure: departure,
            now: TravelTime(
                leastMilliseconds: -slack.leastMilliseconds, usualMilliseconds: 0,
                mostMilliseconds: slack.mostMilliseconds))
        for index in legs.indices {
            clock.now += legs[index].from.stay
            legs[index].leaves = clock.now
            for step in legs[index].steps.indices {
                clock.pass(legs[index].steps[step])
                legs[index].steps[step].reached = clock.now
            }
        }
    }

    private func considered(_ conditions: RoadConditions) -> [Considered] {
        let steps = steps
        // When each step is come to, before any waiting.
        let before = legs.flatMap { leg in leg.steps.isEmpty ? [] : [leg.leaves] + leg.steps.dropLast().map(\.reached) }
        var out: [Considered] = []
        for (index, closure) in conditions.closures.enumerated() {
            let met = zip(steps, before).filter {
                conditions.touches[$0.0.road.index]?.closures.contains(index) ?? false
            }
            let outcome: Considered.Outcome =
                conditions.reach.closures[index] == 0
                ? .touchesNoRoad
                : met.isEmpty
                    ? .notOnRoute : met.contains { meets($0.0, from: $0.1, closure) } ? .waitedFor : .outsideWindow
            out.append(Considered(kind: .closure, name: closure.name, outcome: outcome))
        }
        for (index, hazard) in conditions.hazards.enumerated() {
            let met = steps.filter { $0.hazards.contains(index) }.reduce(0) { $0 + $1.lengthMillimetres }
            let outcome: Considered.Outcome =
                conditions.reach.hazards[index] == 0
                ? .touchesNoRoad : met == 0 ? .notOnRoute : .onRoute(millimetres: met)
            out.append(Considered(kind: .hazard, name: hazard.name, outcome: outcome))
        }
        for (index, checkpoint) in conditions.checkpoints.enumerated() {
            let times = steps.reduce(0) { $0 + $1.checkpoints.count { $0 == index } }
            let outcome: Considered.Outcome =
                conditions.reach.checkpoints[index] == 0
                ? .touchesNoRoad : times == 0 ? .notOnRoute : .passed(times: times)
            out.append(Considered(kind: .checkpoint, name: checkpoint.name, outcome: outcome))
        }
        return out
    }

    /// Whether the movement may be on a step, or before it waiting, while a closure lasts.
    private func meets(_ step: RouteStep, from before: TravelTime, _ closure: RoadClosure) -> Bool {
        guard let departure, let window = closure.window else { return true }
        let start = departure.planned.adding(seconds: before.leastMilliseconds / 1_000)
        let end = departure.latest.adding(seconds: step.reached.mostMilliseconds / 1_000 + 1)
        return window.start < end && window.end.map { $0 > start } ?? true
    }
}

extension RouteStep {
    init(_ planner: RoadPlanner, _ stretch: Stretch, _ conditions: RoadConditions, _ weighing: Weighing) {
        let record = planner.network.records[Int(stretch.road)]
        let path = planner.network.path(of: stretch)
        let touch = conditions.touches[stretch.road]
        let checkpoints = touch == nil ? [] : conditions.checkpoints(entered: path, on: stretch.road)
        let driving =
            planner.profile.time(
                stretch.lengthMillimetres, on: record.roadClass, postedSpeed: record.postedSpeed) ?? .zero
        var held = TravelTime.zero
        for index in checkpoints { held += conditions.checkpoints[index].delay }
        self.init(
            road: RoadNetwork.RoadID(index: stretch.road), name: planner.network.names[Int(record.name)],
            roadClass: record.roadClass, path: path, lengthMillimetres: stretch.lengthMillimetres, driving: driving,
            held: held, checkpoints: checkpoints, hazards: touch?.hazards ?? [],
            closedDuring: weighing.windows[stretch.road] ?? [], reached: .zero)
    }
}

/// The times at which a movement may be somewhere, as it goes from step to step.
struct RouteClock {
    var now = TravelTime.zero
    let departure: RouteRequest.Departure?

    init(departure: RouteRequest.Departure?, now: TravelTime = .zero) {
        self.departure = departure
        self.now = now
    }

    /// Passes a step, waiting before it as long as it is closed.
    mutating func pass(_ step: RouteStep) {
        if let departure, !step.closedDuring.isEmpty {
            func wait(_ from: Instant, _ elapsed: Int64, _ taking: Int64) -> Int64 {
                Weighing.wait(step.closedDuring, at: from, elapsed: elapsed, taking: taking)
            }
            now += TravelTime(
                leastMilliseconds: wait(departure.planned, now.leastMilliseconds, step.travel.leastMilliseconds),
                usualMilliseconds: wait(departure.planned, now.usualMilliseconds, step.travel.usualMilliseconds),
                mostMilliseconds: wait(departure.latest, now.mostMilliseconds, step.travel.mostMilliseconds))
        }
        now += step.travel
    }
}
