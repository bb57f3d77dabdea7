/// Why a place, a time, a band or an area was refused: the field, the rule, and what was found.
public enum GeodesyError: Error, Hashable, Sendable {
    /// The latitude is outside ±90 degrees.
    case latitudeOutOfRange(latitudeE7: Int64)
    /// The longitude is outside ±180 degrees.
    case longitudeOutOfRange(longitudeE7: Int64)
    /// The text is not a time of RFC 3339 that we accept.
    case malformedTime(TimeFault)
    /// The instant lies outside the years 0001 to 9999 (UTC).
    case instantOutOfRange
    /// The window's end does not come after its start.
    case windowEndNotAfterStart(start: Instant, end: Instant)
    /// A bound of the altitude band lies outside -11 km to 100,000 km.
    case altitudeOutOfRange(bound: AltitudeBound, millimetres: Int64)
    /// The band's lower bound is above its upper bound.
    case altitudeBandInverted(lowerMillimetres: Int64, upperMillimetres: Int64)
    /// The circle's radius is negative or above the limit.
    case radiusOutOfRange(millimetres: Int64)
    /// The route's half-width is negative or above the limit.
    case halfWidthOutOfRange(millimetres: Int64)
    /// The route has no position at all.
    case emptyRoute
    /// The area has more vertices than the limit; the count includes every ring.
    case tooManyVertices(found: Int, limit: Int)
    /// The area's edges together are longer than the limit.
    case boundaryTooLong(kilometres: Int, limitKilometres: Int)
    /// The ring has fewer than three distinct vertices.
    case tooFewVertices(Ring, found: Int)
    /// The edge that starts at this vertex is longer than 10,000 km, so its geodesic could be ambiguous.
    case edgeTooLong(Ring, vertex: Int)
    /// Two edges of one ring cross, or come within 1 mm of one another; each edge is named by its first vertex.
    case ringMeetsItself(Ring, vertex: Int, otherVertex: Int)
    /// The ring does not fit on one side of the Earth, so which side is inside could be mistaken.
    case ringTooLarge(Ring, vertex: Int)
    /// The hole crosses or touches (within 1 mm) another ring; each edge is named by its first vertex.
    case holeMeetsRing(hole: Int, vertex: Int, other: Ring, otherVertex: Int)
    /// The hole lies outside the outer ring.
    case holeOutside(hole: Int)
    /// One hole lies inside another hole.
    case holeInsideHole(hole: Int, other: Int)
    /// A box whose south is above its north.
    case boxInverted(southE7: Int32, northE7: Int32)

    /// Names one line of an area's geometry in an error.
    public enum Ring: Hashable, Sendable {
        /// A polygon's outer ring.
        case outer
        /// A polygon's hole, counted from 0.
        case hole(Int)
        /// A route's path.
        case path
    }

    /// Names one bound of an altitude band in an error.
    public enum AltitudeBound: String, Hashable, Sendable {
        /// The lower bound.
        case lower
        /// The upper bound.
        case upper
    }

    /// What is wrong with the text of a time.
    public enum TimeFault: Hashable, Sendable {
        /// The text does not have the form of RFC 3339; the byte offset of the first character that does not fit.
        case form(offset: Int)
        /// The text ends before the time is complete.
        case tooShort
        /// A number is out of its range, such as month 13 or 30 February.
        case field(TimeField)
        /// Second 60: a leap second has no place in the count of seconds that we keep.
        case leapSecond
        /// More than nine digits after the decimal point.
        case tooManyFractionDigits
    }

    /// A field of a time, as named in an error.
    public enum TimeField: String, Hashable, Sendable {
        /// The year, 0001 to 9999.
        case year
        /// The month, 01 to 12.
        case month
        /// The day, 01 to the month's last.
        case day
        /// The hour, 00 to 23.
        case hour
        /// The minute, 00 to 59.
        case minute
        /// The second, 00 to 59.
        case second
        /// The offset from UTC, -23:59 to +23:59.
        case offset
    }
}
