import Geodesy

/// One volume of a record as the index holds it: 64 bytes, one cache line, with all that decides the plain cases.
///
/// Together with the entry's vertices it says exactly what the volume said: whole millimetres, microseconds and 1e-7
/// degrees. What does not fit (`Shape.isOutsize`) is kept as given beside it.
struct EntryHead {
    /// The half-open window, in microseconds since 1970; `Int64.max` for a window without an end.
    var startMicroseconds: Int64
    var endMicroseconds: Int64
    /// The middle, on the ellipsoid, in 1/256 m from the Earth's centre.
    var middleX: Int32
    var middleY: Int32
    var middleZ: Int32
    /// Metres in a straight line from the middle within which the whole area lies; rounded up.
    var outerRadius: Float
    /// Metres along the ground from the middle within which everything belongs to the area; rounded down.
    ///
    /// Negative if the middle lies outside: then the area has a place within so many metres of it.
    var innerRadius: Float
    /// The circle's radius or the route's half-width.
    var bufferMillimetres: UInt32
    var standOffMillimetres: UInt32
    /// The band above its reference; `Int32.min` and `Int32.max` for no bound.
    var lowerMillimetres: Int32
    var upperMillimetres: Int32
    /// Where the entry's vertices begin, and how many there are.
    var firstVertex: UInt32
    var vertexCount: UInt16
    /// The volume's place in its record.
    var volume: UInt16
    /// The longest edge in units of 16 m, rounded up.
    var longestEdge: UInt16
    var shape: Shape
    var reference: UInt8

    struct Shape: OptionSet {
        var rawValue: UInt8
        /// Rings with an inside; else a path, of one vertex for a circle.
        static let polygon = Shape(rawValue: 1)
        static let circle = Shape(rawValue: 2)
        /// After the vertices stand the number of rings and the length of each.
        static let holes = Shape(rawValue: 4)
        /// Too large for the plane of a local frame: only the exact distance decides.
        static let wide = Shape(rawValue: 8)
        /// A number does not fit this head: the volume is kept as given.
        static let outsize = Shape(rawValue: 16)
        /// The record has other volumes too.
        static let oneOfMany = Shape(rawValue: 32)
    }

    static let unitsPerMetre = 256.0

    var middle: Vector3 {
        let scale = 1 / Self.unitsPerMetre
        return Vector3(x: Double(middleX) * scale, y: Double(middleY) * scale, z: Double(middleZ) * scale)
    }

    var isPolygon: Bool { shape.contains(.polygon) }

    /// The number of edges of a shape without holes; a point counts as an edge of no length.
    var edgeCount: Int { isPolygon ? Int(vertexCount) : max(1, Int(vertexCount) - 1) }

    var longestEdgeMetres: Double { Double(longestEdge) * 16 }

    func sharesTime(with other: EntryHead) -> Bool {
        startMicroseconds < other.endMicroseconds && other.startMicroseconds < endMicroseconds
    }

    /// Says whether the bands could share an altitude, as `AltitudeBand.mayOverlap` does.
    func mayShareAltitude(with other: EntryHead) -> Bool {
        guard reference == other.reference else { return mayShareEllipsoidalAltitude(with: other) }
        return lowerMillimetres <= other.upperMillimetres && other.lowerMillimetres <= upperMillimetres
    }

    private func mayShareEllipsoidalAltitude(with other: EntryHead) -> Bool {
        let (mine, theirs) = (ellipsoidalMillimetres, other.ellipsoidalMillimetres)
        return mine.lowest <= theirs.highest && theirs.lowest <= mine.highest
    }

    /// The altitudes above the ellipsoid that the band could reach; no bound is the end of `Int64`.
    var ellipsoidalMillimetres: (lowest: Int64, highest: Int64) {
        let surface = AltitudeReference.allCases[Int(reference)]
        return (
            lowerMillimetres == .min ? .min : Int64(lowerMillimetres) + surface.lowestMillimetres,
            upperMillimetres == .max ? .max : Int64(upperMillimetres) + surface.highestMillimetres
        )
    }
}

/// A vertex in whole 1e-7 degrees: latitude, then longitude.
typealias EntryVertex = SIMD2<Int32>

/// Whose volume an entry is: the record's slot, and the stamp that the slot bore when it was written.
typealias EntryOwner = SIMD2<UInt32>
