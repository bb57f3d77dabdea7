public import Geodesy
public import StrictJSON

/// Writes places, altitudes and times in the form that `JSONValue` reads them.
extension JSONWriter {
    /// `{"lat": ..., "lon": ...}`.
    public mutating func position(_ position: Position) {
        object { fields in
            fields.key("lat")
            fields.decimal(Int64(position.latitudeE7), scale: 7)
            fields.key("lon")
            fields.decimal(Int64(position.longitudeE7), scale: 7)
        }
    }

    /// A key and metres from millimetres.
    public mutating func metres(_ name: String, _ millimetres: Int64) {
        key(name)
        decimal(millimetres, scale: 3)
    }

    /// One of the three area forms.
    public mutating func area(_ area: Area) {
        object { outer in
            switch area {
            case .circle(let circle):
                outer.key("circle")
                outer.object { fields in
                    fields.key("centre")
                    fields.position(circle.centre)
                    fields.metres("radiusMetres", circle.radiusMillimetres)
                }
            case .polygon(let polygon):
                outer.key("polygon")
                outer.object { fields in
                    fields.key("outer")
                    fields.positions(polygon.outer)
                    if !polygon.holes.isEmpty {
                        fields.key("holes")
                        fields.array { list in for hole in polygon.holes { list.positions(hole) } }
                    }
                }
            case .route(let route):
                outer.key("route")
                outer.object { fields in
                    fields.key("path")
                    fields.positions(route.path)
                    fields.metres("halfWidthMetres", route.halfWidthMillimetres)
                }
            }
        }
    }

    /// An array of positions.
    public mutating func positions(_ positions: [Position]) {
        array { list in for position in positions { list.position(position) } }
    }

    /// The altitude form.
    public mutating func altitudeBand(_ band: AltitudeBand) {
        object { fields in
            fields.member("reference", band.reference.rawValue)
            if let lower = band.lowerMillimetres { fields.metres("lowerMetres", lower) }
            if let upper = band.upperMillimetres { fields.metres("upperMetres", upper) }
        }
    }

    /// The window form.
    public mutating func timeWindow(_ window: TimeWindow) {
        object { fields in
            fields.member("from", window.start.description)
            if let end = window.end { fields.member("until", end.description) }
        }
    }
}
