import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("chains and time")
struct ChainTests {
    @Test("in one batch each statement is decided against what the ones before it leave")
    func batch() throws {
        var world = try Scenario()
        var writer = try #require(world.writers[PartyID(checked: "un-hub")])
        let member = try #require(world.accord.member("un-hub"))
        var said: [SaidStatement] = []
        for number in 0..<5 {
            let kind = number == 0 ? Kind.notificationNotify : .notificationAmend
            said.append(
                try writer.draft(
                    kind.name, "s", Bodies.site("Name \(number)"), at: world.log.now, as: member.officer,
                    with: member.officerKey))
            writer.advance(past: said[number])
        }
        // The third comes twice, the fourth is missing, so the fifth is out of order.
        let outcomes = try world.log.submit([said[0], said[1], said[2], said[2], said[4]])
        #expect(outcomes.map { $0.refusal?.rule } == [nil, nil, nil, "replayed", "out-of-order"])
        #expect(world.picture.records[RecordSlot(rawValue: 0)].name.text() == "Name 2")
        #expect(try world.log.submit([said[3], said[4]]).allSatisfy { $0.entry != nil })
    }

    @Test("statements in any other order than the chain's are refused until their turn", arguments: UInt64(0)..<10)
    func shuffled(seed: UInt64) throws {
        var world = try Scenario()
        var writer = try #require(world.writers[PartyID(checked: "un-hub")])
        let member = try #require(world.accord.member("un-hub"))
        var said: [SaidStatement] = []
        for number in 0..<6 {
            said.append(
                try writer.draft(
                    Kind.notificationNotify.name, "s-\(number)", Bodies.site(), at: world.log.now, as: member.officer,
                    with: member.officerKey))
            writer.advance(past: said[number])
        }
        var random = SplitMix64(seed: seed)
        var entered: [UInt64] = []
        for _ in 0..<200 where entered.count < 6 {
            let next = said[random.below(said.count)]
            let outcomes = try world.log.submit([next])
            if outcomes.first?.entry != nil { entered.append(next.sequence) }
        }
        #expect(entered == entered.sorted(), "SEED=\(seed)")
        #expect(Set(entered).count == entered.count, "SEED=\(seed)")
    }

    @Test("the node's chain is its own, so its clock never stands in the way of the host's officers")
    func nodeChain() throws {
        var world = try Scenario()
        let before = try world.draft("neutral-host", .notificationNotify, "s", Bodies.site())
        try world.tick(at: .test(10))
        try world.tick(at: .test(20))
        #expect(try world.submit(before, of: "neutral-host").entry != nil)
        let chains = world.picture.chains.keys.filter { $0.party == world.accord.host.party }.sorted()
        #expect(chains.map(\.isNode) == [false, true])
    }

    @Test("the clock is logged before a batch when its second has changed, and not otherwise")
    func ticks() throws {
        var world = try Scenario()
        let size = world.log.state.size
        try world.say("un-hub", .notificationNotify, "a", Bodies.site())
        #expect(world.log.state.size == size.adding(1))
        world.log.now = .test(1)
        try world.say("un-hub", .notificationNotify, "b", Bodies.site())
        #expect(world.log.state.size == size.adding(3))
        #expect(world.picture.clock.now == .test(1))
        // A clock on the wall that goes back logs nothing and stops nothing.
        world.log.now = .test(-500)
        try world.say("un-hub", .notificationNotify, "c", Bodies.site(), saidAt: .test(1))
        #expect(world.log.state.size == size.adding(4))
        #expect(world.picture.clock.now == .test(1))
        // Nothing accepted: nothing logged, the clock neither.
        world.log.now = .test(50)
        #expect(try world.say("un-hub", .notificationNotify, "c", Bodies.site()).refusal?.rule == "record-exists")
        #expect(world.log.state.size == size.adding(4))
    }

    @Test(
        "a node that was down for days goes on with the clock", arguments: [301, 3_600, 90_000, 40 * 86_400] as [Int64])
    func downForLong(seconds: Int64) throws {
        var world = try Scenario()
        let seen = world.log.head
        try world.tick(at: .test(seconds))
        #expect(world.picture.clock.now == .test(seconds))
        #expect(world.log.head != seen)
        #expect(try world.say("un-hub", .notificationNotify, "s", Bodies.site()).refusal == nil)
    }

    @Test("what was signed before the gap is still taken after it, when it is less than a day old")
    func acrossTheGap() throws {
        var world = try Scenario()
        let early = try world.draft("un-hub", .notificationNotify, "s", Bodies.site())
        let stale = try world.draft("red-crescent", .notificationNotify, "s", Bodies.site())
        try world.tick(at: .test(80_000))
        #expect(try world.submit(early, of: "un-hub").refusal == nil)
        try world.tick(at: .test(90_000))
        #expect(try world.submit(stale, of: "red-crescent").refusal?.rule == "backdated")
    }

    @Test("only the root key that a founding names may found, once, with number 1")
    func founding() throws {
        let accord = try TestAccord()
        let writer = StatementWriter(accord: accord.id, party: accord.host.party)
        func refusal(_ change: (inout StatementWriter) -> Void, officer: OfficerID = .root, key: SigningKey) throws
            -> String?
        {
            var writer = writer
            change(&writer)
            var log = SteppedLog(logSigner: accord.logSigner, nodeKey: accord.nodeKey, now: .test(0))
            let said = try writer.draft(
                Kind.accordFound.name, "accord-1", accord.foundingBody, at: .test(0), as: officer, with: key)
            return try log.submit([said]).first?.refusal?.rule
        }
        #expect(try refusal({ _ in }, key: accord.host.root) == nil)
        #expect(try refusal({ _ in }, officer: .node, key: accord.host.root) == "not-authorised")
        #expect(try refusal({ $0.sequence = 1 }, key: accord.host.root) == "out-of-order")
        #expect(try refusal({ $0.previous = StatementHash(.emptyTree) }, key: accord.host.root) == "out-of-order")
        let other = try TestKeys.signing("somebody")
        #expect(try refusal({ _ in }, key: other) == "unknown-key")
    }
}
