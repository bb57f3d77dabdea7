import Foundation
import Testing

@testable import Geodesy

@Suite("Grids")
struct GridTests {
    /// Made by `scripts/golden/grids.py` with GeoConvert of GeographicLib 2.1.2.
    static func golden() throws -> [(position: Position, zone: String, east: Double, north: Double, mgrs: String)] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Golden/grids.tsv"), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return (
                try Position(
                    latitudeE7: #require(Int64(fields[0])), longitudeE7: #require(Int64(fields[1]))), fields[2],
                try #require(Double(fields[3])), try #require(Double(fields[4])), fields[5]
            )
        }
    }

    private func name(_ grid: GridPosition) -> String {
        let hemisphere = grid.isNorth ? "n" : "s"
        return switch grid.zone {
        case .utm(let zone): (zone < 10 ? "0" : "") + "\(zone)" + hemisphere
        case .ups: hemisphere
        }
    }

    @Test("eastings and northings agree with an independent implementation to 10 nm, references to the letter")
    func goldenGrids() throws {
        let lines = try Self.golden()
        #expect(lines.count == 1_169)
        for line in lines {
            let grid = GridPosition(line.position)
            #expect(name(grid) == line.zone, "\(line)")
            #expect(abs(grid.eastingMetres - line.east) <= 1e-8, "\(line)")
            #expect(abs(grid.northingMetres - line.north) <= 1e-8, "\(line)")
            #expect(GridReference(line.position).description == line.mgrs, "\(line)")
        }
    }

    @Test("a grid position goes back to the position it was made of, to 1e-7 degree")
    func roundTrip() throws {
        for line in try Self.golden() {
            let back = try #require(GridPosition(line.position).position)
            #expect(back.latitudeE7 == line.position.latitudeE7, "\(line)")
            // A centimetre from a pole a degree of longitude is a fifth of a millimetre.
            #expect(Geodesic.inverse(back, line.position).distanceMetres < 1e-6, "\(line)")
        }
    }

    @Test("a reference of any size is read back as written, and its square holds the position")
    func readBack() throws {
        for line in try Self.golden() {
            for precision in GridReference.Precision.allCases {
                let reference = GridReference(line.position, precision: precision)
                for text in [reference.description, reference.spaced, reference.spaced.lowercased()] {
                    #expect(try GridReference(reading: text) == reference, "\(text) \(line)")
                }
                #expect(line.mgrs.hasPrefix(reference.zoneText))
                #expect(reference.agreement(with: line.position, grownByMetres: 0) == .agrees, "\(reference) \(line)")
            }
        }
    }

    @Test(
        "a hundred thousand positions convert as GeoConvert does",
        .enabled(if: GeoConvert.isHere, "GeoConvert is not installed (Debian: geographiclib-tools)"))
    func many() throws {
        var random = SplitMix64(seed: 41)
        let positions = try (0..<100_000).map { index in
            // Half of them near a border of bands or zones.
            var latitude = Int64.random(in: -900_000_000...900_000_000, using: &random)
            var longitude = Int64.random(in: -1_800_000_000..<1_800_000_000, using: &random)
            if index % 4 == 1 { latitude = latitude / 80_000_000 * 80_000_000 + Int64(index % 3) - 1 }
            if index % 4 == 3 { longitude = longitude / 30_000_000 * 30_000_000 + Int64(index % 3) - 1 }
            return try Position(latitudeE7: latitude, longitudeE7: longitude)
        }
        let expected = try GeoConvert.run(["-m", "-p", "0"], positions.map(GeoConvert.degrees))
        try #require(expected.count == positions.count)
        for (position, text) in zip(positions, expected) {
            #expect(GridReference(position).description == text, "\(position)")
        }
        let middles = try GeoConvert.run(["-g", "-p", "9"], expected)
        try #require(middles.count == positions.count)
        for (text, middle) in zip(expected, middles) {
            let found = try GridReference(reading: text).middle
            let degrees = middle.split(separator: " ").compactMap { Double($0) }
            #expect(abs(Double(found.latitudeE7) - degrees[0] * 1e7) <= 0.51, "\(text)")
            // At a pole any longitude is right.
            guard abs(degrees[0]) < 89.9999 else { continue }
            let turn = abs(Double(found.longitudeE7) - degrees[1] * 1e7)
            let tolerance = 0.51 + 2e-3 / (90 - abs(degrees[0]))
            #expect(min(turn, abs(turn - 3.6e9)) <= tolerance, "\(text)")
        }
    }

    @Test(
        "of all squares that letters can name, those are taken that GeoConvert takes",
        .enabled(if: GeoConvert.isHere, "GeoConvert is not installed (Debian: geographiclib-tools)"))
    func everySquare() throws {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        var texts: [String] = []
        for zone in ["1", "2", "31", "32", "37", "60", ""] {
            for band in letters {
                for column in letters { for row in letters { texts.append(zone + band + column + row) } }
            }
        }
        // Where GeoConvert reads INV as the word for no position.
        texts.removeAll { $0 == "INV" }
        let expected = try GeoConvert.run(["-g", "-p", "0"], texts)
        try #require(expected.count == texts.count)
        var (taken, beyond) = (0, 0)
        for (text, answer) in zip(texts, expected) {
            let found = try? GridReference(reading: text)
            if found != nil { taken += 1 }
            guard (found == nil) != answer.hasPrefix("ERROR") else { continue }
            // Only squares that lie wholly beyond 80° S or 84° N, where UTM ends, are refused here and taken there.
            let latitude = try #require(answer.split(separator: " ").first.flatMap { Double($0) }, "\(text): \(answer)")
            #expect(found == nil && (latitude < -80 || latitude > 84), "\(text): \(answer)")
            beyond += 1
        }
        #expect(taken > 5_000)
        #expect(beyond == 60)
    }
}

