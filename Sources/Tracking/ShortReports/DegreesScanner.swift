import Geodesy

/// Reads a latitude and a longitude in decimal degrees, or in degrees, minutes and perhaps seconds.
///
/// Decimal degrees need a point with three digits or more, so that a comma meant as a point is noticed; the other form
/// needs letters for the hemispheres, and both halves written alike.
struct DegreesScanner {
    private let bytes: [UInt8]
    private(set) var at: Int

    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        at = start
    }

    enum Axis { case latitude, longitude }

    /// Half of a place.
    private struct Angle {
        /// 1e-9 degree.
        var valueE9: Int64 = 0
        /// Half of the last digit's weight, in 1e-9 degree.
        var halfE9: Int64 = 0
        var letter: UInt8?
        /// Degrees alone, with minutes, or with seconds too.
        var parts = 0
    }

    private struct Number {
        /// Times 1e9.
        var valueE9: Int64
        var halfE9: Int64
        var decimals: Int
    }

    mutating func read() throws(ShortReportError) -> PlaceScanner.Place {
        let first = try readAngle()
        skip(FoldedText.space)
        if next == UInt8(ascii: ",") || next == UInt8(ascii: ";") { at += 1 }
        skip(FoldedText.space)
        guard let byte = next, Self.startsAngle(byte) else { throw .badPlace(.halfMissing) }
        let second = try readAngle()
        if next == UInt8(ascii: ",") || next == UInt8(ascii: ";") { at += 1 }
        guard next == nil || next == FoldedText.space else { throw .badPlace(.form) }
        guard first.parts == second.parts else { throw .badPlace(.form) }
        let (latitude, longitude) = try Self.ordered(first, second)
        guard abs(latitude.valueE9) <= 90_000_000_000, abs(longitude.valueE9) <= 180_000_000_000,
            let position = try? Position(
                latitudeE7: Self.nearestE7(latitude.valueE9), longitudeE7: Self.nearestE7(longitude.valueE9))
        else { throw .badPlace(.outOfRange) }
        // A degree has at most 111.7 km; from the middle to the corner of what the digits leave open, rounded up.
        let half = Double(max(latitude.halfE9, longitude.halfE9)) * 1e-9 * 111_700_000 * 1.4143
        return PlaceScanner.Place(position: position, accuracyMillimetres: Int64(half.rounded(.up)) + 10)
    }

    private static func ordered(_ first: Angle, _ second: Angle) throws(ShortReportError) -> (Angle, Angle) {
        switch (first.letter.flatMap(axis), second.letter.flatMap(axis)) {
        case (nil, nil), (.latitude, .longitude): (first, second)
        case (.longitude, .latitude): (second, first)
        default: throw .badPlace(.hemispheres)
        }
    }

    private static func nearestE7(_ valueE9: Int64) -> Int64 { (valueE9 + (valueE9 < 0 ? -50 : 50)) / 100 }

    private mutating func readAngle() throws(ShortReportError) -> Angle {
        var angle = Angle()
        if let byte = next, Self.axis(byte) != nil {
            angle.letter = byte
            at += 1
            skip(FoldedText.space)
        }
        let sign = next
        let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
        if isSigned { at += 1 }
        let decimals = try readParts(&angle)
        // Where the letter stood before, one that follows is the next half's own.
        if angle.letter == nil, let found = letterFollows(at) {
            angle.letter = found.letter
            at = found.end
        }
        if isSigned, angle.letter != nil { throw .badPlace(.signAndLetter) }
        if angle.parts == 1, decimals < 3 { throw .badPlace(.tooFewDecimals) }
        if angle.parts > 1, angle.letter == nil { throw .badPlace(.hemispheres) }
        let isNegative =
            sign == UInt8(ascii: "-")
            || angle.letter.map { $0 | 0x20 == UInt8(ascii: "s") || $0 | 0x20 == UInt8(ascii: "w") } == true
        if isNegative { angle.valueE9.negate() }
        return angle
    }

    /// Degrees, and perhaps minutes and seconds, each but the last without a fraction; returns the last one's decimals.
    private mutating func readParts(_ angle: inout Angle) throws(ShortReportError) -> Int {
        let weights: [Int64] = [1, 60, 3_600]
        let signs = [FoldedText.degree, FoldedText.minute, FoldedText.second]
        var isMarked = false
        var decimals = 0
        for part in 0..<3 {
            let start = at
            if part > 0 {
                skip(FoldedText.space)
                if !isMarked, next == UInt8(ascii: ":") { at += 1 }
                // More digits than minutes or seconds have are something else, such as a time.
                guard (1...2).contains(bytes[at...].prefix(while: Self.isDigit).count) else {
                    at = start
                    break
                }
            }
            guard let number = try readNumber() else { throw .badPlace(.form) }
            let hasSign = next == signs[part]
            if hasSign { at += 1 }
            if part == 2, !hasSign, next == FoldedText.minute, bytes.dropFirst(at + 1).first == FoldedText.minute {
                at += 2
            } else if part > 0, isMarked, !hasSign, letterFollows(at) == nil {
                // A number without its sign after numbers with theirs is something else, such as a time.
                at = start
                break
            }
            if part > 0, number.valueE9 >= 60_000_000_000 { throw .badPlace(.outOfRange) }
            isMarked = isMarked || hasSign
            angle.parts = part + 1
            angle.valueE9 += (number.valueE9 + weights[part] / 2) / weights[part]
            angle.halfE9 = number.halfE9 / weights[part] + 1
            decimals = number.decimals
            if decimals > 0 { break }
        }
        return decimals
    }

    /// Up to three digits, and perhaps a point with up to twelve more; nil when no digit stands here.
    private mutating func readNumber() throws(ShortReportError) -> Number? {
        let whole = bytes[at...].prefix(while: Self.isDigit)
        guard !whole.isEmpty else { return nil }
        guard whole.count <= 3 else { throw .badPlace(.outOfRange) }
        at += whole.count
        var value = whole.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) } * 1_000_000_000
        guard next == UInt8(ascii: ".") else { return Number(valueE9: value, halfE9: 500_000_000, decimals: 0) }
        let fraction = bytes[(at + 1)...].prefix(while: Self.isDigit)
        guard (1...12).contains(fraction.count) else { throw .badPlace(fraction.isEmpty ? .form : .outOfRange) }
        at += 1 + fraction.count
        var weight: Int64 = 100_000_000
        for digit in fraction.prefix(9) {
            value += Int64(digit - 0x30) * weight
            weight /= 10
        }
        var half: Int64 = 500_000_000
        for _ in fraction { half /= 10 }
        return Number(valueE9: value, halfE9: half, decimals: fraction.count)
    }

    /// The letter of a hemisphere that ends a word here or after spaces, and the place after it.
    private func letterFollows(_ start: Int) -> (letter: UInt8, end: Int)? {
        var place = start
        while place < bytes.count, bytes[place] == FoldedText.space { place += 1 }
        guard place < bytes.count, Self.axis(bytes[place]) != nil else { return nil }
        let after = bytes.dropFirst(place + 1).first
        let isAlone = after == nil || after == FoldedText.space || after == UInt8(ascii: ",")
        return isAlone ? (bytes[place], place + 1) : nil
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skip(_ byte: UInt8) { while next == byte { at += 1 } }

    // MARK: Characters

    static func axis(_ byte: UInt8) -> Axis? {
        switch byte {
        case UInt8(ascii: "N"), UInt8(ascii: "S"), UInt8(ascii: "n"), UInt8(ascii: "s"): .latitude
        case UInt8(ascii: "E"), UInt8(ascii: "W"), UInt8(ascii: "e"), UInt8(ascii: "w"): .longitude
        default: nil
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    private static func startsAngle(_ byte: UInt8) -> Bool {
        isDigit(byte) || axis(byte) != nil || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }
}
