import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("hazards near routes and places")
struct HazardQueryTests {
    private static let hub = PartyID(checked: "un-hub")
    private static let partyA = PartyID(checked: "party-a")
    private static let partyB = PartyID(checked: "party-b")

    private func id(_ name: String) -> RecordID { RecordID(owner: Self.hub, subject: SubjectID(checked: name)) }

    private func circle(_ latitudeE7: Int64, _ longitudeE7: Int64, metres: Int64) -> Bodies.Change {
        var writer = JSONWriter()
        let longitude = longitudeE7 > 1_800_000_000 ? longitudeE7 - 3_600_000_000 : longitudeE7
        if let place = try? Position(latitudeE7: latitudeE7, longitudeE7: longitude),
            let circle = try? Circle(centre: place, radiusMillimetres: metres * 1_000)
        {
            writer.area(.circle(circle))
        }
        return ("area", String(decoding: writer.bytes, as: UTF8.self))
    }

    private func state(
        _ world: inout Scenario, _ name: String, audience: [PartyID]? = nil, _ changes: Bodies.Change...
    ) throws {
        let body = Bodies.stated(.hazardReport, changes)
        try #require(try world.say("un-hub", .hazardReport, name, body, audience: audience).refusal == nil)
    }

    /// A convoy's road along 36.2° N, in legs of a tenth of a degree, about 9 km each.
    private func convoy(
        _ world: inout Scenario, legs: Int, latitudeE7: Int64 = 362_000_000, _ longitudeE7: Int64 = 370_000_000
    ) throws {
        let times = (0..<Int64(legs)).map { (Instant.test(600 + $0 * 600), Instant.test(1_100 + $0 * 600)) }
        let body = Bodies.movement(latitudeE7: latitudeE7, longitudeE7: longitudeE7, legs: times)
        try #require(try world.say("un-hub", .movementNotify, "convoy", body).refusal == nil)
    }