@Suite("Grid references as text")
struct GridReadingTests {
    private func error(_ text: String) -> GridError? {
        do throws(GridError) {
            _ = try GridReference(reading: text)
            return nil
        } catch { return error }
    }

    @Test("spaces, small letters and a zone without its zero are taken")
    func forms() throws {
        let reference = try GridReference(reading: "37S BA 98765 43210")
        #expect(try GridReference(reading: " 37sba9876543210 ") == reference)
        #expect(try GridReference(reading: "5N NA 1 2").description == "05NNA12")
        #expect(reference.precision == .metres1)
        #expect(reference.spaced == "37S BA 98765 43210")
    }

    @Test("digits are cut off, never rounded")
    func truncation() throws {
        let fine = try GridReference(reading: "37SBA9999999999")
        let position = fine.middle
        #expect(GridReference(position, precision: .kilometres10).description == "37SBA99")
        #expect(GridReference(position, precision: .kilometres100).description == "37SBA")
    }

    @Test(
        "what is wrong is named by field and rule",
        arguments: [
            ("", .empty), ("   ", .empty), ("37S", .squareMissing), ("37", .squareMissing), ("37SB", .squareMissing),
            ("0SBA11", .zoneOutOfRange), ("61SBA11", .zoneOutOfRange), ("037SBA11", .zoneOutOfRange),
            ("37IBA11", .band("I")), ("37ABA11", .band("A")), ("SBA11", .band("S")), ("37YBA", .band("Y")),
            ("37SIA11", .column("I", zone: "37S")), ("37SKA11", .column("K", zone: "37S")),
            ("37SBW11", .row("W", zone: "37S")), ("ADA", .column("D", zone: "A")),
            ("37SBQ11", .squareOutsideBand(square: "BQ", zone: "37S")),
            ("37SBA123", .oddDigits(found: 3)), ("37SBA123456789012", .tooManyDigits(found: 12)),
            ("37SBA 123 12", .unequalDigits(easting: 3, northing: 2)), ("37SBA12X", .form(offset: 7)),
            ("37SBAA12", .form(offset: 5)), ("37SBA 1 2 3", .form(offset: 10)), ("37-SBA", .character(offset: 2)),
            ("٣٧SBA", .character(offset: 0)), (String(repeating: "1", count: 33), .tooLong),
        ] as [(String, GridError)])
    func errors(text: String, expected: GridError) {
        #expect(error(text) == expected)
        #expect(!expected.description.isEmpty)
    }

    @Test("any text is read or refused, and never more")
    func anything() {
        var random = SplitMix64(seed: 42)
        let alphabet = Array("0123456789 ABCDEFGHJKLMNPQRSTUVWXYZabz-٣é")
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...18, using: &random)
            let text = String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            guard let found = try? GridReference(reading: text) else { continue }
            #expect((try? GridReference(reading: found.description)) == found)
            _ = found.middle
        }
    }
}

