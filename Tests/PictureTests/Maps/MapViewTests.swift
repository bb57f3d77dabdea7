import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("what a map shows")
struct MapViewTests {
    private static let partyA = PartyID(checked: "party-a")
    private static let partyB = PartyID(checked: "party-b")

    private static func area(_ area: Area) -> String {
        var writer = JSONWriter()
        writer.area(area)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Sites, convoys and dangerous ground around the antimeridian and a pole, a fourth of it for one party alone.
    private func world(_ random: inout SplitMix64) throws -> Scenario {
        var world = try Scenario()
        for number in 0..<60 {
            let isPolar = number % 3 == 0
            let latitude =
                isPolar
                ? Int64.random(in: 880_000_000...900_000_000, using: &random)
                : Int64.random(in: -200_000_000 ... -160_000_000, using: &random)
            let longitude =
                isPolar
                ? Int64.random(in: -1_800_000_000...1_800_000_000, using: &random)
                : Int64.random(in: 1_780_000_000...1_820_000_000, using: &random)
            let wrapped = longitude > 1_800_000_000 ? longitude - 3_600_000_000 : longitude
            let audience = number % 4 == 0 ? [Self.partyA] : nil
            let name = "r-\(number)"
            switch number % 5 {
            case 0 where !isPolar && wrapped < 1_797_000_000:
                let departs = Instant.test(Int64.random(in: 60...3_000, using: &random))
                let legs = (0..<3).map { (departs.adding(seconds: $0 * 600), departs.adding(seconds: $0 * 600 + 500)) }
                let body = Bodies.movement(latitudeE7: latitude, longitudeE7: wrapped, legs: legs)
                try #require(
                    try world.say("red-crescent", .movementNotify, name, body, audience: audience).refusal == nil)
            case 1:
                let corners = try [(Int64(0), Int64(0)), (0, 90_000), (90_000, 0)].map {
                    let eastern = wrapped + $0.1
                    return try Position(
                        latitudeE7: min(latitude, 899_000_000) + $0.0,
                        longitudeE7: eastern > 1_800_000_000 ? eastern - 3_600_000_000 : eastern)
                }
                let ground = Area.polygon(try Polygon(outer: corners))
                let body = Bodies.stated(.hazardReport, [("area", Self.area(ground))])
                try #require(try world.say("un-hub", .hazardReport, name, body, audience: audience).refusal == nil)
            default:
                let from = Int64.random(in: 0...4_000, using: &random)
                let body = Bodies.site(
                    latitudeE7: latitude, longitudeE7: wrapped,
                    radiusMetres: Int64.random(in: 0...2_000, using: &random), from: .test(from),
                    until: .test(from + 2_000))
                try #require(
                    try world.say("un-hub", .notificationNotify, name, body, audience: audience).refusal == nil)
                guard number % 7 == 0 else { continue }
                try world.say("un-hub", .notificationWithdraw, name, Bodies.reason("moved"), audience: audience)
            }
        }
        return world
    }

    private func box(_ random: inout SplitMix64, _ number: Int) throws -> BoundingBox {
        if number == 0 { return .everywhere }
        let south =
            number % 2 == 0
            ? Int64.random(in: 870_000_000...890_000_000, using: &random)
            : Int64.random(in: -210_000_000 ... -170_000_000, using: &random)
        let west =
            number % 2 == 0
            ? Int64.random(in: -1_800_000_000...1_700_000_000, using: &random)
            : Int64.random(in: 1_770_000_000...1_800_000_000, using: &random)
        let east = west + Int64.random(in: 1_000_000...40_000_000, using: &random)
        return try BoundingBox(
            southE7: south, westE7: west, northE7: min(900_000_000, south + 20_000_000),
            eastE7: east > 1_800_000_000 ? east - 3_600_000_000 : east)
    }

    /// Where every record is at some time in the window, by the records alone: certainly in the box, and perhaps in it.
    private func oracle(
        _ picture: Picture, _ box: BoundingBox, _ window: TimeWindow, as reader: PartyID?
    ) -> (certain: Set<RecordID>, possible: Set<RecordID>) {
        var certain: Set<RecordID> = []
        var possible: Set<RecordID> = []
        func look(_ id: RecordID, _ area: Area) {
            let vertices: [Position] =
                switch area {
                case .circle(let circle): [circle.centre]
                case .polygon(let polygon): polygon.outer
                case .route(let route): route.path
                }
            if vertices.contains(where: box.contains) { certain.insert(id) }
            if area.boundingBox.intersects(box) { possible.insert(id) }
        }
        for slot in picture.records.slots() {
            let record = picture.records[slot]
            guard record.isReadable(by: reader) else { continue }
            for volume in record.volumes where volume.window.overlaps(window) { look(record.id, volume.area) }
        }
        for (id, dossier) in picture.dossiers.dossiers where dossier.isReadable(by: reader) {
            guard case .hazard(let report) = dossier.stated.content, report.asOf <= window.start else { continue }
            look(id, report.area)
        }
        return (certain, possible)
    }

    @Test("no record inside the view is missing, and none is shown that is not near it", arguments: UInt64(0)..<8)
    func complete(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let world = try world(&random)
        let now = try #require(world.picture.clock.now)
        for reader in [Self.partyA, Self.partyB, nil] {
            for number in 0..<12 {
                var query = MapQuery()
                query.box = try box(&random, number)
                query.zoom = Int.random(in: 0...12, using: &random)
                let ahead = Int64.random(in: 0...5_000, using: &random)
                query.at = number % 3 == 0 ? nil : now.adding(seconds: ahead)
                query.until = number % 3 == 2 ? now.adding(seconds: ahead + 900) : nil
                query.limit = MapQuery.maximumFeatures
                let view = world.picture.map(query, as: reader)
                #expect(view.clusters.isEmpty && view.total == view.features.count)
                let shown = Set(view.features.map(\.id))
                #expect(shown.count == view.features.count, "SEED=\(seed): something stands twice")
                let expected = oracle(world.picture, query.box, view.window, as: reader)
                #expect(expected.certain.isSubset(of: shown), "SEED=\(seed) \(expected.certain.subtracting(shown))")
                #expect(shown.isSubset(of: expected.possible), "SEED=\(seed) \(shown.subtracting(expected.possible))")
                try checkClusters(query, view, world.picture, as: reader, seed: seed)
            }
        }
    }

    /// With less room, what is shown by itself and what is counted add up to the same.
    private func checkClusters(
        _ query: MapQuery, _ whole: MapView, _ picture: Picture, as reader: PartyID?, seed: UInt64
    ) throws {
        for limit in [1, 3, 10] {
            var query = query
            query.limit = limit
            let view = picture.map(query, as: reader)
            #expect(view.total == whole.total && view.features.count <= limit)
            #expect(view.features.count + view.clusters.reduce(0) { $0 + $1.count } == whole.total, "SEED=\(seed)")
            #expect(Set(view.features.map(\.id)).count == view.features.count)
            #expect(Set(view.features.map(\.id)).isSubset(of: whole.features.map(\.id)))
            #expect(view.kinds == whole.kinds && view.owners == whole.owners && view.states == whole.states)
            for cluster in view.clusters {
                #expect(cluster.box.contains(cluster.position))
                #expect(cluster.kinds.values.reduce(0, +) == cluster.count)
                #expect(cluster.only == nil || cluster.count == 1)
            }
            #expect(Set(view.clusters.map(\.cell)).count == view.clusters.count)
        }
    }

    @Test("given a record for one party alone, then no number tells anybody else of it")
    func audience() throws {
        var open = try Scenario()
        var both = try Scenario()
        for number in 0..<5 {
            let body = Bodies.site("S", latitudeE7: 362_000_000 + Int64(number) * 10_000)
            try open.say("un-hub", .notificationNotify, "s-\(number)", body)
            try both.say("un-hub", .notificationNotify, "s-\(number)", body)
        }
        try both.say("red-crescent", .notificationNotify, "secret", Bodies.site("Hidden"), audience: [Self.partyA])
        let ground = Bodies.stated(.hazardReport, [])
        try #require(try both.say("un-hub", .hazardReport, "field", ground, audience: [Self.partyA]).refusal == nil)
        for limit in [1, 100] {
            var query = MapQuery()
            query.limit = limit
            query.zoom = 6
            let plain = open.picture.map(query, as: Self.partyB)
            let hidden = both.picture.map(query, as: Self.partyB)
            #expect(plain.total == 5 && hidden.total == 5)
            #expect(plain.features.map(\.id) == hidden.features.map(\.id))
            #expect(plain.clusters.map(\.count) == hidden.clusters.map(\.count))
            #expect(plain.clusters.map(\.position) == hidden.clusters.map(\.position))
            #expect(plain.owners == hidden.owners && plain.kinds == hidden.kinds)
            let told = both.picture.map(query, as: Self.partyA)
            #expect(told.total == 7)
            if limit == 1 { #expect(told.clusters.reduce(0) { $0 + $1.restricted } == 2) }
        }
    }

    @Test("given a site withdrawn and a leg behind, then the map of before shows them and the map of now does not")
    func past() throws {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site("S", from: .test(0)))
        try world.say("un-hub", .notificationNotify, "later", Bodies.site("Later", from: .test(5_000)))
        let legs = [(Instant.test(100), Instant.test(700)), (Instant.test(800), Instant.test(1_400))]
        try world.say("un-hub", .movementNotify, "c", Bodies.movement("C", latitudeE7: 350_000_000, legs: legs))
        try world.tick(at: .test(100))
        try world.say("un-hub", .movementDepart, "c", Bodies.depart(at: .test(100)))
        try world.tick(at: .test(700))
        try world.say("un-hub", .movementCheckIn, "c", Bodies.checkIn(at: .test(700), reachedLeg: 0))
        try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("moved"))
        try world.tick(at: .test(900))
        func shown(_ at: Instant?, west: Int64 = 360_000_000, east: Int64 = 380_000_000) throws -> [String] {
            var query = MapQuery()
            query.at = at
            query.box = try BoundingBox(southE7: 340_000_000, westE7: west, northE7: 370_000_000, eastE7: east)
            let view = world.picture.map(query, as: nil)
            #expect(view.isPast == (at != nil && at ?? .latest < .test(900)))
            return view.features.map(\.id.subject.rawValue).sorted()
        }
        #expect(try shown(nil) == ["c"])
        #expect(try shown(.test(300)) == ["c", "s"])
        #expect(try shown(.test(699)) == ["c", "s"])
        #expect(try shown(.test(800)) == ["c"])
        #expect(try shown(.test(6_000)) == ["c", "later"])
        // The first leg lies between 37° and 37.1° E.
        #expect(try shown(nil, west: 369_000_000, east: 370_500_000) == [])
        #expect(try shown(.test(300), west: 369_000_000, east: 370_500_000) == ["c"])
    }

    @Test("conditions narrow, and what is late is shown by itself before others")
    func narrow() throws {
        var world = try Scenario()
        for number in 0..<6 {
            let owner = number < 4 ? "un-hub" : "red-crescent"
            try world.say(owner, .notificationNotify, "s-\(number)", Bodies.site("S \(number)"))
        }
        let late = Bodies.movement("C", legs: [(.test(10), .test(60))])
        try world.say("un-hub", .movementNotify, "c", late)
        try world.tick(at: .test(600))
        func view(_ change: (inout MapQuery) -> Void) -> MapView {
            var query = MapQuery()
            change(&query)
            return world.picture.map(query, as: nil)
        }
        #expect(view { _ in }.total == 7)
        #expect(view { $0.kinds = [.movement] }.features.map(\.id.subject.rawValue) == ["c"])
        #expect(view { $0.kinds = [.site(.hospital), .hazard] }.total == 6)
        #expect(view { $0.owners = [PartyID(checked: "red-crescent")] }.total == 2)
        #expect(view { $0.states = ["overdue"] }.total == 1)
        let crowded = view { $0.limit = 2 }
        #expect(crowded.features.map(\.id.subject.rawValue) == ["c"])
        #expect(crowded.clusters.map(\.count) == [6] && crowded.clusters[0].alarmed == 0)
    }
}
