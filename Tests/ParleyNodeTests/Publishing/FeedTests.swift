import Coordination
import Geodesy
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("feed")
struct FeedTests {
    @Test("a listener hears where the log stands, then of its growth, then the end")
    func growth() async throws {
        var world = try await Harness()
        let start = world.node.publisher.state.size
        let stream = try #require(world.node.publisher.growth())
        var sizes = stream.makeAsyncIterator()
        #expect(await sizes.next() == start)
        for step in 1...3 {
            _ = try await world.node.submit(try #require(try world.sites(1).first).envelope)
            #expect(await sizes.next() == start.adding(step))
        }
        #expect(world.node.publisher.listenerCount == 1)
        try await world.node.stop()
        #expect(await sizes.next() == nil)
        #expect(world.node.publisher.growth() == nil)
    }

    @Test("a slow listener hears the newest size only, and reads what lies between without a gap or a double")
    func slow() async throws {
        var world = try await Harness()
        let stream = try #require(world.node.publisher.growth())
        let said = try world.sites(50)
        for statement in said { _ = try await world.node.submit(statement.envelope) }
        var sizes = stream.makeAsyncIterator()
        let size = try #require(await sizes.next())
        #expect(size == world.node.publisher.state.size)
        var seen: [StatementHash] = []
        var at = EntryIndex(size.value - 50)
        while size.contains(at) {
            let page = try world.node.entries(from: at, count: 7)
            seen += page.map(\.signed.hash)
            at = EntryIndex(at.value + UInt64(page.count))
        }
        #expect(seen == said.map(\.hash))
    }

    @Test("listeners have a limit, and those who left make room")
    func limit() async throws {
        var limits = Harness.still
        limits.listeners = 2
        let world = try await Harness(limits: limits)
        let publisher = world.node.publisher
        let first = publisher.growth()
        do {
            let second = publisher.growth()
            #expect(first != nil && second != nil)
            #expect(publisher.growth() == nil)
        }
        let reading = Task { for await _ in try #require(first) {} }
        reading.cancel()
        #expect(try await eventually { publisher.listenerCount < 2 })
        #expect(publisher.growth() != nil)
    }

    @Test("without statements the clock is logged by the heartbeat, and deadlines are not missed")
    func heartbeat() async throws {
        var limits = NodeLimits()
        limits.heartbeatSeconds = 60
        var world = try await Harness(limits: limits)
        let member = try #require(world.accord.member("un-hub"))
        let writer = try #require(world.writers[member.party])
        let body = Bodies.movement(legs: [(.test(5), .test(20))])
        let said = try writer.draft(
            Kind.movementNotify.name, "c", body, at: .test(0), as: member.officer, with: member.officerKey)
        #expect(try await world.node.submit(said.envelope).entry != nil)
        let node = world.node
        let size = node.publisher.state.size
        // Before the deadline and before the heartbeat nothing is logged; the deadline comes first.
        world.clock.set(.test(20))
        #expect(try await eventually { node.publisher.state.size == size.adding(1) })
        #expect(node.publisher.state.picture.nextDeadline == nil)
        world.clock.set(.test(80))
        #expect(try await eventually { node.publisher.state.size == size.adding(2) })
        #expect(node.publisher.state.picture.clock.now == .test(80))
        try await node.stop()
        world.writers = [:]
    }

    @Test("a night without a node does not stop its clock")
    func longGap() async throws {
        var world = try await Harness()
        try await world.node.stop()
        world.clock.advance(seconds: 100_000)
        let node = try await Harness.open(world.accord, world.store, world.anchor, world.clock)
        try await node.tick()
        #expect(node.halted == nil)
        #expect(node.publisher.state.picture.clock.now == .test(100_000))
        world.writers = [:]
    }
}
