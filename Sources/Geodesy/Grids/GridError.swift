/// Why the text of a grid reference was refused: the field, the rule, and what was found.
public enum GridError: Error, Hashable, Sendable {
    /// There is no text.
    case empty
    /// The text is longer than any reference.
    case tooLong
    /// The character at this offset, from 0, is neither a letter, a digit nor a space.
    case character(offset: Int)
    /// The zone's number is not 1 to 60.
    case zoneOutOfRange
    /// The band's letter is not one of C to X without I and O, or A, B, Y, Z where no zone stands before it.
    case band(Character)
    /// The text ends before the two letters of the 100 km square.
    case squareMissing
    /// The column's letter does not occur in the zone.
    case column(Character, zone: String)
    /// The row's letter does not occur in the zone.
    case row(Character, zone: String)
    /// No place of the band lies in the square of that column and row.
    case squareOutsideBand(square: String, zone: String)
    /// The number of digits is odd, so that easting and northing cannot be told apart.
    case oddDigits(found: Int)
    /// More than five digits each for easting and northing.
    case tooManyDigits(found: Int)
    /// A space divides the digits into parts that are not equally long.
    case unequalDigits(easting: Int, northing: Int)
    /// Something follows where the reference should end, or stands between its parts.
    case form(offset: Int)
}

extension GridError: CustomStringConvertible {
    /// One sentence: which field broke which rule, and what to write.
    public var description: String {
        switch self {
        case .empty:
            "the grid reference is empty; write it like 37S BA 98765 43210"
        case .tooLong:
            "the grid reference has more than \(GridReference.maximumBytes) characters; write it like 37S BA 98765 43210"
        case .character(let offset):
            "character \(offset + 1) of the grid reference is neither a Latin letter, a digit nor a space"
        case .zoneOutOfRange:
            "the grid reference's zone must be 1 to 60"
        case .band(let letter):
            "the grid reference's band '\(letter)' must be C to X without I and O after a zone's number, and A, B, Y or Z "
                + "without one"
        case .squareMissing:
            "the grid reference names no 100 km square; write its two letters after the zone"
        case .column(let letter, let zone):
            "the grid reference's column '\(letter)' does not occur in zone \(zone)"
        case .row(let letter, let zone):
            "the grid reference's row '\(letter)' does not occur in zone \(zone)"
        case .squareOutsideBand(let square, let zone):
            "the 100 km square \(square) has no place in zone \(zone); check the band and the row"
        case .oddDigits(let found):
            "the grid reference has \(found) digits; easting and northing need equally many"
        case .tooManyDigits(let found):
            "the grid reference has \(found) digits and 10 are the most, one metre"
        case .unequalDigits(let easting, let northing):
            "the grid reference has \(easting) digits of easting and \(northing) of northing; they must be equally many"
        case .form(let offset):
            "the grid reference is not of its form from character \(offset + 1); write it like 37S BA 98765 43210"
        }
    }
}
