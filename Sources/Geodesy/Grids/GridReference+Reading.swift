extension GridReference {
    /// The most characters of a reference, spaces included.
    public static let maximumBytes = 32

    /// Reads a reference such as `37SBA9876543210`, `37s BA 98765 43210` or `BAN` (the south polar cap).
    ///
    /// Spaces may stand between the zone, the square, the easting and the northing, and at the ends. A square that
    /// straddles two bands is taken with either letter.
    ///
    /// - Throws: What is wrong with which field.
    public init(reading text: String) throws(GridError) {
        guard text.utf8.count <= Self.maximumBytes else { throw .tooLong }
        var reader = GridReader(try Self.upper(text))
        self = try reader.read()
    }

    /// The characters in upper case, after a check that only letters, digits and spaces stand there.
    private static func upper(_ text: String) throws(GridError) -> [UInt8] {
        var bytes: [UInt8] = []
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            switch UInt8(exactly: scalar.value) ?? 0 {
            case let byte where byte == 0x20 || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte):
                bytes.append(byte)
            case let byte where (0x61...0x7A).contains(byte): bytes.append(byte - 0x20)
            default: throw .character(offset: offset)
            }
        }
        return bytes
    }
}

/// Reads the parts of a reference in turn.
private struct GridReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpaces() { while next == 0x20 { at += 1 } }

    private mutating func take(_ range: ClosedRange<UInt8>) -> [UInt8] {
        let start = at
        while let byte = next, range.contains(byte) { at += 1 }
        return Array(bytes[start..<at])
    }

    mutating func read() throws(GridError) -> GridReference {
        skipSpaces()
        guard next != nil else { throw .empty }
        let zone = try readZone()
        guard let band = next, (0x41...0x5A).contains(band) else {
            throw next == nil ? .squareMissing : .form(offset: at)
        }
        at += 1
        let zoneName = String(decoding: zoneDigits + [band], as: UTF8.self)
        skipSpaces()
        let square = take(0x41...0x5A)
        guard square.count >= 2 else { throw square.isEmpty && next != nil ? .form(offset: at) : .squareMissing }
        guard square.count == 2 else { throw .form(offset: at - square.count + 2) }
        let (easting, northing) = try readDigits()
        guard let precision = GridReference.Precision(rawValue: easting.count) else {
            throw .tooManyDigits(found: 2 * easting.count)
        }
        let corner = try Self.corner(zone, band, square, zoneName)
        return GridReference(
            zone: zone, band: band, isNorth: corner.isNorth,
            eastingMetres: corner.easting + Self.metres(easting, precision),
            northingMetres: corner.northing + Self.metres(northing, precision), precision: precision)
    }

    private var zoneDigits: [UInt8] = []

    private mutating func readZone() throws(GridError) -> GridZone {
        zoneDigits = take(0x30...0x39)
        guard !zoneDigits.isEmpty else { return .ups }
        guard zoneDigits.count <= 2, let number = Int(String(decoding: zoneDigits, as: UTF8.self)),
            (1...60).contains(number)
        else { throw .zoneOutOfRange }
        return .utm(number)
    }

    /// The digits of easting and northing, divided by a space or in the middle.
    private mutating func readDigits() throws(GridError) -> (easting: [UInt8], northing: [UInt8]) {
        skipSpaces()
        let first = take(0x30...0x39)
        skipSpaces()
        let second = take(0x30...0x39)
        skipSpaces()
        guard next == nil else { throw .form(offset: at) }
        guard second.isEmpty else {
            guard first.count == second.count else {
                throw .unequalDigits(easting: first.count, northing: second.count)
            }
            return (first, second)
        }
        guard first.count % 2 == 0 else { throw .oddDigits(found: first.count) }
        return (Array(first.prefix(first.count / 2)), Array(first.suffix(first.count / 2)))
    }

    private static func metres(_ digits: [UInt8], _ precision: GridReference.Precision) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } * (precision == .kilometres100 ? 0 : precision.sideMetres)
    }

    /// The south-west corner of a 100 km square.
    private static func corner(
        _ zone: GridZone, _ band: UInt8, _ square: [UInt8], _ zoneName: String
    ) throws(GridError) -> (isNorth: Bool, easting: Int, northing: Int) {
        let (column, row) = (square[0], square[1])
        let side = GridSquares.sideMetres
        let bandIndex = LatitudeBand.letters.firstIndex(of: band)
        let half = GridSquares.polarHalf(band)
        let isNorth: Bool
        switch (zone, bandIndex, half) {
        case (.utm, let index?, _): isNorth = index >= LatitudeBand.firstNorthern
        case (.ups, _, let half?): isNorth = half.isNorth
        default: throw .band(Character(UnicodeScalar(band)))
        }
        guard
            let across = GridSquares.column(column, zone: zone, isNorth: isNorth, isEast: half?.isEast ?? false)
        else { throw .column(Character(UnicodeScalar(column)), zone: zoneName) }
        let rows = GridSquares.rowChoices(row, zone: zone, isNorth: isNorth)
        guard let first = rows.first else { throw .row(Character(UnicodeScalar(row)), zone: zoneName) }
        guard case .utm = zone, let bandIndex else { return (isNorth, across * side, first * side) }
        // The letters of rows come again every 2,000 km, more than any band is high, so one choice fits at most.
        let degrees = LatitudeBand.degrees(bandIndex)
        for up in rows {
            guard let reach = latitudes(zone, isNorth, across, up) else { continue }
            if reach.lowerBound < degrees.upperBound, reach.upperBound > degrees.lowerBound {
                return (isNorth, across * side, up * side)
            }
        }
        throw .squareOutsideBand(square: String(decoding: square, as: UTF8.self), zone: zoneName)
    }

    /// The latitudes of a 100 km square in degrees, from its corners: columns do not cross the central meridian.
    private static func latitudes(_ zone: GridZone, _ isNorth: Bool, _ across: Int, _ up: Int) -> ClosedRange<Double>? {
        let origin = isNorth ? 0 : GridPosition.utmSouthNorthing
        let side = Double(GridSquares.sideMetres)
        var found: [Double] = []
        for (x, y) in [(across, up), (across + 1, up), (across, up + 1), (across + 1, up + 1)] {
            guard
                let place = TransverseMercator.place(
                    .init(easting: Double(x) * side - GridPosition.utmEasting, northing: Double(y) * side - origin))
            else { return nil }
            found.append(place.latitudeDegrees)
        }
        guard let lowest = found.min(), let highest = found.max() else { return nil }
        return lowest...highest
    }
}
