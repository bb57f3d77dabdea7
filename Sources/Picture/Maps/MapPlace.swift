import Coordination
import Deconfliction
public import Geodesy
import Statements

/// A place at which something is or was, and when.
public struct MapPlace: Sendable {
    /// What it is of what it belongs to.
    public enum Part: String, CaseIterable, Sendable {
        /// A site.
        case site
        /// A leg that is not behind a movement.
        case leg
        /// Where a movement stands after its last leg.
        case halt
        /// A leg that is behind it, by its plan and its delays.
        case travelled
        /// Ground, as it was last reported.
        case ground
        /// Ground of an earlier report that was stated anew since.
        case earlier
    }

    /// What it is.
    public let part: Part
    /// The ground.
    public let area: Area
    /// When it holds.
    public let window: TimeWindow
}

extension Record {
    /// Where it is and when; with its past, also where it was, as far as is known now.
    ///
    /// A movement's past is its plan with all delays, and what was open when it was closed was open until then.
    func places(withPast: Bool) -> [MapPlace] {
        switch self {
        case .notification(let record): Self.places(of: record, withPast: withPast)
        case .movement(let record): Self.places(of: record, withPast: withPast)
        }
    }

    private static func places(of record: Coordination.Notification, withPast: Bool) -> [MapPlace] {
        guard case .withdrawn(_, let provenance) = record.state else {
            return record.volumes.map { MapPlace(part: .site, area: $0.area, window: $0.window) }
        }
        let valid = record.details.valid
        let end = min(valid.end ?? provenance.loggedAt, provenance.loggedAt)
        guard withPast, let window = try? TimeWindow(start: valid.start, end: end) else { return [] }
        return [MapPlace(part: .site, area: record.details.place, window: window)]
    }

    private static func places(of record: Movement, withPast: Bool) -> [MapPlace] {
        var places = record.volumes.map { volume in
            let part: MapPlace.Part = if case .circle = volume.area { .halt } else { .leg }
            return MapPlace(part: part, area: volume.area, window: volume.window)
        }
        guard withPast || !record.isClosed else { return places }
        let closed: Instant? = if case .closed(_, let provenance) = record.state { provenance.loggedAt } else { nil }
        for (number, leg) in record.details.legs.enumerated() where closed != nil || number < record.legsReached {
            let planned = leg.planned.end?.adding(seconds: record.delaySeconds)
            let end =
                number < record.legsReached ? [planned, closed].compactMap { $0 }.min() : closed
            guard let window = try? TimeWindow(start: leg.planned.start, end: end) else { continue }
            places.append(MapPlace(part: .travelled, area: .route(leg.route), window: window))
        }
        return places
    }
}

extension Dossier {
    /// The ground of a hazard as it was reported up to a time, the last report first; empty where it is none or nobody had
    /// reported it.
    func ground(until limit: Instant) -> [(report: HazardReport, place: MapPlace)] {
        var found: [(report: HazardReport, place: MapPlace)] = []
        for said in ([stated] + earlier.reversed()) {
            guard case .hazard(let report) = said.content, report.asOf < limit,
                let window = try? TimeWindow(start: report.asOf, end: nil)
            else { continue }
            let part: MapPlace.Part = found.isEmpty ? .ground : .earlier
            found.append((report, MapPlace(part: part, area: report.area, window: window)))
        }
        return found
    }
}

extension Area {
    /// Says whether any of it may reach into a box; nothing that does is left out.
    func mayReach(into box: BoundingBox) -> Bool {
        if box == .everywhere || vertices.contains(where: box.contains) { return true }
        return boundingBox.intersects(box)
    }

    /// The positions by which it is stated.
    var vertices: [Position] {
        switch self {
        case .circle(let circle): [circle.centre]
        case .polygon(let polygon): polygon.outer
        case .route(let route): route.path
        }
    }

    /// How many positions are drawn for it.
    var positionCount: Int {
        switch self {
        case .circle: 1
        case .polygon(let polygon): polygon.holes.reduce(polygon.outer.count) { $0 + $1.count }
        case .route(let route): route.path.count
        }
    }
}
