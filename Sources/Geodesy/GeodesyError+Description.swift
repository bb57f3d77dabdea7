extension GeodesyError: CustomStringConvertible {
    /// One sentence: which field broke which rule, what was found, and what to do where that is not plain.
    public var description: String {
        switch self {
        case .latitudeOutOfRange(let value):
            "latitude \(Self.degrees(value)) is outside -90 to 90 degrees"
        case .longitudeOutOfRange(let value):
            "longitude \(Self.degrees(value)) is outside -180 to 180 degrees"
        case .malformedTime(let fault):
            fault.description
        case .instantOutOfRange:
            "the time lies outside the years 0001 to 9999 (UTC)"
        case .windowEndNotAfterStart(let start, let end):
            "the window's end \(end) must come after its start \(start)"
        case .altitudeOutOfRange(let bound, let value):
            "the \(bound.rawValue) altitude \(Self.metres(value)) m is outside -11,000 m to 100,000,000 m"
        case .altitudeBandInverted(let lower, let upper):
            "the lower altitude \(Self.metres(lower)) m is above the upper altitude \(Self.metres(upper)) m"
        case .radiusOutOfRange(let value):
            "the radius \(Self.metres(value)) m is outside 0 m to \(Self.metres(Limits.maximumRadiusMillimetres)) m"
        case .halfWidthOutOfRange(let value):
            "the half-width \(Self.metres(value)) m is outside 0 m to \(Self.metres(Limits.maximumRadiusMillimetres)) m"
        case .emptyRoute:
            "the route has no position; give at least one"
        case .tooManyVertices(let found, let limit):
            "the area has \(found) vertices and the limit is \(limit); simplify it or divide it"
        case .boundaryTooLong(let found, let limit):
            "the area's edges are \(found) km long and the limit is \(limit) km; divide it"
        case .boxInverted(let south, let north):
            "the box's south \(Self.degrees(Int64(south))) is above its north \(Self.degrees(Int64(north)))"
        case .tooFewVertices, .edgeTooLong, .ringMeetsItself, .ringTooLarge, .holeMeetsRing, .holeOutside,
            .holeInsideHole:
            ringDescription
        }
    }

    private var ringDescription: String {
        switch self {
        case .tooFewVertices(let ring, let found):
            "\(ring) has \(found) distinct \(found == 1 ? "vertex" : "vertices") and needs at least 3"
        case .edgeTooLong(let ring, let vertex):
            "\(ring): the edge from vertex \(vertex) is longer than 10,000 km; add vertices along it"
        case .ringMeetsItself(let ring, let vertex, let other):
            "\(ring) crosses or touches itself: the edges from vertices \(vertex) and \(other) come within 1 mm"
        case .ringTooLarge(let ring, let vertex):
            "\(ring) is too large: vertex \(vertex) is more than 8,000 km from the ring's centre; divide the area"
        case .holeMeetsRing(let hole, let vertex, let other, let otherVertex):
            "hole \(hole) crosses or touches \(other): the edges from vertices \(vertex) and \(otherVertex) "
                + "come within 1 mm"
        case .holeOutside(let hole):
            "hole \(hole) lies outside the outer ring"
        case .holeInsideHole(let hole, let other):
            "hole \(hole) lies inside hole \(other)"
        default:
            "the area is not valid"
        }
    }

    static func degrees(_ valueE7: Int64) -> String { decimal(valueE7, digits: 7) }

    static func metres(_ millimetres: Int64) -> String { decimal(millimetres, digits: 3) }

    /// Writes a whole number of 10^-digits units as a decimal without trailing zeros.
    private static func decimal(_ value: Int64, digits: Int) -> String {
        var scale: UInt64 = 1
        for _ in 0..<digits { scale *= 10 }
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: scale)
        var fraction = String(rest)
        fraction = String(repeating: "0", count: digits - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (value < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : "." + fraction)
    }
}

extension GeodesyError.Ring: CustomStringConvertible {
    /// The ring's name in a sentence.
    public var description: String {
        switch self {
        case .outer: "the outer ring"
        case .hole(let index): "hole \(index)"
        case .path: "the path"
        }
    }
}

extension GeodesyError.TimeFault: CustomStringConvertible {
    /// One sentence on what the time must look like.
    public var description: String {
        switch self {
        case .form(let offset):
            "the time does not follow RFC 3339 at character \(offset + 1); write it like 2016-09-19T07:50:00Z"
        case .tooShort:
            "the time is incomplete; write it like 2016-09-19T07:50:00Z, with its offset from UTC"
        case .field(let field):
            "the time's \(field.rawValue) is out of range"
        case .leapSecond:
            "the time names second 60, a leap second, which is not kept; write second 59 or the next minute"
        case .tooManyFractionDigits:
            "the time has more than 9 digits after the decimal point"
        }
    }
}
