import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON

/// Writes what a map shows.
struct MapReply {
    let picture: Picture
    let view: MapView
    /// Lines are thinned to what can be seen at this zoom; only drawings are, never what a check computes with.
    let simplifiedAt: Int

    /// Writes the members `zoom`, `total`, `features`, `clusters`, `counts` and `standOffs`.
    func write(to fields: inout JSONWriter) {
        fields.member("zoom", view.zoom)
        fields.member("total", view.total)
        fields.key("features")
        fields.array { list in for feature in view.features { list.object { write(feature, to: &$0) } } }
        fields.key("clusters")
        fields.array { list in for cluster in view.clusters { list.object { write(cluster, to: &$0) } } }
        fields.key("counts")
        fields.object { counts in
            counts.numbers("kinds", view.kinds.map { ($0.key.word, $0.value) })
            counts.numbers("owners", view.owners.map { ($0.key.rawValue, $0.value) })
            counts.numbers("states", view.states.map { ($0.key, $0.value) })
        }
        fields.key("standOffs")
        fields.array { list in
            for standOff in picture.accord?.standOffClasses ?? [] {
                list.object { item in
                    item.member("class", standOff.name)
                    item.metres("metres", standOff.millimetres)
                    item.member("clause", standOff.clause)
                }
            }
        }
    }

    private func write(_ feature: MapFeature, to fields: inout JSONWriter) {
        fields.member("id", feature.id.description)
        fields.member("kind", feature.kind.word)
        fields.member("owner", feature.id.owner.rawValue)
        fields.member("state", feature.state)
        switch feature.subject {
        case .record(let record): write(record, to: &fields)
        case .hazard(let dossier, let report):
            if dossier.audience != .open { fields.member("restricted", true) }
            if dossier.isIncomplete { fields.member("incomplete", true) }
            fields.member("hazard", report.kind.rawValue)
            fields.member("text", report.sentence)
        }
        fields.key("places")
        fields.array { list in for place in feature.places { list.object { write(place, to: &$0) } } }
    }

    private func write(_ record: Record, to fields: inout JSONWriter) {
        if record.audience != .open { fields.member("restricted", true) }
        if record.isIncomplete { fields.member("incomplete", true) }
        fields.key("name")
        record.name.write(to: &fields)
        fields.member("standOffClass", record.standOffClass)
        if record.precisionMillimetres > 0 { fields.metres("precisionMetres", record.precisionMillimetres) }
        guard case .movement(let movement) = record else { return }
        if let report = movement.lastCheckIn {
            fields.key("lastReport")
            fields.object { inner in
                inner.member("at", report.at.description)
                if let position = report.position {
                    inner.key("position")
                    inner.position(position)
                }
            }
        }
        let alarms = movement.alarms
        guard !alarms.isEmpty else { return }
        fields.key("alarms")
        fields.array { list in for alarm in alarms { list.string(alarm.kind.rawValue) } }
    }

    private func write(_ place: MapPlace, to fields: inout JSONWriter) {
        fields.member("part", place.part.rawValue)
        fields.member("holds", place.window.overlaps(view.window))
        fields.key("window")
        fields.timeWindow(place.window)
        let (area, isThinned) = MapThinning(zoom: simplifiedAt).thinned(place.area)
        fields.key("area")
        fields.object { outer in
            switch area {
            case .circle(let centre, let radius):
                outer.key("circle")
                outer.object { circle in
                    circle.key("centre")
                    circle.position(centre)
                    circle.metres("radiusMetres", radius)
                }
            case .polygon(let outline, let holes):
                outer.key("polygon")
                outer.object { polygon in
                    polygon.key("outer")
                    polygon.positions(outline)
                    guard !holes.isEmpty else { return }
                    polygon.key("holes")
                    polygon.array { list in for hole in holes { list.positions(hole) } }
                }
            case .route(let path, let halfWidth):
                outer.key("route")
                outer.object { route in
                    route.key("path")
                    route.positions(path)
                    route.metres("halfWidthMetres", halfWidth)
                }
            }
        }
        if isThinned { fields.member("thinned", true) }
    }

    private func write(_ cluster: MapCluster, to fields: inout JSONWriter) {
        fields.member("cell", String(cluster.cell))
        fields.key("position")
        fields.position(cluster.position)
        fields.key("bbox")
        fields.array { box in
            for side in [cluster.box.westE7, cluster.box.southE7, cluster.box.eastE7, cluster.box.northE7] {
                box.decimal(Int64(side), scale: 7)
            }
        }
        fields.member("count", cluster.count)
        fields.numbers("kinds", cluster.kinds.map { ($0.key.word, $0.value) })
        if cluster.alarmed > 0 { fields.member("alarmed", cluster.alarmed) }
        if cluster.restricted > 0 { fields.member("restricted", cluster.restricted) }
        if let only = cluster.only { fields.member("only", only.description) }
    }
}

extension JSONWriter {
    /// An object of numbers, in the order of their names.
    fileprivate mutating func numbers(_ name: String, _ numbers: [(name: String, count: Int)]) {
        key(name)
        object { fields in
            for item in numbers.sorted(by: { $0.name < $1.name }) { fields.member(item.name, item.count) }
        }
    }
}
