import Coordination
import Geodesy
import Statements
import Testing

@testable import ListImport

private func entry(_ row: Int, _ names: [String], _ place: Position) -> DuplicateFinder.Entry {
    .init(side: .init(line: row + 1, row: row, id: "r\(row)", name: names.first ?? ""), names: names, place: place)
}

private func position(_ latitude: Double, _ longitude: Double) throws -> Position {
    try Position(latitudeE7: Int64((latitude * 1e7).rounded()), longitudeE7: Int64((longitude * 1e7).rounded()))
}

@Suite struct DuplicateFinderTests {
    @Test("the grid finds what comparing every two finds", arguments: UInt64(0)..<24)
    func agreesWithTheScan(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Around places where cells differ in width: the equator, mid latitudes, the poles and the antimeridian.
        let centres: [(Double, Double)] = [
            (36.2, 37.15), (0, 0), (-33, 179.9999), (89.99, 10), (-89.9, -50), (61, -180),
        ]
        let centre = centres[Int(seed) % centres.count]
        let metres = [50, 250, 3_000][Int(seed / 6) % 3]
        let spread = Double(metres) * 6 / 111_000
        let names = ["A", "a", "B", "C d", "c-D", "E"]
        let entries = try (1...160).map { row in
            let latitude = min(90, max(-90, centre.0 + Double.random(in: -spread...spread, using: &random)))
            let stretch = max(0.01, 1 - abs(latitude) / 90)
            var longitude = centre.1 + Double.random(in: -spread...spread, using: &random) / stretch
            if longitude > 180 { longitude -= 360 }
            if longitude < -180 { longitude += 360 }
            return entry(row, [names.randomElement(using: &random) ?? "A"], try position(latitude, longitude))
        }
        let found = DuplicateFinder.find(
            entries, existing: [], sameNameMillimetres: Int64(metres) * 1_000, limit: 100_000)
        var folding = NameFolding()
        var expected: Set<String> = []
        for (later, first) in entries.enumerated() {
            for second in entries[..<later] {
                let distance = Geodesic.inverse(first.place, second.place).distanceMetres
                let isSame = folding.key(first.names[0]) == folding.key(second.names[0])
                if isSame, distance <= Double(metres) {
                    expected.insert("same-name \(first.side.id) \(second.side.id)")
                }
                if !isSame, distance <= 25 { expected.insert("same-place \(first.side.id) \(second.side.id)") }
            }
        }
        let pairs = found.pairs.map { "\($0.kind.rawValue) \($0.first.id) \($0.second.id)" }
        #expect(!found.isCutShort)
        #expect(pairs.count == Set(pairs).count)
        #expect(Set(pairs) == expected, "seed \(seed)")
    }

    @Test func theRegisterIsComparedAndNotWithItself() throws {
        let place = try position(36.2, 37.15)
        let existing = try ["x/one", "x/two"].map { name in
            ExistingRecord(id: try #require(RecordID(name)), names: ["Al-Quds"], place: place)
        }
        let found = DuplicateFinder.find(
            [entry(1, ["Al Quds", "القدس"], try position(36.201, 37.15))], existing: existing,
            sameNameMillimetres: 250_000, limit: 10)
        #expect(found.pairs.map(\.second.id) == ["x/one", "x/two"])
        #expect(found.pairs.allSatisfy { $0.second.row == nil && $0.distanceMillimetres > 110_000 })
    }

    @Test func pairsAreShownAndNothingIsDropped() throws {
        let report = try Fixture.run(
            "id,name_en,name_ar,lat,lon\n1,Clinic,,36.12345,37.123\n2,CLINIC.,,36.12445,37.123\n3,Shop,,36.12345,37.1231\n"
        )
        #expect(report.duplicates.map(\.kind) == [.sameName, .samePlace])
        #expect(report.duplicates.map(\.first.line) == [3, 4])
        #expect(report.duplicates[0].distanceMillimetres / 1_000 == 110)
        #expect(report.recordsToSubmit.count == 3)
        let near = try Fixture.run(
            "id,name_en,name_ar,lat,lon\n1,Clinic,,36.12345,37.123\n2,CLINIC.,,36.12445,37.123\n",
            ["duplicateMetres": "100"])
        #expect(near.duplicates.isEmpty)
    }

    @Test func aHeapOfOnePlaceStopsAtTheLimit() throws {
        let place = try position(36.2, 37.15)
        let heap = (1...3_000).map { entry($0, ["Same"], place) }
        let found = DuplicateFinder.find(heap, existing: [], sameNameMillimetres: 250_000, limit: 500)
        #expect(found.pairs.count == 500)
        #expect(found.isCutShort)
    }

    @Test func manyRowsStayWithinTheBudgetOfComparisons() throws {
        var random = SplitMix64(seed: 7)
        let entries = try (1...20_000).map { row in
            entry(
                row, ["Site \(row % 300)"],
                try position(.random(in: 32...37, using: &random), .random(in: 35...42, using: &random)))
        }
        let found = DuplicateFinder.find(entries, existing: [], sameNameMillimetres: 250_000, limit: 10_000)
        #expect(!found.isCutShort)
    }
}
