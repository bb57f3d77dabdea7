public import Geodesy

extension ShortReport {
    /// The most bytes of a movement's code.
    public static let maximumCodeBytes = 64

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text as received.
    ///   - receivedAt: When it was received, for the day of its time.
    /// - Throws: `ShortReportError`, whose sentence can be sent back.
    public init(reading text: String, receivedAt: Instant) throws(ShortReportError) {
        guard text.utf8.count <= TrackingLimits.maximumShortReportBytes else { throw .tooLong }
        guard let folded = FoldedText(text) else { throw .controlCharacter }
        var reader = ShortReportReader(folded)
        self = try reader.read(receivedAt: receivedAt)
    }
}

/// Reads the parts of a short report in turn.
private struct ShortReportReader {
    private let text: FoldedText
    private var at = 0

    init(_ text: FoldedText) { self.text = text }

    private enum Word { case position, departed, arrived, delayed, incident, halted, closed }

    private static let words: [String: Word] = [
        "CP": .position, "POS": .position, "POSITION": .position, "P": .position,
        "DEP": .departed, "DEPARTED": .departed, "D": .departed,
        "ARR": .arrived, "ARRIVED": .arrived, "A": .arrived,
        "DELAY": .delayed, "DELAYED": .delayed, "L": .delayed,
        "INC": .incident, "INCIDENT": .incident, "I": .incident,
        "HALT": .halted, "HALTED": .halted, "H": .halted,
        "CLOSE": .closed, "CLOSED": .closed, "C": .closed,
    ]

    mutating func read(receivedAt: Instant) throws(ShortReportError) -> ShortReport {
        guard let first = word() else { throw .empty }
        guard let known = Self.words[Self.text(first).uppercased()] else {
            throw .unknownWord(String(text.written(first.startIndex..<first.endIndex).prefix(16)))
        }
        let code = try readCode()
        let kind = try readKind(known)
        var time = try readTime(receivedAt: receivedAt)
        let place = try readPlace(isNeeded: known == .position)
        if time == nil { time = try readTime(receivedAt: receivedAt) }
        let note = text.written(from: at)
        if known == .incident, note.isEmpty { throw .incidentWithoutText }
        return ShortReport(kind: kind, code: code, place: place, time: time, note: note.isEmpty ? nil : note)
    }

    /// The next word, without taking it; nil at the end.
    private mutating func peek() -> ArraySlice<UInt8>? {
        while at < text.bytes.count, text.bytes[at] == FoldedText.space { at += 1 }
        let word = text.bytes[at...].prefix { $0 != FoldedText.space }
        return word.isEmpty ? nil : word
    }

    private mutating func word() -> ArraySlice<UInt8>? {
        guard let word = peek() else { return nil }
        at = word.endIndex
        return word
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private mutating func readCode() throws(ShortReportError) -> String {
        guard let word = word() else { throw .codeMissing }
        let isPlain = word.allSatisfy {
            DegreesScanner.isDigit($0) || DegreesScanner.isLetter($0) || "-/_.".utf8.contains($0)
        }
        // A number with a point is a place whose code was left out.
        guard isPlain, word.count <= ShortReport.maximumCodeBytes else {
            if word.contains(UInt8(ascii: ",")) || word.contains(FoldedText.degree) { throw .codeMissing }
            throw .badCode(String(text.written(word.startIndex..<word.endIndex).prefix(24)))
        }
        guard word.contains(where: { DegreesScanner.isDigit($0) || DegreesScanner.isLetter($0) }),
            !(word.contains(UInt8(ascii: ".")) && !word.contains(where: DegreesScanner.isLetter))
        else { throw .codeMissing }
        return Self.text(word)
    }

    private mutating func readKind(_ word: Word) throws(ShortReportError) -> ShortReport.Kind {
        switch word {
        case .position: return .position
        case .departed: return .departed
        case .incident: return .incident
        case .halted: return .halted
        case .closed: return .closed
        case .arrived:
            guard let leg = readNumber(1...TrackingLimits.maximumLegs) else { throw .legMissing }
            return .arrived(leg: leg)
        case .delayed:
            guard let minutes = readNumber(1...10_080) else { throw .minutesMissing }
            return .delayed(minutes: minutes)
        }
    }

    private mutating func readNumber(_ range: ClosedRange<Int>) -> Int? {
        guard let word = peek(), word.count <= 5, word.allSatisfy(DegreesScanner.isDigit),
            let number = Int(Self.text(word)), range.contains(number)
        else { return nil }
        at = word.endIndex
        return number
    }

    private mutating func readPlace(isNeeded: Bool) throws(ShortReportError) -> ShortReport.Place? {
        guard let word = peek() else {
            if isNeeded { throw .placeMissing }
            return nil
        }
        var scanner = PlaceScanner(text.bytes, from: at, isNeeded: isNeeded)
        let isMeant = scanner.looksLikePlace
        // Numbers in plain words may be a place; where they are none they begin the note.
        do {
            let place = try scanner.read()
            at = scanner.at
            return ShortReport.Place(position: place.position, accuracyMillimetres: place.accuracyMillimetres)
        } catch {
            if isMeant { throw error }
            guard isNeeded else { return nil }
            throw word.contains(where: DegreesScanner.isDigit) ? error : .placeMissing
        }
    }

    private mutating func readTime(receivedAt: Instant) throws(ShortReportError) -> Instant? {
        guard var word = peek(), ClockTime.isMeant(word) else { return nil }
        at = word.endIndex
        // "1040 Z" is said as well.
        if word.allSatisfy({ DegreesScanner.isDigit($0) || $0 == UInt8(ascii: ":") }), let next = peek(),
            next.count == 1, next.first.map({ $0 | 0x20 }) == UInt8(ascii: "z")
        {
            word = word + next
            at = next.endIndex
        }
        return try ClockTime(word).moment(receivedAt: receivedAt)
    }
}