@Suite("Agreement of a position and a grid reference")
struct GridAgreementTests {
    @Test("a position agrees with its own reference, and one metre of rounding is taken")
    func own() throws {
        let position = try Position(latitudeE7: 361_515_830, longitudeE7: 369_607_940)
        let reference = GridReference(position)
        #expect(reference.agreement(with: position) == .agrees)
        let rounded = GridReference(
            zone: reference.zone, band: reference.band, isNorth: true, eastingMetres: reference.eastingMetres + 1,
            northingMetres: reference.northingMetres + 1, precision: .metres1)
        #expect(rounded.agreement(with: position) == .agrees)
        let off = GridReference(
            zone: reference.zone, band: reference.band, isNorth: true, eastingMetres: reference.eastingMetres + 3,
            northingMetres: reference.northingMetres, precision: .metres1)
        guard case .disagrees(let metres) = off.agreement(with: position) else {
            Issue.record("three metres must not agree")
            return
        }
        #expect((2...3).contains(metres))
        #expect(off.agreement(with: position, grownByMetres: 10) == .agrees)
    }

    @Test("nine kilometres, a wrong zone, a wrong hemisphere and swapped digits disagree")
    func mistakes() throws {
        let position = try Position(latitudeE7: 353_300_000, longitudeE7: 401_400_000)
        let reference = GridReference(position)
        let nine = Geodesic.direct(from: position, azimuthDegrees: 200, metres: 9_000).position
        guard case .disagrees(let metres) = reference.agreement(with: nine) else {
            Issue.record("nine kilometres must not agree")
            return
        }
        #expect(abs(metres - 9_000) < 10)
        let (easting, northing) = (reference.eastingMetres, reference.northingMetres)
        let mistakes: [(GridZone, Bool, Int, Int)] = [
            (.utm(36), true, easting, northing), (.utm(38), true, easting, northing),
            (.utm(37), false, easting, northing), (.utm(37), true, easting, northing - 2_000_000),
            (.utm(37), true, easting / 100_000 * 100_000 + northing % 100_000, northing),
            (.utm(38), true, 100_000, northing),
        ]
        for (zone, isNorth, easting, northing) in mistakes {
            let other = GridReference(
                zone: zone, band: reference.band, isNorth: isNorth, eastingMetres: easting, northingMetres: northing,
                precision: .metres1)
            #expect(other.agreement(with: position) != .agrees, "\(other)")
        }
        #expect(reference.description.hasPrefix("37S"))
    }

    @Test("a reference in the neighbouring zone of a border position still agrees")
    func neighbour() throws {
        // 42° E parts zones 37 and 38; the same place written in the other zone's plane.
        let position = try Position(latitudeE7: 365_000_000, longitudeE7: 420_000_500)
        #expect(GridReference.standardZone(position) == .utm(38))
        let plane = try #require(GridPosition.plane(of: position, zone: .utm(37), isNorth: true))
        let foreign = GridReference(
            zone: .utm(37), band: UInt8(ascii: "S"), isNorth: true, eastingMetres: Int(plane.easting),
            northingMetres: Int(plane.northing), precision: .metres1)
        #expect(foreign.agreement(with: position, grownByMetres: 0) == .agrees)
    }

    @Test("over the antimeridian, the equator and a pole the distance stays small")
    func edges() throws {
        for (latitude, longitude, other) in [
            (0, 1_799_999_999, (0, -1_800_000_000)), (1, 100, (-1, 100)),
            (900_000_000, 0, (899_999_999, 1_000_000_000)),
        ] as [(Int64, Int64, (Int64, Int64))] {
            let reference = try GridReference(Position(latitudeE7: latitude, longitudeE7: longitude))
            let beside = try Position(latitudeE7: other.0, longitudeE7: other.1)
            #expect(reference.agreement(with: beside) == .agrees)
        }
        let antipode = try Position(latitudeE7: -361_515_830, longitudeE7: -1_430_392_060)
        let reference = try GridReference(Position(latitudeE7: 361_515_830, longitudeE7: 369_607_940))
        #expect(reference.agreement(with: antipode) != .agrees)
    }
}

extension GridReference {
    static func standardZone(_ position: Position) -> GridZone { GridZone.standard(of: position) }
}
