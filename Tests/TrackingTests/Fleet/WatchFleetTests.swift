import Geodesy
import Testing

@testable import Tracking

@Suite struct WatchFleetTests {
    @Test("a fleet tells what its watches tell one by one, whenever it is asked", arguments: UInt64(0)..<30)
    func equalsItsWatches(seed: UInt64) throws {
        var random = Seeded(seed)
        var fleet = WatchFleet()
        var alone: [String: MovementWatch] = [:]
        for number in 0..<20 {
            let watch = MovementWatch(
                try twoLegs(),
                thresholds: WatchThresholds(silentAfterSeconds: Int64.random(in: 60...3_000, using: &random)),
                setOutAt: Bool.random(using: &random) ? at(Int64(number)) : nil)
            try fleet.watch("m-\(number)", watch)
            alone["m-\(number)"] = watch
        }
        var now = at(0)
        for _ in 0..<400 {
            now = now.adding(seconds: Int64.random(in: 0...120, using: &random))
            let id = "m-\(Int.random(in: 0..<21, using: &random))"
            switch Int.random(in: 0..<10, using: &random) {
            case 0: #expect(fleet.change(id) { $0.close() } == alone[id].map { _ in alone[id]?.close() ?? [] })
            case 1:
                fleet.remove(id)
                alone[id] = nil
            case 2:
                let watch = MovementWatch(try twoLegs(), setOutAt: now)
                try fleet.watch(id, watch)
                alone[id] = watch
            case 3: _ = (fleet.change(id) { $0.setOut(at: now) }, alone[id]?.setOut(at: now))
            default:
                let report = try report(
                    place(36.2, 37 + Double.random(in: 0...0.4, using: &random)), now, device: nil)
                let outcome = fleet.take(id, report, receivedAt: now, isConfirmed: true)
                let expected = alone[id]?.take(report, receivedAt: now, isConfirmed: true)
                #expect(outcome == expected ?? WatchOutcome(.refused(.unknownMovement)))
            }
            guard Bool.random(using: &random) else { continue }
            let told = fleet.tick(now)
            var expected: Set<WatchFleet.Change> = []
            for id in alone.keys {
                for change in alone[id]?.tick(now) ?? [] { expected.insert(.init(id: id, change: change)) }
            }
            #expect(Set(told) == expected && told.count == expected.count)
        }
        #expect(fleet.count == alone.count)
        #expect(fleet.identifiers == alone.keys.sorted())
    }

    @Test("a tick looks at what is due and no more than asked for")
    func limits() throws {
        var fleet = WatchFleet()
        for number in 0..<100 { try fleet.watch("\(number)", MovementWatch(try twoLegs(), setOutAt: at(0))) }
        #expect(fleet.nextDue == at(30))
        #expect(fleet.tick(at(30)).isEmpty)
        #expect(fleet.tick(at(31), limit: 40).count == 40)
        #expect(fleet.tick(at(31)).count == 60)
        #expect(fleet.tick(at(31)).isEmpty)
        #expect(fleet.nextDue == at(60))
    }

    @Test("identifiers are bounded, and the same one is watched once")
    func identifiers() throws {
        var fleet = WatchFleet()
        let watch = MovementWatch(try twoLegs())
        #expect(throws: WatchFleetError.badIdentifier) { try fleet.watch("", watch) }
        #expect(throws: WatchFleetError.badIdentifier) { try fleet.watch(String(repeating: "x", count: 257), watch) }
        try fleet.watch("a", watch)
        try fleet.watch("a", watch)
        #expect(fleet.count == 1 && fleet["a"] != nil && fleet["b"] == nil)
    }
}
