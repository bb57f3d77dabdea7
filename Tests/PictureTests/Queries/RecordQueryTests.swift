import Coordination
import Deconfliction
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("queries")
struct RecordQueryTests {
    private func filled(_ count: Int) throws -> Scenario {
        var world = try Scenario()
        for number in 0..<count {
            let party = number % 3 == 0 ? "red-crescent" : "un-hub"
            let audience = number % 5 == 0 ? [PartyID(checked: "party-a")] : nil
            let body = Bodies.site("Site \(number)", latitudeE7: 350_000_000 + Int64(number) * 1_000_000)
            try world.say(party, .notificationNotify, "s-\(number)", body, audience: audience)
        }
        return world
    }

    /// All pages of a query, read with a small limit.
    private func pages(_ world: Scenario, _ query: RecordQuery, as reader: PartyID?, limit: Int) throws -> [String] {
        var query = query
        query.limit = limit
        var names: [String] = []
        for _ in 0..<100 {
            let page = world.picture.records(matching: query, as: reader)
            #expect(page.records.count <= limit)
            names += page.records.map { $0.record.name.text() }
            guard let next = page.next else { return names }
            query.after = next
        }
        throw Scenario.Misuse(description: "paging does not end")
    }

    @Test("pages of any size add up to the same list, without a gap or a double", arguments: [1, 2, 3, 7, 100])
    func paging(limit: Int) throws {
        let world = try filled(23)
        let all = (0..<23).map { "Site \($0)" }
        let open = (0..<23).filter { $0 % 5 != 0 }.map { "Site \($0)" }
        #expect(try pages(world, RecordQuery(), as: PartyID(checked: "party-a"), limit: limit) == all)
        #expect(try pages(world, RecordQuery(), as: nil, limit: limit) == open)
        var boxed = RecordQuery()
        boxed.box = try BoundingBox(
            southE7: 354_000_000, westE7: 371_000_000, northE7: 362_500_000, eastE7: 372_000_000)
        let inside = (4...12).map { "Site \($0)" }
        #expect(try pages(world, boxed, as: PartyID(checked: "party-a"), limit: limit) == inside)
        #expect(try pages(world, boxed, as: nil, limit: limit) == inside.filter { $0 != "Site 5" && $0 != "Site 10" })
    }

    @Test("conditions narrow")
    func conditions() throws {
        var world = try filled(6)
        try world.say("un-hub", .movementNotify, "c", Bodies.movement(legs: [(.test(600), .test(1_200))]))
        try world.say("un-hub", .notificationWithdraw, "s-1", Bodies.reason("moved"))
        func names(_ change: (inout RecordQuery) throws -> Void) throws -> [String] {
            var query = RecordQuery()
            try change(&query)
            return world.picture.records(matching: query, as: nil).records.map { $0.record.name.text() }
        }
        #expect(try names { $0.mechanism = .movement } == ["Convoy 7"])
        #expect(try names { $0.owner = PartyID(checked: "red-crescent") } == ["Site 3"])
        #expect(try names { $0.states = [.withdrawn] } == ["Site 1"])
        #expect(try names { $0.states = [.planned, .withdrawn] } == ["Site 1", "Convoy 7"])
        #expect(try names { $0.siteKinds = [.hospital] } == ["Site 1", "Site 2", "Site 3", "Site 4"])
        #expect(try names { $0.siteKinds = [.school] } == [])
        #expect(try names { $0.text = "sITE 2" } == ["Site 2"])
        #expect(try names { $0.window = try TimeWindow(start: .test(-60), end: .test(0)) } == [])
        #expect(
            try names { $0.window = try TimeWindow(start: .test(0), end: .test(60)) } == ["Site 2", "Site 3", "Site 4"])
        #expect(try names { $0.limit = 0 } == ["Site 1"])
    }

    @Test("states follow the log's clock: what ended shows as expired, what is late as overdue")
    func states() throws {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site("S", until: .test(60)))
        try world.say("un-hub", .movementNotify, "c", Bodies.movement("C", legs: [(.test(10), .test(60))]))
        func states() -> [RecordState] {
            world.picture.records(matching: RecordQuery(), as: nil).records.map {
                $0.record.state(at: world.picture.clock.now)
            }
        }
        #expect(states() == [.active, .planned])
        try world.tick(at: .test(60))
        #expect(states() == [.expired, .overdue])
    }
}
