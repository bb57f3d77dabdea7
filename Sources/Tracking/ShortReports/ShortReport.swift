public import Geodesy

/// What a convoy's leader sends in an SMS or says on the phone, read strictly.
///
/// The form is `WORD CODE [NUMBER] [PLACE] [TIME] [NOTE]`, divided by spaces or line ends, in small or capital letters;
/// the time may also stand before the place:
///
/// | word | number | means | place |
/// |---|---|---|---|
/// | `CP`, `POS`, `POSITION`, `P` | | position (check-in) | must |
/// | `DEP`, `DEPARTED`, `D` | | set out | may |
/// | `ARR`, `ARRIVED`, `A` | leg, 1 to 64 | at the end of that leg | may |
/// | `DELAY`, `DELAYED`, `L` | minutes, 1 to 10,080 | later by that much | may |
/// | `INC`, `INCIDENT`, `I` | | an incident; a note must follow | may |
/// | `HALT`, `HALTED`, `H` | | halted | may |
/// | `CLOSE`, `CLOSED`, `C` | | at its goal, nothing more to follow | may |
///
/// A place is `36.1516,36.9677` (a point and three digits or more each, divided by a comma or space, with signs or with
/// the letters N, S, E, W), `36°09'06"N 36°58'04"E` or `36 09 06 N 36 58 04 E`, or a grid reference of 1 km or finer.
/// A time is `1040Z` or `1340+0300`; its day is the last on which it is not more than five minutes after the receipt. A
/// time without an offset is refused, not guessed. Digits may be Arabic, extended Arabic or full-width; a note is kept
/// as written. Whether the code names a movement is for the caller to see.
public struct ShortReport: Hashable, Sendable {
    /// What is reported.
    public enum Kind: Hashable, Sendable {
        /// A position.
        case position
        /// It set out.
        case departed
        /// It is at the end of this leg, from 1 as people count.
        case arrived(leg: Int)
        /// It will be later by this many minutes.
        case delayed(minutes: Int)
        /// Something happened; the note says what.
        case incident
        /// It halted.
        case halted
        /// It is at its goal, and nothing more is to follow.
        case closed
    }

    /// A place and how exactly it was told.
    public struct Place: Hashable, Sendable {
        /// The position; for a grid reference the middle of its square.
        public let position: Position
        /// How far it may be off by its spelling alone, in millimetres: half of its last digit.
        public let accuracyMillimetres: Int64
    }

    /// What is reported.
    public let kind: Kind
    /// The movement's code, its digits as ASCII and its letters as written.
    public let code: String
    /// Where; nil when not told.
    public let place: Place?
    /// When; nil when not told.
    public let time: Instant?
    /// What else was told, as written.
    public let note: String?

    /// The report as a position, at the time of receipt when it tells none; nil without a place.
    ///
    /// - Throws: `PositionReportError` for a device that cannot be kept.
    public func positionReport(
        receivedAt: Instant, means: PositionReport.Means, device: String?
    ) throws(PositionReportError) -> PositionReport? {
        guard let place else { return nil }
        return try PositionReport(
            at: time ?? receivedAt, position: place.position, accuracyMillimetres: place.accuracyMillimetres,
            device: device, means: means, note: note)
    }
}