    /// All pairs measured by the slow, plain way: every statement's area with every area asked about.
    private func oracle(
        _ picture: Picture, near areas: [Area], within millimetres: Int64, as reader: PartyID?
    ) -> [String] {
        var found: [(distance: Int64, id: RecordID)] = []
        for (id, dossier) in picture.dossiers.dossiers where dossier.isReadable(by: reader) {
            let distances = (dossier.earlier + [dossier.stated]).flatMap { said -> [Int64] in
                guard case .hazard(let report) = said.content else { return [] }
                return areas.map { report.area.separation(to: $0).distanceMillimetres }
            }
            if let distance = distances.min(), distance <= millimetres { found.append((distance, id)) }
        }
        return found.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }.map { "\($0.id) \($0.distance)" }
    }

    @Test("no hazard near a route is lost, and none is named that is farther away", arguments: UInt64(0)..<4)
    func oracle(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var world = try Scenario()
        // Along the road, over the antimeridian, and near the pole.
        let (latitude, longitude): (Int64, Int64) =
            [(362_000_000, 370_000_000), (-170_000_000, 1_798_000_000), (899_000_000, 100_000_000), (0, 0)][Int(seed)]
        for number in 0..<60 {
            let name = "h\(number)"
            for _ in 0...Int.random(in: 0..<2, using: &random) {
                let area = circle(
                    min(900_000_000, latitude + .random(in: -2_000_000...2_000_000, using: &random)),
                    longitude + .random(in: -1_000_000...5_000_000, using: &random),
                    metres: .random(in: 0...3_000, using: &random))
                try state(&world, name, audience: number % 4 == 0 ? [Self.partyA] : nil, area)
            }
        }
        var path = [
            (latitude, longitude), (latitude, longitude + 2_000_000), (latitude - 1_000_000, longitude + 4_000_000),
        ]
        path = path.map { ($0.0, $0.1 > 1_800_000_000 ? $0.1 - 3_600_000_000 : $0.1) }
        let positions = try path.map { try Position(latitudeE7: $0.0, longitudeE7: $0.1) }
        let areas: [Area] = [
            .route(try Route(path: Array(positions.prefix(2)), halfWidthMillimetres: 30_000)),
            .route(try Route(path: Array(positions.suffix(2)), halfWidthMillimetres: 30_000)),
        ]
        var counts: [Int] = []
        for metres in [Int64(0), 100, 1_000, 5_000, 20_000] {
            for reader in [nil, Self.partyA, Self.partyB] {
                let found = world.picture.hazards(near: areas, within: metres * 1_000, as: reader)
                #expect(
                    found.map { "\($0.id) \($0.distanceMillimetres)" }
                        == oracle(world.picture, near: areas, within: metres * 1_000, as: reader))
                counts.append(found.count)
            }
        }
        // It found something and not everything, or nothing was tested.
        #expect(counts.contains { $0 > 0 } && counts.contains { $0 < 45 })
    }

    @Test("nor is one lost whose ground is as large as a continent", arguments: UInt64(10)..<13)
    func largeGround(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func place(around latitude: Int64, _ longitude: Int64, _ reach: Int64) throws -> Position {
            let east = longitude + .random(in: -reach...reach, using: &random)
            let north = latitude + .random(in: -reach...reach, using: &random)
            return try Position(
                latitudeE7: max(-890_000_000, min(890_000_000, north)),
                longitudeE7: east > 1_800_000_000 ? east - 3_600_000_000 : east)
        }
        var world = try Scenario()
        var taken = 0
        for number in 0..<40 {
            let (latitude, longitude) = (
                Int64.random(in: -600_000_000...600_000_000, using: &random), Int64(1_000_000_000)
            )
            let corners = try (0..<3).map { _ in try place(around: latitude, longitude, 300_000_000) }
            guard let polygon = try? Polygon(outer: corners) else { continue }
            var writer = JSONWriter()
            writer.area(.polygon(polygon))
            try state(&world, "h\(number)", ("area", String(decoding: writer.bytes, as: UTF8.self)))
            taken += 1
        }
        #expect(taken > 20)
        for _ in 0..<40 {
            let point = Area.circle(
                try Circle(centre: place(around: 0, 1_000_000_000, 800_000_000), radiusMillimetres: 0))
            for metres in [Int64(0), 500_000] {
                let found = world.picture.hazards(near: [point], within: metres * 1_000, as: nil)
                #expect(
                    found.map { "\($0.id) \($0.distanceMillimetres)" }
                        == oracle(world.picture, near: [point], within: metres * 1_000, as: nil))
            }
        }
    }

    @Test("given a sealed hazard, then only who may read it is told, by any question")
    func sealed() throws {
        var world = try Scenario()
        try convoy(&world, legs: 1)
        try state(&world, "h", audience: [Self.partyA], circle(362_000_000, 370_500_000, metres: 10))
        for (reader, count) in [(Self.hub, 1), (Self.partyA, 1), (Self.partyB, 0)] {
            #expect(world.picture.hazards(nearMovement: id("convoy"), within: 0, as: reader)?.count == count)
        }
        #expect(world.picture.hazards(nearMovement: id("convoy"), within: 0, as: nil)?.isEmpty == true)
    }

    @Test("cleared ground is still named, with its date and method, and what was confirmed before")
    func cleared() throws {
        var world = try Scenario()
        let here = circle(362_000_000, 370_500_000, metres: 10)
        try state(&world, "h", here)
        try state(
            &world, "h", here, ("status", #""cleared""#), ("method", #""technical-survey""#),
            ("asOf", #""2016-09-18T13:00:00Z""#))
        let point = try Circle(
            centre: Position(latitudeE7: 362_000_000, longitudeE7: 370_500_000), radiusMillimetres: 0)
        let found = try #require(world.picture.hazards(near: [.circle(point)], within: 0, as: nil).first)
        #expect(found.latest.report.status == .cleared && found.earlier.map(\.report.status) == [.confirmed])
        #expect(
            found.sentences == [
                "cleared by technical survey as of 2016-09-18, by Mine action centre, down to a depth not stated, "
                    + "confidence high; what was cleared can be contaminated anew (on the ground asked about)",
                "stated before: mines confirmed by technical survey as of 2016-09-18, by Mine action centre, "
                    + "confidence high (on the ground asked about)",
            ])
        for sentence in found.sentences + [HazardFinding.knownOnly] {
            for word in ["safe", "is clear", "cleared to", "unprotected"] { #expect(!sentence.contains(word)) }
        }
        var writer = JSONWriter()
        found.write(to: &writer)
        #expect(try JSONDocument(writer.bytes, limits: .init(maximumBytes: 1 << 20)).root.object().members.count >= 6)
    }

    @Test("given ground that the last statement leaves out, then the one that confirmed it still answers")
    func shrunk() throws {
        var world = try Scenario()
        try state(&world, "h", circle(362_000_000, 370_500_000, metres: 2_000))
        try state(
            &world, "h", circle(362_100_000, 370_500_000, metres: 10), ("status", #""cleared""#),
            ("method", #""clearance""#))
        let point = try Circle(
            centre: Position(latitudeE7: 362_000_000, longitudeE7: 370_500_000), radiusMillimetres: 0)
        let found = try #require(world.picture.hazards(near: [.circle(point)], within: 100_000, as: nil).first)
        #expect(found.latest.separation == nil && found.distanceMillimetres == 0)
        #expect(found.sentences.last == "what was stated last is not of the ground that comes near")
    }

    @Test("given a movement, then the legs before it count, and not those behind it")
    func legs() throws {
        var world = try Scenario()
        try convoy(&world, legs: 3)
        try state(&world, "first", circle(362_000_000, 370_300_000, metres: 10))
        try state(&world, "third", circle(362_000_000, 372_500_000, metres: 10))
        func near() throws -> [String] {
            try #require(world.picture.hazards(nearMovement: id("convoy"), within: 100_000, as: nil))
                .map { "\($0.id.subject) \($0.area)" }.sorted()
        }
        #expect(try near() == ["first 0", "third 2"])
        try world.tick(at: .test(700))
        try #require(try world.say("un-hub", .movementDepart, "convoy", Bodies.depart(at: .test(600))).refusal == nil)
        try #require(
            try world.say("un-hub", .movementCheckIn, "convoy", Bodies.checkIn(at: .test(700), reachedLeg: 0)).refusal
                == nil)
        #expect(try near() == ["third 2"])
        try #require(
            try world.say("un-hub", .movementCheckIn, "convoy", Bodies.checkIn(at: .test(700), reachedLeg: 2)).refusal
                == nil)
        // At the end of its road it stands there.
        #expect(try near() == [])
        try state(&world, "end", circle(362_000_000, 373_000_000, metres: 10))
        #expect(try near() == ["end 2"])
        #expect(world.picture.hazards(nearMovement: id("none"), within: 0, as: nil) == nil)
    }

    @Test("given a place of return, then hazards near it; without a position nothing was compared, and that is said")
    func returns() throws {
        var world = try Scenario()
        try state(&world, "h", circle(336_900_000, 361_000_000, metres: 10))
        let subjects: [(Kind, String)] = [
            (.thresholdState, "t"), (.readinessClaim, "r"), (.intentionSurvey, "i"), (.returnMonitor, "m"),
        ]
        for (kind, name) in subjects {
            try #require(try world.say("un-hub", kind, name, Bodies.stated(kind)).refusal == nil)
            let near = try #require(world.picture.hazards(nearReturn: id(name), within: 0, as: nil))
            #expect(near.findings?.map(\.id) == [id("h")] && near.place.name == "Madaya")
        }
        let nowhere = Bodies.stated(.readinessClaim, ("place", #"{"name":"Madaya"}"#))
        try #require(try world.say("un-hub", .readinessClaim, "r", nowhere).refusal == nil)
        let near = try #require(world.picture.hazards(nearReturn: id("r"), within: 0, as: nil))
        #expect(near.findings == nil)
        #expect(world.picture.hazards(nearReturn: id("h"), within: 0, as: nil) == nil)
    }

    @Test("a disputed hazard stays, and says so; a distance below nothing is nothing")
    func disputed() throws {
        var world = try Scenario()
        try state(&world, "h", circle(362_000_000, 370_500_000, metres: 10))
        let statement = try #require(world.picture.dossiers[id("h")]).stated.statement
        try #require(
            try world.say("party-b", .dossierDispute, "d", Bodies.dispute("un-hub/h", statement)).refusal == nil)
        let point = try Circle(
            centre: Position(latitudeE7: 362_000_000, longitudeE7: 370_500_000), radiusMillimetres: 0)
        let found = world.picture.hazards(near: [.circle(point)], within: -5, as: nil)
        #expect(found.count == 1 && found.first?.sentences.contains("one party disputes it") == true)
        #expect(world.picture.hazards(near: [], within: 1_000, as: nil).isEmpty)
    }
}
