/// Why a short report was not understood; the sentence fits into one SMS and says what to write.
public enum ShortReportError: Error, Hashable, Sendable {
    /// There is no text.
    case empty
    /// More bytes than the limit.
    case tooLong
    /// A control character.
    case controlCharacter
    /// The first word says none of the kinds.
    case unknownWord(String)
    /// No movement code follows the first word.
    case codeMissing
    /// The code has other characters than letters, digits, '-', '/', '_' and '.'.
    case badCode(String)
    /// No number of a leg, 1 to 64, follows the code.
    case legMissing
    /// No number of minutes, 1 to 10,080, follows the code.
    case minutesMissing
    /// A position was expected and none stands there.
    case placeMissing
    /// What stands there is not a position that we read.
    case badPlace(PlaceFault)
    /// The time has no offset from UTC.
    case timeWithoutOffset(String)
    /// The time is not one of a day.
    case badTime(String)
    /// An incident says nothing.
    case incidentWithoutText

    /// What is wrong with a place.
    public enum PlaceFault: Hashable, Sendable {
        /// Fewer than three digits after the point, or no point at all: a comma may have been meant as one.
        case tooFewDecimals
        /// The latitude is beyond 90 degrees, the longitude beyond 180, or minutes or seconds reach 60.
        case outOfRange
        /// One of the two has a letter for its hemisphere, and not the other; or both have the same axis.
        case hemispheres
        /// A sign stands beside a letter.
        case signAndLetter
        /// There is only one number.
        case halfMissing
        /// The grid reference; the reader's own sentence.
        case grid(String)
        /// The grid reference's square is larger than 1 km.
        case gridTooCoarse
        /// None of the forms.
        case form
    }
}

extension ShortReportError: CustomStringConvertible {
    /// One sentence for the reply.
    public var description: String {
        switch self {
        case .empty: "The message is empty. Write e.g. CP UN-12 36.1516,36.9677 1040Z"
        case .tooLong: "The message is longer than \(TrackingLimits.maximumShortReportBytes) bytes. Send it in parts."
        case .controlCharacter: "The message holds characters that cannot be read. Write it again as plain text."
        case .unknownWord(let word):
            "'\(word)' is not known. Begin with CP, DEP, ARR, DELAY, INC, HALT or CLOSE and the movement's code."
        case .codeMissing: "The movement's code is missing. Write it after the first word, e.g. CP UN-12"
        case .badCode(let code): "'\(code)' is not a movement's code. Write it as on the notification, e.g. UN-12"
        case .legMissing: "Which leg? Write its number (1 to 64) after the code, e.g. ARR UN-12 2"
        case .minutesMissing: "How late? Write minutes (1 to 10080) after the code, e.g. DELAY UN-12 45"
        case .placeMissing: "The position is missing. Write it after the code, e.g. 36.1516,36.9677"
        case .badPlace(let fault): fault.description
        case .timeWithoutOffset(let text):
            "The time '\(text)' needs Z or an offset, e.g. 1040Z or 1340+0300. If it is no time, put a word before it."
        case .badTime(let text): "'\(text)' is not a time of day. Write e.g. 1040Z or 1340+0300"
        case .incidentWithoutText: "What happened? Write it after the code, e.g. INC UN-12 36.1516,36.9677 shots heard"
        }
    }
}

extension ShortReportError.PlaceFault: CustomStringConvertible {
    /// One sentence for the reply.
    public var description: String {
        switch self {
        case .tooFewDecimals:
            "The position needs a decimal point and 3 or more digits after it, e.g. 36.1516,36.9677"
        case .outOfRange:
            "The position is out of range: latitude to 90, longitude to 180, minutes and seconds below 60."
        case .hemispheres: "Write N or S for the latitude and E or W for the longitude, or neither letter."
        case .signAndLetter: "Write either a sign or a letter (N, S, E, W), not both."
        case .halfMissing: "The position needs latitude and longitude, e.g. 36.1516,36.9677"
        case .grid(let sentence): "Not a position: \(sentence)."
        case .gridTooCoarse: "The grid reference is too coarse. Give 4 or more digits, e.g. 37S BA 9876 4321"
        case .form: "The position is not understood. Write e.g. 36.1516,36.9677 or 37S BA 98765 43210"
        }
    }
}
