public import Coordination
import Deconfliction
public import Geodesy
import HashTreeCollections
public import Statements

extension Picture {
    /// Ground reported as dangerous, now or before, that comes near any of some areas, nearest first.
    ///
    /// Cleared ground is among it, with date and method; so is ground that an earlier statement named and the last one
    /// does not. What the reader may not read is left out before anything is measured: time tells too. Ties are in order
    /// of the names.
    ///
    /// - Parameters:
    ///   - areas: Where; a route's half-width belongs to it.
    ///   - millimetres: How near along the ground, 0 at least; within 1 mm of it counts as so near.
    ///   - reader: Who asks; `nil` reads only what is open.
    /// - Returns: What was found; an empty list says nothing of the ground, see `HazardFinding.knownOnly`.
    public func hazards(
        near areas: [Area], within millimetres: Int64, as reader: PartyID?
    ) -> [HazardFinding] {
        let places = areas.map(PreparedArea.init)
        let balls = places.map(\.ball)
        let limit = max(0, millimetres)
        var findings: [HazardFinding] = []
        for dossier in dossiers.hazards(within: limit, ofAny: balls, as: reader) {
            func near(_ said: Dossier.Said<Matter>) -> (HazardFinding.Statement, area: Int)? {
                guard case .hazard(let report) = said.content else { return nil }
                var nearest: (separation: Separation, area: Int)?
                let ground = places.isEmpty ? nil : PreparedArea(report.area)
                for (number, place) in places.enumerated() where report.ball.mayBe(within: limit, of: balls[number]) {
                    guard let found = ground?.separation(to: place, within: limit) else { continue }
                    guard found.distanceMillimetres < nearest?.separation.distanceMillimetres ?? .max else { continue }
                    nearest = (found, number)
                }
                let statement = HazardFinding.Statement(
                    report: report, statement: said.statement, provenance: said.provenance,
                    separation: nearest?.separation)
                return (statement, nearest?.area ?? 0)
            }
            guard let latest = near(dossier.stated) else { continue }
            let earlier = dossier.earlier.compactMap(near)
            let all = [latest] + earlier
            var best: (distance: Int64, area: Int)?
            for (statement, area) in all {
                guard let distance = statement.separation?.distanceMillimetres else { continue }
                if distance < best?.distance ?? .max { best = (distance, area) }
            }
            guard let best else { continue }
            findings.append(
                HazardFinding(
                    id: dossier.id, latest: latest.0, earlier: earlier.map(\.0), area: best.area,
                    distanceMillimetres: best.distance, disputes: dossier.disputes,
                    isIncomplete: dossier.isIncomplete))
        }
        return findings.sorted { ($0.distanceMillimetres, $0.id) < ($1.distanceMillimetres, $1.id) }
    }

    /// Hazards near the legs that a movement has not behind it; `area` of a finding is the leg's number, from 0.
    ///
    /// Once it has reached the end of its last leg, what is near there. Nil where the reader knows of no such movement.
    public func hazards(
        nearMovement id: RecordID, within millimetres: Int64, as reader: PartyID?
    ) -> [HazardFinding]? {
        guard let record = record(id), record.isReadable(by: reader), case .movement(let movement) = record else {
            return nil
        }
        let legs = movement.details.legs
        // Past the last leg it still stands somewhere on it.
        let first = min(movement.legsReached, max(0, legs.count - 1))
        let ahead = legs.dropFirst(first).map { leg in
            guard movement.legsReached == legs.count, let end = leg.route.path.last,
                let halt = try? Circle(centre: end, radiusMillimetres: leg.route.halfWidthMillimetres)
            else { return Area.route(leg.route) }
            return .circle(halt)
        }
        return hazards(near: ahead, within: millimetres, as: reader).map { $0.moved(by: first) }
    }
}

/// Hazards near where people return to.
public struct ReturnHazards: Sendable {
    /// The place of return.
    public let place: NamedPlace
    /// What comes near it; nil where the place has no position, so that nothing could be compared.
    public let findings: [HazardFinding]?
}

extension Picture {
    /// Hazards near the place of return of a threshold, a claim of readiness, a survey or a monitored return.
    ///
    /// Nil where the reader knows of no such dossier.
    public func hazards(
        nearReturn id: RecordID, within millimetres: Int64, as reader: PartyID?
    ) -> ReturnHazards? {
        guard let dossier = dossiers[id], dossier.isReadable(by: reader),
            let place = dossier.stated.content.placeOfReturn
        else { return nil }
        guard let position = place.position, let point = try? Circle(centre: position, radiusMillimetres: 0) else {
            return ReturnHazards(place: place, findings: nil)
        }
        return ReturnHazards(
            place: place, findings: hazards(near: [.circle(point)], within: millimetres, as: reader))
    }
}

extension Matter {
    /// The place that people return to, or would; nil where it is not about returns.
    public var placeOfReturn: NamedPlace? {
        switch self {
        case .threshold(let form): form.place
        case .readiness(let form): form.place
        case .intention(let form): form.returnTo
        case .monitoredReturn(let form): form.to
        default: nil
        }
    }
}

extension HazardFinding {
    fileprivate func moved(by legs: Int) -> HazardFinding {
        HazardFinding(
            id: id, latest: latest, earlier: earlier, area: area + legs, distanceMillimetres: distanceMillimetres,
            disputes: disputes, isIncomplete: isIncomplete)
    }
}
