import Geodesy
import Testing

@testable import Roads

@Suite("Making a network of lines")
struct BuilderTests {
    private func line(_ number: Int, _ places: [Position], ends: (Int64, Int64)? = nil) -> RoadFeature {
        RoadFeature(number: number, ends: ends.map { .init($0.0, $0.1) }, line: places)
    }

    @Test("lines meet where they share a position, and lengths are geodesics to the millimetre")
    func byPosition() throws {
        let (network, report) = try network([
            line(1, [try place(0, 0), try place(0, 1_000)]), line(2, [try place(0, 1_000), try place(1_000, 1_000)]),
        ])
        #expect(network.nodeCount == 3)
        #expect(report.partCount == 1)
        #expect(report.deadEnds == 2)
        let metres = Geodesic.inverse(try place(0, 0), try place(0, 1_000)).distanceMetres
        #expect(network.lengthMillimetres(of: .init(index: 0)) == Int64((metres * 1_000).rounded()))
    }

    @Test("given ends numbered against the line, when lines are joined, then numbers lie where all lines agree")
    func turnedNumbers() throws {
        let network = try network([
            line(1, [try place(0, 0), try place(0, 1_000)], ends: (2, 1)),
            line(2, [try place(0, 1_000), try place(1_000, 1_000)], ends: (2, 3)),
            line(3, [try place(1_000, 1_000), try place(0, 0)], ends: (1, 3)),
        ]).network
        #expect(network.nodeCount == 3)
        #expect(network.ends(of: .init(index: 0)).to == network.ends(of: .init(index: 1)).from)
        #expect(network.ends(of: .init(index: 2)).to == network.ends(of: .init(index: 0)).from)
    }

    @Test("numbered ends at one position stay apart, as a bridge over a road, and are reported")
    func bridge() throws {
        let (network, report) = try network([
            line(1, [try place(0, 0), try place(500, 500)], ends: (1, 2)),
            line(2, [try place(500, 500), try place(1_000, 1_000)], ends: (2, 3)),
            line(3, [try place(0, 1_000), try place(500, 500)], ends: (4, 5)),
            line(4, [try place(500, 500), try place(1_000, 0)], ends: (5, 6)),
        ])
        #expect(network.partCount == 2)
        #expect(report.count(.endsAtOnePlace) == 1)
    }

    @Test("ends whose numbers fit no place are refused with the feature and the number")
    func disagreement() throws {
        let features = [
            line(1, [try place(0, 0), try place(0, 1_000)], ends: (1, 2)),
            line(7, [try place(5_000, 0), try place(6_000, 0)], ends: (2, 3)),
        ]
        #expect(throws: RoadNetworkError.endsDisagree(feature: 7, end: 2)) { try network(features) }
        #expect(throws: RoadNetworkError.endsMissing(feature: 2)) {
            try network([features[0], line(2, [try place(0, 0), try place(9, 9)])])
        }
    }

    @Test("loops are kept, lines without length and second copies left out; each is counted with its feature")
    func findings() throws {
        let (corner, far) = (try place(0, 0), try place(0, 1_000))
        let (network, report) = try network([
            line(1, [corner, far]), line(2, [far, corner]), line(3, [corner, corner]),
            line(4, [far, try place(100, 1_100), try place(200, 1_000), far]), line(5, [corner, far]),
            RoadFeature(number: 6, line: [corner, far], roadClass: nil, direction: nil, postedSpeed: 900),
            RoadFeature(number: 7, line: [far, try place(0, 2_000)], statedLengthMillimetres: 2_000_000),
        ])
        #expect(report.features == 7)
        #expect(network.roadCount == 4)
        #expect(
            report.findings.map { "\($0.rule.rawValue) \($0.features)" } == [
                "duplicate [2, 5]", "length-differs [7]", "self-loop [4]", "unknown-class [6]",
                "unknown-direction [6]", "unknown-speed [6]", "zero-length [3]",
            ])
        // A loop can be travelled, from its middle to what it hangs on.
        let route = try RoadPlanner(network, profile: .loadedTrucks).route(
            RouteRequest(places: [
                RoutePlace(name: "loop", position: try place(200, 1_000)), RoutePlace(name: "a", position: corner),
            ]))
        #expect(route.steps.count == 2)
    }

    @Test("a line without length that joins two numbered ends keeps them joined")
    func pointRoad() throws {
        let (network, report) = try network([
            line(1, [try place(0, 0), try place(0, 1_000)], ends: (1, 2)),
            line(2, [try place(0, 1_000), try place(0, 1_000)], ends: (2, 3)),
            line(3, [try place(0, 1_000), try place(0, 2_000)], ends: (3, 4)),
        ])
        #expect(report.count(.zeroLength) == 1)
        #expect(report.partCount == 1)
        let route = try RoadPlanner(network, profile: .loadedTrucks).route(
            RouteRequest(places: [
                RoutePlace(name: "a", position: try place(0, 0)), RoutePlace(name: "b", position: try place(0, 2_000)),
            ]))
        #expect(route.steps.count == 2)
    }

    @Test("too short, too long, too near a pole, too wide and nothing at all are refused by name")
    func refusals() throws {
        let pole = [try Position(latitudeE7: 860_000_000, longitudeE7: 0), try place(0, 0)]
        #expect(throws: RoadNetworkError.tooNearPole(feature: 3)) { try network([line(3, pole)]) }
        #expect(throws: RoadNetworkError.tooFewPositions(feature: 4)) { try network([line(4, [pole[1]])]) }
        let far = try Position(latitudeE7: -300_000_000, longitudeE7: 1_300_000_000)
        #expect(throws: RoadNetworkError.roadTooLong(feature: 5, kilometres: 12_145)) {
            try network([line(5, [try place(0, 0), far])])
        }
        #expect(throws: RoadNetworkError.empty) { try network([]) }
        #expect(throws: RoadNetworkError.empty) { try network([line(1, [pole[1], pole[1]])]) }
        let many = [Position](repeating: pole[1], count: RoadLimits.maximumFeaturePositions + 1)
        #expect(throws: RoadNetworkError.tooManyPositions(feature: 6, limit: 3_000)) { try network([line(6, many)]) }
        let spread = try [-1_500_000_000, -500_000_000, 500_000_000, 1_500_000_000].enumerated().map { index, east in
            line(
                index + 1,
                [
                    try Position(latitudeE7: 0, longitudeE7: Int64(east)),
                    try Position(latitudeE7: 0, longitudeE7: Int64(east) + 1_000),
                ])
        }
        #expect(throws: RoadNetworkError.tooWide) { try network(spread) }
    }

    @Test("a long stretch gets positions along its geodesic, so that the index and conditions hold")
    func longStretch() throws {
        let (network, report) = try network([line(1, [try place(0, 0), try place(0, 100_000)])])
        #expect(report.count(.longStretch) == 1)
        let line = network.line(of: .init(index: 0))
        #expect(line.count == 10)
        let metres = zip(line, line.dropFirst()).map { Geodesic.inverse($0, $1).distanceMetres }
        #expect(metres.allSatisfy { $0 <= RoadLimits.maximumStretchMetres })
    }
}
