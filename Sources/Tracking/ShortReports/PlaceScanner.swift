import Geodesy

/// Reads a place in decimal degrees, in degrees, minutes and seconds, or as a grid reference.
struct PlaceScanner {
    private let bytes: [UInt8]
    private let isNeeded: Bool
    private(set) var at: Int

    /// Reads from a place on; where none is needed, a short word that might be a number plate is no grid reference.
    init(_ bytes: [UInt8], from start: Int, isNeeded: Bool) {
        self.bytes = bytes
        self.isNeeded = isNeeded
        at = start
    }

    /// A place and how far it may be off by its spelling alone.
    struct Place: Hashable {
        var position: Position
        var accuracyMillimetres: Int64
    }

    /// Whether what stands here is meant as a place, so that it is refused rather than taken as a note.
    var looksLikePlace: Bool {
        let word = bytes[at...].prefix { $0 != FoldedText.space }
        guard let first = word.first else { return false }
        let hasDigit = word.contains(where: DegreesScanner.isDigit)
        let isHemisphere =
            DegreesScanner.axis(first) != nil && word.dropFirst().first.map(DegreesScanner.isDigit) == true
        guard DegreesScanner.isDigit(first) || first == 0x2D || first == 0x2B || isHemisphere, hasDigit else {
            return false
        }
        return isHemisphere || gridEnd != nil || word.contains(FoldedText.degree)
            || word.dropFirst().contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    }

    mutating func read() throws(ShortReportError) -> Place {
        if let end = gridEnd { return try readGrid(to: end) }
        var scanner = DegreesScanner(bytes, from: at)
        let place = try scanner.read()
        at = scanner.at
        return place
    }

    // MARK: Grid references

    /// Where a grid reference that begins here ends; nil when none does.
    private var gridEnd: Int? {
        var place = at
        func word(_ start: Int) -> ArraySlice<UInt8> { bytes[min(start, bytes.count)...].prefix { $0 != 0x20 } }
        func letters(_ slice: ArraySlice<UInt8>) -> Bool { !slice.isEmpty && slice.allSatisfy(DegreesScanner.isLetter) }
        let head = word(place)
        let zone = head.prefix(while: DegreesScanner.isDigit)
        let rest = head.dropFirst(zone.count)
        let square = rest.prefix(while: DegreesScanner.isLetter)
        let digits = rest.dropFirst(square.count)
        guard zone.count <= 2, digits.allSatisfy(DegreesScanner.isDigit) else { return nil }
        // The polar caps have no zone's number; there the whole reference stands in one word with its ten metres, or it
        // may be a number plate.
        if zone.isEmpty { return square.count == 3 && digits.count >= 8 ? place + head.count : nil }
        if square.count == 3, !digits.isEmpty, digits.count < 6, !isNeeded { return nil }
        place += head.count
        if square.count == 1, digits.isEmpty {
            let next = word(place + 1)
            let pair = next.prefix(while: DegreesScanner.isLetter)
            let after = next.dropFirst(pair.count)
            guard pair.count == 2, after.allSatisfy(DegreesScanner.isDigit) else { return nil }
            place += 1 + next.count
            if !after.isEmpty { return withNorthing(after.count, place) }
        } else {
            guard square.count == 3 else { return nil }
            if !digits.isEmpty { return withNorthing(digits.count, place) }
        }
        let easting = word(place + 1)
        guard !easting.isEmpty, easting.allSatisfy(DegreesScanner.isDigit) else { return place }
        return withNorthing(easting.count, place + 1 + easting.count)
    }

    /// The end with a second group of as many digits, if there is one.
    private func withNorthing(_ count: Int, _ place: Int) -> Int {
        let next = bytes[min(place + 1, bytes.count)...].prefix { $0 != 0x20 }
        return next.count == count && next.allSatisfy(DegreesScanner.isDigit) ? place + 1 + next.count : place
    }

    private mutating func readGrid(to end: Int) throws(ShortReportError) -> Place {
        do {
            let reference = try GridReference(reading: String(decoding: bytes[at..<end], as: UTF8.self))
            guard reference.precision >= .kilometres1 else { throw ShortReportError.badPlace(.gridTooCoarse) }
            at = end
            // From the middle to a corner of the square, rounded up.
            let half = Int64(reference.precision.sideMetres) * 1_000 / 2
            return Place(position: reference.middle, accuracyMillimetres: half * 1_415 / 1_000 + 1)
        } catch let error as GridError {
            throw .badPlace(.grid(error.description))
        } catch let error as ShortReportError {
            throw error
        } catch {
            throw .badPlace(.form)
        }
    }
}
