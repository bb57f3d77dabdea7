import Geodesy

extension EntryHead {
    /// The area that the entry's vertices and buffer say, as it was given.
    ///
    /// Not for a buffer that does not fit the head: see `Tier.area(at:)`.
    func area(_ vertices: UnsafePointer<EntryVertex>?) -> Area {
        guard let vertices else { preconditionFailure("a question was asked before it was aimed") }
        var lines: [[Position]] = []
        Rings.forEach(self, vertices) { ring in
            lines.append(
                ring.map { Position(checkedLatitudeE7: vertices[$0].x, longitudeE7: Int64(vertices[$0].y)) })
        }
        let buffer = Int64(bufferMillimetres)
        if shape.contains(.circle) { return .circle(Circle(checkedCentre: lines[0][0], radiusMillimetres: buffer)) }
        guard isPolygon else { return .route(Route(checkedPath: lines[0], halfWidthMillimetres: buffer)) }
        return .polygon(Polygon(checkedOuter: lines[0], holes: Array(lines.dropFirst())))
    }

    /// The band, if its bounds fit the head.
    var band: AltitudeBand {
        AltitudeBand(
            checkedLowerMillimetres: lowerMillimetres == .min ? nil : Int64(lowerMillimetres),
            upperMillimetres: upperMillimetres == .max ? nil : Int64(upperMillimetres),
            reference: AltitudeReference.allCases[Int(reference)])
    }
}

extension Tier {
    /// The area of an entry as it was given.
    func area(at place: Int) -> Area {
        outsize[place]?.area ?? heads[place].area(vertices.start + Int(heads[place].firstVertex))
    }

    /// The window of an entry as it was given.
    func window(at place: Int) -> TimeWindow {
        let head = heads[place]
        return TimeWindow(
            checkedStart: Instant(checked: head.startMicroseconds),
            end: head.endMicroseconds == .max ? nil : Instant(checked: head.endMicroseconds))
    }
}
