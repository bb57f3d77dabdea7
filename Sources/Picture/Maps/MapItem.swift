import Coordination
import Deconfliction
import Geodesy
import Statements

/// Something that the map has to show, one by one or among others.
struct MapItem {
    /// What it is.
    enum Source {
        case record(RecordSlot)
        case hazard(Dossier)
    }

    let source: Source
    let kind: MapKind
    let owner: PartyID
    let state: String
    let isRestricted: Bool
    let isAlarmed: Bool
    /// By which place it is counted to a cluster.
    let anchor: Position
    /// How many 1e-7 degrees it reaches from side to side, about.
    let extentE7: Int64
    /// Positions that are drawn for it.
    let positions: Int

    init(_ slot: RecordSlot, _ record: Record, state: String, places: [MapPlace]) {
        source = .record(slot)
        owner = record.id.owner
        self.state = state
        isRestricted = record.audience != .open
        var reported: Position?
        switch record {
        case .notification(let site):
            kind = .site(site.details.kind)
            isAlarmed = false
        case .movement(let movement):
            kind = .movement
            isAlarmed = !movement.alarms.isEmpty
            reported = movement.isClosed ? nil : movement.lastCheckIn?.position
        }
        (anchor, extentE7, positions) = Self.shape(places, reported)
    }

    init(_ hazard: Dossier, _ status: HazardReport.Status, places: [MapPlace]) {
        source = .hazard(hazard)
        kind = .hazard
        owner = hazard.id.owner
        state = status.rawValue
        isRestricted = hazard.audience != .open
        isAlarmed = false
        (anchor, extentE7, positions) = Self.shape(places, nil)
    }

    private static func shape(_ places: [MapPlace], _ reported: Position?) -> (Position, Int64, Int) {
        let positions = places.reduce(0) { $0 + $1.area.positionCount }
        guard let first = places.first else { return (Position.nowhere, 0, 0) }
        if places.count == 1, case .circle(let circle) = first.area {
            return (circle.centre, 2 * circle.radiusMillimetres / Self.millimetresOfAnE7, positions)
        }
        let boxes = places.map(\.area.boundingBox)
        let extent = boxes.map { max(Int64($0.northE7) - Int64($0.southE7), $0.widthE7) }.max() ?? 0
        return (reported ?? boxes[0].middle, extent, positions)
    }

    /// Millimetres of 1e-7 degree of latitude, rounded down.
    private static let millimetresOfAnE7: Int64 = 11
}

extension BoundingBox {
    /// 1e-7 degrees from its west to its east.
    var widthE7: Int64 {
        let width = Int64(eastE7) - Int64(westE7)
        return width >= 0 ? width : width + 3_600_000_000
    }

    /// The place in its middle.
    var middle: Position {
        var longitude = Int64(westE7) + widthE7 / 2
        if longitude >= 1_800_000_000 { longitude -= 3_600_000_000 }
        let latitude = (Int64(southE7) + Int64(northE7)) / 2
        return (try? Position(latitudeE7: latitude, longitudeE7: longitude)) ?? .nowhere
    }
}

extension Position {
    /// Latitude and longitude 0, for what has no place; nothing is shown by it.
    static let nowhere = Position(checkedLatitudeE7: 0, longitudeE7: 0)
}
