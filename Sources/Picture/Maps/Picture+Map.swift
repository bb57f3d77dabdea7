import Coordination
import Deconfliction
import Geodesy
public import Statements

extension Picture {
    /// What a map shows an officer of `reader`; nil reads only what is open.
    ///
    /// What the reader may not read is passed over before anything is measured: time tells too. For a time that is over,
    /// records that ended since are among it.
    public func map(_ query: MapQuery, as reader: PartyID?) -> MapView {
        let at = query.at ?? clock.now ?? .earliest
        let next = try? Instant(microsecondsSince1970: at.microsecondsSince1970 + 1)
        let window = (try? TimeWindow(start: at, end: query.until ?? next)) ?? TimeWindow(checkedStart: at, end: nil)
        let isPast = clock.now.map { at < $0 } ?? false
        let items =
            mapRecords(query, window, isPast: isPast, as: reader) + mapHazards(query, window, as: reader)
        var kinds: [MapKind: Int] = [:]
        var owners: [PartyID: Int] = [:]
        var states: [String: Int] = [:]
        for item in items {
            kinds[item.kind, default: 0] += 1
            owners[item.owner, default: 0] += 1
            states[item.state, default: 0] += 1
        }
        let arranged = MapArrangement(items, query) { id(of: $0) }
        return MapView(
            window: window, isPast: isPast, zoom: arranged.zoom, total: items.count,
            features: arranged.features.compactMap { feature($0, window, isPast: isPast) },
            clusters: arranged.clusters, kinds: kinds, owners: owners, states: states)
    }

    /// Sites and movements, in the order of the log.
    private func mapRecords(
        _ query: MapQuery, _ window: TimeWindow, isPast: Bool, as reader: PartyID?
    ) -> [MapItem] {
        // Ended records and legs that are behind are in no index.
        let slots = isPast ? Array(records.slots()) : index.records(overlapping: query.box, during: window)
        var items: [MapItem] = []
        items.reserveCapacity(slots.count)
        for slot in slots {
            let record = records[slot]
            guard record.isReadable(by: reader), query.owners.isEmpty || query.owners.contains(record.id.owner) else {
                continue
            }
            if !query.kinds.isEmpty {
                let kind: MapKind =
                    switch record {
                    case .notification(let site): .site(site.details.kind)
                    case .movement: .movement
                    }
                guard query.kinds.contains(kind) else { continue }
            }
            let state = record.state(at: clock.now).rawValue
            guard query.states.isEmpty || query.states.contains(state) else { continue }
            let places = record.places(withPast: isPast)
            if isPast {
                guard places.contains(where: { $0.window.overlaps(window) && $0.area.mayReach(into: query.box) })
                else { continue }
            }
            items.append(MapItem(slot, record, state: state, places: places))
        }
        return items
    }

    /// Dangerous ground, in the order of the names.
    private func mapHazards(_ query: MapQuery, _ window: TimeWindow, as reader: PartyID?) -> [MapItem] {
        guard query.kinds.isEmpty || query.kinds.contains(.hazard) else { return [] }
        let anywhere = PreparedArea(.circle(Circle(checkedCentre: .nowhere, radiusMillimetres: 0))).ball
        var found: [(id: RecordID, item: MapItem)] = []
        for dossier in dossiers.hazards(within: Self.aroundTheEarth, ofAny: [anywhere], as: reader) {
            guard query.owners.isEmpty || query.owners.contains(dossier.id.owner) else { continue }
            let grounds = dossier.ground(until: window.end ?? .latest)
            guard let status = grounds.first?.report.status,
                query.states.isEmpty || query.states.contains(status.rawValue),
                grounds.contains(where: { $0.place.area.mayReach(into: query.box) })
            else { continue }
            found.append((dossier.id, MapItem(dossier, status, places: grounds.map(\.place))))
        }
        return found.sorted { $0.id < $1.id }.map(\.item)
    }

    /// More than any two places are apart.
    private static let aroundTheEarth: Int64 = 20_100_000_000

    private func id(of item: MapItem) -> RecordID {
        switch item.source {
        case .record(let slot): records[slot].id
        case .hazard(let dossier): dossier.id
        }
    }

    private func feature(_ item: MapItem, _ window: TimeWindow, isPast: Bool) -> MapFeature? {
        switch item.source {
        case .record(let slot):
            let record = records[slot]
            return MapFeature(
                subject: .record(record), kind: item.kind, state: item.state, places: record.places(withPast: isPast))
        case .hazard(let dossier):
            let grounds = dossier.ground(until: window.end ?? .latest)
            return grounds.first.map {
                MapFeature(
                    subject: .hazard(dossier, $0.report), kind: item.kind, state: item.state,
                    places: grounds.map(\.place))
            }
        }
    }
}
